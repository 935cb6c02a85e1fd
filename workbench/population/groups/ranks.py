"""Ranks of groups, with intervals that hold for all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.columns import EVERYONE
from workbench.errors import ParameterError
from workbench.numerics.sampling import rank_intervals
from workbench.population.estimates import Estimate
from workbench.wording import joined, say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupRanks(Estimate):
    """Means or shares of groups and the ranks that they may have.

    Attributes
    ----------
    table : pandas.DataFrame
        That of `mean` or `share`, with rank_low and rank_high: 1 is the lowest estimate of the variable.
    """


def rank_groups(estimates: Estimate) -> GroupRanks:
    """Find between which ranks each group lies, with a confidence that holds for all groups of a variable together.

    Parameters
    ----------
    estimates : Estimate
        Of `mean` or `share` with groups; its `conf_level` is that of all ranks together.

    Raises
    ------
    ParameterError
        Estimates of something else, or of everyone alone.

    Notes
    -----
    Of K groups each gets a t interval, of a share on the scale of log-odds, of level 1 − a / K, with 1 − a that of all
    together; a group's lowest rank is one more than the groups whose intervals lie wholly below its own. That is
    careful: also where groups share clusters, all ranks lie in their intervals together with at least the level asked
    for. Published ranks follow from published estimates; a group of which none is published may have any rank.

    Proof: tests/recovery.

    References
    ----------
    Klein, M., Wright, T. & Wieczorek, J. (2020). A joint confidence region for an overall ranking of populations.
    Journal of the Royal Statistical Society C 69(3), 589–606.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> means = population.mean(score, design=survey.design, by=survey.groups["labour_market"])
    >>> population.rank_groups(means).table[["level", "rank_low", "rank_high"]].head(3)
              level  rank_low  rank_high
    0      Employed       5.0        7.0
    1  Entrepreneur       6.0        8.0
    2    Unemployed       1.0        4.0
    """
    table = estimates.table
    measures = set(table["measure"]) if "measure" in table else set()
    if not measures or not measures <= {"mean", "share"} or table["variable"].eq(EVERYONE).any():
        raise ParameterError(
            "`estimates` are no means or shares of groups. Take them from `mean` or `share` with `by`."
        )
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    for at in table.groupby("variable", sort=False).indices.values():
        own = table.iloc[at]
        low[at], high[at] = rank_intervals(
            *(own[name].to_numpy(float) for name in ("estimate", "std_error", "df")),
            tail=float((1 - own["conf_level"].iloc[0]) / 2),
            share=measures == {"share"},
        )
    return GroupRanks(
        table=table.assign(rank_low=low, rank_high=high),
        method=joined(
            [estimates.method, say("Ranks: simultaneous intervals, Bonferroni over the groups of a variable.")]
        ),
        notes=estimates.notes,
    )
