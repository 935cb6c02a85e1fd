"""Tables about the answers themselves: what was read, who did not answer, how people used the options."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbench.columns import EVERYONE
from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result, window_middle
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import ALL_ITEMS, ResponseQuality, Survey, how_matched, order_sentence, scale_sentence
from workbench.tables.labels import (
    answers_as_given,
    footnotes,
    has_groups,
    turned_items,
    with_group_labels,
    with_statements,
)
from workbench.tables.report_table import Finding, Headline, ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say, spoken


def _step(step: str) -> str:
    labels = {
        "file": say("The file"),
        "respondent id": say("Respondent number"),
        "item": say("Items"),
        "number": say("Numeric variables"),
        "background": say("Background variables"),
        "design": say("Survey design"),
    }
    return labels.get(step, step)


def survey_file(report: ProtectedTable) -> ReportTable:
    """Everything that was done to the file between reading and analysis, with the number of rows."""
    frame = shown_frame(report)
    return ReportTable(
        name="survey_file",
        caption=say("What was read, recoded and set to missing"),
        columns=(
            column(say("Column"), "column"),
            column(say("Value"), "value", blank=say("no single value")),
            column(say("Rows"), "n_rows", kind="people"),
            column(say("What was done"), "action", kind="sentence"),
        ),
        frame=frame.assign(
            step_label=[_step(step) for step in frame["step"]],
            column=[text if isinstance(text, str) and text else say("whole file") for text in frame["column"]],
            value=list(map(spoken, frame["value"])),
            action=list(map(spoken, frame["action"])),
        ),
        width=report.width,
        notes=footnotes(report),
        grouped_by="step_label",
    )


def items_matched(survey: Survey) -> ReportTable:
    """Show which scale the items were taken for, and how the column of each was found."""
    how = how_matched(survey)
    rows = [(i.id, i.statement, survey.matched[i.id].column, _match(how[i.id])) for i in survey.instrument.items]
    return ReportTable(
        name="items_matched",
        caption=say("Which scale the items were taken for"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement of the scale"), "statement", language=survey.instrument.language),
            column(say("Column"), "column"),
            column(say("Matched by"), "action"),
        ),
        frame=pd.DataFrame(rows, columns=["item", "statement", "column", "action"]),
        notes=(scale_sentence(survey),),
        findings=(
            Finding(topic="scale", sentence=scale_sentence(survey)),
            *(Finding(topic="order", sentence=order) for order in (order_sentence(survey),) if order),
        ),
    )


def _match(how: str) -> str:
    return {"wording": say("wording"), "by hand": say("by hand")}[how]


def analysed(complete: Survey, *, survey: Survey, plan: ProtectionPlan) -> ReportTable:
    """Show on whom an analysis of complete answers rests."""
    weight = survey.codebook.design.sampling_weights
    width = 1 if plan.is_open else plan.width(EVERYONE, EVERYONE)
    counts = [
        numbers.about(float(window_middle(n, width)), width) for n in (survey.report.n_rows, len(complete.responses))
    ]
    rows = [
        (say("Rows of the survey file"), counts[0]),
        (say("Respondents who answered every item"), counts[1]),
        (say("Items"), numbers.count(len(survey.instrument.items))),
        (
            say("Sampling weight"),
            say("column {column}", column=weight) if weight else say("none: every respondent counts the same"),
        ),
    ]
    return ReportTable(
        name="analysed",
        caption=say("Who is analysed"),
        columns=(column(say("What"), "term"), column(say("How many"), "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
        notes=turned_items(survey.instrument),
    )


def item_nonresponse(quality: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show missing answers, floor and ceiling of each item."""
    return ReportTable(
        name="item_nonresponse",
        caption=say("Missing answers, lowest and highest option by item (unweighted)"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            column(say("No answer"), "share_missing", kind="percent", parts=("n_missing", "n_total")),
            column(say("Lowest option"), "floor", kind="percent", parts=("n_floor", "n_complete")),
            column(say("Highest option"), "ceiling", kind="percent", parts=("n_ceiling", "n_complete")),
        ),
        frame=with_statements(shown_result(quality, ResponseQuality).table, survey.instrument),
        width=quality.width,
        cautions=answers_as_given(survey.instrument),
        notes=(
            *footnotes(quality),
            say(
                "No answer: part of all rows of the file. Lowest and highest option (floor and ceiling): part of the "
                "respondents who answered every item."
            ),
        ),
    )


def missing_answers(quality: ProtectedTable) -> ReportTable:
    """How many items respondents left unanswered."""
    caption = say("Number of unanswered items per respondent (unweighted)")
    counts = shown_result(quality, ResponseQuality).n_missing
    return _counted(
        quality, counts, name="missing_answers", caption=caption, heading=say("Unanswered items"), key="term"
    )


def answer_patterns(quality: ProtectedTable) -> ReportTable:
    """Show how many respondents answered every, some or no item, or gave one answer throughout."""
    caption = say("Answering as a whole; the same answer throughout is counted among complete answers (unweighted)")
    patterns = shown_result(quality, ResponseQuality).patterns
    shown = patterns.assign(term=[_pattern(term) for term in patterns["term"]])
    table = _counted(quality, shown, name="answer_patterns", caption=caption, heading=say("Pattern"), key="term")
    return replace(table, findings=_answered(patterns))


def _pattern(term: str) -> str:
    return {
        "answered every item": say("answered every item"),
        "answered some items": say("answered some items"),
        "answered no item (unit nonresponse)": say("answered no item (unit nonresponse)"),
        "same answer to every item (straightlining)": say("same answer to every item (straightlining)"),
    }[term]


def _answered(patterns: pd.DataFrame) -> tuple[Finding, ...]:
    rows = patterns[patterns["term"].eq(ALL_ITEMS) & patterns["share"].notna()].to_dict("records")
    return tuple(
        Finding(
            topic="answers",
            sentence=say("{share} of all rows of the file have an answer to every statement.", share=share),
        )
        for share in (numbers.percent(row["share"]) for row in rows)
    )


def longest_runs(quality: ProtectedTable) -> ReportTable:
    """Show how long the longest run of equal answers is."""
    caption = say("Longest run of equal answers among respondents who answered every item (unweighted)")
    result = shown_result(quality, ResponseQuality)
    table = _counted(
        quality,
        result.longest_run,
        name="longest_runs",
        caption=caption,
        heading=say("Equal answers in a row"),
        key="value",
    )
    order = (
        say("Runs are counted in the order of the scale, in which the columns stand in the file.")
        if result.is_order_of_scale
        else say("Runs are counted in the order in which the columns stand in the file, not in that of the scale.")
    )
    return replace(table, notes=(*table.notes, order))


def _counted(
    quality: ProtectedTable, counts: pd.DataFrame, *, name: str, caption: str, heading: str, key: str
) -> ReportTable:
    return ReportTable(
        name=name,
        caption=caption,
        columns=(
            column(heading, key),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Share"), "share", kind="percent", parts=("n_respondents", "n_total")),
        ),
        frame=counts,
        width=quality.width,
        notes=footnotes(quality),
    )


def dropped_by_group(quality: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Whom the rule of complete answers leaves out."""
    frame = with_group_labels(shown_result(quality, ResponseQuality).by_group, survey.codebook)
    return ReportTable(
        name="dropped_by_group",
        caption=say("Respondents without a score because an answer is missing, by group (unweighted)")
        if has_groups(frame)
        else say("Respondents without a score because an answer is missing (unweighted)"),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("With a score"), "n_complete", kind="people"),
            column(say("Without a score"), "share_dropped", kind="percent", parts=("n_dropped", "n_respondents")),
            column(
                say("No item answered"), "share_unit_missing", kind="percent", parts=("n_unit_missing", "n_respondents")
            ),
        ),
        frame=frame,
        width=quality.width,
        notes=footnotes(quality),
        headlines=_respondents(frame, quality.width),
        grouped_by="variable_label",
    )


def _respondents(frame: pd.DataFrame, width: int) -> tuple[Headline, ...]:
    everyone = frame[(frame["variable"] == "all") & ~frame["withheld"]].to_dict("records")
    return tuple(
        Headline(
            name="respondents",
            label=say("Respondents with a score"),
            value=float(row["n_complete"]),
            text=say(
                "{some} of {whole}",
                some=numbers.about(row["n_complete"], width),
                whole=numbers.about(row["n_respondents"], width),
            ),
        )
        for row in everyone
    )


def item_nonresponse_by_group(quality: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show for each group what part of it left each item unanswered, one column per item."""
    long, items = shown_result(quality, ResponseQuality).item_by_group, survey.instrument.item_ids
    keys = ["variable", "level"]
    cells = long.pivot(index=keys, columns="item", values=["share_missing", "n_missing"]).astype("float64")
    groups = long.groupby(keys, sort=False).agg(n_respondents=("n_total", "first"), withheld=("withheld", "any"))
    counts = cells["n_missing"][items].add_prefix("n_missing_")
    frame = groups.join(cells["share_missing"][items]).join(counts).reset_index()
    caption = (
        say("Part of each group that left the item unanswered (unweighted)")
        if has_groups(frame)
        else say("Part of everyone that left the item unanswered (unweighted)")
    )
    return ReportTable(
        name="item_nonresponse_by_group",
        caption=caption,
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            *(column(item, item, kind="percent", parts=(f"n_missing_{item}", "n_respondents")) for item in items),
        ),
        frame=with_group_labels(frame, survey.codebook),
        width=quality.width,
        notes=footnotes(quality),
        grouped_by="variable_label",
    )
