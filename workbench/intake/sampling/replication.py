"""Replicate weights made from strata and clusters, for estimates whose variance no formula gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.errors import DataError
from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.sampling.sample_structure import base_weights, sample_structure
from workbench.numerics.sampling import SampleStage, bootstrap_factors, jackknife_factors
from workbench.options import LEAST, REPLICATIONS, check_count, check_option
from workbench.wording import count, say

# Respondents × replicates: 400 MB.
MOST_WEIGHTS = 50_000_000


def replicate_design(
    design: SurveyDesign, *, method: str = "JKn", n_replicates: int = 200, seed: int = 1
) -> SurveyDesign:
    r"""Return the design with replicate weights that repeat its first stage.

    Every estimate that takes `replicate_weights` then has standard errors with strata, clusters and the finite
    population of the first stage in them. Weights are made so that all replicates count alike (JK1): with
    :math:`w_r` the weights without a unit of stratum h, or of a bootstrap sample,

    .. math:: w + k (w_r - w), \qquad k^2 = c\,(1 - f_h)\,R / (R - 1)

    Parameters
    ----------
    design : SurveyDesign
        With at least one part, without replicate weights and not calibrated; `calibrate` the result.
    method : {"JKn", "JK1", "bootstrap"}
        `JKn`: one replicate for each unit of the first stage, the others of its stratum weighted up by
        :math:`n_h / (n_h - 1)`, :math:`c = (n_h - 1) / n_h`. `JK1`: the same without strata. `bootstrap`: in each
        replicate :math:`n_h - 1` units of each stratum, drawn with replacement and weighted up in the same way,
        :math:`c = 1 / (R - 1)`; for samples of many units.
    n_replicates, seed : int
        Of the bootstrap.

    Raises
    ------
    DataError
        A design without parts, with replicate weights or a calibration; `JK1` with strata; too many replicates to hold;
        what a design refuses (one unit of several in a stratum, unless `lonely_strata` is "certainty").
    ParameterError
        An unknown method, fewer than 20 replicates, a seed below 0.

    Notes
    -----
    Units are clusters of the first stage, or respondents if there are none; later stages count as in the ultimate
    clusters of `SurveyDesign` without population sizes. A lonely stratum under `certainty` has no replicate.

    R: ``as.svrepdesign(d, type = "JKn", "JK1" or "subbootstrap")``, whose variances of totals these are.

    Proof: tests/reference/design.

    References
    ----------
    Rao & Wu (1988), Journal of the American Statistical Association 83, 231-241. Wolter (2007), Introduction to
    Variance Estimation, Springer.
    """
    check_option("method", method, REPLICATIONS)
    check_count("n_replicates", n_replicates, minimum=LEAST["n_replicates"])
    check_count("seed", seed, minimum=LEAST["seed"])
    index = _check(design, method)
    stage = sample_structure(design, len(index)).stages[0]
    _check_single(stage)
    weights = base_weights(design, len(index))
    n_units = len(stage.group)
    size = n_replicates if method == "bootstrap" else n_units
    if size * len(index) > MOST_WEIGHTS:
        raise DataError(
            f"`{method}` makes a replicate for each of {n_units} units, too many to hold for {len(index)} respondents. "
            "Use method='bootstrap', or name clusters."
        )
    factors = (
        bootstrap_factors(stage, n_replicates, np.random.default_rng(seed))
        if method == "bootstrap"
        else jackknife_factors(stage)
    )
    units = np.arange(n_units) if stage.unit is None else stage.unit
    values = weights[:, None] * factors[units]
    names = [f"replicate {number}" for number in range(1, values.shape[1] + 1)]
    return replace(
        design,
        sampling_weights=pd.Series(weights, index=index, name=_name(design)),
        replicate_weights=pd.DataFrame(values, index=index, columns=names),
        replicate_method="JK1",
        notes=(*design.notes, _note(method, values.shape[1])),
    )


def _check(design: SurveyDesign, method: str) -> pd.Index:
    """Refuse designs that no replicates are made of, and return the respondents."""
    parts = list(design.parts().values())
    if not parts:
        raise DataError(
            "The design has no part, so replicate weights would repeat a simple random sample. Leave them out, or give "
            "a design with strata, clusters or weights."
        )
    if design.replicate_weights is not None:
        raise DataError("The design has replicate weights already. Use it as it is.")
    if design.calibration is not None:
        raise DataError(
            "The design is calibrated, and its replicates would not be. Make replicates of the design as drawn, and "
            "calibrate them: `calibrate(replicate_design(design), …)`."
        )
    if method == "JK1" and design.strata is not None:
        raise DataError("JK1 leaves units out of a sample without strata, but the design has strata. Use method='JKn'.")
    return parts[0].index


def _check_single(stage: SampleStage) -> None:
    single = (np.bincount(stage.group, minlength=len(stage.scale)) == 1) & (stage.scale > 0)
    if count := int(single.sum()):
        raise DataError(
            f"One unit only was sampled in {count} of {len(single)} strata, and no replicate can leave it out. Merge "
            "them with a stratum like them, or set `lonely_strata` to certainty."
        )


def _name(design: SurveyDesign) -> str:
    return "weight" if design.sampling_weights is None else str(design.sampling_weights.name)


def _note(method: str, n_replicates: int) -> str:
    if method == "bootstrap":
        return say(
            "Standard errors rest on {n} bootstrap replicates of the first stage of the design (Rao & Wu 1988).",
            n=count(n_replicates),
        )
    return say(
        "Standard errors rest on replicates that leave out one unit of the first stage of the design each ({method}).",
        method=method,
    )
