"""Tables of the confirmatory factor model: fit, loadings, and what would improve it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, fit_decimals, shown_result
from workbench.intake import Survey
from workbench.psychometrics import BivariateNormality, ConfirmatoryFactors
from workbench.psychometrics.invariance import check_one_factor, check_testable, check_ungrouped
from workbench.tables.labels import footnotes, with_statements
from workbench.tables.psychometrics.citable import citable_fit
from workbench.tables.report_table import Headline, ReportTable
from workbench.tables.table_column import column
from workbench.wording import answer_kind, numbers, say

_MOST_INDICES = 10
_REJECTED = 0.05  # the end of a band of p-values
_ERRORS = ("rmsea", "rmsea_scaled", "rmsea_robust")  # written with their intervals


def model_fit(
    ordinal: ProtectedTable | None, continuous: ProtectedTable | None, *, normality: ProtectedTable | None = None
) -> ReportTable:
    """Show chi-square and fit indices of two models side by side, naive, scaled and robust under their own headings.

    Either is left out where it is None. A model without degrees of freedom is refused: it fits whatever the answers.

    Parameters
    ----------
    ordinal, continuous : ProtectedTable
        The same factors by WLSMV and by MLR.
    normality : ProtectedTable, optional
        Tests of the latent responses behind the first model.
    """
    models = _models(ordinal, continuous)
    for model in models.values():
        check_ungrouped(model)
        check_testable(model)
    fits = {name: model.fit.to_dict("records")[0] for name, model in models.items()}
    rows = [
        _fit_row(heading, label, name, fits)
        for suffix, heading in _versions().items()
        for label, name in _measures(suffix)
    ]
    rows.append(_fit_row(say("Size of the residuals"), "SRMR", "srmr", fits))
    one_factor = all(model.loadings["factor"].nunique() == 1 for model in models.values())
    return ReportTable(
        name="model_fit",
        caption=say("Fit of the one-factor model") if one_factor else say("Fit of the factor model"),
        columns=(
            column(say("Measure"), "term"),
            *(column(_of_model(model), f"{name}_text") for name, model in models.items()),
        ),
        frame=pd.DataFrame(rows),
        notes=(
            *(note for model in models.values() for note in _correction(model)),
            *(_normality(shown_result(normality, BivariateNormality)) if normality is not None else ()),
            say(
                "Ordered, continuous: how the model takes the answers. CFI: comparative fit index. TLI: Tucker–Lewis "
                "index. RMSEA: root mean square error of approximation. SRMR: standardised root mean square residual."
            ),
            *footnotes(*filter(None, (ordinal, continuous))),
        ),
        blank=say("the version does not exist for this estimator, or it cannot be computed."),
        headlines=_headline(models["ordinal"]) if one_factor and "ordinal" in models else (),
        citable=citable_fit(next(iter(models.values()))) if models else (),
        grouped_by="version",
    )


def _models(ordinal: ProtectedTable | None, continuous: ProtectedTable | None) -> dict[str, ConfirmatoryFactors]:
    given = {"ordinal": ordinal, "continuous": continuous}
    return {name: shown_result(each, ConfirmatoryFactors) for name, each in given.items() if each is not None}


def _of_model(model: ConfirmatoryFactors) -> str:
    kind = answer_kind(model.estimator)
    return say("{estimator} ({answers})", estimator=model.estimator, answers=kind)


def _versions() -> dict[str, str]:
    """Suffix of the columns, and what its numbers are."""
    return {
        "_scaled": say("Scaled, from the corrected chi-square"),
        "": say("Naive, as a plain chi-square"),
        "_robust": say("Robust, for the population"),
    }


def _measures(suffix: str) -> list[tuple[str, str]]:
    """Label and column of the measures in one block; robust chi-squares do not exist."""
    tests = [("χ²", f"chi_square{suffix}"), (say("Degrees of freedom"), "df"), ("p", f"p_value{suffix}")]
    indices = [
        ("CFI", f"cfi{suffix}"),
        ("TLI", f"tli{suffix}"),
        (say("RMSEA (90 % interval)"), f"rmsea{suffix}"),
        (say("p that RMSEA ≤ .05"), f"rmsea_close_p_value{suffix}"),
    ]
    return indices if suffix == "_robust" else [*tests, *indices]


def _fit_row(heading: str, label: str, name: str, fits: dict[str, dict[Hashable, Any]]) -> dict[str, object]:
    """One measure of each model, as numbers and as text."""
    row: dict[str, object] = {"version": heading, "term": label}
    for model, fit in fits.items():
        value = fit.get(name, float("nan"))
        with_ends = name in _ERRORS
        low, high = (fit.get(name.replace("rmsea", f"rmsea_{end}"), float("nan")) for end in ("low", "high"))
        row[model] = value
        row[f"{model}_low"] = low if with_ends else None
        row[f"{model}_high"] = high if with_ends else None
        decimals = int(fit_decimals(fit["n_respondents"]))
        row[f"{model}_text"] = None if pd.isna(value) else _written(name, value, low, high, decimals)
    return row


def _written(name: str, value: float, low: float, high: float, decimals: int) -> str:
    if name in _ERRORS:
        return f"{numbers.number(value, decimals)} ({numbers.interval(low, high, decimals)})"
    if name.startswith("chi_square"):
        return numbers.size(value)
    if name == "df":
        return numbers.count(value)
    return numbers.p_band(value) if "p_value" in name else numbers.number(value, decimals)


def _correction(model: ConfirmatoryFactors) -> list[str]:
    """How the scaled chi-square comes from the naive one, where there is one."""
    fit = model.fit.to_dict("records")[0]
    if pd.isna(fit.get("chi_square_scaled", float("nan"))) or not fit["df"]:
        return []
    factor = numbers.number(fit["scaling_factor"])
    if "shift" in fit:
        shift = numbers.number(fit["shift"])
        return [
            say(
                "{estimator}: scaled χ² = naive χ² / {factor} + {shift} (scaling factor and shift).",
                estimator=model.estimator, factor=factor, shift=shift,
            )
        ]  # fmt: skip
    return [
        say("{estimator}: scaled χ² = naive χ² / {factor} (scaling factor).", estimator=model.estimator, factor=factor)
    ]


def _normality(normality: BivariateNormality) -> list[str]:
    """For how many pairs of items normal latent responses are rejected, and what follows from it for WLSMV."""
    p_values = normality.table["p_value_holm"].dropna()
    if p_values.empty:
        return []
    # all pairs, also without a test: how many have one tells whether somebody gave each answer
    pairs, rejected = len(normality.table), int((p_values <= _REJECTED).sum())
    if not rejected:
        return [
            say(
                "Normal latent responses, which WLSMV assumes, are rejected for none of {pairs} pairs (p < .05 after "
                "Holm).",
                pairs=numbers.count(pairs),
            )
        ]
    return [
        say(
            "Normal latent responses, which WLSMV assumes, are rejected for {n} of {pairs} pairs (p < .05 after Holm): "
            "its errors and scaled χ² hold nevertheless, but its correlations and loadings may be shifted.",
            n=numbers.count(rejected),
            pairs=numbers.count(pairs),
        )
    ]


def _headline(model: ConfirmatoryFactors) -> tuple[Headline, ...]:
    fit = model.fit.to_dict("records")[0]
    if not fit["df"] or pd.isna(fit.get("cfi_scaled", float("nan"))):
        return ()
    decimals = int(fit_decimals(fit["n_respondents"]))
    error = _written("rmsea", fit["rmsea_scaled"], fit["rmsea_low_scaled"], fit["rmsea_high_scaled"], decimals)
    return (
        Headline(
            name="one_factor_cfi",
            label=say("Fit of one factor: CFI ({estimator}, scaled)", estimator=model.estimator),
            value=float(fit["cfi_scaled"]),
            text=numbers.number(fit["cfi_scaled"], decimals),
            detail=f"RMSEA {error}",
        ),
    )


def standardized_loadings(
    ordinal: ProtectedTable | None, continuous: ProtectedTable | None, *, survey: Survey
) -> ReportTable:
    """Show standardised loadings of one or two models with their intervals, items in the order of the instrument."""
    models = _models(ordinal, continuous)
    frames = [_standardised(model).set_index("item").add_suffix(f"_{name}") for name, model in models.items()]
    frame = pd.concat(frames, axis=1).reset_index()
    return ReportTable(
        name="standardized_loadings",
        caption=say("Standardised loadings on one factor"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            *(
                shown
                for name, model in models.items()
                for shown in (
                    column(_of_model(model), f"standardized_{name}", kind="number"),
                    column(say("Interval"), f"standardized_low_{name}", f"standardized_high_{name}", kind="interval"),
                )
            ),
        ),
        frame=with_statements(frame, survey.instrument),
        notes=(
            say(
                "A standardised loading is the correlation with the factor: of the normal variable behind the answers "
                "(ordered) or of the answers themselves (continuous). Its square is the part of the variance that the "
                "factor explains."
            ),
        ),
    )


def _standardised(model: ConfirmatoryFactors) -> pd.DataFrame:
    check_one_factor(model)
    return model.loadings[
        ["item", "standardized", "standardized_std_error", "standardized_low", "standardized_high"]
    ].reset_index(drop=True)


def modification_indices(protected: ProtectedTable) -> ReportTable:
    """Show the ten parameters that would improve the fit most if they were free."""
    model = shown_result(protected, ConfirmatoryFactors)
    check_ungrouped(model)
    check_testable(model)
    frame = model.modification_indices.head(_MOST_INDICES).drop(columns=["variable", "level"])
    frame["parameter"] = list(map(_parameter, frame["term"]))
    return ReportTable(
        name="modification_indices",
        caption=say("Largest modification indices ({estimator})", estimator=model.estimator),
        columns=(
            column(say("Parameter"), "parameter"),
            column(say("Modification index"), "modification_index", kind="size"),
            column(say("Score test, χ²"), "score_statistic", kind="size"),
            column(say("p"), "p_value", kind="p_band"),
            column(say("Expected change"), "expected_change", kind="number"),
            column(say("Standardised"), "standardized_change", kind="number"),
        ),
        frame=frame.reset_index(drop=True),
        notes=(
            say(
                "One item with another: their residual covariance, which the model sets to zero; standardised it is a "
                "correlation of what the model leaves of them. Modification index: how far the naive χ² would "
                "fall if this parameter alone were free. Score test: whether that is more than chance (χ² with 1 df, "
                "rounded, and its p), as robust as the standard errors. The largest of {n} indices; tests are not "
                "corrected for their number.",
                n=numbers.count(len(model.modification_indices)),
            ),
        ),
    )


def _parameter(term: str) -> str:
    """Say a parameter: `q1 with q2` of a residual covariance, `factor on q1` of a loading."""
    if "~~" in term:
        item, other = term.split("~~")
        return say("{item} with {other}", item=item, other=other)
    if "=~" in term:
        factor, item = term.split("=~")
        return say("{factor} on {item}", factor=factor, item=item)
    return term
