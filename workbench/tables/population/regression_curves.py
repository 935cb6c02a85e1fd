"""Tables of odds ratios along a number, such as age, and of their tests."""

from __future__ import annotations

from dataclasses import replace

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey, variable_label
from workbench.population.regression import Curves, curve_test_words
from workbench.tables.labels import cutoff_words, footnotes
from workbench.tables.population.regression import wald_tests
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import at_start, numbers, say

_SHOWN = [
    *("variable", "value", "reference_value", "n_respondents", "estimate", "std_error", "conf_low"),
    *("conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "withheld"),
]


def curves(odds: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the odds ratio at round values of each number, against a value in the middle."""
    frame = shown_frame(odds)
    heads = [
        say("{variable}, {unit}", variable=variable_label(variable, survey.codebook), unit=_unit(variable, survey))
        for variable in frame["variable"]
    ]
    return ReportTable(
        name="curves",
        caption=say(
            "Odds ratios of a {score} along a number, all other predictors held equal",
            score=cutoff_words(survey, cutoff),
        ),
        columns=(
            column(say("Value"), "value", kind="number", decimals=_decimals(frame["value"].tolist())),
            column(say("Odds ratio"), "odds_ratio", kind="number"),
            column(
                say("Interval"),
                *("odds_ratio_low", "odds_ratio_high"),
                kind="interval",
                blank=dict.fromkeys(frame.index[frame["value"] == frame["reference_value"]], say("reference")),
            ),
        ),
        frame=frame[_SHOWN].assign(variable_label=heads),
        notes=(
            *(
                say("Compared with {value}.", value=numbers.shortest(value))
                for value in dict.fromkeys(frame["reference_value"])
            ),
            *footnotes(odds),
        ),
        blank=say("no standard error can be computed."),
        nothing=_no_curve(),
        grouped_by="variable_label",
    )


def curve_tests(odds: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show whether the odds change along each number at all, and whether they change other than by a steady factor."""
    caption = say("Does the number matter, and is its line bent? (Wald)")
    report = wald_tests("curve_tests", caption, say("Test"), shown_result(odds, Curves).tests, odds, survey)
    return replace(
        report,
        columns=(column(say("Test"), "term"), *report.columns[1:]),
        frame=report.frame.assign(term=[at_start(curve_test_words(str(term))) for term in report.frame["term"]]),
        nothing=_no_curve(),
        grouped_by="variable_label",
    )


def _unit(variable: str, survey: Survey) -> str:
    return survey.codebook.numeric[variable].unit


def _no_curve() -> str:
    return say("Nothing to show: no number of the codebook (numeric) has a curve.")


def _decimals(values: list[float]) -> int:
    """Decimals that tell all values apart as they are: they stand at round steps."""
    return next((d for d in range(6) if all(abs(v - round(v, d)) < 1e-9 * max(1.0, abs(v)) for v in values)), 6)
