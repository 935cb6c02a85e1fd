"""What the criteria say about the page on one factor: rows of the closing table."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.disclosure.gate import ProtectedTable, fit_decimals, shown_result
from workbench.psychometrics import (
    ConfirmatoryFactors,
    EssentialUnidimensionality,
    MinimumAveragePartial,
    ParallelAnalysis,
    SamplingAdequacy,
)
from workbench.psychometrics.invariance import check_one_factor, check_testable, check_ungrouped
from workbench.tables.criteria import Criterion, criteria_table
from workbench.tables.psychometrics.findings import one_factor_finding
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import correlation_kind, say

_HU_BENTLER = "Hu & Bentler 1999"


def criteria_single_factor(
    ordinal: ProtectedTable | None,
    continuous: ProtectedTable | None,
    *,
    adequacy: ProtectedTable | None,
    components: ProtectedTable | None,
    partials: ProtectedTable | None,
    bifactor: ProtectedTable | None,
) -> ReportTable:
    """Show the main values of the page beside published criteria, as far as there are any.

    Parameters
    ----------
    ordinal, continuous : ProtectedTable
        One factor by WLSMV and by MLR.
    adequacy, components, partials, bifactor : ProtectedTable
        Of the same correlations.
    """
    models = [shown_result(each, ConfirmatoryFactors) for each in (ordinal, continuous) if each is not None]
    for model in models:
        check_one_factor(model)
    table = criteria_table(
        [
            *(row for model in models for row in _fit(model)),
            *(_residuals(models[0]) if models else []),
            *map(_loading, models),
            *(_adequacy(shown_result(adequacy, SamplingAdequacy)) if adequacy else []),
            *(_components(shown_result(components, ParallelAnalysis)) if components else []),
            *(_partials(shown_result(partials, MinimumAveragePartial)) if partials else []),
            *(_bifactor(shown_result(bifactor, EssentialUnidimensionality)) if bifactor else []),
        ],
        name="criteria_single_factor",
        notes=(
            say("In brackets the items with the smallest or the largest value. Intervals of the RMSEA cover 90 %."),
        ),
    )
    return replace(table, findings=one_factor_finding(models[0]) if models else ())


def recommended_fit(ordinal: ProtectedTable | None, continuous: ProtectedTable | None) -> ReportTable:
    """Show the fit in the one version that was recommended before anybody saw a number.

    Of ordered answers (WLSMV) that is the scaled one; where they cannot be fitted, the robust one of MLR.

    Parameters
    ----------
    ordinal, continuous : ProtectedTable
        The same factors by WLSMV and by MLR.
    """
    model = next(shown_result(each, ConfirmatoryFactors) for each in (ordinal, continuous) if each is not None)
    check_ungrouped(model)
    check_testable(model)
    fit, is_ordinal = model.fit.to_dict("records")[0], model.estimator == "WLSMV"
    indices, decimals = "_scaled" if is_ordinal else "_robust", int(fit_decimals(fit["n_respondents"]))
    cfi, tli, *errors = (f"{name}{indices}" for name in ("cfi", "tli", "rmsea", "rmsea_low", "rmsea_high"))
    names = ["chi_square_scaled", "df", "p_value_scaled", cfi, tli, *errors, "srmr"]
    version = say("WLSMV, scaled") if is_ordinal else say("{estimator}, robust", estimator=model.estimator)
    return ReportTable(
        name="recommended_fit",
        caption=say("Fit in the version that was recommended before looking"),
        columns=(
            column(say("Version"), "term"),
            column(say("χ² (df)"), "chi_square_scaled", "df", kind="with_df"),
            column(say("p"), "p_value_scaled", kind="p_band"),
            column("CFI", cfi, kind="number", decimals=decimals),
            column("TLI", tli, kind="number", decimals=decimals),
            column(say("RMSEA (90 % CI)"), *errors, kind="with_interval", decimals=decimals),
            column("SRMR", "srmr", kind="number", decimals=decimals),
        ),
        frame=pd.DataFrame([{"term": version, **{name: fit.get(name, math.nan) for name in names}}]),
        cautions=(
            say(
                "Answers in ordered steps are fitted by WLSMV and read by its scaled statistics; this was laid down "
                "before anybody saw a number. All other versions stand in the table of the fit in the appendix."
            ),
        )
        if is_ordinal
        else (),
        blank=say("it cannot be computed."),
    )


def _fit(model: ConfirmatoryFactors) -> list[Criterion]:
    """CFI and RMSEA in the versions that are read most, and SRMR; an index that tells nothing has no row."""
    fit = model.fit.to_dict("records")[0]
    if not fit["df"]:
        return []
    suffixes = ("_scaled", "_robust") if model.estimator == "WLSMV" else ("_robust",)
    # Index, its criterion, and the names of the ends of its interval.
    indices = (
        ("CFI", "cfi", say("at least .95 (derived for ML with continuous answers)"), None),
        ("RMSEA", "rmsea", say("at most .06 (derived for ML with continuous answers)"), ("rmsea_low", "rmsea_high")),
    )
    decimals = int(fit_decimals(fit["n_respondents"]))
    rows = [
        Criterion(
            term=_version(label, model.estimator, suffix),
            estimate=float(fit[name + suffix]),
            criterion=criterion,
            source=_HU_BENTLER,
            conf_low=float(fit[ends[0] + suffix]) if ends else math.nan,
            conf_high=float(fit[ends[1] + suffix]) if ends else math.nan,
            decimals=decimals,
        )
        for suffix in suffixes
        for label, name, criterion, ends in indices
        if not math.isnan(fit.get(name + suffix, math.nan))
    ]
    srmr = Criterion(
        term=f"SRMR, {model.estimator}",  # a name and an option, in no language
        estimate=float(fit["srmr"]),
        criterion=say("at most .08 (derived for ML with continuous answers)"),
        source=_HU_BENTLER,
        decimals=decimals,
    )
    return [*rows, srmr]


def _version(index: str, estimator: str, suffix: str) -> str:
    if suffix == "_scaled":
        return say("{index}, {estimator}, scaled", index=index, estimator=estimator)
    return say("{index}, {estimator}, robust", index=index, estimator=estimator)


def _residuals(model: ConfirmatoryFactors) -> list[Criterion]:
    if not model.fit["df"].iloc[0]:
        return []
    values = model.residual_correlations.to_numpy(float)
    low, high = np.tril_indices(len(values), -1)
    place = int(np.argmax(np.abs(values[low, high])))
    items = model.residual_correlations.columns
    return [
        Criterion(
            term=say(
                "Largest residual correlation, {estimator} ({item} and {other})",
                estimator=model.estimator,
                item=items[high[place]],
                other=items[low[place]],
            ),
            estimate=float(values[low[place], high[place]]),
            criterion=say("above .10 in absolute size worth a look"),
            source="Kline 2016",
        )
    ]


def _loading(model: ConfirmatoryFactors) -> Criterion:
    weakest = model.loadings.sort_values("standardized", kind="stable").to_dict("records")[0]
    return Criterion(
        term=say(
            "Smallest standardised loading, {estimator} ({item})", estimator=model.estimator, item=weakest["item"]
        ),
        estimate=weakest["standardized"],
        criterion=say("at least .4; others ask for .5"),
        source="Stevens 2002; Hair et al. 2019",
        conf_low=weakest["standardized_low"],
        conf_high=weakest["standardized_high"],
    )


def _adequacy(adequacy: SamplingAdequacy) -> list[Criterion]:
    return [
        Criterion(
            term=say("KMO, all items ({correlation})", correlation=correlation_kind(adequacy.correlation)),
            estimate=float(adequacy.table["sampling_adequacy"].iloc[0]),
            criterion=say(
                ".90s marvelous, .80s meritorious, .70s middling, .60s mediocre, .50s miserable, below unacceptable"
            ),
            source="Kaiser 1974",
        )
    ]


def _components(components: ParallelAnalysis) -> list[Criterion]:
    kind = correlation_kind(components.correlation)
    first, second = components.table["eigenvalue"].iloc[:2]
    return [
        Criterion(
            term=say("First eigenvalue over second ({correlation})", correlation=kind),
            estimate=float(first / second),
            criterion=say("large; above 3 as a rule of thumb"),
            source="Lord 1980; Slocum-Gori & Zumbo 2011",
            decimals=1,
        ),
        Criterion(
            term=say("Components with eigenvalues above random data ({correlation})", correlation=kind),
            estimate=float(components.n_above_random),
            criterion=say("as many dimensions as components above random data"),
            source="Horn 1965",
            kind="count",
        ),
    ]


def _partials(partials: MinimumAveragePartial) -> list[Criterion]:
    return [
        Criterion(
            term=say(
                "Components with the minimum average partial ({correlation})",
                correlation=correlation_kind(partials.correlation),
            ),
            estimate=float(partials.n_components),
            criterion=say("as many dimensions as components at the minimum"),
            source="Velicer 1976",
            kind="count",
        )
    ]


def _bifactor(bifactor: EssentialUnidimensionality) -> list[Criterion]:
    kind = correlation_kind(bifactor.correlation)
    estimates = bifactor.table.set_index("term")["estimate"]
    rows = (
        (
            "omega_hierarchical",
            say("Omega hierarchical ({correlation})", correlation=kind),
            say("above .80 the sum mostly reflects one factor"),
            "Rodriguez et al. 2016",
        ),
        (
            "explained_common_variance",
            say("Part of the general factor in the common variance ({correlation})", correlation=kind),
            say("above .70, if pairs of different group factors are above .70 too"),
            "Rodriguez et al. 2016",
        ),
        (
            "relative_bias",
            say("Relative bias of the loadings on one factor ({correlation})", correlation=kind),
            say("below .10 to .15"),
            "Muthén et al. 1987",
        ),
    )
    return [
        Criterion(term=term, estimate=float(estimates[name]), criterion=criterion, source=source)
        for name, term, criterion, source in rows
    ]
