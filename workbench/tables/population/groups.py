"""Tables that set groups beside each other."""

from __future__ import annotations

import pandas as pd

from workbench.columns import CROSS
from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.tables.labels import another_group, cutoff_words, footnotes, has_groups, level_label, with_group_labels
from workbench.tables.population.findings import group_means_findings, groups_findings
from workbench.tables.report_table import Finding, ReportTable
from workbench.tables.table_column import TableColumn, column, reference_rows
from workbench.wording import at_start, say


def means_and_shares(
    means: ProtectedTable,
    shares: ProtectedTable | None,
    *,
    survey: Survey,
    cutoff: str | None = None,
    overall: ProtectedTable | None = None,
    overall_mean: ProtectedTable | None = None,
) -> ReportTable:
    """Show mean score and share beyond the cut-off of each group, or of each cell of the declared crossings.

    With the share of everyone (`overall`) it says which groups lie above or below it; of a scale without a cut-off it
    says so of their means, with that of everyone (`overall_mean`).
    """
    parts = {"share": "estimate", "share_low": "conf_low", "share_high": "conf_high", "share_bound": "bound"}
    frame = _with_shares(shown_frame(means), shares, parts)
    decimals, crossed = survey.instrument.score.decimals, _crossed(frame)
    found: tuple[Finding, ...] = ()
    if shares is not None and overall is not None:
        found = groups_findings(shares, overall, survey=survey, cutoff=cutoff)
    elif shares is None and overall_mean is not None:
        found = group_means_findings(means, overall_mean, survey=survey)
    return ReportTable(
        name="crossings" if crossed else "groups",
        caption=_means_caption(None if shares is None else cutoff_words(survey, cutoff), has_groups(frame), crossed),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Mean score"), "estimate", kind="number", decimals=decimals, bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals, bound="bound"),
            *(_share_columns(survey, cutoff) if shares is not None else ()),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=means.width,
        notes=footnotes(means, shares) if len(frame) else (),
        blank=_no_error(),
        nothing=say("Nothing to show: the codebook declares no crossing (crossings)."),
        findings=found,
        grouped_by="variable_label",
    )


def _means_caption(score: str | None, in_groups: bool, crossed: bool = False) -> str:
    """Head a table of mean scores; a scale without a cut-off has no share with a `score` beyond it."""
    if crossed and score is None:
        return say("Mean score, by crossed groups")
    if crossed:
        return say("Mean score and share with a {score}, by crossed groups", score=score)
    if score is None:
        return say("Mean score, by group") if in_groups else say("Mean score")
    if in_groups:
        return say("Mean score and share with a {score}, by group", score=score)
    return say("Mean score and share with a {score}", score=score)


def _no_error() -> str:
    return say(
        "no standard error can be computed, since the values are all equal or the group lies in one cluster of each "
        "stratum."
    )


def _share_columns(survey: Survey, cutoff: str | None) -> tuple[TableColumn, TableColumn]:
    beyond = survey.instrument.cutoff(cutoff).group_words
    return (
        column(say("Share {group}", group=beyond), "share", kind="percent", bound="share_bound"),
        column(say("Interval"), "share_low", "share_high", kind="percent_interval", bound="share_bound"),
    )


def _with_shares(means: pd.DataFrame, shares: ProtectedTable | None, parts: dict[str, str]) -> pd.DataFrame:
    """Put parts of the shares beside the means of the same groups, as far as the scale has a cut-off."""
    if shares is None:
        return means
    right = shown_frame(shares)
    return means.assign(
        **{name: right[of] for name, of in parts.items()},
        withheld=means["withheld"] | right["withheld"],
        unreliable=_either(means["unreliable"], right["unreliable"]),
    )


def precision(
    means: ProtectedTable, shares: ProtectedTable | None, *, survey: Survey, cutoff: str | None = None
) -> ReportTable:
    """Show how precise mean and share of each group are: effective respondents, standard errors, relative ones."""
    names = ["variable", "level", "n_respondents", "effective_n", "std_error", "relative_std_error", "bound"]
    left = shown_frame(means)[[*names, "withheld", "unreliable"]]
    beyond = None if shares is None else survey.instrument.cutoff(cutoff).group_words
    parts = {"share_std_error": "std_error", "share_relative_std_error": "relative_std_error", "share_bound": "bound"}
    return ReportTable(
        name="precision",
        caption=_precision_caption(beyond, has_groups(left)),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Effective respondents"), "effective_n", kind="count"),
            column(say("Standard error of the mean"), "std_error", kind="number", bound="bound"),
            column(say("Of the mean"), "relative_std_error", kind="percent", bound="bound"),
            *(_error_columns(beyond) if beyond else ()),
        ),
        frame=with_group_labels(_with_shares(left, shares, parts), survey.codebook),
        width=means.width,
        notes=footnotes(means, shares),
        blank=_no_error(),
        grouped_by="variable_label",
    )


def _precision_caption(beyond: str | None, in_groups: bool) -> str:
    if beyond is None:
        return say("Precision of the mean score, by group") if in_groups else say("Precision of the mean score")
    if in_groups:
        return say("Precision of the mean score and of the share {group}, by group", group=beyond)
    return say("Precision of the mean score and of the share {group}", group=beyond)


def _error_columns(beyond: str) -> tuple[TableColumn, TableColumn]:
    absolute = say("Standard error of the share {group}", group=beyond)
    return (
        column(absolute, "share_std_error", kind="percent", decimals=2, bound="share_bound"),
        column(say("Of the share"), "share_relative_std_error", kind="percent", decimals=0, bound="share_bound"),
    )


def group_ranks(ranks: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show share beyond the cut-off of each group and the ranks that it may have among all of them."""
    limit, frame = survey.instrument.cutoff(cutoff), shown_frame(ranks)
    return ReportTable(
        name="group_ranks",
        caption=say(
            "Share {group} of each group, and the ranks that it may have; 1 is the lowest share",
            group=limit.group_words,
        ),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Share {group}", group=limit.group_words), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
            column(say("Lowest rank"), "rank_low", kind="count"),
            column(say("Highest rank"), "rank_high", kind="count"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=ranks.width,
        notes=footnotes(ranks),
        blank=say("only a bound of the share is known, so the group may have any rank."),
        grouped_by="variable_label",
    )


def group_quantiles(quantiles: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show quartiles of the score of each group, with their intervals."""
    frame = shown_frame(quantiles)
    decimals = survey.instrument.score.decimals
    return ReportTable(
        name="group_quantiles",
        caption=say("Quartiles of the score, by group"),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Part of the group at or below"), "quantile", kind="percent", decimals=0),
            column(say("Score"), "estimate", kind="number", decimals=decimals),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals),
            column(say("Respondents"), "n_respondents", kind="people"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=quantiles.width,
        notes=footnotes(quantiles),
        blank=_no_quantile(quantiles.width) if quantiles.width > 1 else _no_error(),
        grouped_by="variable_label",
    )


def _no_quantile(few: int) -> str:
    return say(
        "the group has fewer than 20 respondents or fewer than {few} beyond the quantile, the published numbers leave "
        "open on which side of a cut-off it lies, or no standard error can be computed, since the values are all equal "
        "or the group lies in one cluster of each stratum.",
        few=few,
    )


def differences(comparison: ProtectedTable, *, survey: Survey, against: str = "reference") -> ReportTable:
    """Show the difference in mean score from the reference group, or from everyone else (`against="rest"`)."""
    decimals = survey.instrument.score.decimals
    frame = shown_frame(comparison)
    own = reference_rows(frame)
    compared = [say("everyone else") if against == "rest" else str(level) for level in frame["reference"]]
    return ReportTable(
        name="differences" if against == "reference" else "differences_from_the_rest",
        caption=_differences_caption(list(dict.fromkeys(compared)), against),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Compared with"), "reference"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Difference"), "difference", kind="number", decimals=decimals, blank=own),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals, blank=own),
            column(say("Hedges' g"), "hedges_g", kind="number", blank=own),
            column("p", "p_value", kind="p_value", blank=own),
            column("p (Holm)", "p_value_holm", kind="p_value", blank=own),
        ),
        frame=with_group_labels(frame.assign(reference=compared), survey.codebook),
        width=comparison.width,
        cautions=another_group(frame, survey) if against == "reference" else (),
        notes=(*_moved_references(frame, survey), *_made_from(comparison, against), *footnotes(comparison)),
        blank=say(
            "the outcome of the group or of the reference is not shown or only a bound, or the values are all equal."
        ),
        grouped_by="variable_label",
    )


def _differences_caption(compared: list[str], against: str) -> str:
    if against == "rest":
        return say("Difference in mean score from everyone else")
    if len(compared) == 1:
        return say("Difference in mean score from the reference group “{level}”", level=level_label(compared[0]))
    return say("Difference in mean score from the reference group")


def _moved_references(frame: pd.DataFrame, survey: Survey) -> tuple[str, ...]:
    """Say where the level that the codebook names is not the one that is compared with."""
    pairs = frame.drop_duplicates("variable")[["variable", "reference"]].itertuples(index=False)
    return tuple(
        say(
            "Compared with {level} in place of {reference}, which the codebook names and of which no outcome is shown.",
            level=level_label(own),
            reference=survey.reference(variable),
        )
        for variable, own in pairs
        if survey.codebook.background[variable].reference is not None
        if own in survey.codebook.background[variable].levels and own != survey.reference(variable)
    )


def _made_from(comparison: ProtectedTable, against: str) -> tuple[str, ...]:
    """Say why differences come out unevenly; those of an open survey do not."""
    if comparison.width == 1:
        return ()
    if against == "rest":
        return (
            say(
                "Differences are those of the published means and move in the steps to which these are rounded. The "
                "mean of everyone else is made from the published means of everyone and of the group."
            ),
        )
    return (say("Differences are those of the published means and move in the steps to which these are rounded."),)


def composition(parts: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show who carries the outcome: share in the group, share of all with it, share of the population, people."""
    frame = shown_frame(parts)
    limit = survey.instrument.cutoff(cutoff)
    beyond = limit.group_words
    people = (
        column(say("People"), "people", kind="count", bound="bound"),
        column(say("Interval"), "people_low", "people_high", kind="interval", decimals=0, bound="bound"),
    )
    return ReportTable(
        name="composition",
        caption=say("{label}: groups among all {group}", label=at_start(limit.name), group=beyond),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Share {group} in the group", group=beyond), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
            column(say("Share of all {group}", group=beyond), "share_of_outcome", kind="percent", bound="bound"),
            column(
                say("Interval"),
                *("share_of_outcome_low", "share_of_outcome_high"),
                kind="percent_interval",
                bound="bound",
            ),
            column(say("Share of the population"), "share_of_population", kind="percent"),
            *(people if "people" in frame else ()),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=parts.width,
        notes=footnotes(parts),
        blank=_no_error(),
        grouped_by="variable_label",
    )


def _crossed(frame: pd.DataFrame) -> bool:
    return all(CROSS in variable for variable in frame["variable"])


def _either(left: pd.Series, right: pd.Series) -> pd.Series:
    """Whether the mean or the share calls for caution; a mark that was withheld is none."""
    return left.eq(True).fillna(False).astype(bool) | right.eq(True).fillna(False).astype(bool)
