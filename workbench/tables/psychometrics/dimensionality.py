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
from workbench.tables.report_table import Headline, ReportTable
from workbench.tables.table_column import column
from workbench.wording import correlation_kind, correlation_name, correlations_named, numbers, say


def item_statistics(items: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show mean and spread of each item, and how it goes with the rest."""
    frame = shown_result(items, ItemAnalysis).table
    return ReportTable(
        name="item_statistics",
        caption=say("Item statistics, respondents who answered every item"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            column(say("Mean"), "mean", kind="number"),
            column(say("SD"), "std_dev", kind="number", decimals=1),
            column(say("Item–rest correlation"), "item_rest_correlation", kind="number"),
        ),
        frame=with_statements(frame, survey.instrument),
        cautions=turned_items(survey.instrument),
        notes=(*footnotes(items), say("SD: standard deviation.")),
    )


def sampling_adequacy(*protected: ProtectedTable, survey: Survey) -> ReportTable:
    """Show KMO for the scale and each item, by kind of correlation, and Bartlett's test."""
    adequacies = [shown_result(each, SamplingAdequacy) for each in protected]
    frame = with_statements(adequacies[0].items[["item"]], survey.instrument)
    whole: dict[str, object] = {"item": say("all items"), "statement": ""}
    for adequacy in adequacies:
        name = f"sampling_adequacy_{adequacy.correlation}"
        whole[name] = adequacy.table["sampling_adequacy"].iloc[0]
        frame[name] = adequacy.items["sampling_adequacy"].to_numpy()
    return ReportTable(
        name="sampling_adequacy",
        caption=say("Kaiser–Meyer–Olkin measure of sampling adequacy (KMO)"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language, blank=say("the whole scale")),
            *(
                column(correlation_name(a.correlation), f"sampling_adequacy_{a.correlation}", kind="number")
                for a in adequacies
            ),
        ),
        frame=pd.concat([pd.DataFrame([whole]), frame[list(whole)]], ignore_index=True),
        notes=(*(_bartlett(adequacy) for adequacy in adequacies), *footnotes(*protected)),
    )


def _bartlett(adequacy: SamplingAdequacy) -> str:
    row = adequacy.table.to_dict("records")[0]
    return say(
        "{correlation}: Bartlett's test that no two items correlate has chi-square = {size}, df = {df}, p {p}.",
        correlation=correlation_name(adequacy.correlation),
        size=numbers.size(row["chi_square"]),
        df=numbers.count(row["df"]),
        p=numbers.p_band(row["p_value"]),
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
        caption=say("Eigenvalues and parallel analysis (components)")
        if first.extracted == "components"
        else say("Eigenvalues and parallel analysis (factors)"),
        columns=(
            column(say("Number"), "component", kind="count"),
            *(
                shown
                for analysis in analyses
                for shown in (
                    column(correlation_name(analysis.correlation), f"eigenvalue_{analysis.correlation}", kind="number"),
                    column(say("Random data"), f"eigenvalue_random_{analysis.correlation}", kind="number"),
                )
            ),
        ),
        frame=frame,
        notes=(
            *(
                say(
                    "{correlation}: leading eigenvalues above the quantile of random data: {n}.",
                    correlation=correlation_name(a.correlation),
                    n=a.n_above_random,
                )
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
        label=say(
            "First eigenvalue over second ({correlation})",
            correlation=correlation_kind(analysis.correlation),
        ),
        value=float(first / second),
        text=numbers.number(first / second, 1),
        detail=say("{first} over {second}", first=numbers.number(first), second=numbers.number(second)),
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
        caption=say("Minimum average partial: mean squared partial correlation after each number of components"),
        columns=(
            column(say("Components"), "component", kind="count"),
            *(
                column(
                    correlation_name(p.correlation),
                    f"average_squared_partial_{p.correlation}",
                    kind="number",
                )
                for p in partials
            ),
        ),
        frame=frame,
        notes=(
            *(
                say(
                    "{correlation}: smallest after {n}; with fourth powers after {n_fourth}.",
                    correlation=correlation_name(p.correlation),
                    n=p.n_components,
                    n_fourth=p.n_components_fourth,
                )
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
        c.table.drop(columns="n_items").assign(correlation=correlations_named(c.correlation)) for c in comparisons
    ]
    return ReportTable(
        name="factor_numbers",
        caption=say("One factor against several (exploratory, maximum likelihood)"),
        columns=(
            column(say("Factors"), "n_factors", kind="count"),
            column(say("χ²"), "chi_square", kind="size"),
            column(say("df"), "df", kind="count"),
            column(say("p"), "p_value", kind="p_band"),
            column(say("RMSEA"), "rmsea", kind="number", decimals=decimals),
            column(say("90 % interval"), "rmsea_low", "rmsea_high", kind="interval", decimals=decimals),
            column(say("TLI"), "tli", kind="number", decimals=decimals),
            column(say("Residuals"), "residual_rms", kind="number", decimals=decimals),
            column(say("Variance"), "share_variance", kind="percent", decimals=0),
        ),
        frame=pd.concat(frames, ignore_index=True),
        notes=(
            say(
                "Residuals: root mean square of the residual correlations of all pairs. Variance: part of the items' "
                "variance that the factors explain."
            ),
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
            label=say(
                "Variance explained by one factor ({correlation})",
                correlation=correlation_kind(comparison.correlation),
            ),
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
        ordered.append(column(correlation_name("polychoric"), "loading_polychoric", kind="number"))
        ordered.append(column(say("Difference"), "difference", kind="number"))
    return ReportTable(
        name="loadings_by_correlation",
        caption=say("Loadings of one factor (minres), by kind of correlation"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            column(correlation_name("pearson"), "loading", kind="number"),
            *ordered,
        ),
        frame=frame,
        notes=footnotes(*filter(None, (polychoric, pearson))),
    )
