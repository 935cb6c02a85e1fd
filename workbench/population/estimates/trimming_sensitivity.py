"""How much the main results rest on the few respondents with the largest weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.intake.codebook import DisclosureThresholds
from workbench.intake.sampling import SurveyDesign, trim_weights
from workbench.population.estimates.domain_tables import Estimate
from workbench.population.estimates.means_and_shares import mean, share
from workbench.wording import numbers, say

QUANTITIES = ("mean score", "share beyond the cut-off")
_PEOPLE = ("people", "people_low", "people_high", "group_population", "n_total")
_UNWEIGHTED = say("There are no sampling weights to trim.")
_REPLICATES = say(
    "Weights are not trimmed beside replicate weights, which would have to be made anew from the trimmed ones."
)
TRIMMED_AT = 2.5  # mean weights: of two ceilings in two runs the difference would be one respondent's score
_LEAST = 4  # times the minimum of respondents
_GIVEN, _NO_WEIGHTS = "weights as given", "without weights"
_TRIMMED = f"trimmed at {TRIMMED_AT:g} mean weights (sensitivity run)"


def trimming_sensitivity(
    score: pd.Series,
    below: pd.Series,
    *,
    design: SurveyDesign,
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
        Without weights, with replicate weights, and where fewer than four times the minimum of respondents weigh more
        than `TRIMMED_AT` mean weights, the weights as given stand alone and a note says why. Weights alone decide, and
        never what those who carry them answered.
    thresholds : DisclosureThresholds, optional
        With the minimum of respondents: those of the protection plan; default: the workbench's own.
    conf_level
        As in `mean`.

    Returns
    -------
    Estimate
        `.table` has two rows per set of weights, what `mean` and `share` give: term, quantity (`QUANTITIES`),
        n_respondents, estimate and so on. Of the trimmed run weight_cells are those of the weights as given, and
        n_moved of its mean is the minimum of respondents: so coarsely it is published, since trimmed less untrimmed
        hangs on few.

    Raises
    ------
    DataError, NotEstimable
        As `mean` and `share`.

    Notes
    -----
    R: ``svymean(~score, trimWeights(d, upper = 2.5 * mean(weights(d)), strict = TRUE))``. Trimmed weights are
    biased: this is a check and no better estimate. Strata and clusters stay as they are; a calibration no longer holds.

    Proof: tests/unit/population/estimates.
    """
    runs, notes = {_GIVEN if design.is_weighted else _NO_WEIGHTS: design}, []
    minimum = (thresholds or DisclosureThresholds()).minimum_respondents
    refused = _not_run(design, _LEAST * minimum)
    if refused:
        notes.append(refused)
    else:
        trimmed = trim_weights(design, ceiling=TRIMMED_AT)
        runs[_TRIMMED] = trimmed
        notes += trimmed.notes[len(design.notes) :]
    rows = [_rows(name, score, below, run, conf_level) for name, run in runs.items()]
    rows[1:] = [_as_coarse(own, rows[0], minimum) for own in rows[1:]]
    main = mean(score, design=design, conf_level=conf_level)
    return Estimate(table=pd.concat(rows, ignore_index=True), method=main.method, notes=(*main.notes, *notes))


def _not_run(design: SurveyDesign, least: int) -> str:
    """Why the weights are not trimmed; empty if they are."""
    if design.sampling_weights is None:
        return _UNWEIGHTED
    if design.replicate_weights is not None:
        return _REPLICATES
    weights = design.sampling_weights.to_numpy(float)
    n_above = int((weights > TRIMMED_AT * weights.mean()).sum())
    if n_above >= least:
        return ""
    return say(
        "Weights are not trimmed: fewer than {least} respondents weigh more than {ceiling} mean weights.",
        least=least,
        ceiling=numbers.shortest(TRIMMED_AT),
    )


def weights_words(term: str) -> str:
    """Say which weights the rows of a `term` rest on, in the language that is spoken."""
    return {
        _GIVEN: say("weights as given"),
        _NO_WEIGHTS: say("without weights"),
        _TRIMMED: say("trimmed at {ceiling} mean weights (sensitivity run)", ceiling=numbers.shortest(TRIMMED_AT)),
    }[term]


def _rows(name: str, score: pd.Series, below: pd.Series, run: SurveyDesign, conf_level: float) -> pd.DataFrame:
    """Mean and share of one set of weights, one row each."""
    table = pd.concat(
        [
            mean(score, design=run, conf_level=conf_level).table,
            share(below, design=run, conf_level=conf_level).table.drop(columns=list(_PEOPLE), errors="ignore"),
        ],
        ignore_index=True,
    )
    table = table.assign(term=name, quantity=list(QUANTITIES)).drop(columns=["variable", "level"])
    first = ["term", "quantity", "measure"]
    return table[[*first, *(column for column in table if column not in first)]]


def _as_coarse(trimmed: pd.DataFrame, given: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return the trimmed rows with the weights as given, by which the gate rounds; the mean to what so many carry.

    Both rounded to what one of the trimmed carries, trimmed less untrimmed would tell the mean of a few of them. The
    step of a share is that of several times a few already.
    """
    n_moved = np.where(given["quantity"] == QUANTITIES[0], minimum, 1)
    return trimmed.assign(weight_cells=given["weight_cells"], n_moved=n_moved)
