"""Tables that set groups beside each other."""

from __future__ import annotations

import pandas as pd

from workbench.columns import CROSS
from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.tables.labels import cutoff_words, footnotes, with_group_labels
from workbench.tables.report_table import ReportTable, column

_NO_ERROR = (
    "no standard error can be computed, since the values are all equal or the group lies in one cluster of each "
    "stratum."
)


def means_and_shares(
    means: ProtectedTable,
    shares: ProtectedTable,
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportTable:
    """Show mean score and share beyond the cut-off of each group, or of each cell of the declared crossings."""
    left, right = shown_frame(means), shown_frame(shares)
    frame = left.assign(
        share=right["estimate"],
        share_low=right["conf_low"],
        share_high=right["conf_high"],
        share_bound=right["bound"],
        withheld=left["withheld"] | right["withheld"],
        unreliable=_either(left["unreliable"], right["unreliable"]),
    )
    decimals = survey.instrument.score.decimals
    return ReportTable(
        name="crossings" if _crossed(frame) else "groups",
        caption=f"Mean score and share with a {cutoff_words(survey, cutoff)}, by group",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="people"),
            column("Mean score", "estimate", kind="number", decimals=decimals, bound="bound"),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=decimals, bound="bound"),
            column(
                f"Share {survey.instrument.cutoff(cutoff).group_words}", "share", kind="percent", bound="share_bound"
            ),
            column("Interval", "share_low", "share_high", kind="percent_interval", bound="share_bound"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=means.width,
        notes=footnotes(means, shares) if len(frame) else (),
        blank=_NO_ERROR,
        nothing="Nothing to show: the codebook declares no crossing (crossings).",
        grouped_by="variable_label",
    )


def precision(
    means: ProtectedTable, shares: ProtectedTable, *, survey: Survey, cutoff: str | None = None
) -> ReportTable:
    """Show how precise mean and share of each group are: effective respondents, standard errors, relative ones."""
    left, right = shown_frame(means), shown_frame(shares)
    frame = left[
        ["variable", "level", "n_respondents", "effective_n", "std_error", "relative_std_error", "bound"]
    ].assign(
        share_std_error=right["std_error"],
        share_relative_std_error=right["relative_std_error"],
        share_bound=right["bound"],
        withheld=left["withheld"] | right["withheld"],
        unreliable=_either(left["unreliable"], right["unreliable"]),
    )
    share = f"share {survey.instrument.cutoff(cutoff).group_words}"
    return ReportTable(
        name="precision",
        caption=f"Precision of the mean score and of the {share}, by group",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="people"),
            column("Effective respondents", "effective_n", kind="count"),
            column("Standard error of the mean", "std_error", kind="number", bound="bound"),
            column("Of the mean", "relative_std_error", kind="percent", bound="bound"),
            column(
                f"Standard error of the {share}", "share_std_error", kind="percent", decimals=2, bound="share_bound"
            ),
            column("Of the share", "share_relative_std_error", kind="percent", decimals=0, bound="share_bound"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=means.width,
        notes=footnotes(means, shares),
        blank=_NO_ERROR,
        grouped_by="variable_label",
    )


def group_quantiles(quantiles: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show quartiles of the score of each group, with their intervals."""
    frame = shown_frame(quantiles)
    decimals = survey.instrument.score.decimals
    return ReportTable(
        name="group_quantiles",
        caption="Quartiles of the score, by group",
        columns=(
            column("Group", "level_label"),
            column("Part of the group at or below", "quantile", kind="percent", decimals=0),
            column("Score", "estimate", kind="number", decimals=decimals),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=decimals),
            column("Respondents", "n_respondents", kind="people"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=quantiles.width,
        notes=footnotes(quantiles),
        blank=(
            "the group has fewer than 20 respondents or fewer than 5 beyond the quantile, or no standard error can be "
            "computed."
        ),
        grouped_by="variable_label",
    )


def differences(comparison: ProtectedTable, *, survey: Survey, against: str = "reference") -> ReportTable:
    """Show the difference in mean score from the reference group, or from everyone else (`against="rest"`)."""
    decimals = survey.instrument.score.decimals
    other = "everyone else" if against == "rest" else "the reference group"
    return ReportTable(
        name="differences" if against == "reference" else "differences_from_the_rest",
        caption=f"Difference in mean score from {other}",
        columns=(
            column("Group", "level_label"),
            column("Compared with", "reference"),
            column("Respondents", "n_respondents", kind="people"),
            column("Difference", "difference", kind="number", decimals=decimals),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=decimals),
            column("Hedges' g", "hedges_g", kind="number"),
            column("p", "p_value", kind="p_value"),
            column("p (Holm)", "p_value_holm", kind="p_value"),
        ),
        frame=with_group_labels(shown_frame(comparison), survey.codebook),
        width=comparison.width,
        notes=(*_made_from(comparison, against), *footnotes(comparison)),
        blank=(
            "the reference group itself, a group whose outcome or that of the reference is not shown or only a bound, "
            "or values that are all equal."
        ),
        grouped_by="variable_label",
    )


def _made_from(comparison: ProtectedTable, against: str) -> tuple[str, ...]:
    """Say why differences come out unevenly; those of an open survey do not."""
    if comparison.width == 1:
        return ()
    rest = " The mean of everyone else is made from the published means of everyone and of the group." * (
        against == "rest"
    )
    return (f"Differences are those of the published means and move in the steps to which these are rounded.{rest}",)


def composition(parts: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show who carries the outcome: share in the group, share of all with it, share of the population, people."""
    frame = shown_frame(parts)
    limit = survey.instrument.cutoff(cutoff)
    people = (
        column("People", "people", kind="count", bound="bound"),
        column("Interval", "people_low", "people_high", kind="interval", decimals=0, bound="bound"),
    )
    return ReportTable(
        name="composition",
        caption=f"{limit.label[:1].upper()}{limit.label[1:]}: groups among all {limit.group_words}",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="people"),
            column(f"Share {limit.group_words} in the group", "estimate", kind="percent", bound="bound"),
            column("Interval", "conf_low", "conf_high", kind="percent_interval", bound="bound"),
            column(f"Share of all {limit.group_words}", "share_of_outcome", kind="percent", bound="bound"),
            column(
                "Interval",
                *("share_of_outcome_low", "share_of_outcome_high"),
                kind="percent_interval",
                bound="bound",
            ),
            column("Share of the population", "share_of_population", kind="percent"),
            *(people if "people" in frame else ()),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=parts.width,
        notes=footnotes(parts),
        blank=_NO_ERROR,
        grouped_by="variable_label",
    )


def _crossed(frame: pd.DataFrame) -> bool:
    return all(CROSS in variable for variable in frame["variable"])


def _either(left: pd.Series, right: pd.Series) -> pd.Series:
    """Whether the mean or the share calls for caution; a mark that was withheld is none."""
    return left.eq(True).fillna(False).astype(bool) | right.eq(True).fillna(False).astype(bool)
