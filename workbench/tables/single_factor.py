"""Tables for the question whether the items measure one thing."""

from __future__ import annotations

import pandas as pd

from workbench.intake.survey import Survey
from workbench.psychometrics import ExploratoryFactors, ItemAnalysis, ParallelAnalysis, SamplingAdequacy
from workbench.tables.labels import with_statements
from workbench.tables.report_table import Headline, ReportTable, column
from workbench.wording import numbers


def item_statistics(items: ItemAnalysis, *, survey: Survey) -> ReportTable:
    """Show mean, spread and shape of each item, and how it goes with the rest."""
    return ReportTable(
        name="item_statistics",
        caption="Item statistics, respondents who answered every item",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Mean", "mean", kind="number"),
            column("SD", "std_dev", kind="number"),
            column("Skewness", "skewness", kind="number"),
            column("Kurtosis", "kurtosis", kind="number"),
            column("Item–rest correlation", "item_rest_correlation", kind="number"),
        ),
        frame=with_statements(items.table, survey.instrument),
        notes=(items.method, *items.notes, "SD: standard deviation. Kurtosis is 0 for a normal distribution."),
    )


def sampling_adequacy(adequacy: SamplingAdequacy, *, survey: Survey) -> ReportTable:
    """Show whether the correlations are worth factoring: KMO for the scale and each item, and Bartlett's test."""
    overall = adequacy.table.to_dict("records")[0]
    frame = with_statements(adequacy.items, survey.instrument)
    whole = pd.DataFrame(
        {"item": ["all items"], "statement": [""], "sampling_adequacy": [overall["sampling_adequacy"]]}
    )
    return ReportTable(
        name="sampling_adequacy",
        caption="Kaiser–Meyer–Olkin measure of sampling adequacy (KMO)",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("KMO", "sampling_adequacy", kind="number"),
        ),
        frame=pd.concat([whole, frame[list(whole)]], ignore_index=True),
        notes=(
            f"Bartlett's test that no two items correlate: chi-square = {numbers.number(overall['chi_square'], 1)}, "
            f"df = {numbers.count(overall['df'])}, p {_with_sign(overall['p_value'])}.",
            adequacy.method,
            *adequacy.notes,
        ),
    )


def _with_sign(p_value: float) -> str:
    text = numbers.p_value(p_value)
    return text if text.startswith("<") else f"= {text}"


def eigenvalues(analysis: ParallelAnalysis) -> ReportTable:
    """Show observed eigenvalues beside those of data without correlation."""
    first, second = analysis.table["eigenvalue"].iloc[:2]
    return ReportTable(
        name=f"eigenvalues_{analysis.extracted}",
        caption=f"Eigenvalues and parallel analysis ({analysis.extracted})",
        columns=(
            column("Number", "component", kind="count"),
            column("Eigenvalue", "eigenvalue", kind="number"),
            column("Random data, quantile", "eigenvalue_random", kind="number"),
            column("Random data, mean", "eigenvalue_random_mean", kind="number"),
        ),
        frame=analysis.table,
        notes=(
            f"Leading eigenvalues above the random quantile: {analysis.n_above_random}.",
            analysis.method,
            *analysis.notes,
        ),
        headlines=(
            Headline(
                name=f"eigenvalue_ratio_{analysis.extracted}",
                label="First eigenvalue over second",
                value=float(first / second),
                text=numbers.number(first / second, 1),
                detail=f"{numbers.number(first)} over {numbers.number(second)}",
            ),
        )
        if analysis.extracted == "components"
        else (),
    )


def one_factor_loadings(minres: ExploratoryFactors, ml: ExploratoryFactors, *, survey: Survey) -> ReportTable:
    """Show loadings of one factor by two methods, side by side."""
    frame = with_statements(minres.loadings[["item", "loading", "communality"]], survey.instrument)
    frame = frame.assign(loading_ml=ml.loadings["loading"].to_numpy())
    explained = float(minres.table["share_variance"].iloc[0])
    return ReportTable(
        name="one_factor_loadings",
        caption="Loadings of one factor",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Loading, minres", "loading", kind="number"),
            column("Loading, maximum likelihood", "loading_ml", kind="number"),
            column("Communality, minres", "communality", kind="number"),
        ),
        frame=frame,
        notes=(minres.method, ml.method, *minres.notes, *ml.notes, _explained(explained)),
        headlines=(
            Headline(
                name="share_variance_one_factor",
                label="Variance explained by one factor",
                value=explained,
                text=numbers.percent(explained, 0),
            ),
        ),
    )


def loadings_by_correlation(
    pearson: ExploratoryFactors, polychoric: ExploratoryFactors, *, survey: Survey
) -> ReportTable:
    """Show what the loadings of one factor become when answers are taken as ordered steps."""
    frame = with_statements(pearson.loadings[["item", "loading"]], survey.instrument)
    frame = frame.assign(loading_polychoric=polychoric.loadings["loading"].to_numpy())
    frame["difference"] = frame["loading_polychoric"] - frame["loading"]
    return ReportTable(
        name="loadings_by_correlation",
        caption="Loadings of one factor (minres), by kind of correlation",
        columns=(
            column("Item", "item"),
            column("Statement", "statement"),
            column("Pearson", "loading", kind="number"),
            column("Polychoric", "loading_polychoric", kind="number"),
            column("Difference", "difference", kind="number"),
        ),
        frame=frame,
        notes=(polychoric.method, *polychoric.notes),
    )


def _explained(share: float) -> str:
    return f"One factor (minres) explains {numbers.percent(share)} of the variance of the items."
