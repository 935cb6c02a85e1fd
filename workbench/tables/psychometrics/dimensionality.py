"""Tables for the question whether the items measure one thing."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, fit_decimals, shown_result
from workbench.intake import Survey
from workbench.psychometrics import (
    ExploratoryFactors,
    FactorNumbers,
    ItemAnalysis,
    MinimumAveragePartial,
    ParallelAnalysis,
    SamplingAdequacy,
)
from workbench.tables.labels import footnotes, turned_items, with_statements
from workbench.tables.report_table import Headline, ReportTable, column
from workbench.wording import CORRELATION_NAMES, numbers


def item_statistics(items: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show mean and spread of each item, and how it goes with the rest."""
    frame = shown_result(items, ItemAnalysis).table
    return ReportTable(
        name="item_statistics",
        caption="Item statistics, respondents who answered every item",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Mean", "mean", kind="number"),
            column("SD", "std_dev", kind="number", decimals=1),
            column("Item–rest correlation", "item_rest_correlation", kind="number"),
        ),
        frame=with_statements(frame, survey.instrument),
        notes=(*turned_items(survey.instrument), *footnotes(items), "SD: standard deviation."),
    )


def sampling_adequacy(*protected: ProtectedTable, survey: Survey) -> ReportTable:
    """Show KMO for the scale and each item, by kind of correlation, and Bartlett's test."""
    adequacies = [shown_result(each, SamplingAdequacy) for each in protected]
    frame = with_statements(adequacies[0].items[["item"]], survey.instrument)
    whole: dict[str, object] = {"item": "all items", "statement": ""}
    for adequacy in adequacies:
        name = f"sampling_adequacy_{adequacy.correlation}"
        whole[name] = adequacy.table["sampling_adequacy"].iloc[0]
        frame[name] = adequacy.items["sampling_adequacy"].to_numpy()
    return ReportTable(
        name="sampling_adequacy",
        caption="Kaiser–Meyer–Olkin measure of sampling adequacy (KMO)",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            *(
                column(CORRELATION_NAMES[a.correlation], f"sampling_adequacy_{a.correlation}", kind="number")
                for a in adequacies
            ),
        ),
        frame=pd.concat([pd.DataFrame([whole]), frame[list(whole)]], ignore_index=True),
        notes=(*(_bartlett(adequacy) for adequacy in adequacies), *footnotes(*protected)),
    )


def _bartlett(adequacy: SamplingAdequacy) -> str:
    row = adequacy.table.to_dict("records")[0]
    return (
        f"{CORRELATION_NAMES[adequacy.correlation]}: Bartlett's test that no two items correlate has chi-square = "
        f"{numbers.size(row['chi_square'])}, df = {numbers.count(row['df'])}, p {numbers.p_band(row['p_value'])}."
    )


def eigenvalues(*protected: ProtectedTable) -> ReportTable:
    """Show observed eigenvalues beside those of data without correlation, by kind of correlation."""
    analyses = [shown_result(each, ParallelAnalysis) for each in protected]
    first = analyses[0]
    frame = first.table[["component"]]
    for analysis in analyses:
        renamed = analysis.table.add_suffix(f"_{analysis.correlation}")
        frame = frame.join(renamed.drop(columns=f"component_{analysis.correlation}"))
    return ReportTable(
        name=f"eigenvalues_{first.extracted}",
        caption=f"Eigenvalues and parallel analysis ({first.extracted})",
        columns=(
            column("Number", "component", kind="count"),
            *(
                shown
                for analysis in analyses
                for shown in (
                    column(
                        CORRELATION_NAMES[analysis.correlation], f"eigenvalue_{analysis.correlation}", kind="number"
                    ),
                    column("Random data", f"eigenvalue_random_{analysis.correlation}", kind="number"),
                )
            ),
        ),
        frame=frame,
        notes=(
            *(
                f"{CORRELATION_NAMES[a.correlation]}: leading eigenvalues above the quantile of random data: "
                f"{a.n_above_random}."
                for a in analyses
            ),
            *footnotes(*protected),
        ),
        headlines=(_eigenvalue_ratio(first),) if first.extracted == "components" else (),
    )


def _eigenvalue_ratio(analysis: ParallelAnalysis) -> Headline:
    first, second = analysis.table["eigenvalue"].iloc[:2]
    return Headline(
        name="eigenvalue_ratio",
        label=f"First eigenvalue over second ({CORRELATION_NAMES[analysis.correlation].lower()})",
        value=float(first / second),
        text=numbers.number(first / second, 1),
        detail=f"{numbers.number(first)} over {numbers.number(second)}",
    )


def minimum_average_partial(*protected: ProtectedTable) -> ReportTable:
    """Show Velicer's average partial correlations after each number of components, by kind of correlation."""
    partials = [shown_result(each, MinimumAveragePartial) for each in protected]
    frame = partials[0].table[["n_components"]].rename(columns={"n_components": "component"})
    for partial in partials:
        renamed = partial.table.add_suffix(f"_{partial.correlation}")
        frame = frame.join(renamed.drop(columns=f"n_components_{partial.correlation}"))
    return ReportTable(
        name="minimum_average_partial",
        caption="Minimum average partial: mean squared partial correlation after each number of components",
        columns=(
            column("Components", "component", kind="count"),
            *(
                column(
                    CORRELATION_NAMES[p.correlation],
                    f"average_squared_partial_{p.correlation}",
                    kind="number",
                )
                for p in partials
            ),
        ),
        frame=frame,
        notes=(
            *(
                f"{CORRELATION_NAMES[p.correlation]}: smallest after {p.n_components}; with fourth powers after "
                f"{p.n_components_fourth}."
                for p in partials
            ),
            *footnotes(*protected),
        ),
    )


def factor_numbers(*protected: ProtectedTable) -> ReportTable:
    """Show how well one factor, two factors and so on fit, in one block for each kind of correlation."""
    comparisons = [shown_result(each, FactorNumbers) for each in protected]
    decimals = int(fit_decimals(comparisons[0].table["n_respondents"]).min())
    frames = [
        c.table.drop(columns="n_items").assign(correlation=f"{CORRELATION_NAMES[c.correlation]} correlations")
        for c in comparisons
    ]
    return ReportTable(
        name="factor_numbers",
        caption="One factor against several (exploratory, maximum likelihood)",
        columns=(
            column("Factors", "n_factors", kind="count"),
            column("χ²", "chi_square", kind="size"),
            column("df", "df", kind="count"),
            column("p", "p_value", kind="p_band"),
            column("RMSEA", "rmsea", kind="number", decimals=decimals),
            column("90 % interval", "rmsea_low", "rmsea_high", kind="interval", decimals=decimals),
            column("TLI", "tli", kind="number", decimals=decimals),
            column("Residuals", "residual_rms", kind="number", decimals=decimals),
            column("Variance", "share_variance", kind="percent", decimals=0),
        ),
        frame=pd.concat(frames, ignore_index=True),
        notes=(
            "Residuals: root mean square of the residual correlations of all pairs. Variance: part of the items' "
            "variance that the factors explain.",
            *footnotes(*protected),
        ),
        headlines=_explained(comparisons[0]),
        grouped_by="correlation",
    )


def _explained(comparison: FactorNumbers) -> tuple[Headline, ...]:
    rows = comparison.table[comparison.table["n_factors"] == 1].to_dict("records")
    return tuple(
        Headline(
            name="share_variance_one_factor",
            label=f"Variance explained by one factor ({CORRELATION_NAMES[comparison.correlation].lower()})",
            value=float(row["share_variance"]),
            text=numbers.percent(row["share_variance"], 0),
        )
        for row in rows
    )


def loadings_by_correlation(
    pearson: ProtectedTable, polychoric: ProtectedTable | None, *, survey: Survey
) -> ReportTable:
    """Show what the loadings of one factor become when answers are taken as ordered steps, if they can be."""
    frame = with_statements(shown_result(pearson, ExploratoryFactors).loadings[["item", "loading"]], survey.instrument)
    ordered = []
    if polychoric is not None:
        ordinal = shown_result(polychoric, ExploratoryFactors).loadings
        frame = frame.assign(loading_polychoric=ordinal["loading"].to_numpy())
        frame["difference"] = (frame["loading_polychoric"] - frame["loading"]).round(2)
        ordered.append(column("Polychoric", "loading_polychoric", kind="number"))
        ordered.append(column("Difference", "difference", kind="number"))
    return ReportTable(
        name="loadings_by_correlation",
        caption="Loadings of one factor (minres), by kind of correlation",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Pearson", "loading", kind="number"),
            *ordered,
        ),
        frame=frame,
        notes=footnotes(*filter(None, (polychoric, pearson))),
    )
