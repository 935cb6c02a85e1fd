"""One design effect for a whole survey, coarse enough to tell nothing of its weights."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.intake import Survey, score
from workbench.intake.sampling import base_weights, sample_structure
from workbench.numerics.sampling import covariance_of_totals, domain_means, jackknife_covariance, mean_contributions

SERIES = (0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_ROUNDING = 1e-9


def design_effect(survey: Survey) -> float:
    r"""Design effect of the mean score, rounded up to `SERIES`; 1 for a simple random sample.

    .. math:: \mathrm{deff} = \operatorname{var}(\hat\mu) \, n / s^2

    Notes
    -----
    R: ``deff(svymean(~score, design, deff = "replace"))``, which compares with a sample drawn with replacement.
    """
    if not survey.design.parts():
        return 1.0
    points = score(survey.responses, instrument=survey.instrument).to_numpy(float)
    scored = ~np.isnan(points)
    codes = np.where(scored, 0, -1)
    weights = base_weights(survey.design, len(points))
    found = domain_means(points, weights, codes, 1)
    if not found.std_dev[0] > 0:
        return 1.0
    contributions = mean_contributions(points, weights, codes, found)
    return coarse_effect(_variance(survey, points, scored, contributions) * found.n[0] / found.std_dev[0] ** 2)


def coarse_effect(effect: float) -> float:
    """Round a design effect up to `SERIES`, above it to tens."""
    return next((step for step in SERIES if effect <= step + _ROUNDING), float(np.ceil(effect / 10) * 10))


def _variance(survey: Survey, points: Floats, scored: Bools, contributions: Floats) -> float:
    replicates = survey.design.replicate_weights
    if replicates is None:
        structure = sample_structure(survey.design, len(points))
        return float(covariance_of_totals(contributions[:, None], structure)[0, 0])
    weights = replicates.to_numpy(float)[scored]
    means = (points[scored] @ weights) / weights.sum(axis=0)
    return float(jackknife_covariance(means[:, None], survey.design.replicate_coefficients())[0, 0])
