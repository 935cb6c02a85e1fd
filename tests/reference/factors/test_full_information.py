"""Full-information maximum likelihood against lavaan (tolerances in VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import bfi
from workbench import psychometrics
from workbench.numerics.structural_models.difference_tests import satorra_bentler
from workbench.psychometrics.answers import DesignWeights, split
from workbench.psychometrics.factors.estimation import estimate
from workbench.psychometrics.factors.samples import pattern_samples
from workbench.psychometrics.factors.specification import specify

HERE = Path(__file__).parent
OWN = json.loads((HERE / "full_information.json").read_text(encoding="utf-8"))
BFI = json.loads((HERE / "bfi_confirmatory.json").read_text(encoding="utf-8"))["scales"]
MISSING = json.loads((HERE / "confirmatory.json").read_text(encoding="utf-8"))["missing"]

ABILITIES = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
STEPS = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
FIT = {
    "chisq": "chi_square",
    "df": "df",
    "pvalue": "p_value",
    "baseline.chisq": "baseline_chi_square",
    "chisq.scaling.factor": "scaling_factor",
    "cfi": "cfi",
    "tli": "tli",
    "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_low",
    "rmsea.ci.upper": "rmsea_high",
    "rmsea.pvalue": "rmsea_close_p_value",
    "srmr": "srmr",
    "logl": "log_likelihood",
    "aic": "aic",
    "bic": "bic",
    "npar": "n_parameters",
}
FIT |= {f"{name}.{kind}": f"{column}_{kind}" for name, column in FIT.items() for kind in ("scaled", "robust")}
P_VALUES = ("pvalue", "rmsea.pvalue")

INDICES = 1e-5
ROBUST_OR_SEARCHED = 1e-4
P_VALUE = 1e-5
ESTIMATES = 1e-5
MODIFICATION = 1e-3


def frame(table) -> pd.DataFrame:
    return pd.DataFrame(table["rows"], columns=table["columns"])


def terms(table: pd.DataFrame) -> list[set[str]]:
    """Every way to write each parameter; bfi_confirmatory.json calls its factor f."""
    return [
        {f"{row.lhs}{row.op}1".replace("~11", "~1")}
        if row.op == "~1"
        else {f"{'factor' if row.lhs == 'f' else row.lhs}{row.op}{row.rhs}", f"{row.rhs}{row.op}{row.lhs}"}
        for row in table.itertuples()
    ]


def check_fit(fitted, reference) -> None:
    row = fitted.fit.iloc[0]
    compared = {
        name: value for name, value in reference.items() if name in FIT and FIT[name] in row and value is not None
    }
    assert {"chisq", "logl", "cfi", "rmsea", "srmr", "cfi.robust", "rmsea.robust"} <= set(compared)
    for name, value in compared.items():
        absolute = P_VALUE if name.removesuffix(".scaled").removesuffix(".robust") in P_VALUES else 1e-9
        loose = "robust" in name or "rmsea.ci" in name
        assert row[FIT[name]] == pytest.approx(value, rel=ROBUST_OR_SEARCHED if loose else INDICES, abs=absolute), name


def check_parameters(table, reference, columns, expected) -> None:
    reference = frame(reference)
    by_term = table.set_index("term")
    for names, (_, row) in zip(terms(reference), reference.iterrows(), strict=True):
        found = [name for name in names if name in by_term.index]
        if row["se"] != 0:
            np.testing.assert_allclose(
                by_term.loc[found[0], columns].to_numpy(float), row[expected].to_numpy(float), atol=ESTIMATES, rtol=0
            )


def abilities(**options):
    tests = pd.read_csv(HERE.parent / "data" / "holzinger_missing.csv")
    return psychometrics.fit_confirmatory_factors(
        tests.drop(columns="school"), factors=ABILITIES, missing="fiml", **options
    )


@pytest.fixture(scope="module")
def schools():
    tests = pd.read_csv(HERE.parent / "data" / "holzinger_missing.csv")
    return tests, tests["school"].astype(pd.CategoricalDtype(MISSING["schools_ML"]["group_order"]))


@pytest.mark.parametrize("scale", list(BFI))
def test_five_scales_ml(scale):
    fitted = psychometrics.fit_confirmatory_factors(bfi()[BFI[scale]["items"]], estimator="ML", missing="fiml")
    reference = BFI[scale]["fiml"]
    assert fitted.fit["n_respondents"].item() == reference["nobs"]
    check_fit(fitted, reference["fit"])
    check_parameters(fitted.table, reference["parameters"], ["estimate", "std_error"], ["est", "se"])
    check_parameters(
        fitted.table, reference["standardized"], ["standardized", "standardized_std_error"], ["est.std", "se"]
    )
    np.testing.assert_allclose(fitted.residual_correlations, reference["resid_cor"], atol=ESTIMATES)
    assert not any(column.endswith("_scaled") for column in fitted.fit)


@pytest.mark.parametrize("scale", list(BFI))
def test_five_scales_mlr(scale):
    fitted = psychometrics.fit_confirmatory_factors(bfi()[BFI[scale]["items"]], estimator="MLR", missing="fiml")
    check_fit(fitted, OWN[scale]["fit"])
    check_parameters(fitted.table, OWN[scale]["parameters"], ["estimate", "std_error"], ["est", "se"])


def test_sampling_weights():
    responses = bfi()[BFI["A"]["items"]].dropna(how="all")
    weights = pd.Series(1 + np.arange(1, len(responses) + 1) % 7 / 2, index=responses.index)
    fitted = psychometrics.fit_confirmatory_factors(
        responses, estimator="MLR", missing="fiml", sampling_weights=weights
    )
    check_fit(fitted, OWN["weighted"]["fit"])
    check_parameters(fitted.table, OWN["weighted"]["parameters"], ["estimate", "std_error"], ["est", "se"])


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_three_factors(estimator):
    fitted, reference = abilities(estimator=estimator), MISSING[estimator]
    check_fit(fitted, reference["fit"])
    check_parameters(fitted.table, reference["parameters"], ["estimate", "std_error"], ["est", "se"])
    check_parameters(
        fitted.table, reference["standardized"], ["standardized", "standardized_std_error"], ["est.std", "se"]
    )
    np.testing.assert_allclose(fitted.residual_correlations, reference["resid_cor"], atol=ESTIMATES)


def test_modification_indices():
    fitted, reference = abilities(estimator="ML"), frame(MISSING["ML"]["modindices"])
    by_term = fitted.modification_indices.set_index("term")
    for names, row in zip(terms(reference), reference.itertuples(), strict=True):
        found = by_term.loc[next(name for name in names if name in by_term.index)]
        assert found["modification_index"] == pytest.approx(row.mi, abs=MODIFICATION)
        assert found["expected_change"] == pytest.approx(row.epc, abs=ESTIMATES)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
@pytest.mark.parametrize("step", list(STEPS))
def test_two_schools(schools, estimator, step):
    fitted = abilities(estimator=estimator, group=schools[1], equal=STEPS[step])
    check_fit(fitted, MISSING[f"schools_{estimator}"]["steps"][step])


def test_difference_tests(schools):
    tests, school = schools
    parts = split(tests.drop(columns="school"), school, DesignWeights()).parts
    samples, _ = pattern_samples(parts, "Confirmatory factor analysis")
    fits = {}
    for step, equal in STEPS.items():
        model = specify(
            parts[0].responses.columns, factors=ABILITIES, n_groups=2, n_thresholds=None, equal=equal, free=()
        )
        fits[step] = estimate(model, samples, robust=True)
    reference = MISSING["schools_MLR"]["diff_tests"]
    for (wide, narrow), expected in zip(zip(STEPS, list(STEPS)[1:], strict=False), reference.values(), strict=True):
        found = satorra_bentler(fits[wide], fits[narrow])
        assert found.statistic == pytest.approx(expected["chisq_diff"], rel=INDICES)
        assert found.df == expected["df_diff"]
