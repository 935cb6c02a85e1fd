"""Trimmed weights for a sensitivity run: how much a result rests on the few respondents with the largest weights."""

from __future__ import annotations

from dataclasses import replace
from numbers import Real

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError, ParameterError
from workbench.intake.sampling.design import SurveyDesign
from workbench.wording import Unpublished, numbers, say


def trim_weights(design: SurveyDesign, *, ceiling: float) -> SurveyDesign:
    r"""Return the design with no weight above `ceiling` times the mean weight, and a note that says so.

    Weights above the ceiling are set to it. What is cut off goes to all others in equal parts, none of which may pass
    the ceiling either: :math:`w_i' = \min(w_i + c, \text{ceiling})` with the same sum as before. Trimmed weights are
    biased, and calibration no longer holds, so this is a check of the results and not a better estimate.

    Parameters
    ----------
    design : SurveyDesign
        With sampling weights and without replicate weights.
    ceiling : float
        Largest weight allowed, in mean weights; above 1.

    Raises
    ------
    DataError
        No sampling weights, or replicate weights, which would have to be made anew.
    ParameterError
        `ceiling` is not a number above 1.

    Notes
    -----
    R: ``survey::trimWeights(d, upper = ceiling * mean(weights(d)), strict = TRUE)``.

    References
    ----------
    Potter, F. (1990). A study of procedures to identify and trim extreme sampling weights. Proceedings of the Section
    on Survey Research Methods, American Statistical Association, 225-230.
    """
    if isinstance(ceiling, bool) or not isinstance(ceiling, Real) or not 1 < float(ceiling) < np.inf:
        raise ParameterError(f"`ceiling` is {ceiling!r}. Give a number above 1: the largest weight in mean weights.")
    if design.sampling_weights is None or design.replicate_weights is not None:
        kind = "replicate weights" if design.replicate_weights is not None else "no sampling weights"
        raise DataError(
            f"A design with {kind} cannot be trimmed. Give a design with sampling weights and, if need be, strata and "
            "clusters."
        )
    weights = design.sampling_weights.to_numpy(float)
    largest = float(ceiling) * weights.mean()
    above = int((weights > largest).sum())
    part = float((weights - largest)[weights > largest].sum() / weights.sum())
    note = say(
        "Sensitivity run with trimmed weights: none above {ceiling} mean weights. It is no estimate for the "
        "population.",
        ceiling=numbers.shortest(ceiling),
    )
    moved = Unpublished(
        say(
            "That moved {share} % of the sum of weights from the largest to the others.",
            share=numbers.shortest(float(f"{100 * part:.1g}")),
        )
    )
    trimmed = _below(weights, largest) if above else weights
    return replace(
        design,
        sampling_weights=pd.Series(trimmed, index=design.sampling_weights.index, name=design.sampling_weights.name),
        calibration=None,
        notes=(*design.notes, note, moved),
    )


def _below(weights: Floats, largest: float) -> Floats:
    free = weights < largest
    while True:
        raised = weights + (weights.sum() - largest * (~free).sum() - weights[free].sum()) / free.sum()
        passed = free & (raised > largest)
        if not passed.any():
            return np.where(free, raised, largest)
        free &= ~passed
