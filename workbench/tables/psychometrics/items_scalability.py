"""Tables of Mokken scaling: how far the answers order people, and whether the items rise with the rest of the scale."""

from __future__ import annotations

import pandas as pd

from workbench.intake import Survey
from workbench.psychometrics import ScalabilityCoefficients
from workbench.tables.labels import with_statements
from workbench.tables.report_table import ReportTable, column


def scalability(coefficients: ScalabilityCoefficients, *, survey: Survey) -> ReportTable:
    """Show the scalability coefficient of the whole scale and of each item."""
    whole = coefficients.table.assign(item="all items", statement="")
    items = with_statements(coefficients.items, survey.instrument)
    shared = ["item", "statement", "estimate", "std_error", "conf_low", "conf_high"]
    frame = pd.concat([whole[shared], items[[*shared, "scale"]]], ignore_index=True)
    frame["scale"] = frame["scale"].astype("Int64")
    return ReportTable(
        name="scalability",
        caption="Scalability coefficient H of the scale and of each item",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("H", "estimate", kind="number"),
            column("SE", "std_error", kind="number", decimals=3),
            column("Interval", "conf_low", "conf_high", kind="interval"),
            column("Mokken scale", "scale", kind="count"),
        ),
        frame=frame,
        notes=(
            "SE: standard error. Mokken scale: the scale into which the item selection puts the item at a lower bound "
            "of .3; 0 for none.",
            coefficients.method,
            *coefficients.notes,
        ),
        blank="the whole scale, which is not selected.",
    )


def monotonicity(coefficients: ScalabilityCoefficients, *, survey: Survey) -> ReportTable:
    """Show whether higher answers to each item become more frequent as the score of the other items rises."""
    return ReportTable(
        name="monotonicity",
        caption="Monotonicity: does the item rise with the score of the other items",
        columns=(
            column("Item", "item"),
            column("Comparisons", "n_comparisons", kind="count"),
            column("Violations", "n_violations", kind="count"),
            column("Largest", "largest_violation", kind="number", decimals=3),
            column("Significant", "n_significant", kind="count"),
            column("crit", "crit", kind="number", decimals=0),
        ),
        frame=with_statements(coefficients.monotonicity, survey.instrument),
        notes=(
            "Violation: a fall of more than .03 from one group of rest scores to a higher one. Significant: z above "
            "1.645. crit: one index of all these (Molenaar & Sijtsma 2000).",
            *coefficients.notes,
        ),
        nothing="Nothing to show; the reason stands below.",
    )
