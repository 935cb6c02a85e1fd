"""Tables of odds ratios along a number, such as age, and of their tests."""

from __future__ import annotations

from dataclasses import replace

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey, variable_label
from workbench.population.regression import Curves
from workbench.tables.labels import cutoff_words, footnotes
from workbench.tables.population.regression import wald_tests
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column

_SHOWN = [
    *("variable", "value", "reference_value", "n_respondents", "estimate", "std_error", "conf_low"),
    *("conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "withheld"),
]
_NO_CURVE = "Nothing to show: no number of the codebook (numeric) has a curve."


def curves(odds: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the odds ratio at round values of each number, against a value in the middle."""
    frame = shown_frame(odds)
    heads = [
        f"{variable_label(variable, survey.codebook)}, {survey.codebook.numeric[variable].unit}"
        for variable in frame["variable"]
    ]
    return ReportTable(
        name="curves",
        caption=f"Odds ratios of a {cutoff_words(survey, cutoff)} along a number, all other predictors held equal",
        columns=(
            column("Value", "value", kind="number", decimals=_decimals(frame["value"].tolist())),
            column("Odds ratio", "odds_ratio", kind="number"),
            column("Interval", "odds_ratio_low", "odds_ratio_high", kind="interval"),
        ),
        frame=frame[_SHOWN].assign(variable_label=heads),
        notes=(
            *(f"Compared with {value:g}." for value in dict.fromkeys(frame["reference_value"])),
            *footnotes(odds),
        ),
        blank="the value compared with, whose odds ratio is 1 by definition, or no standard error can be computed.",
        nothing=_NO_CURVE,
        grouped_by="variable_label",
    )


def curve_tests(odds: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show whether the odds change along each number at all, and whether they change other than by a steady factor."""
    caption = "Does the number matter, and is its line bent? (Wald)"
    report = wald_tests("curve_tests", caption, "Number", shown_result(odds, Curves).tests, odds, survey)
    label = report.frame["term"].astype(str).str.capitalize()
    return replace(
        report,
        columns=(column("Test", "term"), *report.columns[1:]),
        frame=report.frame.assign(term=label),
        nothing=_NO_CURVE,
        grouped_by="variable_label",
    )


def _decimals(values: list[float]) -> int:
    """Decimals that tell all values apart as they are: they stand at round steps."""
    return next((d for d in range(6) if all(abs(v - round(v, d)) < 1e-9 * max(1.0, abs(v)) for v in values)), 6)
