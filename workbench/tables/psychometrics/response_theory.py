"""Tables of the graded response model: what each item tells, how well the model fits, what it says at the cut-off."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey
from workbench.psychometrics import CutoffPrecision, GradedResponse
from workbench.tables.labels import cutoff_words, doubts, footnotes, turned_items, with_statements, worded_against
from workbench.tables.psychometrics.response_theory_words import fit_labels, precision_words, reliability_words
from workbench.tables.report_table import Finding, Headline, ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say

_NEAR = 6  # scores shown on either side of the cut-off
_MOST_PAIRS = 5
_POINTS = ("difference of the shares",)  # percentage points


def item_discriminations(graded: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show how steeply the answers to each item change along the factor."""
    return ReportTable(
        name="item_discriminations",
        caption=say("Discrimination of each item (graded response model)"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            column(say("Discrimination"), "discrimination", kind="number"),
            column(say("SE"), "std_error", kind="number"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval"),
        ),
        frame=with_statements(shown_result(graded, GradedResponse).items, survey.instrument),
        cautions=worded_against(survey.instrument),
        notes=(say("SE: standard error. Intervals have a coverage of 95 %."), *footnotes(graded)),
    )


def item_difficulties(graded: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show where on the factor half of the people give each answer or a higher one, one column per answer."""
    instrument, difficulties = survey.instrument, shown_result(graded, GradedResponse).difficulties
    wide: dict[str, list[float] | list[str | None] | list[str]] = {"item": instrument.item_ids}
    shown = []
    for option in instrument.options[1:]:
        rows = difficulties[difficulties["response"] == option.points].set_index("item")
        rows = rows.reindex(instrument.item_ids)
        for name in ("difficulty", "std_error", "conf_low", "conf_high"):
            wide[f"{name}_{option.points}"] = rows[name].tolist()
        text = f"difficulty_{option.points}_text"
        wide[text] = [
            _with_error(value, error) for value, error in zip(rows["difficulty"], rows["std_error"], strict=True)
        ]
        last = option is instrument.options[-1]
        label = f"{option.points}" if last else say("{points} or higher", points=option.points)
        shown.append(column(label, text))
    return ReportTable(
        name="item_difficulties",
        caption=say("Difficulties: place on the factor where half give the answer or a higher one (standard error)"),
        columns=(column(say("Item"), "item"), *shown),
        frame=pd.DataFrame(wide),
        notes=(
            say("In standard deviations of the factor, 0 is the mean of the respondents."),
            *turned_items(instrument),
        ),
        blank=_why_without(graded.width),
    )


def _why_without(width: int) -> str:
    if width == 1:
        return say("nobody gave that answer, or nobody a higher or a lower one, so no such difficulty is shown.")
    return say(
        "fewer than {n} gave that answer, or fewer than {n} a higher or a lower one, so no such difficulty is shown.",
        n=2 * width,
    )


def _with_error(value: float, std_error: float) -> str | None:
    return None if np.isnan(value) else f"{numbers.number(value)} ({numbers.number(std_error)})"


def graded_fit(protected: ProtectedTable) -> ReportTable:
    """Show how well one factor with graded responses reproduces the answers."""
    fit, labels = shown_result(protected, GradedResponse).fit.to_dict("records")[0], fit_labels()
    frame = pd.DataFrame(
        [
            {"term": label, "estimate": fit[name], "estimate_text": _fit_text(name, fit[name])}
            for name, label in labels.items()
            if not np.isnan(fit[name])
        ]
    )
    if not np.isnan(fit["rmsea"]):
        ends, at_rmsea = (fit["rmsea_low"], fit["rmsea_high"]), frame["term"] == labels["rmsea"]
        frame.loc[at_rmsea, ["conf_low", "conf_high"]] = ends
        frame.loc[at_rmsea, "estimate_text"] += " " + say("(90 % interval {ends})", ends=numbers.interval(*ends, 3))
    return ReportTable(
        name="graded_fit",
        caption=say("Fit of the graded response model"),
        columns=(column(say("What"), "term"), column(say("Value"), "estimate_text")),
        frame=frame,
        notes=(
            say(
                "RMSEA: root mean square error of approximation; CFI and TLI: comparative fit and Tucker–Lewis index, "
                "against items that do not go together at all; SRMR: standardised root mean square residual."
            ),
            *doubts(protected),
        ),
    )


def _fit_text(name: str, value: float) -> str:
    match name:
        case "chi_square":
            return numbers.size(value)
        case "df":
            return numbers.count(value)
        case "p_value":
            return numbers.p_band(value)
    return numbers.number(value, 3)


def graded_reliability(graded: ProtectedTable) -> ReportTable:
    """Show the reliabilities that the model implies, in words."""
    table = shown_result(graded, GradedResponse).table
    frame = table.assign(
        term_label=[reliability_words(term)[0] for term in table["term"]],
        explanation=[reliability_words(term)[1] for term in table["term"]],
    )
    return ReportTable(
        name="graded_reliability",
        caption=say("Reliability under the graded response model"),
        columns=(
            column(say("Coefficient"), "term_label"),
            column(say("Estimate"), "estimate", kind="number"),
            column(say("In words"), "explanation"),
            column(say("Respondents"), "n_respondents", kind="people"),
        ),
        frame=frame,
        width=graded.width,
        notes=(
            say(
                "Both are about places on the factor; the reliability of the sum score is on the page about "
                "reliability."
            ),
        ),
    )


def residual_pairs(graded: GradedResponse) -> pd.DataFrame:
    """Q3 of each pair of items, largest first, and how far it lies above the average of all pairs.

    Returns
    -------
    DataFrame
        item, item_other, residual_correlation, above_average.
    """
    matrix = graded.residual_correlations
    below = np.tril_indices(len(matrix), k=-1)
    values = matrix.to_numpy(float)[below]
    names = matrix.columns.astype(str).to_numpy()
    frame = pd.DataFrame({"item": names[below[1]], "item_other": names[below[0]], "residual_correlation": values})
    frame["above_average"] = values - values.mean()
    return frame.sort_values("residual_correlation", ascending=False, kind="stable", ignore_index=True)


def local_dependence(graded: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the pairs of items that go together most beside the factor (largest Q3)."""
    pairs = residual_pairs(shown_result(graded, GradedResponse))
    wording = {item.id: item.statement for item in survey.instrument.items}
    shown = pairs.head(_MOST_PAIRS)
    labels = {f"{name}_label": [f"{item} {wording[item]}" for item in shown[name]] for name in ("item", "item_other")}
    average = numbers.number(float(pairs["residual_correlation"].mean()))
    return ReportTable(
        name="local_dependence",
        caption=say("Residual correlations Q3: the {n} largest of {all} pairs of items", n=len(shown), all=len(pairs)),
        columns=(
            column(say("Item"), "item_label"),
            column(say("Other item"), "item_other_label"),
            column(say("Q3"), "residual_correlation", kind="number"),
            column(say("Above the average"), "above_average", kind="number"),
        ),
        frame=shown.assign(**labels),
        notes=(
            say(
                "The average of all pairs is {average}; without local dependence it is below 0, not 0.", average=average
            ),
        ),
    )


def cutoff_precision(protected: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show how surely the score tells on which side of the cut-off somebody's expected score lies, in words."""
    table = shown_result(protected, CutoffPrecision).table
    rows, words = table.to_dict("records"), cutoff_words(survey, cutoff)
    limit, side = survey.instrument.cutoff(cutoff).limit, survey.instrument.cutoff(cutoff).side
    told, accuracy = precision_words(side), rows[0]
    note = (
        say("Below: {words}. Intervals have a coverage of 95 %.", words=words)
        if side == "below"
        else say("At or above: {words}. Intervals have a coverage of 95 %.", words=words)
    )
    return ReportTable(
        name="cutoff_precision",
        caption=say("Precision at the cut-off ({words}): a statement of precision, not a corrected share", words=words),
        columns=(
            column(say("What"), "term_label"),
            column(say("Estimate (interval)"), "estimate_text"),
            column(say("In words"), "explanation"),
        ),
        frame=table.assign(
            term_label=[told[row["term"]][0] for row in rows],
            explanation=[told[row["term"]][1] for row in rows],
            estimate_text=[_with_interval(row) for row in rows],
        ),
        notes=(note, *footnotes(protected)),
        headlines=(
            Headline(
                name="classification_accuracy",
                label=say("Classification accuracy at {limit}", limit=numbers.shortest(limit)),
                value=float(accuracy["estimate"]),
                text=_amount(accuracy["term"], accuracy["estimate"]),
                detail=say(
                    "interval {ends}", ends=_reach(accuracy["term"], accuracy["conf_low"], accuracy["conf_high"])
                ),
            ),
        ),
        findings=(
            Finding(
                topic="precision",
                sentence=say(
                    "At the cut-off: {accuracy} of people lie on the side of their expected score, and {consistency} "
                    "would lie on one side in both of two measurements.",
                    accuracy=_amount(rows[0]["term"], rows[0]["estimate"]),
                    consistency=_amount(rows[1]["term"], rows[1]["estimate"]),
                ),
            ),
        ),
    )


def _with_interval(row: dict[Hashable, Any]) -> str:
    ends = _reach(row["term"], row["conf_low"], row["conf_high"]).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{_amount(row['term'], row['estimate'])} ({ends})"


def _amount(term: str, value: float) -> str:
    if term in _POINTS:
        return say("{n} points", n=numbers.number(100 * value, 0))
    return numbers.number(value) if term == "kappa" else numbers.percent(value, 0)


def _reach(term: str, low: float, high: float) -> str:
    if term in _POINTS:
        return numbers.interval(100 * low, 100 * high, 0)
    return numbers.interval(low, high) if term == "kappa" else numbers.interval(low, high, 0, as_percent=True)


def misclassification(precision: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show for the scores next to the cut-off how probably the expected score lies on the other side."""
    limit = survey.instrument.cutoff(cutoff)
    scores = shown_result(precision, CutoffPrecision).by_score
    low = scores["beyond"] == (limit.below is not None)
    near = pd.concat([scores[low].tail(_NEAR), scores[~low].head(_NEAR)])
    side = near["beyond"].map({True: limit.words, False: limit.other_words})
    return ReportTable(
        name="misclassification",
        caption=say("Probability that the expected score lies on the other side, by score next to the cut-off"),
        columns=(
            column(say("Score"), "score", kind="number", decimals=survey.instrument.score.step_decimals),
            column(say("Side"), "term"),
            column(say("Share of people"), "share", kind="percent"),
            column(say("On the other side"), "misclassified", kind="percent", decimals=0),
        ),
        frame=near.assign(term=side)[["term", "score", "share", "misclassified"]].reset_index(drop=True),
        notes=(
            say("Under the model, for everyone with that score taken together; it says nothing about a single person."),
        ),
        blank=say("the score cannot come from the answers that were given."),
    )
