"""Factor models against lavaan and semTools: every fit of bfi_confirmatory.json and confirmatory.json.

Tolerances with their reasons stand in VERSIONS.
"""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import bfi
from tests.reference.factors.confirmatory_samples import (
    ABILITIES,
    BFI,
    CATEGORICAL,
    CONTINUOUS,
    FIT,
    ONE,
    TESTS,
    TWO,
    A,
    C,
    E,
    R,
    by_age,
    by_education,
    by_gender,
    few,
    grouped,
    holzinger,
    numbered,
    sparse,
    table,
    ten,
    terms,
    weights,
)
from workbench import psychometrics

ESTIMATE = 1e-4  # relative, of numbers below SMALL relative to it
SMALL = 0.2
FIT_INDEX = 5e-6
FROM_SMALL_SAMPLES = 1e-4
MODIFICATION = 5e-4
RESIDUAL = 5e-6

fit_confirmatory_factors = partial(psychometrics.fit_confirmatory_factors, standard_errors="lavaan")


def close(ours, theirs, relative, small):
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    assert np.isfinite(ours).all()
    np.testing.assert_array_less(np.abs(ours - theirs), relative * np.maximum(np.abs(theirs), small))


def compare_fit(fitted, reference, tolerance=FIT_INDEX):
    """Every index that R has; where R has none, we have none either."""
    row = fitted.fit.iloc[0]
    present = {ours: theirs for ours, theirs in FIT.items() if reference.get(theirs) is not None}
    assert set(present) == {ours for ours in FIT if ours in row and np.isfinite(row[ours])}
    for ours, theirs in present.items():
        close(row[ours], reference[theirs], tolerance, 0.1)


def compare_rows(frame, reference, columns, *, fixed=(), relative=ESTIMATE, small=SMALL):
    """Rows of R that have a standard error, but for the operators named `fixed`, which we do not list."""
    rows = terms(reference)
    if "se" in rows:
        rows = rows[(rows["se"] > 0) & (rows["op"] != "~*~")]
    rows = rows[~rows["op"].isin(fixed) | (rows["lhs"] != rows["rhs"])]
    assert len(rows)
    for ours, theirs in columns.items():
        close(frame.loc[rows.index, ours], rows[theirs], relative, small)
    return rows


def compare(fitted, reference):
    """One model in one group, with all that is known of it."""
    levels = fitted.groups["level"].tolist()
    frame = numbered(fitted.table, levels)
    compare_fit(fitted, reference["fit"])
    rows = compare_rows(frame, reference["parameters"], {"estimate": "est", "std_error": "se"})
    assert set(rows.index) == set(frame.index)
    # R also standardises the residual variances, which under unit variances are not parameters.
    fixed = ("~~",) if fitted.estimator == "WLSMV" else ()
    standardized = {"standardized": "est.std", "standardized_std_error": "se"}
    compare_rows(frame, reference["standardized"], standardized, fixed=fixed)
    np.testing.assert_allclose(fitted.residual_correlations, reference["resid_cor"], atol=RESIDUAL, rtol=0)
    changes = numbered(fitted.modification_indices, levels)
    columns = {"modification_index": "mi", "expected_change": "epc", "standardized_change": "sepc.all"}
    rows = compare_rows(changes, reference["modindices"], columns, relative=MODIFICATION, small=0.1)
    if len(rows) < 30:  # R's list is complete
        assert set(rows.index) == set(changes.index)


@pytest.mark.parametrize("estimator", ["ML", "MLR", "WLSMV"])
@pytest.mark.parametrize("name", list(BFI["scales"]))
def test_five_scales(name, estimator):
    reference = BFI["scales"][name]
    responses = bfi().dropna(subset=[*reference["items"], "gender"])[reference["items"]]
    fitted = fit_confirmatory_factors(responses, factors={"f": reference["items"]}, estimator=estimator)
    assert fitted.groups["n_respondents"].tolist() == [reference["n"]]
    compare(fitted, reference[estimator])


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_sampling_weights(estimator):
    responses = bfi()[A].dropna()
    fitted = fit_confirmatory_factors(responses, factors=ONE, estimator=estimator, sampling_weights=weights(responses))
    compare(fitted, R["weighted"][estimator])


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
@pytest.mark.parametrize("name", ["small", "large"])
def test_ten_items_with_sparse_categories(name, estimator):
    responses = sparse(name)
    one = fit_confirmatory_factors(responses, factors={"f": [*A, *C]}, estimator=estimator)
    compare(one, R["sparse"][name][estimator])
    two = fit_confirmatory_factors(responses, factors=TWO, estimator=estimator)
    compare(two, R["sparse"][name][f"{estimator}_two"])


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_three_factors(estimator):
    responses = holzinger()[TESTS]
    compare(fit_confirmatory_factors(responses, factors=ABILITIES, estimator=estimator), R["three"][estimator])
    fitted = fit_confirmatory_factors(responses, factors=ABILITIES, estimator=estimator, free=["x7 ~~ x8"])
    compare(fitted, R["three"][f"{estimator}_covariance"])


def test_two_factors_of_ordered_answers():
    compare(fit_confirmatory_factors(ten(), factors=TWO), R["ordinal"]["two"])
    compare(fit_confirmatory_factors(ten(), factors=TWO, free=["C1~~C2"]), R["ordinal"]["covariance"])
    fitted = fit_confirmatory_factors(ten(), factors=TWO, free=["C1~~C2"], estimator="MLR")
    compare(fitted, R["ordinal"]["MLR_covariance"])


def test_half_a_respondent_in_empty_cells_would_change_nothing_here():
    reference = R["zero_add"]
    fitted = fit_confirmatory_factors(sparse("small"))
    close(fitted.fit["chi_square"], [reference["five_none"]], FIT_INDEX, 1)
    assert reference["five_none"] == reference["five_default"]


def schools(block):
    tests = holzinger()
    return tests[TESTS], grouped(tests["school"], block)


# Name of the ladder: its block, respondents and groups, steps, factors, estimator, freed parameters.
LADDERS = {
    "gender": (R["full"], lambda b: by_gender(A, b), CATEGORICAL, ONE, "WLSMV", ()),
    "gender, partial": (R["partial"], lambda b: by_gender(A, b), CATEGORICAL, ONE, "WLSMV", R["partial"]["free"]),
    "weighted": (R["weighted"]["invariance"], lambda b: by_gender(A, b), CATEGORICAL, ONE, "WLSMV", ()),
    "weighted MLR": (R["weighted"]["invariance_MLR"], lambda b: by_gender(A, b), CONTINUOUS, ONE, "MLR", ()),
    "two categories": (R["few"]["two"], lambda b: few("two", b), CATEGORICAL, ONE, "WLSMV", ()),
    "three categories": (R["few"]["three"], lambda b: few("three", b), CATEGORICAL, ONE, "WLSMV", ()),
    "mixed categories": (R["few"]["mixed"], lambda b: few("mixed", b), CATEGORICAL, ONE, "WLSMV", ()),
    "two factors": (R["ordinal"]["gender"], lambda b: by_gender(A + C, b), CATEGORICAL, TWO, "WLSMV", ("C1~~C2",)),
    "three groups": (R["groups"]["WLSMV"], by_education, CATEGORICAL, {"f": E}, "WLSMV", ()),
    "three groups MLR": (R["groups"]["MLR"], by_education, CONTINUOUS, {"f": E}, "MLR", ()),
    "small groups MLR": (R["negative"], by_age, CONTINUOUS, {"f": C}, "MLR", ()),
    "schools ML": (R["three"]["schools_ML"], schools, CONTINUOUS, ABILITIES, "ML", ()),
    "schools MLR": (R["three"]["schools_MLR"], schools, CONTINUOUS, ABILITIES, "MLR", ()),
    "schools, partial ML": (
        R["three"]["schools_partial_ML"], schools, CONTINUOUS, ABILITIES, "ML", ("x3~1", "x7~1", "textual=~x5"),
    ),
    "schools, partial MLR": (
        R["three"]["schools_partial_MLR"], schools, CONTINUOUS, ABILITIES, "MLR", ("x3~1", "x7~1"),
    ),
}  # fmt: skip
STEPS = [(name, step) for name, ladder in LADDERS.items() for step in ladder[0]["steps"]]


@pytest.mark.parametrize(("name", "step"), STEPS, ids=[f"{name}: {step}" for name, step in STEPS])
def test_groups(name, step):
    block, choose, steps, factors, estimator, free = LADDERS[name]
    responses, group = choose(block)
    fitted = fit_confirmatory_factors(
        responses,
        factors=factors,
        estimator=estimator,
        group=group,
        equal=steps[step],
        free=free,
        sampling_weights=weights(responses) if name.startswith("weighted") else None,
    )
    assert fitted.groups["n_respondents"].tolist() == block["group_n"]
    if (name, step) == ("mixed categories", "thresholds_loadings"):
        # semTools still fixes the residual variance of the item with two options here, which we free, so that the next
        # step is nested in this one: one parameter more, and a fit at least as close.
        assert fitted.fit.loc[0, "df"] == block["steps"][step]["df"] - 1
        assert fitted.fit.loc[0, "chi_square"] < block["steps"][step]["chisq"]
        return
    frame = numbered(fitted.table, block["group_order"])
    compare_fit(fitted, block["steps"][step], FROM_SMALL_SAMPLES if name == "small groups MLR" else FIT_INDEX)
    if step in block["parameters"]:
        rows = compare_rows(frame, block["parameters"][step], {"estimate": "est", "std_error": "se"})
        assert set(rows.index) == set(frame.index)
    if step == "scalar":
        columns = {"standardized": "est.std", "standardized_std_error": "se"}
        compare_rows(frame, block["scalar_standardized"], columns)
    tests = block["scalar_score_tests"] if step == "scalar" else block.get("score_tests", {}).get(step)
    if tests:
        compare_score_tests(fitted, block, tests)
    if step == "thr_load_intercepts" and "intercepts_mi" in block:
        compare_intercepts(fitted, block)


def compare_score_tests(fitted, block, tests):
    """Deviation of one group from an equality: our modification index of that parameter in that group."""
    rows = table(tests)
    rows.index = pd.MultiIndex.from_arrays([rows["parameter"].str.replace("|t", "|"), rows["group"]])
    changes = numbered(fitted.modification_indices, block["group_order"])
    close(changes.loc[rows.index, "modification_index"], rows["X2"], MODIFICATION, 0.1)
    close(changes.loc[rows.index, "p_value"], rows["p.value"], MODIFICATION, 0.1)


def compare_intercepts(fitted, block):
    rows = terms(block["intercepts_mi"])
    rows = rows[rows["group"] > 1]
    changes = numbered(fitted.modification_indices, block["group_order"])
    close(changes.loc[rows.index, "modification_index"], rows["mi"], MODIFICATION, 0.1)
    close(changes.loc[rows.index, "expected_change"], rows["epc"], MODIFICATION, 0.1)
