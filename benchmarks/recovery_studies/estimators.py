"""What is estimated in one sample: intervals of parameters by kind, and tests of a true model at 5 %."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from benchmarks.recovery_studies.answers import INSTRUMENT, SCALES, Sample
from benchmarks.recovery_studies.truths import TERMS
from workbench import psychometrics

Z = 1.959963984540054
LEVEL = 0.05
N_BOOTSTRAP, N_BOOTSTRAP_ORDINAL = 500, 300


class Intervals(NamedTuple):
    """Estimates of one kind with 95 % intervals, NaN where there are none; standard errors where there are any."""

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    std_error: np.ndarray | None = None


class Tests(NamedTuple):
    """p-values of hypotheses that are true."""

    p_value: np.ndarray


Found = dict[str, Intervals | Tests]


def wald(table: pd.DataFrame, name: str, error: str = "std_error") -> Intervals:
    estimate, std_error = table[name].to_numpy(float), table[error].to_numpy(float)
    return Intervals(estimate, estimate - Z * std_error, estimate + Z * std_error, std_error)


def without_interval(estimate: float) -> Intervals:
    return Intervals(np.array([estimate]), np.array([np.nan]), np.array([np.nan]))


def given(table: pd.DataFrame, name: str) -> Intervals:
    low, high = table["conf_low"].to_numpy(float), table["conf_high"].to_numpy(float)
    errors = table["std_error"].to_numpy(float) if "std_error" in table else None
    return Intervals(table[name].to_numpy(float), low, high, errors)


def tests(*p_values: float) -> Tests:
    return Tests(np.array(p_values, dtype=float))


def wlsmv(sample: Sample, *, standard_errors: str = "robust") -> Found:
    fitted = psychometrics.fit_confirmatory_factors(
        sample.responses, standard_errors=standard_errors, sampling_weights=sample.weights
    )
    return {
        "loadings": wald(fitted.loadings, "loading"),
        "thresholds": wald(fitted.thresholds, "estimate"),
        "χ² scaled and shifted": tests(fitted.fit.loc[0, "p_value_scaled"]),
        "χ² naive": tests(fitted.fit.loc[0, "p_value"]),
    }


def mlr(sample: Sample) -> Found:
    fitted = psychometrics.fit_confirmatory_factors(sample.responses, estimator="MLR", sampling_weights=sample.weights)
    own = fitted.table["term"].isin([f"{item}~~{item}" for item in sample.responses])
    return {
        "loadings": wald(fitted.loadings, "loading"),
        "standardised loadings": wald(fitted.loadings, "standardized", "standardized_std_error"),
        "residual variances": wald(fitted.table[own], "estimate"),
        "χ² scaled": tests(fitted.fit.loc[0, "p_value_scaled"]),
        "χ² naive": tests(fitted.fit.loc[0, "p_value"]),
    }


def polychoric(sample: Sample) -> Found:
    fitted = psychometrics.polychoric_correlations(sample.responses)
    return {"correlations": wald(fitted.table, "estimate"), "thresholds": wald(fitted.thresholds, "estimate")}


def alpha(sample: Sample) -> Found:
    names = {"Feldt": "feldt", "Bonett": "bonett", "Duhachek": "duhachek", "linearised": "linearised"}
    found: Found = {}
    for name, interval in names.items():
        table = psychometrics.coefficient_alpha(sample.responses, interval=interval).table
        found[f"alpha, {name}"] = given(table.iloc[:1], "estimate")
    return found


def alpha_and_omega_bootstrap(sample: Sample) -> Found:
    settings = {"interval": "bootstrap", "n_bootstrap": N_BOOTSTRAP}
    first = psychometrics.coefficient_alpha(sample.responses, **settings).table.iloc[:1]
    second = psychometrics.coefficient_omega(sample.responses, **settings).table
    return {"alpha, bootstrap": given(first, "estimate"), "omega total, bootstrap": given(second, "estimate")}


def categorical_omega(sample: Sample) -> Found:
    fitted = psychometrics.coefficient_omega(sample.responses, kind="categorical", n_bootstrap=N_BOOTSTRAP_ORDINAL)
    return {"categorical omega, bootstrap": given(fitted.table, "estimate")}


def scalability(sample: Sample) -> Found:
    fitted = psychometrics.scalability_coefficients(sample.responses)
    return {"H of the scale": given(fitted.table, "estimate"), "H of items": given(fitted.items, "estimate")}


def graded_response(sample: Sample) -> Found:
    fitted = psychometrics.fit_graded_response(sample.responses, sampling_weights=sample.weights)
    found: Found = {
        "discriminations": given(fitted.items, "discrimination"),
        "difficulties": given(fitted.difficulties, "difficulty"),
        "C2": tests(fitted.fit.loc[0, "p_value"]),
    }
    if sample.responses.nunique().eq(5).all():  # the cut-off means the same only where every answer occurs
        precision = psychometrics.cutoff_precision(fitted, instrument=INSTRUMENT).table.set_index("term")
        found |= {term: given(precision.loc[[term]], "estimate") for term in TERMS}
    return found


def invariance(sample: Sample, *, estimator: str) -> Found:
    fitted = psychometrics.measurement_invariance(sample.responses, group=sample.group, estimator=estimator)
    steps = fitted.table.set_index("step")
    found: Found = {"χ² configural, scaled": tests(steps["p_value_scaled"].iloc[0])}
    for step in steps.index[1:]:
        found[f"χ² difference, {step}"] = tests(steps.loc[step, "p_value_difference"])
    return found | {"difference of factor means": given(fitted.latent_means, "estimate")}


def item_bias(sample: Sample, *, matching: str = "total", purify: bool = False, first: int = 0) -> Found:
    """Test the items from `first` on, which are not biased."""
    fitted = psychometrics.item_bias(sample.responses, group=sample.group, matching=matching, purify=purify)
    found: Found = {
        f"likelihood ratio, {term}": Tests(part["p_value"].to_numpy(float)[first:])
        for term, part in fitted.table.groupby("term", sort=False)
    }
    return found | {"log odds ratio of the groups": given(fitted.groups.iloc[first:], "estimate")}


def bifactor(sample: Sample) -> Found:
    """Both solutions; they have no intervals."""
    table = psychometrics.essential_unidimensionality(sample.responses).table.set_index("term")
    names = {"omega_hierarchical": "omega hierarchical", "explained_common_variance": "explained common variance"}
    columns = {"estimate": "", "estimate_direct": ", direct"}
    found = {"omega total": without_interval(table.loc["omega_total", "estimate"])}
    for term, name in names.items():
        found |= {name + words: without_interval(table.loc[term, column]) for column, words in columns.items()}
    return found


def retest(sample: Sample) -> Found:
    table = psychometrics.test_retest(sample.responses["first"], sample.responses["second"]).table.set_index("term")
    names = {"ICC for agreement": "icc_agreement", "ICC for consistency": "icc_consistency"}
    names |= {"lower limit of agreement": "lower_limit_of_agreement"}
    found: Found = {name: given(table.loc[[term]], "estimate") for name, term in names.items()}
    error = float(table.loc["standard_error_of_measurement", "estimate"])
    return found | {"standard error of measurement": without_interval(error)}


def heterotrait_monotrait(sample: Sample) -> Found:
    row = psychometrics.heterotrait_monotrait(sample.responses, factors=SCALES, n_bootstrap=N_BOOTSTRAP).table.iloc[0]
    found: Found = {}
    for name, column in (("HTMT", "htmt"), ("HTMT2", "htmt2"), ("latent correlation", "latent_correlation")):
        value, low, high = (np.array([row[f"{column}{end}"]]) for end in ("", "_low", "_high"))
        found[name] = Intervals(value, low, high)
    return found
