"""Reliability in each group: the same coefficient, estimated for the members of one group at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.columns import EVERYONE
from workbench.errors import DataError
from workbench.intake.sampling import SurveyDesign
from workbench.options import GROUP_COEFFICIENTS, check_option
from workbench.psychometrics.answers import design_weights, inside_sentence
from workbench.psychometrics.reliability.alpha import coefficient_alpha
from workbench.psychometrics.reliability.intervals import Reliability
from workbench.psychometrics.reliability.omega import coefficient_omega
from workbench.results import Result
from workbench.wording import say

# Without numbers, because reasons and notes are shown beside withheld rows.
NO_ESTIMATE = "too few respondents or too uniform answers"
# Said of every survey: a note that came and went would tell of a withheld group whether it has an estimate.
_ALWAYS = (
    say("Groups with too few respondents or too uniform answers give no estimate."),
    say("Respondents without a level of a variable are left out of that variable."),
)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ReliabilityByGroup(Result):
    """One coefficient, for everyone and in each group.

    Attributes
    ----------
    table : pandas.DataFrame
        variable, level (first `all`, `all`), n_respondents, n_items, measure, estimate, conf_low, conf_high,
        reason (empty, or why the row has no estimate).
    coefficient : str
        Its name, as the rows of other reliability tables have it in `term`.
    interval : str
        Kind of interval.
    """

    coefficient: str
    interval: str


def reliability_by_group(
    responses: pd.DataFrame,
    groups: pd.Series | pd.DataFrame,
    *,
    coefficient: str = "alpha",
    interval: str | None = None,
    conf_level: float = 0.95,
    n_bootstrap: int = 1000,
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ReliabilityByGroup:
    """Estimate coefficient alpha or omega total for everyone and in each group.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    groups : Series or DataFrame of categoricals, shape (n_respondents,) or (n_respondents, n_variables)
        With the index of `responses`. Respondents without a level are left out of that variable alone.
    coefficient : {"alpha", "omega"}
        Omega is omega total over the model-implied variance.
    interval : str, optional
        As in `coefficient_alpha` or `coefficient_omega`; by default Feldt's for alpha (linearised with weights) and
        bootstrap for omega.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples of each group and the seed of the draws.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    ReliabilityByGroup
        Of groups: it is shown through the publication gate, `population.protect(result, plan=plan)`.

    Raises
    ------
    DataError
        A missing answer, weights or groups of other respondents, groups that are not named categoricals.
    NotEstimable
        Everyone together gives no estimate. A group that gives none has a row with its reason.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: ``lapply(split(x, g), psych::alpha)``. A group with less spread in what is measured has lower
    reliability with the same precision of measurement: compare standard errors of measurement too.

    Proof: tests/reference/reliability.
    """
    check_option("coefficient", coefficient, GROUP_COEFFICIENTS)
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    frame = _frame(groups, responses.index)
    if interval is None:
        of_alpha = "feldt" if weights.sampling_weights is None else "linearised"
        interval = "bootstrap" if coefficient == "omega" else of_alpha
    estimate = coefficient_alpha if coefficient == "alpha" else coefficient_omega

    def of(rows: np.ndarray) -> Reliability:
        own = weights.of(rows)
        return estimate(
            responses.loc[rows],
            interval=interval,
            conf_level=conf_level,
            n_bootstrap=n_bootstrap,
            seed=seed,
            sampling_weights=own.sampling_weights,
            replicate_weights=own.replicate_weights,
        )

    everyone = of(np.ones(len(responses), dtype=bool))
    rows = [_row(EVERYONE, EVERYONE, len(responses), responses.shape[1], everyone)]
    for name in frame:
        rows += _levels(frame[name], of, responses.shape[1])
    table = pd.DataFrame(rows)
    return ReliabilityByGroup(
        table=table,
        coefficient=str(everyone.table.loc[0, "term"]),
        interval=everyone.interval,
        method=say("In each group, as here for everyone: {method}", method=inside_sentence(everyone.method)),
        notes=(*weights.notes_on_errors(), *everyone.notes, *_ALWAYS),
    )


def _frame(groups: pd.Series | pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    frame = groups.to_frame() if isinstance(groups, pd.Series) else groups
    if not frame.index.equals(index):
        raise DataError(
            "Answers and groups belong to different respondents. Take both from the same survey: "
            "`complete(survey)` keeps them together."
        )
    for name in frame:
        if name is None or name == 0 or not isinstance(frame[name].dtype, pd.CategoricalDtype):
            raise DataError(
                f"Group `{name}` is not a named categorical. Take it from `survey.group(...)`, `survey.groups` or "
                "`survey.crossings`."
            )
    return frame


def _levels(group: pd.Series, of: Callable[[np.ndarray], Reliability], n_items: int) -> list[dict[str, object]]:
    """One row per level in the order of the categories."""
    rows = []
    codes = group.cat.codes.to_numpy()
    for code, level in enumerate(group.cat.categories):
        members = codes == code
        n = int(members.sum())
        try:
            found = of(members) if n else None
        except DataError:  # everyone gave an estimate, so the group is too small: also for a replicate to have members
            found = None
        rows.append(_row(str(group.name), str(level), n, n_items, found))
    return rows


def _row(variable: str, level: str, n: int, n_items: int, found: Reliability | None) -> dict[str, object]:
    first = None if found is None else found.table.iloc[0]
    numbers = {name: np.nan if first is None else float(first[name]) for name in ("estimate", "conf_low", "conf_high")}
    reason = NO_ESTIMATE if first is None else ""
    return {
        "variable": variable,
        "level": level,
        "n_respondents": n,
        "n_items": n_items,
        "measure": "coefficient",
        **numbers,
        "reason": reason,
    }
