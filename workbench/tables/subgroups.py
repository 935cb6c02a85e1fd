"""Tables that set groups beside each other."""

from __future__ import annotations

from workbench.intake.survey import CROSS, Survey
from workbench.population.disclosure import ProtectedTable, published_frame
from workbench.tables.labels import cutoff_words, footnotes, with_group_labels
from workbench.tables.report_table import ReportTable, column


def means_and_shares(
    means: ProtectedTable,
    shares: ProtectedTable,
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportTable:
    """Show mean score and share below the cut-off of each group, or of each cell of the declared crossings."""
    left, right = published_frame(means), published_frame(shares)
    frame = left.assign(
        share=right["estimate"],
        share_low=right["conf_low"],
        share_high=right["conf_high"],
        withheld=left["withheld"] | right["withheld"],
    )
    return ReportTable(
        name="groups" if any(CROSS not in v for v in frame["variable"]) else "crossings",
        caption=f"Mean score and share with a {cutoff_words(survey, cutoff)}, by group",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="count"),
            column("Mean score", "estimate", kind="number", decimals=survey.instrument.score.decimals),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=survey.instrument.score.decimals),
            column(f"Share below {survey.instrument.cutoff(cutoff).below:g}", "share", kind="percent"),
            column("Interval", "share_low", "share_high", kind="percent_interval"),
        ),
        frame=with_group_labels(frame, survey.codebook),
        notes=footnotes(means, shares),
        grouped_by="variable_label",
    )


def differences(comparison: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the difference in mean score from the reference group."""
    return ReportTable(
        name="differences",
        caption="Difference in mean score from the reference group",
        columns=(
            column("Group", "level_label"),
            column("Compared with", "reference"),
            column("Respondents", "n_respondents", kind="count"),
            column("Difference", "difference", kind="number", decimals=survey.instrument.score.decimals),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=survey.instrument.score.decimals),
            column("p", "p_value", kind="p_value"),
        ),
        frame=with_group_labels(published_frame(comparison), survey.codebook),
        notes=footnotes(comparison),
        blank="the reference group itself, or groups whose values are all equal.",
        grouped_by="variable_label",
    )
