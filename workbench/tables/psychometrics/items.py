"""Tables of the items: Mokken scaling, and bias, where groups answer an item differently at the same total score."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey, label_inside_sentence
from workbench.psychometrics import ItemBias, ScalabilityCoefficients
from workbench.tables.labels import doubts, footnotes, level_label, with_group_labels, with_statements
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import say


def _terms() -> dict[str, str]:
    """Say what each kind of bias is, in the order of the table."""
    return {
        "uniform": say("Uniform: at the same total score one group answers higher throughout"),
        "non-uniform": say("Non-uniform: how much higher depends on the total score"),
        "both": say("Both together"),
    }


def scalability(protected: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the scalability coefficient of the whole scale and of each item."""
    coefficients = shown_result(protected, ScalabilityCoefficients)
    whole = coefficients.table.assign(item=say("all items"), statement="")
    items = with_statements(coefficients.items, survey.instrument)
    shared = ["item", "statement", "estimate", "std_error", "conf_low", "conf_high"]
    frame = pd.concat([whole[shared], items[[*shared, "scale"]]], ignore_index=True)
    frame["scale"] = frame["scale"].astype("Int64")
    return ReportTable(
        name="scalability",
        caption=say("Scalability coefficient H of the scale and of each item"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language, blank=say("the whole scale")),
            column(say("H"), "estimate", kind="number"),
            column(say("SE"), "std_error", kind="number"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval"),
            column(say("Mokken scale"), "scale", kind="count", blank=say("does not apply")),
        ),
        frame=frame,
        notes=(
            say(
                "SE: standard error. Mokken scale: the scale into which the item selection puts the item at a lower "
                "bound of .3; 0 for none."
            ),
            *footnotes(protected),
        ),
    )


def monotonicity(protected: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show whether higher answers to each item become more frequent as the score of the other items rises."""
    return ReportTable(
        name="monotonicity",
        caption=say("Monotonicity: does the item rise with the score of the other items"),
        columns=(
            column(say("Item"), "item"),
            column(say("Violations"), "n_violations", kind="count"),
            column(say("Largest"), "largest_violation", kind="number"),
            column(say("Significant"), "n_significant", kind="count"),
            column(say("crit"), "crit", kind="number", decimals=0),
        ),
        frame=with_statements(shown_result(protected, ScalabilityCoefficients).monotonicity, survey.instrument),
        notes=(
            say(
                "Violation: a fall of more than .03 from one group of rest scores to a higher one. Significant: z "
                "above 1.645. crit: one index of all these (Molenaar & Sijtsma 2000)."
            ),
            *doubts(protected),
        ),
        nothing=say("Nothing to show; the reason stands below."),
    )


def item_bias(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the tests of each item beside their effect sizes."""
    table = shown_result(tests, ItemBias).table.drop(columns=["n_respondents", "statistic"], errors="ignore")
    frame = with_statements(table, survey.instrument)
    terms = _terms()
    frame["place"] = frame["term"].map({term: place for place, term in enumerate(terms)})
    frame = frame.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")
    return ReportTable(
        name="item_bias",
        caption=say("Item bias by {variable}: tests and effect sizes", variable=_variable(frame, survey)),
        columns=(
            column(say("Item"), "item"),
            column(say("df"), "df", kind="count"),
            column(say("p"), "p_value", kind="p_band"),
            column(say("p, Holm"), "p_value_holm", kind="p_band"),
            column(say("McFadden change"), "mcfadden_change", kind="number", decimals=3),
            column(say("Nagelkerke change"), "nagelkerke_change", kind="number", decimals=3),
        ),
        frame=frame.assign(term_label=frame["term"].map(terms)),
        notes=(
            say(
                "The changes of McFadden's and Nagelkerke's R² say how much the group adds to what the total score "
                "explains. With many respondents tiny changes are significant."
            ),
            say("df: degrees of freedom."),
            *footnotes(tests),
        ),
        grouped_by="term_label",
    )


def item_bias_groups(tests: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show which group answers each item higher than the reference group with the same total score."""
    groups = shown_result(tests, ItemBias).groups
    frame = with_statements(with_group_labels(groups, survey.codebook), survey.instrument)
    frame["block_label"] = [
        say("{level}, compared with {reference}", level=level, reference=level_label(str(reference)))
        for level, reference in zip(frame["level_label"], frame["reference"], strict=True)
    ]
    return ReportTable(
        name="item_bias_groups",
        caption=say(
            "Odds ratio of a higher answer at the same total score, by {variable}", variable=_variable(frame, survey)
        ),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Odds ratio"), "odds_ratio", kind="number"),
            column(say("Log odds ratio"), "estimate", kind="number"),
            column(say("Interval of the log"), "conf_low", "conf_high", kind="interval"),
        ),
        frame=frame,
        width=tests.width,
        notes=(say("Above 1: the group answers the item higher than the reference at the same total score."),),
        grouped_by="block_label",
    )


def _variable(frame: pd.DataFrame, survey: Survey) -> str:
    return label_inside_sentence(str(frame["variable"].iloc[0]), survey.codebook)
