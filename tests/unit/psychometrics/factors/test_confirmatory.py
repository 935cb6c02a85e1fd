"""Closed forms, invariances, a second library, recovery, and what is said of awkward data."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.multivariate.factor import Factor

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.errors import DataError, NotEstimable, ParameterError, WorkbenchError
from workbench.numerics.factors.one_factor_least_squares import one_factor as least_squares_factor
from workbench.numerics.structural_models.scaled_tests import ScaledTest
from workbench.psychometrics import coefficient_alpha, fit_confirmatory_factors, polychoric_correlations
from workbench.psychometrics.answers import DesignWeights, split
from workbench.psychometrics.factors.estimation import estimate
from workbench.psychometrics.factors.fit_table import fit_row
from workbench.psychometrics.factors.samples import normal_samples
from workbench.psychometrics.factors.specification import specify

ESTIMATORS = ("WLSMV", "ML", "MLR")
RESPONSES = one_factor(n=400)
GROUP = pd.Series(np.tile(["a", "b"], 200), index=RESPONSES.index, name="g")
LADDER = ("thresholds", "loadings", "intercepts", "residuals")
CLOSE = {"rtol": 1e-6, "atol": 1e-7}


def numbers(fitted):
    """Everything that a reader compares, by name."""
    columns = ["estimate", "std_error", "standardized", "standardized_std_error"]
    table = fitted.table.set_index(["term", "level"])[columns]
    fit = fitted.fit.iloc[0].drop(labels=["n_respondents"])
    return table.sort_index(), fit


def same(one, other, **tolerance):
    tolerance = tolerance or CLOSE
    for ours, theirs in zip(numbers(one), numbers(other), strict=True):
        assert ours.index.equals(theirs.index)
        np.testing.assert_allclose(ours.to_numpy(float), theirs.to_numpy(float), **tolerance)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_equal_loadings_make_omega_alpha(estimator):
    """Exactly parallel items: the loadings are the root of their covariance, and the fit is perfect."""
    covariances = np.full((4, 4), 0.36) + 0.64 * np.eye(4)
    responses = exact(covariances, n=300)
    fitted = fit_confirmatory_factors(responses, estimator=estimator)
    scale = np.sqrt(299 / 300)  # lavaan's covariances have divisor n
    np.testing.assert_allclose(fitted.loadings["loading"], 0.6 * scale, rtol=1e-6)
    np.testing.assert_allclose(fitted.loadings["standardized"], 0.6, rtol=1e-6)
    assert fitted.fit.loc[0, "chi_square"] == pytest.approx(0, abs=1e-8)
    residual = fitted.table.query("term.str.contains('~~')")["estimate"].sum()
    common = fitted.loadings["loading"].sum() ** 2
    alpha = coefficient_alpha(responses).table.loc[0, "estimate"]
    assert common / (common + residual) == pytest.approx(alpha, rel=1e-6)


def test_three_correlations_of_three_items_in_closed_form():
    fitted = fit_confirmatory_factors(RESPONSES[["i1", "i2", "i3"]])
    r = polychoric_correlations(RESPONSES[["i1", "i2", "i3"]]).table["estimate"].to_numpy()
    expected = np.sqrt([r[0] * r[1] / r[2], r[0] * r[2] / r[1], r[1] * r[2] / r[0]])
    np.testing.assert_allclose(fitted.loadings["loading"], expected, rtol=1e-6)
    assert fitted.fit.loc[0, "df"] == 0
    assert any("df = 0" in note for note in fitted.notes)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_nothing_to_test_without_degrees_of_freedom(estimator):
    row = fit_confirmatory_factors(RESPONSES[["i1", "i2", "i3"]], estimator=estimator).fit.iloc[0]
    kinds = [""] if estimator == "ML" else ["", "_scaled", "_robust"]
    for kind in kinds:
        assert (row[f"cfi{kind}"], row[f"tli{kind}"], row[f"rmsea{kind}"]) == pytest.approx((1, 1, 0))
        assert np.isnan(row[f"rmsea_close_p_value{kind}"])
    assert np.isnan(row["p_value"])


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_rescaled_items_leave_the_standardised_solution(estimator):
    factors = {"x": ["i1", "i2"], "y": ["i3", "i4", "i5"]}
    options = {"factors": factors, "estimator": estimator, "free": ["i1~~i4"]}
    plain = fit_confirmatory_factors(RESPONSES, **options)
    scale = np.array([1, 10, 0.1, 3, 2.5])
    stretched = fit_confirmatory_factors(RESPONSES * scale + 4, **options)
    columns = ["standardized", "standardized_std_error"]
    np.testing.assert_allclose(stretched.table[columns], plain.table[columns], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(stretched.fit["chi_square"], plain.fit["chi_square"], rtol=1e-6)
    np.testing.assert_allclose(
        stretched.modification_indices["modification_index"],
        plain.modification_indices["modification_index"],
        rtol=1e-4,
        atol=1e-4,
    )


def test_codes_of_ordered_answers_do_not_matter():
    same(fit_confirmatory_factors(RESPONSES), fit_confirmatory_factors(RESPONSES * 3 - 7))


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_rows_in_another_order(estimator):
    order = np.random.default_rng(1).permutation(len(RESPONSES))
    options = {"estimator": estimator, "equal": ("loadings",)}
    plain = fit_confirmatory_factors(RESPONSES, group=GROUP, **options)
    same(fit_confirmatory_factors(RESPONSES.iloc[order], group=GROUP.iloc[order], **options), plain)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_all_items_reversed(estimator):
    equal = ("loadings",) if estimator != "WLSMV" else ("thresholds", "loadings")
    plain = fit_confirmatory_factors(RESPONSES, estimator=estimator, group=GROUP, equal=equal)
    turned = fit_confirmatory_factors(6 - RESPONSES, estimator=estimator, group=GROUP, equal=equal)
    np.testing.assert_allclose(turned.loadings["loading"], plain.loadings["loading"], **CLOSE)
    np.testing.assert_allclose(turned.loadings["std_error"], plain.loadings["std_error"], **CLOSE)
    np.testing.assert_allclose(turned.fit.to_numpy(float), plain.fit.to_numpy(float), rtol=1e-5, atol=1e-6)
    if estimator == "WLSMV":
        mirrored = plain.thresholds.sort_values(["level", "item", "threshold"], ascending=[True, True, False])
        np.testing.assert_allclose(turned.thresholds["estimate"], -mirrored["estimate"], **CLOSE)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_groups_in_another_order(estimator):
    """The reference group changes units and not the fit; its latent mean turns its sign."""
    equal = LADDER if estimator == "WLSMV" else LADDER[1:]
    higher = (GROUP == "b") & (np.arange(len(GROUP)) % 4 == 1)
    shifted = RESPONSES.where(~higher, np.minimum(RESPONSES + 1, 5))
    fits = [
        fit_confirmatory_factors(
            shifted, estimator=estimator, group=GROUP.astype(pd.CategoricalDtype(order)), equal=equal
        )
        for order in (["a", "b"], ["b", "a"])
    ]
    assert [fitted.groups["level"].tolist() for fitted in fits] == [["a", "b"], ["b", "a"]]
    one, other = (fitted.fit.iloc[0] for fitted in fits)
    np.testing.assert_allclose(one.to_numpy(float), other.to_numpy(float), rtol=1e-5, atol=1e-6)
    means = [fitted.table.query("term == 'factor~1'")["estimate"].item() for fitted in fits]
    spreads = [fitted.table.query("term == 'factor~~factor'")["estimate"].item() for fitted in fits]
    assert means[1] == pytest.approx(-means[0] / np.sqrt(spreads[0]), rel=1e-4)
    assert spreads[1] == pytest.approx(1 / spreads[0], rel=1e-4)


def test_configural_groups_are_fitted_apart():
    together = fit_confirmatory_factors(RESPONSES, estimator="ML", group=GROUP)
    apart = [fit_confirmatory_factors(RESPONSES[level == GROUP], estimator="ML") for level in ("a", "b")]
    sums = [fitted.fit.loc[0, ["chi_square", "df", "baseline_chi_square"]] for fitted in apart]
    expected = sums[0] + sums[1]
    np.testing.assert_allclose(together.fit.loc[0, expected.index].to_numpy(float), expected.to_numpy(float), rtol=1e-7)
    loads = pd.concat([fitted.loadings["loading"] for fitted in apart])
    np.testing.assert_allclose(together.loadings["loading"], loads, **CLOSE)


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_equal_weights_are_no_weights(estimator):
    weighted = fit_confirmatory_factors(RESPONSES, estimator=estimator, sampling_weights=weights_of(RESPONSES, 3.0))
    same(weighted, fit_confirmatory_factors(RESPONSES, estimator=estimator))
    assert "weighted" in weighted.method


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_weights_count_as_repeated_answers_in_the_estimates_only(estimator):
    twice = np.where(np.arange(len(RESPONSES)) < 150, 2, 1)
    longer = fit_confirmatory_factors(repeated(RESPONSES, twice), estimator=estimator)
    weighted = fit_confirmatory_factors(RESPONSES, estimator=estimator, sampling_weights=weights_of(RESPONSES, twice))
    if estimator == "MLR":  # under WLSMV the weights of the correlations change with their errors
        np.testing.assert_allclose(weighted.loadings["loading"], longer.loadings["loading"], rtol=1e-6)
    assert (weighted.table["std_error"] > longer.table["std_error"]).mean() > 0.9


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_groups_of_unequal_weight(estimator):
    """Multiplying one group's weights moves the shares of the groups: it is the whole that sums to n."""
    weights = weights_of(RESPONSES, np.where(GROUP == "a", 3.0, 1.0))
    options = {"estimator": estimator, "group": GROUP, "equal": ("loadings",)}
    plain = fit_confirmatory_factors(RESPONSES, **options)
    weighted = fit_confirmatory_factors(RESPONSES, sampling_weights=weights, **options)
    apart = fit_confirmatory_factors(RESPONSES[GROUP == "a"], estimator=estimator).loadings["standardized"]
    near = [np.abs(f.loadings["standardized"].to_numpy()[:5] - apart).sum() for f in (weighted, plain)]
    assert near[0] < near[1]
    assert weighted.groups["n_respondents"].tolist() == [200, 200]


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_replicates_of_single_respondents_give_the_sandwich(estimator):
    """Leaving out one respondent at a time: the jackknife of independent respondents is near the linearised error."""
    some = RESPONSES.iloc[:150]
    weights = weights_of(some, 1.0)
    left_out = pd.DataFrame(150 / 149 * (1 - np.eye(150)), index=some.index)
    fitted = fit_confirmatory_factors(some, estimator=estimator, sampling_weights=weights, replicate_weights=left_out)
    linear = fit_confirmatory_factors(some, estimator=estimator, sampling_weights=weights)
    ratio = fitted.loadings["std_error"] / linear.loadings["std_error"]
    assert ratio.between(0.9, 1.15).all()
    assert "jackknife" in fitted.method
    assert "t with" in fitted.method or "from t" in fitted.method


def test_statsmodels_finds_the_same_maximum():
    theirs = Factor(corr=RESPONSES.corr().to_numpy(), n_factor=1, method="ml").fit()
    ours = fit_confirmatory_factors(RESPONSES, estimator="ML").loadings["standardized"]
    np.testing.assert_allclose(ours, np.abs(theirs.loadings[:, 0]), atol=2e-4)


def test_second_route_to_weighted_least_squares():
    """A Newton search over loadings only, written for many matrices at once."""
    fitted = polychoric_correlations(RESPONSES, standard_errors="lavaan")
    weights = np.zeros((5, 5))
    weights[np.triu_indices(5, 1)] = 1 / np.diag(fitted.asymptotic_covariance)[-10:]
    found = least_squares_factor(fitted.correlations.to_numpy()[None], (weights + weights.T)[None])
    ours = fit_confirmatory_factors(RESPONSES).loadings["loading"]
    np.testing.assert_allclose(ours, found.loadings[0], atol=1e-7)


def test_errors_of_ordered_answers_change_and_estimates_do_not():
    kinds = [fit_confirmatory_factors(RESPONSES, standard_errors=kind) for kind in ("robust", "lavaan")]
    estimates = ["estimate", "standardized"]
    np.testing.assert_array_equal(kinds[0].table[estimates], kinds[1].table[estimates])
    for column in ("chi_square", "srmr"):
        assert kinds[0].fit.loc[0, column] == kinds[1].fit.loc[0, column]
    assert kinds[0].fit.loc[0, "chi_square_scaled"] != pytest.approx(kinds[1].fit.loc[0, "chi_square_scaled"], rel=1e-3)
    np.testing.assert_array_equal(
        kinds[0].modification_indices["modification_index"], kinds[1].modification_indices["modification_index"]
    )
    assert "as in lavaan" in kinds[1].method and "as in lavaan" not in kinds[0].method
    assert "sandwich holds" not in fit_confirmatory_factors(RESPONSES, estimator="MLR").method


def test_recovery_of_an_ordered_factor():
    """Loadings .7 in 40 samples: mean of estimates and of errors, and few rejections of a model that holds."""
    estimates, errors, p_values = [], [], []
    for seed in range(40):
        fitted = fit_confirmatory_factors(one_factor(n=1000, k=5, seed=seed))
        estimates.append(fitted.loadings["loading"])
        errors.append(fitted.loadings["std_error"])
        p_values.append(fitted.fit.loc[0, "p_value_scaled"])
    estimates = np.array(estimates)
    spread = estimates.std(axis=0, ddof=1)
    np.testing.assert_allclose(estimates.mean(), 0.7, atol=4 * estimates.std() / np.sqrt(40))
    assert np.mean(errors) / spread.mean() == pytest.approx(1, abs=0.2)
    assert np.sum(np.array(p_values) < 0.05) <= 7  # 99.7 % of binomial(40, .05)


def test_latent_mean_of_a_shifted_group():
    rng = np.random.default_rng(8)
    group = np.repeat([0, 1], 3000)
    factor = 0.5 * group[:, None] + rng.standard_normal((6000, 1)) * np.where(group, 1.3, 1.0)[:, None]
    items = pd.DataFrame(factor + rng.standard_normal((6000, 5)), columns=list("abcde"))
    ordered = items.apply(lambda item: np.digitize(item, [-1.5, -0.5, 0.5, 1.5]) + 1.0)
    for responses, estimator, equal in ((ordered, "WLSMV", LADDER), (items, "MLR", LADDER[1:3])):
        fitted = fit_confirmatory_factors(responses, estimator=estimator, group=pd.Series(group), equal=equal)
        rows = fitted.table.set_index("term")
        for term, expected in (("factor~1", 0.5), ("factor~~factor", 1.69)):
            assert abs(rows.loc[term, "estimate"] - expected) < 3.5 * rows.loc[term, "std_error"]


def test_result_tells_one_line():
    text = repr(fit_confirmatory_factors(RESPONSES))
    assert text.startswith("ConfirmatoryFactors(WLSMV, χ²=")
    assert text.endswith("df=5, n=400)")


def test_a_freed_equality_is_free():
    options = {"group": GROUP, "equal": ("thresholds", "loadings")}
    held = fit_confirmatory_factors(RESPONSES, **options)
    freed = fit_confirmatory_factors(RESPONSES, free=("factor =~ i2", "i3 | t2"), **options)
    assert freed.fit.loc[0, "df"] == held.fit.loc[0, "df"] - 2
    wide = freed.table.pivot(index="term", columns="level", values="estimate")
    assert wide.loc["factor=~i2", "a"] != wide.loc["factor=~i2", "b"]
    assert wide.loc["factor=~i1", "a"] == wide.loc["factor=~i1", "b"]
    assert wide.loc["i3|2", "a"] != wide.loc["i3|2", "b"]


ODD = ["a b", "q~1", "q|2", "f=~q", "~~"]


def test_names_with_operators_in_them():
    odd = RESPONSES.set_axis(ODD, axis=1)
    plain = fit_confirmatory_factors(RESPONSES, free=["i1~~i2", "i3~~i4", "i2~~i5"])
    fitted = fit_confirmatory_factors(odd, free=["a b ~~ q~1", "q|2~~f=~q", "~~~~q~1"])
    np.testing.assert_allclose(fitted.table["estimate"], plain.table["estimate"], **CLOSE)
    options = {"group": GROUP, "equal": ("thresholds", "loadings", "intercepts")}
    fitted = fit_confirmatory_factors(odd, free=["q~1~1", "q|2|2", "factor=~f=~q", "~~~1"], **options)
    plain = fit_confirmatory_factors(RESPONSES, free=["i2~1", "i3|2", "factor=~i4", "i5~1"], **options)
    np.testing.assert_allclose(fitted.table["estimate"], plain.table["estimate"], **CLOSE)


def test_numbers_as_names():
    numbered = RESPONSES.set_axis(range(5), axis=1)
    fitted = fit_confirmatory_factors(numbered, factors={"x": [0, 1], "y": [2, 3, 4]})
    assert fitted.loadings["item"].tolist() == ["0", "1", "2", "3", "4"]
    with pytest.raises(DataError, match="two columns named `1`"):
        fit_confirmatory_factors(RESPONSES.set_axis([1, "1", 2, 3, 4], axis=1))


GROUPINGS = {
    "true and false": (GROUP == "a", ["False", "True"]),
    "numbers": (GROUP.map({"a": 2.0, "b": 1.0}), ["1.0", "2.0"]),
    "unused categories": (GROUP.astype(pd.CategoricalDtype(["b", "z", "a"])), ["b", "a"]),
    "some unknown": (GROUP.where(np.arange(400) >= 40), ["a", "b"]),
}


@pytest.mark.parametrize("name", GROUPINGS)
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_groupings(name, estimator):
    group, levels = GROUPINGS[name]
    fitted = fit_confirmatory_factors(RESPONSES, estimator=estimator, group=group, equal=("loadings",))
    assert fitted.groups["level"].tolist() == levels
    assert fitted.groups["n_respondents"].sum() == int(group.notna().sum())
    assert fitted.residual_correlations.index.tolist() == [(level, item) for level in levels for item in RESPONSES]


def test_an_index_that_repeats():
    twice = pd.concat([RESPONSES, RESPONSES])
    group = pd.concat([GROUP, GROUP])
    fitted = fit_confirmatory_factors(twice, estimator="ML", group=group)
    single = fit_confirmatory_factors(RESPONSES, estimator="ML", group=GROUP)
    np.testing.assert_allclose(fitted.loadings["loading"], single.loadings["loading"], **CLOSE)
    assert fitted.fit.loc[0, "chi_square"] == pytest.approx(2 * single.fit.loc[0, "chi_square"])


AWKWARD = {
    "constant item": RESPONSES.assign(i3=3.0),
    "duplicated item": RESPONSES.assign(i6=RESPONSES["i1"]),
    "reversed copy": RESPONSES.assign(i6=6 - RESPONSES["i1"]),
    "fewer respondents than items": one_factor(n=8, k=10),
    "two items": RESPONSES[["i1", "i2"]],
    "one item": RESPONSES[["i1"]],
    "no items": RESPONSES[[]],
    "no respondents": RESPONSES.iloc[:0],
    "one respondent": RESPONSES.iloc[:1],
    "a missing answer": RESPONSES.assign(i1=RESPONSES["i1"].where(RESPONSES.index > 0)),
    "text": RESPONSES.astype(str),
}


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.filterwarnings("error")
def test_awkward_answers_are_refused(name, estimator, grouped):
    responses = AWKWARD[name]
    group = pd.Series(np.resize(["a", "b"], len(responses)), index=responses.index, name="g") if grouped else None
    with pytest.raises(WorkbenchError):
        fit_confirmatory_factors(responses, estimator=estimator, group=group)


FITTED = {
    "item that is the sum of two": RESPONSES.assign(i6=RESPONSES["i1"] + RESPONSES["i2"]),
    "no correlation": pd.DataFrame(np.random.default_rng(3).integers(1, 6, (200, 5)), columns=list("abcde")),
    "sixty respondents": one_factor(n=60, k=10),
    "two categories": (RESPONSES > 3).astype(int),
    "true and false": RESPONSES > 3,
    "different numbers of categories": RESPONSES.assign(i1=RESPONSES["i1"] > 3, i2=RESPONSES["i2"].clip(2, 4)),
    "an empty category in the middle": RESPONSES.replace(3.0, 4.0),
    "starting at minus two": RESPONSES - 3,
    "nullable integers": RESPONSES.astype("Int64"),
    "forty items of seven categories": one_factor(n=300, k=40, options=7),
}


@pytest.mark.parametrize("name", FITTED)
@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.filterwarnings("error")
def test_no_missing_number_without_a_note(name, estimator):
    try:
        fitted = fit_confirmatory_factors(FITTED[name], estimator=estimator)
    except NotEstimable:
        assert name == "item that is the sum of two"
        assert estimator != "WLSMV"
        return
    assert fitted.table.notna().all(axis=None)
    assert fitted.loadings.notna().all(axis=None)
    assert np.isfinite(fitted.modification_indices.select_dtypes("number")).all(axis=None)
    missing = fitted.fit.columns[fitted.fit.iloc[0].isna()]
    if len(missing):
        assert missing.str.endswith("_robust").all()
        assert any("Robust CFI" in note for note in fitted.notes)


def test_matrix_that_is_not_positive_definite_is_noted():
    notes = " ".join(fit_confirmatory_factors(FITTED["item that is the sum of two"]).notes)
    assert "not positive definite" in notes
    assert "`i6` is not positive (Heywood case)" in notes


HEYWOOD = exact(np.array([[1, 0.8, 0.5, 0.5], [0.8, 1, 0.3, 0.3], [0.5, 0.3, 1, 0.2], [0.5, 0.3, 0.2, 1]]), n=400)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_heywood_case_is_noted(estimator):
    responses = HEYWOOD if estimator != "WLSMV" else HEYWOOD.apply(lambda item: np.digitize(item, [-1, 0, 1]) + 1.0)
    fitted = fit_confirmatory_factors(responses, estimator=estimator)
    assert any("`i0` is not positive (Heywood case)" in note for note in fitted.notes)
    assert fitted.loadings.loc[0, "standardized"] > 1


def test_two_items_beside_other_factors():
    fitted = fit_confirmatory_factors(RESPONSES, factors={"x": ["i1", "i2"], "y": ["i3", "i4", "i5"]}, estimator="ML")
    assert fitted.fit.loc[0, "df"] == 4
    assert fitted.loadings["factor"].tolist() == ["x", "x", "y", "y", "y"]


def test_factors_that_cannot_be_told_apart_are_noted():
    spread = np.array([[1, 1.2], [1.2, 1]])
    loadings = np.kron(np.eye(2), np.full((3, 1), 0.6))
    responses = exact(loadings @ spread @ loadings.T + 0.64 * np.eye(6), n=300)
    factors = {"x": ["i0", "i1", "i2"], "y": ["i3", "i4", "i5"]}
    fitted = fit_confirmatory_factors(responses, factors=factors, estimator="ML")
    assert any("cannot be told apart" in note for note in fitted.notes)


def test_reversed_item_is_noted():
    fitted = fit_confirmatory_factors(RESPONSES.assign(i2=6 - RESPONSES["i2"]))
    assert any("Negative loadings: `i2`" in note for note in fitted.notes)


def test_scaling_factors_that_are_not_positive():
    """Nothing is divided by them, and the notes say so."""
    parts = split(RESPONSES, None, DesignWeights()).parts
    samples = normal_samples(parts, "x", robust=True)
    model = specify(RESPONSES.columns, factors=None, n_groups=1, n_thresholds=None, equal=(), free=())
    for name, words in (("test", "The scaling factor is"), ("baseline", "baseline model is")):
        fit = estimate(model, samples)
        real = getattr(fit, name)
        fit.__dict__[name] = ScaledTest(real.naive, real.df, np.nan, -0.25, 0.0)
        row, notes = fit_row(fit)
        wanted = ["cfi_scaled", "rmsea_scaled", "rmsea_high_scaled", "cfi_robust", "rmsea_robust", "tli_robust"]
        assert row[wanted].isna().all(axis=None)
        assert np.isfinite(row.loc[0, "cfi"])
        assert len(notes) == 1
        assert words in notes[0]
        assert "−0.25" in notes[0]


def test_the_smallest_group_is_told_nothing_about():
    """A refusal says that answers are missing in a group and not which ones."""
    group = GROUP.mask(np.arange(400) < 3, "c")
    with pytest.raises(NotEstimable) as caught:
        fit_confirmatory_factors(RESPONSES, group=group)
    assert "answered" not in str(caught.value)


def test_equality_that_means_nothing_is_refused():
    with pytest.raises(ParameterError, match="do not have"):
        fit_confirmatory_factors(RESPONSES, estimator="MLR", group=GROUP, equal=("thresholds",))


def test_intercepts_without_thresholds_give_no_means():
    """Ordered answers locate a factor only by equal thresholds."""
    fitted = fit_confirmatory_factors(RESPONSES, group=GROUP, equal=("loadings", "intercepts"))
    assert not fitted.table["term"].str.endswith("~1").any()
