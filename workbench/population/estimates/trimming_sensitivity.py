"""How much the main results rest on the few respondents with the largest weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.intake.codebook import DisclosureThresholds
from workbench.intake.sampling import SurveyDesign, trim_weights
from workbench.population.design import truths
from workbench.population.estimates.domain_tables import Estimate
from workbench.population.estimates.means_and_shares import mean, share

_GIVEN, _NO_WEIGHTS = "weights as given", "without weights"
QUANTITIES = ("mean score", "share beyond the cut-off")
_PEOPLE = ("people", "people_low", "people_high", "group_population", "n_total")
_UNWEIGHTED = "There are no sampling weights to trim."
_REPLICATES = (
    "Weights are not trimmed beside replicate weights, which would have to be made anew from the trimmed ones."
)
# One sentence for nobody, few and few on one side: with a known population it would tell how many a group has.
_TOO_FEW = (
    "Weights are not trimmed: fewer than {least} respondents weigh more than {ceiling:g} mean weights, or so few of "
    "them or of the others are on one side of the cut-off."
)


def trimming_sensitivity(
    score: pd.Series,
    below: pd.Series,
    *,
    design: SurveyDesign,
    ceiling: float = 3.0,
    thresholds: DisclosureThresholds | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    """Set mean and share with the weights as given beside those with trimmed ones.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
    below : Series of boolean, shape (n_respondents,)
        Both missing = outside.
    design : SurveyDesign
        Without weights, with replicate weights, and where those above the ceiling are too small a group for a table of
        shares, the weights as given stand alone and a note says why.
    ceiling, conf_level
        As in `intake.trim_weights` and `mean`.
    thresholds : DisclosureThresholds, optional
        What is too small: those of the protection plan; default: the workbench's own. Where all above the ceiling
        weigh the same, the two means and the two shares give their mean score and their number beyond the cut-off.

    Returns
    -------
    Estimate
        `.table` has two rows per set of weights, what `mean` and `share` give: term, quantity (`QUANTITIES`),
        trimmed_part (of the sum of weights, moved from the largest to the others), n_respondents, estimate and so on.

    Raises
    ------
    ParameterError
        `ceiling` is not a number above 1.
    DataError, NotEstimable
        As `mean` and `share`.

    Notes
    -----
    R: ``svymean(~score, trimWeights(d, upper = ceiling * mean(weights(d)), strict = TRUE))``. Trimmed weights are
    biased: this is a check and no better estimate. Strata and clusters stay as they are; a calibration no longer holds.

    Proof: tests/unit/population/estimates.
    """
    runs, notes = {_GIVEN if design.is_weighted else _NO_WEIGHTS: design}, []
    refused = _not_run(below, design, ceiling, thresholds or DisclosureThresholds())
    if refused:
        notes.append(refused)
    else:
        trimmed = trim_weights(design, ceiling=ceiling)
        runs[f"trimmed at {ceiling:g} mean weights (sensitivity run)"] = trimmed
        notes += trimmed.notes[len(design.notes) :]
    rows = [_rows(name, score, below, design, run, conf_level) for name, run in runs.items()]
    main = mean(score, design=design, conf_level=conf_level)
    return Estimate(table=pd.concat(rows, ignore_index=True), method=main.method, notes=(*main.notes, *notes))


def _not_run(below: pd.Series, design: SurveyDesign, ceiling: float, thresholds: DisclosureThresholds) -> str:
    """Why the weights are not trimmed; empty if they are."""
    if design.sampling_weights is None:
        return _UNWEIGHTED
    if design.replicate_weights is not None:
        return _REPLICATES
    weights, flags = design.sampling_weights.to_numpy(float), truths(below)
    above, inside = weights > ceiling * weights.mean(), ~np.isnan(flags)
    parts = [part & inside for part in (above, ~above)]
    n, events = (np.array([int((part & who).sum()) for part in parts]) for who in (inside, flags == 1))
    few = np.minimum(events, n - events) < thresholds.minimum_respondents
    return _TOO_FEW.format(least=thresholds.minimum_respondents, ceiling=ceiling) if few.any() else ""


def _rows(
    name: str, score: pd.Series, below: pd.Series, given: SurveyDesign, run: SurveyDesign, conf_level: float
) -> pd.DataFrame:
    """Mean and share of one set of weights, one row each."""
    table = pd.concat(
        [
            mean(score, design=run, conf_level=conf_level).table,
            share(below, design=run, conf_level=conf_level).table.drop(columns=list(_PEOPLE), errors="ignore"),
        ],
        ignore_index=True,
    )
    table = table.assign(term=name, quantity=list(QUANTITIES), trimmed_part=_part_moved(given, run))
    table = table.drop(columns=["variable", "level"])
    first = ["term", "quantity", "measure", "trimmed_part"]
    return table[[*first, *(column for column in table if column not in first)]]


def _part_moved(given: SurveyDesign, run: SurveyDesign) -> float:
    if given.sampling_weights is None or run.sampling_weights is None:
        return 0.0
    before, after = given.sampling_weights.to_numpy(float), run.sampling_weights.to_numpy(float)
    return float((before - after).clip(min=0).sum() / before.sum())
