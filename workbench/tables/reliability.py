"""Tables for the question how exactly the scale measures."""

from __future__ import annotations

import pandas as pd

from workbench.intake.survey import Survey
from workbench.psychometrics import Alpha, Omega
from workbench.tables.labels import with_statements
from workbench.tables.report_table import Headline, ReportTable, column
from workbench.wording import numbers

Coefficient = Alpha | Omega


def reliability(*coefficients: Coefficient) -> ReportTable:
    """Show several coefficients under their own names; the same coefficient twice means two kinds of interval."""
    labelled = [c.table.assign(interval=c.interval, weighted="yes" if c.weighted else "no") for c in coefficients]
    frame = pd.concat(labelled, ignore_index=True)
    notes = list(dict.fromkeys(note for c in coefficients for note in (c.method, *c.notes)))
    return ReportTable(
        name="reliability" if len(coefficients) > 1 else coefficients[0].table["term"].iloc[0].replace(" ", "_"),
        caption="Reliability of the sum score",
        columns=(
            column("Coefficient", "term"),
            column("Estimate", "estimate", kind="number", decimals=3),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=3),
            column("Kind of interval", "interval"),
            column("Weighted", "weighted"),
            column("Respondents", "n_respondents", kind="count"),
        ),
        frame=frame,
        notes=tuple(notes),
        headlines=_headlines(frame),
    )


def _headlines(frame: pd.DataFrame) -> tuple[Headline, ...]:
    first_of_each = frame.drop_duplicates("term").to_dict("records")
    return tuple(
        Headline(
            name=row["term"].replace(" ", "_"),
            label=row["term"][0].upper() + row["term"][1:],
            value=float(row["estimate"]),
            text=f"{numbers.number(row['estimate'])} ({numbers.interval(row['conf_low'], row['conf_high'])})",
        )
        for row in first_of_each
    )


def item_contributions(alpha: Alpha, *, survey: Survey) -> ReportTable:
    """Show what each item adds: correlation with the rest, and alpha without it."""
    return ReportTable(
        name="item_contributions",
        caption="What each item adds to coefficient alpha",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Item–rest correlation", "item_rest_correlation", kind="number"),
            column("Alpha without the item", "alpha_if_deleted", kind="number", decimals=3),
        ),
        frame=with_statements(alpha.items, survey.instrument),
        notes=(
            "The items of an official scale are never left out; the column shows which items carry the coefficient.",
        ),
    )
