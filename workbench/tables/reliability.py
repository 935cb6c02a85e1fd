"""Tables for the question how exactly the scale measures."""

from __future__ import annotations

import pandas as pd

from workbench.intake.survey import Survey
from workbench.psychometrics import Alpha, Omega
from workbench.tables.labels import with_statements
from workbench.tables.report_table import Headline, ReportTable, column
from workbench.wording import numbers
from workbench.wording.method_names import INTERVAL_NAMES

Coefficient = Alpha | Omega


def coefficient_alpha(alpha: Alpha) -> ReportTable:
    """Show coefficient alpha, and the alpha of standardised items where it has an interval."""
    return _coefficients((alpha,), name="coefficient_alpha", caption="Coefficient alpha of the sum score")


def reliability(*coefficients: Coefficient) -> ReportTable:
    """Show several coefficients under their own names; the same coefficient twice means two kinds of interval."""
    return _coefficients(coefficients, name="reliability", caption="Reliability of the sum score, several coefficients")


def _coefficients(coefficients: tuple[Coefficient, ...], *, name: str, caption: str) -> ReportTable:
    frame = pd.concat([_with_kind(c) for c in coefficients], ignore_index=True)
    notes = list(dict.fromkeys(note for c in coefficients for note in (c.method, *c.notes)))
    return ReportTable(
        name=name,
        caption=caption,
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


def _with_kind(coefficient: Coefficient) -> pd.DataFrame:
    weighted = "yes" if coefficient.weighted else "no"
    return coefficient.table.assign(interval=INTERVAL_NAMES[coefficient.interval], weighted=weighted)


def _headlines(frame: pd.DataFrame) -> tuple[Headline, ...]:
    first_of_each = frame[frame["term"] != "standardised alpha"].drop_duplicates("term").to_dict("records")
    return tuple(
        Headline(
            name=row["term"].replace(" ", "_"),
            label=row["term"][0].upper() + row["term"][1:],
            value=float(row["estimate"]),
            text=numbers.number(row["estimate"]),
            detail=f"interval {numbers.interval(row['conf_low'], row['conf_high'])}",
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
