"""Tables of trends over ordered groups, of inequality, and of age-standardised shares."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.tables.labels import cutoff_words, footnotes, held_rounding, with_group_labels
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import say


def trends(
    score: ProtectedTable, share: ProtectedTable | None, *, survey: Survey, cutoff: str | None = None
) -> ReportTable:
    """Show by how much mean score and share beyond the cut-off change per step of each ordered variable."""
    caption = (
        say("Change of the mean score per step of an ordered variable")
        if share is None
        else say(
            "Change of the mean score and of the share with a {score} per step of an ordered variable",
            score=cutoff_words(survey, cutoff),
        )
    )
    nothing = say(
        "Nothing to show: the codebook names no ordered variable with at least two levels that are published."
    )
    return _trends(score, share, survey, cutoff, name="trends", caption=caption, nothing=nothing)


def yearly_change(
    score: ProtectedTable, share: ProtectedTable | None, *, survey: Survey, cutoff: str | None = None
) -> ReportTable:
    """Show by how much mean score and share beyond the cut-off change per year."""
    caption = (
        say("Change of the mean score per year")
        if share is None
        else say(
            "Change of the mean score and of the share with a {score} per year", score=cutoff_words(survey, cutoff)
        )
    )
    nothing = say(
        "Nothing to show: the codebook names no variable as the year (year) with at least two levels that are "
        "published."
    )
    return _trends(score, share, survey, cutoff, name="yearly_change", caption=caption, nothing=nothing)


def _trends(
    score: ProtectedTable,
    share: ProtectedTable | None,
    survey: Survey,
    cutoff: str | None,
    *,
    name: str,
    caption: str,
    nothing: str,
) -> ReportTable:
    beyond, decimals = _beyond(survey, cutoff, share), survey.instrument.score.decimals + 1
    of_share = (
        column(say("Share {group}, percentage points", group=beyond), "points", kind="number", decimals=1),
        column(say("Interval"), "points_low", "points_high", kind="interval", decimals=1),
        column("p", "share_p_value", kind="p_value"),
    )
    frame = _beside(score, share, survey)
    return ReportTable(
        name=name,
        caption=caption,
        columns=(
            column(say("Variable"), "variable_label"),
            column(say("Levels"), "n_levels", kind="count"),
            column(say("Mean score"), "estimate", kind="number", decimals=decimals),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals),
            column("p", "p_value", kind="p_value"),
            *(of_share if share is not None else ()),
        ),
        frame=frame,
        width=score.width,
        notes=footnotes(score, share) if len(frame) else (),
        blank=say("all values lie on the line, or the design leaves no degrees of freedom."),
        nothing=nothing,
    )


def inequality(
    score: ProtectedTable, share: ProtectedTable | None, *, survey: Survey, cutoff: str | None = None
) -> ReportTable:
    """Show the slope and the relative index of inequality of mean score and share beyond the cut-off."""
    beyond, decimals = _beyond(survey, cutoff, share), survey.instrument.score.decimals
    of_share = (
        column(
            say("Share {group}: difference in percentage points", group=beyond), "points", kind="number", decimals=1
        ),
        column(say("Interval"), "points_low", "points_high", kind="interval", decimals=1),
        column(say("Ratio"), "share_relative_index", kind="number"),
        column(say("Interval"), "share_relative_index_low", "share_relative_index_high", kind="interval"),
    )
    frame = _beside(score, share, survey)
    return ReportTable(
        name="inequality",
        caption=say("Inequality over the social order: the lowest end against the highest"),
        columns=(
            column(say("Variable"), "variable_label"),
            column(say("Mean score: difference"), "estimate", kind="number", decimals=decimals),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals),
            column(say("Ratio"), "relative_index", kind="number"),
            column(say("Interval"), "relative_index_low", "relative_index_high", kind="interval"),
            *(of_share if share is not None else ()),
        ),
        frame=frame,
        width=score.width,
        notes=footnotes(score, share) if len(frame) else (),
        blank=say(
            "the line reaches 0 at an end of the social order, or all values lie on the line, or the design leaves no "
            "degrees of freedom."
        ),
        nothing=say(
            "Nothing to show: the codebook names no variable with a social order (social_order) with at least two "
            "levels that are published."
        ),
    )


def standardised_shares(shares: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the share beyond the cut-off of each group as it is, and with the ages of the standard population."""
    standard = survey.codebook.standard_population
    frame, notes = shown_frame(shares), tuple[str, ...]()
    if standard:
        source = say("Standard population: {source}.", source=standard.source)
        notes = (source, *held_rounding(frame, shares.width), *footnotes(shares))
    return ReportTable(
        name="standardised_shares",
        caption=say("Share with a {score}, standardised to one age structure", score=cutoff_words(survey, cutoff)),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Share"), "crude", kind="percent"),
            column(say("Standardised share"), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=shares.width,
        notes=notes,
        blank=say(
            "an age group has no respondents in this group, so few respondents have the outcome or carry so much that "
            "the share would tell about them, or no standard error can be computed."
        ),
        nothing=say("Nothing to show: the codebook names no standard population (standard_population)."),
        grouped_by="variable_label",
    )


def _beyond(survey: Survey, cutoff: str | None, share: ProtectedTable | None) -> str:
    return "" if share is None else survey.instrument.cutoff(cutoff).group_words


def _beside(score: ProtectedTable, share: ProtectedTable | None, survey: Survey) -> pd.DataFrame:
    """Put rows of the share beside those of the score, one row per variable; `points` are hundredths of the share."""
    left = shown_frame(score)
    if share is None:
        return left.assign(variable_label=[variable_label(str(name), survey.codebook) for name in left["variable"]])
    right = shown_frame(share)
    renamed = {"estimate": "share", "conf_low": "share_low", "conf_high": "share_high", "p_value": "share_p_value"}
    renamed |= {name: f"share_{name}" for name in map(str, right) if name.startswith("relative_index")}
    merged = left.merge(right[["variable", "withheld", *renamed]].rename(columns=renamed), on="variable")
    withheld = merged.pop("withheld_x") | merged.pop("withheld_y")
    labels = [variable_label(str(variable), survey.codebook) for variable in merged["variable"]]
    points = {f"points{end}": 100 * merged[f"share{end}"] for end in ("", "_low", "_high")}
    return merged.assign(withheld=withheld.astype(bool), variable_label=labels, **points)
