"""Coefficients of reliability beside the criteria that are published for them."""

from __future__ import annotations

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.psychometrics import Reliability
from workbench.tables.criteria import Criterion, criteria_table, reliability_levels
from workbench.tables.report_table import ReportTable
from workbench.wording import OF_UNOBSERVED, RELIABILITY_OF, at_start, coefficient_name, interval_name, say


def criteria_reliability(*protected: ProtectedTable) -> ReportTable:
    """Show coefficients with their intervals beside published criteria."""
    rows = []
    for coefficient in (shown_result(each, Reliability) for each in protected):
        row = coefficient.table.to_dict("records")[0]
        unobserved = RELIABILITY_OF[row["term"]] == OF_UNOBSERVED
        rows.append(
            Criterion(
                term=say(
                    "{coefficient}, {kind} interval",
                    coefficient=at_start(coefficient_name(row["term"])),
                    kind=interval_name(coefficient.interval),
                ),
                estimate=row["estimate"],
                criterion=say("none: it is not the reliability of the score") if unobserved else reliability_levels(),
                source=say("no source") if unobserved else "Nunnally & Bernstein 1994",
                conf_low=row["conf_low"],
                conf_high=row["conf_high"],
            )
        )
    return criteria_table(
        rows,
        name="criteria_reliability",
        notes=(
            say(
                "Feldt's interval is too narrow where answers are skewed and in few steps, however many respondents "
                "there are; compare a criterion with the whole of another interval."
            ),
            say(
                "The criterion for decisions on individuals is shown because it is often quoted; this report makes no "
                "such decision."
            ),
        ),
    )
