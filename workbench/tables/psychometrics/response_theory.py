"""Tables of the graded response model: what each item tells, how well the model fits, what it says at the cut-off."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey
from workbench.psychometrics import CutoffPrecision, GradedResponse
from workbench.tables.labels import cutoff_words, doubts, footnotes, turned_items, with_statements
from workbench.tables.report_table import Finding, Headline, ReportTable, column
from workbench.wording import numbers, say

_COVERAGE = "Intervals have a coverage of 95 %."
_NEAR = 6  # scores shown on either side of the cut-off
_MOST_PAIRS = 5
_POINTS = ("difference of the shares",)  # percentage points
_FIT = {
    "chi_square": "C2, chi-square of the model",
    "df": "Degrees of freedom",
    "p_value": "p",
    "rmsea": "RMSEA",
    "cfi": "CFI",
    "tli": "TLI",
    "srmr": "SRMR",
}
_RELIABILITIES = {
    "marginal reliability": "Mean over people of what the model expects: part of the variance that is not error.",
    "empirical reliability": "The same from the answers given: variance of the estimated places over their whole "
    "variance.",
}
_PRECISION = {
    "classification accuracy": "Part of people whose score lies on the same side of the cut-off as their expected "
    "score.",
    "classification consistency": "Part of people who would land on the same side twice, if they could answer twice "
    "without remembering.",
    "kappa": "Consistency beyond chance: 0 if only chance agrees, 1 if nobody changes sides.",
    "false positive": "Part of all people whose score is {side} the cut-off although their expected score is not.",
    "false negative": "Part of all people whose score is not {side} the cut-off although their expected score is.",
    "sensitivity": "Of those whose expected score is {side} the cut-off, the part whose score is so too.",
    "specificity": "Of those whose expected score is not {side} the cut-off, the part whose score is not so either.",
    "share {side} by observed score": "What the model expects of the scores themselves; the survey's own share is on "
    "the page about the cut-off.",
    "share {side} by true score": "What the model gives for expected scores, free of error. Never a corrected share.",
    "difference of the shares": "False positives less false negatives, in percentage points: how far error alone moves "
    "the share.",
}


def item_discriminations(graded: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show how steeply the answers to each item change along the factor."""
    return ReportTable(
        name="item_discriminations",
        caption="Discrimination of each item (graded response model)",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Discrimination", "discrimination", kind="number"),
            column("SE", "std_error", kind="number"),
            column("Interval", "conf_low", "conf_high", kind="interval"),
        ),
        frame=with_statements(shown_result(graded, GradedResponse).items, survey.instrument),
        notes=(f"SE: standard error. {_COVERAGE}", *footnotes(graded)),
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
        label = f"{option.points} or higher" if option is not instrument.options[-1] else f"{option.points}"
        shown.append(column(label, text))
    return ReportTable(
        name="item_difficulties",
        caption="Difficulties: place on the factor where half give the answer or a higher one (standard error)",
        columns=(column("Item", "item"), *shown),
        frame=pd.DataFrame(wide),
        notes=("In standard deviations of the factor, 0 is the mean of the respondents.", *turned_items(instrument)),
        blank=_why_without(graded.width),
    )


def _why_without(width: int) -> str:
    few = "nobody" if width == 1 else f"fewer than {width}"
    return f"{few} gave that answer, or {few} a higher or a lower one, so no such difficulty is shown."


def _with_error(value: float, std_error: float) -> str | None:
    return None if np.isnan(value) else f"{numbers.number(value)} ({numbers.number(std_error)})"


def graded_fit(protected: ProtectedTable) -> ReportTable:
    """Show how well one factor with graded responses reproduces the answers."""
    fit = shown_result(protected, GradedResponse).fit.to_dict("records")[0]
    frame = pd.DataFrame(
        [
            {"term": label, "estimate": fit[name], "estimate_text": _fit_text(name, fit[name])}
            for name, label in _FIT.items()
            if not np.isnan(fit[name])
        ]
    )
    if not np.isnan(fit["rmsea"]):
        ends, at_rmsea = (fit["rmsea_low"], fit["rmsea_high"]), frame["term"] == _FIT["rmsea"]
        frame.loc[at_rmsea, ["conf_low", "conf_high"]] = ends
        frame.loc[at_rmsea, "estimate_text"] += f" (90 % interval {numbers.interval(*ends, 3)})"
    return ReportTable(
        name="graded_fit",
        caption="Fit of the graded response model",
        columns=(column("What", "term"), column("Value", "estimate_text")),
        frame=frame,
        notes=(
            "RMSEA: root mean square error of approximation; CFI and TLI: comparative fit and Tucker–Lewis index, "
            "against items that do not go together at all; SRMR: standardised root mean square residual.",
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
        term_label=table["term"].str.capitalize(), explanation=[_RELIABILITIES[term] for term in table["term"]]
    )
    return ReportTable(
        name="graded_reliability",
        caption="Reliability under the graded response model",
        columns=(
            column("Coefficient", "term_label"),
            column("Estimate", "estimate", kind="number"),
            column("In words", "explanation"),
            column("Respondents", "n_respondents", kind="people"),
        ),
        frame=frame,
        width=graded.width,
        notes=(
            "Both are about places on the factor; the reliability of the sum score is on the page about reliability.",
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
        caption=f"Residual correlations Q3: the {len(shown)} largest of {len(pairs)} pairs of items",
        columns=(
            column("Item", "item_label"),
            column("Other item", "item_other_label"),
            column("Q3", "residual_correlation", kind="number"),
            column("Above the average", "above_average", kind="number"),
        ),
        frame=shown.assign(**labels),
        notes=(f"The average of all pairs is {average}; without local dependence it is below 0, not 0.",),
    )


def cutoff_precision(protected: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show how surely the score tells on which side of the cut-off somebody's expected score lies, in words."""
    table = shown_result(protected, CutoffPrecision).table
    rows, words = table.to_dict("records"), cutoff_words(survey, cutoff)
    limit, side = survey.instrument.cutoff(cutoff).limit, survey.instrument.cutoff(cutoff).side
    said = {term.format(side=side): text.format(side=side) for term, text in _PRECISION.items()}
    accuracy = rows[0]
    return ReportTable(
        name="cutoff_precision",
        caption=f"Precision at the cut-off ({words}): a statement of precision, not a corrected share",
        columns=(
            column("What", "term_label"),
            column("Estimate (interval)", "estimate_text"),
            column("In words", "explanation"),
        ),
        frame=table.assign(
            term_label=table["term"].str.capitalize(),
            explanation=[said[row["term"]] for row in rows],
            estimate_text=[_with_interval(row) for row in rows],
        ),
        notes=(f"{side.capitalize()}: {words}. {_COVERAGE}", *footnotes(protected)),
        headlines=(
            Headline(
                name="classification_accuracy",
                label=f"Classification accuracy at {limit:g}",
                value=float(accuracy["estimate"]),
                text=_amount(accuracy["term"], accuracy["estimate"]),
                detail=f"interval {_reach(accuracy['term'], accuracy['conf_low'], accuracy['conf_high'])}",
            ),
        ),
        findings=(
            Finding(
                topic="precision",
                sentence=say(
                    "At the cut-off: {accuracy} of people lie on the side of their expected score, and {consistency} "
                    "would be on the same side twice.",
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
        return f"{numbers.number(100 * value, 0)} points"
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
        caption="Probability that the expected score lies on the other side, by score next to the cut-off",
        columns=(
            column("Score", "score", kind="number", decimals=survey.instrument.score.step_decimals),
            column("Side", "term"),
            column("Share of people", "share", kind="percent"),
            column("On the other side", "misclassified", kind="percent", decimals=0),
        ),
        frame=near.assign(term=side)[["term", "score", "share", "misclassified"]].reset_index(drop=True),
        notes=("Under the model, for everyone with that score taken together; it says nothing about a single person.",),
        blank="the score cannot come from the answers that were given.",
    )
