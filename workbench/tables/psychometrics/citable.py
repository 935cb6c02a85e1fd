"""What factor model and reliability say in an article, in the style of the APA."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbench.disclosure.gate import fit_decimals
from workbench.psychometrics import ConfirmatoryFactors, Reliability
from workbench.tables.report_table import Citable
from workbench.wording import interval_name, numbers, say

_OMEGA, _ALPHA = "categorical omega", "coefficient alpha"
_INDICES = ("cfi", "tli", "rmsea", "rmsea_low", "rmsea_high")


def citable_fit(model: ConfirmatoryFactors) -> tuple[Citable, ...]:
    """Say how a one-factor model was fitted, and how it fits; nothing where an index cannot be computed."""
    fit = model.fit.to_dict("records")[0]
    indices, decimals = "_scaled" if model.estimator == "WLSMV" else "_robust", int(fit_decimals(fit["n_respondents"]))
    names = ("chi_square_scaled", "p_value_scaled", *(f"{name}{indices}" for name in _INDICES), "srmr")
    if model.loadings["factor"].nunique() != 1 or any(pd.isna(fit.get(name)) for name in names):
        return ()
    if model.estimator == "WLSMV":
        method = say(
            "The dimensionality was examined by a one-factor model of the polychoric correlations (WLSMV, scaled test "
            "and indices)."
        )
    else:
        method = say(
            "The dimensionality was examined by a one-factor model of the answers as numbers ({estimator}, robust "
            "indices).",
            estimator=model.estimator,
        )
    low, high = (numbers.proportion(fit[f"rmsea_{end}{indices}"], decimals) for end in ("low", "high"))
    p = numbers.p_band(fit["p_value_scaled"])
    result = say(
        "Fit of one factor: χ² = {chi_square} (df = {df}, p {p}), CFI = {cfi}, TLI = {tli}, RMSEA = {rmsea} "
        "(90 % CI {ends}), SRMR = {srmr}.",
        chi_square=numbers.size(fit["chi_square_scaled"]),
        df=int(fit["df"]),
        p=p if p.startswith(("<", "≥")) else f"= {p}",
        cfi=numbers.proportion(fit[f"cfi{indices}"], decimals),
        tli=numbers.proportion(fit[f"tli{indices}"], decimals),
        rmsea=numbers.proportion(fit[f"rmsea{indices}"], decimals),
        ends=f"{low}{numbers.DASH}{high}",
        srmr=numbers.proportion(fit["srmr"], decimals),
    )
    return (Citable(paragraph="methods", sentence=method), Citable(paragraph="results", sentence=result))


def citable_reliability(coefficients: Sequence[Reliability]) -> tuple[Citable, ...]:
    """Say the reliability of the score, in the table that sets categorical omega beside others."""
    found = {own.table["term"].iloc[0]: _with_interval(own) for own in coefficients}
    if not found.get(_OMEGA) or len(found) == 1:
        return ()
    kind = next(interval_name(own.interval) for own in coefficients if own.table["term"].iloc[0] == _OMEGA)
    method = say("Reliability is categorical omega, for a sum of ordered answers; interval: {kind}.", kind=kind)
    if found.get(_ALPHA):
        result = say(
            "Categorical omega was {omega}; coefficient alpha was {alpha}.", omega=found[_OMEGA], alpha=found[_ALPHA]
        )
    else:
        result = say("Categorical omega was {omega}.", omega=found[_OMEGA])
    return (Citable(paragraph="methods", sentence=method), Citable(paragraph="results", sentence=result))


def _with_interval(coefficient: Reliability) -> str:
    """Say a coefficient; empty where it has no interval."""
    row = coefficient.table.iloc[0]
    if pd.isna(row["conf_low"]):
        return ""
    low, high = (numbers.proportion(row[f"conf_{end}"]) for end in ("low", "high"))
    return say(
        "{estimate} ({level} CI {ends})",
        estimate=numbers.proportion(row["estimate"]),
        level=numbers.percent(coefficient.conf_level, 0),
        ends=f"{low}{numbers.DASH}{high}",
    )
