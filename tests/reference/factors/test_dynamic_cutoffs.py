"""Fit indices of simulated samples beside those of samples that R drew and lavaan fitted (dynamic_cutoffs.R)."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.unit.psychometrics.factors.test_cutoffs_by_simulation import fitted_to
from workbench.psychometrics import dynamic_cutoffs
from workbench.psychometrics.factors import cutoffs_by_simulation as module

R = json.loads((Path(__file__).parent / "dynamic_cutoffs.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def fit():
    return fitted_to(np.array(R["loadings"]), np.array(R["cuts"]), n=R["n"], standard_errors="lavaan")


def test_the_same_pairs_of_items_correlate(fit):
    _, pairs = module._population(fit)
    assert [len(each) for each in pairs] == [0, 1, 2, 3]
    assert [[item + 1 for item in pair] for pair in pairs[3]] == R["pairs"]


@pytest.mark.parametrize("level", range(4))
def test_indices_have_the_distribution_of_those_of_lavaan(fit, level):
    """Samples from one distribution: Kolmogorov's test at one in a thousand, for each index."""
    population, pairs = module._population(fit)
    correlations = module._with_residual_correlations(population.correlations, fit, pairs[level])
    ours = module._simulated(population._replace(correlations=correlations), 250, np.random.default_rng(5))
    theirs = np.array(R["levels"][level])
    for place, index in enumerate(module.COMPARED_INDICES):
        assert stats.ks_2samp(ours[:, place], theirs[:, place]).pvalue > 0.001, index


def test_cutoffs_are_the_quantiles_of_lavaans_samples(fit):
    """Within four standard errors of a quantile of as many samples, and of ours."""
    table = dynamic_cutoffs(fit, n_replicates=250).table.set_index(["index", "level"])
    levels, rng = np.array(R["levels"]), np.random.default_rng(1)
    for place, index in enumerate(module.COMPARED_INDICES):
        sign = -1 if index.startswith("cfi") else 1
        right = sign * levels[0, :, place]
        for level in range(4):
            own = sign * levels[level, :, place]
            part = 0.95 if level == 0 else 0.05
            drawn = np.quantile(rng.choice(own, (400, len(own))), part, axis=1)
            margin = 4 * np.sqrt(2) * drawn.std() + 1e-4
            theirs, ours = np.quantile(own, part), sign * table.loc[(index, level), "cutoff"]
            if level and abs(theirs - np.quantile(right, 0.95)) < margin:
                continue  # so near that chance decides whether there is one
            if level and theirs < np.quantile(right, 0.95):
                assert np.isnan(ours), (index, level)
            else:
                assert ours == pytest.approx(theirs, abs=margin), (index, level)
            rejected = (own > np.quantile(right, 0.95)).mean()
            spread = np.sqrt(max(rejected * (1 - rejected), 0.02) / len(own))
            # the limit itself is known to some two points of rejection at level 0, more where the samples overlap
            assert table.loc[(index, level), "rejected"] == pytest.approx(rejected, abs=4 * 2 * spread), (index, level)
