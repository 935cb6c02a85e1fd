"""Tables of joint Wald tests: of predictors, crossings and curves."""

from __future__ import annotations

from dataclasses import replace

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.tables.labels import footnotes
from workbench.tables.population.regression_curves import NO_CURVE
from workbench.tables.report_table import ReportTable, column


def joint_tests(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show one test per predictor of the last model: do its levels differ at all, the others held equal."""
    return _tests(
        "joint_tests",
        "Joint test of each predictor in the model that holds all of them (Wald)",
        "Predictor",
        tests,
        survey,
    )


def interaction_tests(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show for each crossing whether the odds ratios differ between the groups."""
    return _tests(
        "interaction_tests", "Test that odds ratios are the same in all groups (Wald)", "Crossing", tests, survey
    )


def curve_tests(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show whether the odds change along each number at all, and whether they change other than by a steady factor."""
    report = _tests("curve_tests", "Does the number matter, and is its line bent? (Wald)", "Number", tests, survey)
    label = report.frame["term"].astype(str).str.capitalize()
    return replace(
        report,
        columns=(column("Test", "term"), *report.columns[1:]),
        frame=report.frame.assign(term=label),
        nothing=NO_CURVE,
        grouped_by="variable_label",
    )


def _tests(name: str, caption: str, heading: str, tests: ProtectedTable, survey: Survey) -> ReportTable:
    frame = shown_frame(tests)
    if "model" in frame:
        frame = frame[frame["model"] == frame["model"].iloc[-1]].reset_index(drop=True)
    return ReportTable(
        name=name,
        caption=caption,
        columns=(
            column(heading, "variable_label"),
            column("F", "statistic", kind="number", decimals=1),
            column("Numerator df", "df", kind="count"),
            column("Denominator df", "df_residual", kind="number", decimals=0),
            column("p", "p_value", kind="p_value"),
        ),
        frame=frame.assign(variable_label=[variable_label(v, survey.codebook) for v in frame["variable"]]),
        notes=("df: degrees of freedom.", *footnotes(tests)),
        nothing="Nothing to show: the codebook declares no crossing of two predictors (crossings).",
        blank="no standard error to test with, as where the whole population is in the sample.",
    )
