"""Tables of the items: Mokken scaling, and bias, where groups answer an item differently at the same total score."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey, label_inside_sentence
from workbench.psychometrics import ItemBias, ScalabilityCoefficients
from workbench.tables.labels import doubts, footnotes, with_group_labels, with_statements
from workbench.tables.report_table import ReportTable, column

_TERMS = {
    "uniform": "Uniform: at the same total score one group answers higher throughout",
    "non-uniform": "Non-uniform: how much higher depends on the total score",
    "both": "Both together",
}
_EFFECT_SIZES = (
    "The changes of McFadden's and Nagelkerke's R² say how much the group adds to what the total score explains. With "
    "many respondents tiny changes are significant."
)


def scalability(protected: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the scalability coefficient of the whole scale and of each item."""
    coefficients = shown_result(protected, ScalabilityCoefficients)
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
            column("SE", "std_error", kind="number"),
            column("Interval", "conf_low", "conf_high", kind="interval"),
            column("Mokken scale", "scale", kind="count"),
        ),
        frame=frame,
        notes=(
            "SE: standard error. Mokken scale: the scale into which the item selection puts the item at a lower bound "
            "of .3; 0 for none.",
            *footnotes(protected),
        ),
        blank="the whole scale, which is not selected.",
    )


def monotonicity(protected: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show whether higher answers to each item become more frequent as the score of the other items rises."""
    return ReportTable(
        name="monotonicity",
        caption="Monotonicity: does the item rise with the score of the other items",
        columns=(
            column("Item", "item"),
            column("Comparisons", "n_comparisons", kind="count"),
            column("Violations", "n_violations", kind="count"),
            column("Largest", "largest_violation", kind="number"),
            column("Significant", "n_significant", kind="count"),
            column("crit", "crit", kind="number", decimals=0),
        ),
        frame=with_statements(shown_result(protected, ScalabilityCoefficients).monotonicity, survey.instrument),
        notes=(
            "Violation: a fall of more than .03 from one group of rest scores to a higher one. Significant: z above "
            "1.645. crit: one index of all these (Molenaar & Sijtsma 2000).",
            *doubts(protected),
        ),
        nothing="Nothing to show; the reason stands below.",
    )


def item_bias(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the tests of each item beside their effect sizes."""
    table = shown_result(tests, ItemBias).table.drop(columns=["n_respondents", "statistic"], errors="ignore")
    frame = with_statements(table, survey.instrument)
    frame["place"] = frame["term"].map({term: place for place, term in enumerate(_TERMS)})
    frame = frame.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")
    return ReportTable(
        name="item_bias",
        caption=f"Item bias by {_variable(frame, survey)}: tests and effect sizes",
        columns=(
            column("Item", "item"),
            column("df", "df", kind="count"),
            column("p", "p_value", kind="p_band"),
            column("p, Holm", "p_value_holm", kind="p_band"),
            column("McFadden change", "mcfadden_change", kind="number", decimals=3),
            column("Nagelkerke change", "nagelkerke_change", kind="number", decimals=3),
        ),
        frame=frame.assign(term_label=frame["term"].map(_TERMS)),
        notes=(_EFFECT_SIZES, "df: degrees of freedom.", *footnotes(tests)),
        grouped_by="term_label",
    )


def item_bias_groups(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show which group answers each item higher than the reference group with the same total score."""
    groups = shown_result(tests, ItemBias).groups
    frame = with_statements(with_group_labels(groups, survey.codebook), survey.instrument)
    frame["block_label"] = frame["level_label"] + ", compared with " + frame["reference"].astype(str)
    return ReportTable(
        name="item_bias_groups",
        caption=f"Odds ratio of a higher answer at the same total score, by {_variable(frame, survey)}",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Respondents", "n_respondents", kind="people"),
            column("Odds ratio", "odds_ratio", kind="number"),
            column("Log odds ratio", "estimate", kind="number"),
            column("Interval of the log", "conf_low", "conf_high", kind="interval"),
        ),
        frame=frame,
        width=tests.width,
        notes=("Above 1: the group answers the item higher than the reference at the same total score.",),
        grouped_by="block_label",
    )


def _variable(frame: pd.DataFrame, survey: Survey) -> str:
    return label_inside_sentence(str(frame["variable"].iloc[0]), survey.codebook)
