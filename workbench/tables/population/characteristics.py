"""Who the respondents are: the first table of most articles."""

from __future__ import annotations

import pandas as pd

from workbench.columns import EVERYONE
from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.tables.labels import with_group_labels
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import say

_MOST_LEVELS = 10  # of a variable; more, such as municipalities, describe nobody at a glance
_KEY = ["variable", "level"]


def characteristics(
    everyone: ProtectedTable, means: ProtectedTable, parts: ProtectedTable | None, *, survey: Survey
) -> ReportTable:
    """Show numbers of respondents with a score by background variable, and their shares.

    Parameters
    ----------
    everyone, means : ProtectedTable
        Means of everyone and by group, for their published numbers of respondents.
    parts : ProtectedTable, optional
        Composition by the same groups, for their shares of the population.
    survey : Survey
    """
    weighted = parts is not None and survey.design.is_weighted
    frame = _by_group(means)
    if parts is not None and weighted:
        population = shown_frame(parts)[[*_KEY, "share_of_population"]]
        frame = frame.merge(population, on=_KEY, how="left", validate="one_to_one")
        frame["withheld"] |= frame["share_of_population"].isna()
    all_of_them = shown_frame(everyone)[[*_KEY, "n_respondents", "withheld"]].assign(
        share_of_respondents=1.0, **({"share_of_population": 1.0} if weighted else {})
    )
    sizes = shown_frame(means)["variable"].value_counts(sort=False)
    return ReportTable(
        name="characteristics",
        caption=say("Characteristics of the respondents with a score"),
        columns=(
            column(say("Characteristic"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Share of respondents"), "share_of_respondents", kind="percent"),
            *((column(say("Share of the population"), "share_of_population", kind="percent"),) if weighted else ()),
        ),
        frame=with_group_labels(pd.concat([all_of_them, frame], ignore_index=True), survey.codebook),
        width=means.width,
        left_out=_too_many([str(name) for name, n in sizes.items() if n > _MOST_LEVELS], survey),
        notes=(
            say(
                "Shares of a variable are of those who answered it; those of respondents follow from the published "
                "numbers, those of the population from the weights."
            )
            if weighted
            else say("Shares of a variable are of those who answered it and follow from the published numbers."),
        ),
        grouped_by="variable_label",
    )


def _by_group(means: ProtectedTable) -> pd.DataFrame:
    frame = shown_frame(means)[[*_KEY, "n_respondents", "withheld"]]
    frame = frame[frame["variable"] != EVERYONE]
    of_variable = frame.groupby("variable", sort=False)["n_respondents"]
    part = frame["n_respondents"] / of_variable.transform("sum")
    few = (frame["n_respondents"] < means.width) & (means.width > 1)
    frame = frame.assign(share_of_respondents=part.mask(few), withheld=frame["withheld"] | few)
    return frame[of_variable.transform("size") <= _MOST_LEVELS].reset_index(drop=True)


def _too_many(variables: list[str], survey: Survey) -> tuple[str, ...]:
    if not variables:
        return ()
    return (
        say(
            "Left to the tables of groups, because of more than {n} levels: {variables}.",
            n=_MOST_LEVELS,
            variables="; ".join(variable_label(name, survey.codebook) for name in variables),
        ),
    )
