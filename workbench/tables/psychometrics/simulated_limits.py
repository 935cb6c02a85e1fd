"""Tables of limits that are simulated for the model at hand: cut-offs of fit indices, critical value of Q3."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, fit_decimals, shown_result
from workbench.intake import Survey
from workbench.psychometrics import ConfirmatoryFactors, DynamicCutoffs, LocalDependence
from workbench.tables.labels import footnotes
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say


def dynamic_cutoffs(cutoffs: ProtectedTable, ordinal: ProtectedTable) -> ReportTable:
    """Show the indices of one factor, the usual limits, and the cut-offs made for the model, level by level.

    Parameters
    ----------
    cutoffs : ProtectedTable
        Of `psychometrics.dynamic_cutoffs`.
    ordinal : ProtectedTable
        The model by WLSMV that they were made for.
    """
    found = shown_result(cutoffs, DynamicCutoffs).table
    fit = shown_result(ordinal, ConfirmatoryFactors).fit.iloc[0]
    levels = list(found["level"].unique())
    wide = found.pivot(index="index", columns="level", values="cutoff").loc[list(found["index"].unique())]
    decimals = int(fit_decimals(fit["n_respondents"]))
    pairs = found.groupby("level")["n_pairs"].first()
    frame = pd.DataFrame(
        {
            "term": [_names()[index] for index in wide.index],
            "estimate": [fit[index] for index in wide.index],
            "criterion": [_conventions()[index] for index in wide.index],
            **{f"cutoff_{level}": wide[level].to_numpy() for level in levels},
        }
    )
    return ReportTable(
        name="dynamic_cutoffs",
        caption=say("Fit of one factor beside cut-offs made for this model (WLSMV)"),
        columns=(
            column(say("Index"), "term"),
            column(say("This model"), "estimate", kind="number", decimals=decimals),
            column(say("Convention"), "criterion"),
            *(
                column(say("Level {level}", level=str(level)), f"cutoff_{level}", kind="number", decimals=decimals)
                for level in levels
            ),
        ),
        frame=frame,
        notes=(
            say(
                "Level 0: what 95 % of samples of the fitted model keep. Other levels: what 95 % of samples miss in "
                "which pairs of items have a residual correlation of .3, {pairs}.",
                pairs="; ".join(
                    say("level {level}: {n} of the pairs", level=str(level), n=str(pairs[level]))
                    for level in levels[1:]
                ),
            ),
            say("Convention: derived for maximum likelihood with continuous answers (Hu & Bentler 1999)."),
            *footnotes(cutoffs),
        ),
        blank=say("no cut-off separates the level from the fitted model, or the index cannot be computed."),
    )


def _names() -> dict[str, str]:
    return {
        "cfi_scaled": say("CFI, scaled"),
        "rmsea_scaled": say("RMSEA, scaled"),
        "cfi_robust": say("CFI, robust"),
        "rmsea_robust": say("RMSEA, robust"),
        "srmr": "SRMR",
    }


def _conventions() -> dict[str, str]:
    least, most = (
        say("at least {limit}", limit=numbers.number(0.95)),
        say("at most {limit}", limit=numbers.number(0.06)),
    )
    return {
        "cfi_scaled": least,
        "rmsea_scaled": most,
        "cfi_robust": least,
        "rmsea_robust": most,
        "srmr": say("at most {limit}", limit=numbers.number(0.08)),
    }


def critical_local_dependence(limits: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the largest residual correlation beside what it reaches where items share nothing but the factor."""
    table = shown_result(limits, LocalDependence).table
    wording = {item.id: item.statement for item in survey.instrument.items}
    pair = [f"{name} {wording[name]}" for name in table.iloc[0][["item", "item_other"]]]
    names = {"largest less mean": say("Largest less the mean of all pairs (Q3*)"), "largest": say("Largest Q3")}
    return ReportTable(
        name="critical_local_dependence",
        caption=say("Largest residual correlation Q3 and its critical values"),
        columns=(
            column(say("Measure"), "term_label"),
            column(say("This survey"), "estimate", kind="number"),
            column(say("95 % of samples are below"), "critical_value", kind="number"),
            column(say("99 % of samples are below"), "critical_value_99", kind="number"),
            column(say("p"), "p_value", kind="p_band"),
        ),
        frame=table.assign(term_label=table["term"].map(names)),
        notes=(
            say("The pair: {first}; {second}.", first=pair[0], second=pair[1]),
            say("The samples are of the fitted model, in which items share nothing but the factor."),
            *footnotes(limits),
        ),
    )
