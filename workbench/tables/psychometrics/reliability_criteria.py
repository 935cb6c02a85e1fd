"""What the criteria say about the page on reliability: rows of the closing table."""

from __future__ import annotations

from workbench.psychometrics import Reliability
from workbench.tables.criteria import RELIABILITY_LEVELS, Criterion, criteria_table
from workbench.tables.report_table import ReportTable
from workbench.wording import INTERVAL_NAMES, OF_UNOBSERVED, RELIABILITY_OF, at_start

_NONE = "none: it is not the reliability of the score"


def criteria_reliability(*coefficients: Reliability) -> ReportTable:
    """Show coefficients with their intervals beside published criteria."""
    rows = []
    for coefficient in coefficients:
        row = coefficient.table.to_dict("records")[0]
        unobserved = RELIABILITY_OF[row["term"]] == OF_UNOBSERVED
        rows.append(
            Criterion(
                term=f"{at_start(row['term'])}, {INTERVAL_NAMES[coefficient.interval]} interval",
                estimate=row["estimate"],
                criterion=_NONE if unobserved else RELIABILITY_LEVELS,
                source="–" if unobserved else "Nunnally & Bernstein 1994",
                conf_low=row["conf_low"],
                conf_high=row["conf_high"],
                decimals=3,
            )
        )
    return criteria_table(
        rows,
        name="criteria_reliability",
        notes=(
            "Feldt's interval is too narrow where answers are skewed and in few steps, however many respondents there "
            "are; compare a criterion with the whole of another interval.",
            "The scale is not made for decisions on individuals; the criterion for them is shown because it is often "
            "quoted.",
        ),
    )
