"""Tables about the answers themselves: what was read, who did not answer, how people used the options."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.tables.labels import footnotes, with_group_labels, with_statements
from workbench.tables.report_table import Headline, ReportTable, column
from workbench.wording import numbers

_STEPS = {
    "file": "The file",
    "respondent id": "Respondent number",
    "item": "Items",
    "background": "Background variables",
    "design": "Survey design",
}


def survey_file(report: ProtectedTable) -> ReportTable:
    """Everything that was done to the file between reading and analysis, with the number of rows."""
    frame = shown_frame(report)
    return ReportTable(
        name="survey_file",
        caption="What was read, recoded and set to missing",
        columns=(
            column("Column", "column"),
            column("Value", "value"),
            column("Rows", "n_rows", kind="count"),
            column("What was done", "action"),
        ),
        frame=frame.assign(step_label=[_STEPS.get(step, step) for step in frame["step"]]),
        notes=footnotes(report),
        blank="the line concerns no single column or value.",
        grouped_by="step_label",
    )


def analysed(complete: Survey, *, survey: Survey) -> ReportTable:
    """Show on whom an analysis of complete answers rests."""
    weight = survey.codebook.design.sampling_weights
    rows = [
        ("Rows of the survey file", numbers.count(survey.report.n_rows)),
        ("Respondents who answered every item", numbers.count(len(complete.responses))),
        ("Items", numbers.count(len(survey.instrument.items))),
        ("Sampling weight", f"column {weight}" if weight else "none: every respondent counts the same"),
    ]
    return ReportTable(
        name="analysed",
        caption="Who is analysed",
        columns=(column("What", "term"), column("How many", "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
    )


def item_nonresponse(items: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show missing answers, floor and ceiling of each item."""
    return ReportTable(
        name="item_nonresponse",
        caption="Missing answers, lowest and highest option by item (unweighted, all rows of the file)",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Respondents", "n_respondents", kind="count"),
            column("No answer", "share_missing", kind="percent"),
            column("Lowest option", "floor", kind="percent"),
            column("Highest option", "ceiling", kind="percent"),
        ),
        frame=with_statements(shown_frame(items), survey.instrument),
        notes=(*footnotes(items), "Lowest and highest option: part of the given answers (floor and ceiling)."),
        blank="nobody answered the item, or too few people chose this or another option.",
    )


def missing_answers(counts: ProtectedTable) -> ReportTable:
    """How many items respondents left unanswered."""
    caption = "Number of unanswered items per respondent (unweighted)"
    return _counted(counts, name="missing_answers", caption=caption, heading="Unanswered items", key="term")


def answer_patterns(patterns: ProtectedTable) -> ReportTable:
    """Show how many respondents answered every, some or no item, or gave one answer throughout."""
    caption = "Answering as a whole; the same answer throughout is counted among complete answers (unweighted)"
    return _counted(patterns, name="answer_patterns", caption=caption, heading="Pattern", key="term")


def longest_runs(runs: ProtectedTable) -> ReportTable:
    """Show how long the longest run of equal answers is."""
    caption = "Longest run of equal answers among respondents who answered every item (unweighted)"
    return _counted(runs, name="longest_runs", caption=caption, heading="Equal answers in a row", key="value")


def _counted(counts: ProtectedTable, *, name: str, caption: str, heading: str, key: str) -> ReportTable:
    return ReportTable(
        name=name,
        caption=caption,
        columns=(
            column(heading, key),
            column("Respondents", "n_respondents", kind="count"),
            column("Share", "share", kind="percent"),
        ),
        frame=shown_frame(counts),
        notes=footnotes(counts),
    )


def dropped_by_group(groups: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Whom the rule of complete answers leaves out."""
    frame = with_group_labels(shown_frame(groups), survey.codebook)
    return ReportTable(
        name="dropped_by_group",
        caption="Respondents without a score because an answer is missing, by group (unweighted)",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="count"),
            column("With a score", "n_complete", kind="count"),
            column("Without a score", "share_dropped", kind="percent"),
            column("No item answered", "share_unit_missing", kind="percent"),
        ),
        frame=frame,
        notes=footnotes(groups),
        blank="the group has no respondents.",
        headlines=_respondents(frame),
        grouped_by="variable_label",
    )


def _respondents(frame: pd.DataFrame) -> tuple[Headline, ...]:
    everyone = frame[(frame["variable"] == "all") & ~frame["withheld"]].to_dict("records")
    return tuple(
        Headline(
            name="respondents",
            label="Respondents with a score",
            value=float(row["n_complete"]),
            text=f"{numbers.count(row['n_complete'])} of {numbers.count(row['n_respondents'])}",
        )
        for row in everyone
    )


def item_nonresponse_by_group(cells: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show for each group what part of it left each item unanswered, one column per item."""
    long = shown_frame(cells)
    keys = ["variable", "level"]
    wide = long.pivot(index=keys, columns="item", values="share_missing")[survey.instrument.item_ids].astype("float64")
    withheld = long.groupby(keys, sort=False)["withheld"].any()
    frame = wide.assign(withheld=withheld).loc[withheld.index].reset_index()
    frame.columns.name = None
    return ReportTable(
        name="item_nonresponse_by_group",
        caption="Part of each group that left the item unanswered (unweighted)",
        columns=(
            column("Group", "level_label"),
            *(column(item, item, kind="percent") for item in survey.instrument.item_ids),
        ),
        frame=with_group_labels(frame, survey.codebook),
        notes=footnotes(cells),
        grouped_by="variable_label",
    )
