import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from tests.unit.psychometrics.scales import one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.numerics.response_theory import estimation as graded_response_estimation
from workbench.numerics.response_theory.curves import curves
from workbench.numerics.response_theory.likelihood import expectation
from workbench.numerics.response_theory.quadrature import normal_grid
from workbench.psychometrics import fit_graded_response
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.response_theory.graded_items import fit_items
from workbench.wording import in_windows


def same(ours, theirs, tolerance=1e-9):
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), atol=tolerance, rtol=tolerance)


def numbers_of(fitted):
    return {
        name: frame.select_dtypes("number").to_numpy(float)
        for name, frame in vars(fitted).items()
        if isinstance(frame, pd.DataFrame)
    }


def test_frames_belong_together():
    responses = one_factor(n=300, k=4)
    fitted = fit_graded_response(responses)
    assert fitted.items["item"].tolist() == ["i1", "i2", "i3", "i4"]
    assert fitted.difficulties["threshold"].tolist() == [1, 2, 3, 4] * 4
    assert fitted.difficulties["response"].tolist() == [2, 3, 4, 5] * 4
    assert fitted.covariance.columns[[0, 4, 19]].tolist() == ["i1:discrimination", "i1:intercept 4", "i4:intercept 4"]
    per_theta = fitted.item_information.groupby("theta")["information"].sum()
    same(per_theta, fitted.information["information"])
    same(fitted.information["std_error"] ** -2, fitted.information["information"])
    same(fitted.curves.groupby(["item", "theta"])["probability"].sum(), 1)
    assert fitted.fit.loc[0, "n_parameters"] == len(fitted.covariance)
    assert fitted.notes == ()


def test_half_answer_at_or_above_the_difficulty():
    fitted = fit_graded_response(one_factor(n=300, k=4))
    rows = fitted.curves[fitted.curves["item"] == "i2"]
    above = rows[rows["response"] >= 3].groupby("theta")["probability"].sum()
    place = fitted.difficulties.set_index(["item", "threshold"]).loc[("i2", 2), "difficulty"]
    assert np.interp(place, above.index, above) == pytest.approx(0.5, abs=1e-3)


def test_a_general_optimiser_finds_the_same_maximum():
    sample = complete_responses(one_factor(n=150, k=3, options=3), DesignWeights(), what="x")
    fit = fit_items(sample)

    def away(parameters):
        found = expectation(fit.problem.codes, fit.problem.weights, parameters, fit.model.place, normal_grid())
        return -found.log_likelihood, -found.gradient

    start = fit.model.parameters + np.random.default_rng(1).normal(0, 0.1, 9)
    found = optimize.minimize(away, start, jac=True, method="BFGS", options={"gtol": 1e-8})
    same(fit.log_likelihood, -found.fun, 1e-10)
    same(fit.model.parameters, found.x, 1e-5)
    assert np.abs(away(fit.model.parameters)[1]).max() < 1e-4


def test_order_of_respondents_and_direction_of_all_items():
    responses = one_factor(n=200)
    fitted = fit_graded_response(responses)
    shuffled = numbers_of(fit_graded_response(responses.sample(frac=1, random_state=1)))
    for name, values in numbers_of(fitted).items():
        same(shuffled[name], values)
    turned = fit_graded_response(6 - responses)
    same(turned.items["discrimination"], fitted.items["discrimination"], 1e-5)
    same(turned.difficulties["difficulty"], -fitted.difficulties.iloc[::-1].groupby("item", sort=True)["difficulty"]
         .apply(list).explode().astype(float), 1e-5)  # fmt: skip
    same(turned.fit["chi_square"], fitted.fit["chi_square"], 1e-5)


def test_an_item_that_goes_against_the_scale():
    responses = one_factor(n=300)
    fitted, turned = fit_graded_response(responses), fit_graded_response(responses.assign(i2=6 - responses["i2"]))
    same(turned.items["discrimination"], fitted.items["discrimination"] * [1, -1, 1, 1, 1], 1e-5)
    same(turned.fit["log_likelihood"], fitted.fit["log_likelihood"], 1e-9)
    assert "Item `i2` goes against the rest of the scale" in turned.notes[0]


def test_equal_weights_change_nothing_but_the_standard_errors():
    responses = one_factor(n=300)
    plain, equal = fit_graded_response(responses), fit_graded_response(
        responses, sampling_weights=weights_of(responses, 4)
    )  # fmt: skip
    same(equal.items["discrimination"], plain.items["discrimination"])
    same(
        equal.fit[["chi_square", "rmsea", "cfi", "scaling_factor"]],
        plain.fit[["chi_square", "rmsea", "cfi", "scaling_factor"]],
    )
    np.testing.assert_allclose(equal.items["std_error"], plain.items["std_error"], rtol=0.3)
    assert np.isnan(equal.fit.loc[0, "aic"])
    assert "AIC and BIC are not defined" in equal.notes[-1]


def test_whole_weights_are_repeated_respondents_for_the_estimates_only():
    responses = one_factor(n=200)
    times = 1 + np.arange(200) % 3
    weighted = fit_graded_response(responses, sampling_weights=weights_of(responses, times))
    twice = fit_graded_response(repeated(responses, times))
    same(weighted.items["discrimination"], twice.items["discrimination"], 1e-7)
    assert (weighted.items["std_error"] > 1.1 * twice.items["std_error"]).all()


def test_sandwich_is_the_limit_of_the_jackknife():
    responses = one_factor(n=400, k=6, options=3)
    weights = weights_of(responses, np.random.default_rng(1).uniform(0.5, 2, 400))
    left_out = pd.DataFrame(
        {f"r{i}": np.where(responses.index == i, 0.0, weights) for i in range(400)}, responses.index
    )
    replicated = fit_graded_response(responses, sampling_weights=weights, replicate_weights=left_out)
    sandwich = fit_graded_response(responses, sampling_weights=weights)
    np.testing.assert_allclose(replicated.items["std_error"], sandwich.items["std_error"], rtol=0.04)
    assert "400 replicate weights" in replicated.method


def test_design_effect_of_duplicated_respondents():
    """Everybody is there twice and replicates leave out pairs: variances double, C2 is halved again."""
    responses = one_factor(n=600)
    twice = repeated(responses, np.full(600, 2))
    group = np.repeat(np.arange(600) % 60, 2)
    weights = weights_of(twice, 1)
    without = pd.DataFrame({f"r{i}": np.where(group == i, 0.0, 1.0) for i in range(60)}, twice.index)
    found = fit_graded_response(twice, sampling_weights=weights, replicate_weights=without)
    assert found.fit.loc[0, "scaling_factor"] == pytest.approx(2, rel=0.35)
    plain = fit_graded_response(twice)
    ratio = found.items["std_error"] / plain.items["std_error"]
    assert ratio.mean() == pytest.approx(np.sqrt(2), rel=0.2)


def test_answers_that_nobody_gave_and_uneven_steps():
    responses = one_factor(n=300)
    gaps = responses.assign(i1=responses["i1"].replace({3: 4}), i2=responses["i2"] * 10)
    fitted = fit_graded_response(gaps)
    same(fitted.fit["log_likelihood"], fit_graded_response(gaps.assign(i2=responses["i2"])).fit["log_likelihood"])
    assert fitted.difficulties["response"].tolist()[:7] == [2, 4, 5, 20, 30, 40, 50]
    assert fitted.notes[0] == "Nobody answered 3, 10, 20, 30, 40, 50 to `i1`, so there is no difficulty for it."


def test_three_items_have_no_test_of_fit():
    fitted = fit_graded_response(one_factor(n=200, k=3))
    assert np.isnan(fitted.fit.loc[0, "chi_square"])
    assert fitted.notes == ("With three items C2 has no degrees of freedom, so there is no test of fit.",)


def test_an_item_of_chance_is_noted():
    responses = one_factor(n=500)
    responses["i3"] = np.random.default_rng(4).integers(1, 6, 500).astype(float)
    notes = " ".join(fit_graded_response(responses).notes)
    assert "The discrimination of `i3` lies within two standard errors of 0" in notes
    assert "Difficulties of `i3` lie beyond 6 standard deviations" in notes
    said = " ".join(in_windows(fit_graded_response(responses).notes, 5))
    assert "within two standard errors" in said and "beyond 6" not in said, "published difficulties go by windows"


@pytest.mark.parametrize(("n", "k", "options"), [(60, 10, 5), (50, 20, 7), (60, 6, 5), (400, 6, 2), (150, 40, 3)])
def test_shapes_that_surveys_have(n, k, options):
    fitted = fit_graded_response(one_factor(n=n, k=k, options=options))
    for values in numbers_of(fitted).values():
        assert np.isfinite(values).all()
    few = n < 5 * len(fitted.covariance)
    assert few == ("standard errors and the test of fit rest on theory" in fitted.notes[-1] if fitted.notes else False)
    said = any("rest on theory" in note for note in in_windows(fitted.notes, 5))
    assert said == (n // 5 * 5 + 4 < 5 * len(fitted.covariance)), "by the window of all"


def test_items_that_repeat_each_other_have_no_estimate():
    responses = one_factor(n=300)
    with pytest.raises(NotEstimable, match="`i1`, `i6` grows beyond all bounds"):
        fit_graded_response(responses.assign(i6=responses["i1"]))


def test_many_patterns_end_where_few_do(monkeypatch):
    """The search of a part first is a start and nothing else."""
    responses = one_factor(n=3000, k=8)
    whole = fit_graded_response(responses)
    monkeypatch.setattr(graded_response_estimation, "PART", 400)
    same(
        fit_graded_response(responses).items[["discrimination", "std_error"]],
        whole.items[["discrimination", "std_error"]],
        1e-5,
    )
    monkeypatch.setattr(graded_response_estimation, "PART", 3)  # too few to meet every category
    same(
        fit_graded_response(responses).items[["discrimination", "std_error"]],
        whole.items[["discrimination", "std_error"]],
        1e-5,
    )


def test_blocks_change_nothing(monkeypatch):
    responses = one_factor(n=300)
    whole = numbers_of(fit_graded_response(responses))
    for module in ("likelihood", "limited_information"):
        monkeypatch.setattr(f"workbench.numerics.response_theory.{module}.BLOCK_PATTERNS", 7)
    for name, values in numbers_of(fit_graded_response(responses)).items():
        same(values, whole[name], 1e-7)


def test_estimates_tell_how_many_chose_a_rare_answer():
    """The limit that docs/explanation/disclosure.md states: implied shares times respondents are counts, or one off."""
    off = []
    for seed in range(10):
        responses = one_factor(n=300, seed=seed)
        responses["i1"] = responses["i1"].mask((responses["i1"] == 1) & (responses.index > 30), 2)
        fit = fit_items(complete_responses(responses, DesignWeights(), what="x"))
        nodes, counts = normal_grid(), fit.respondents_by_category()
        implied = 300 * curves(fit.model.parameters, fit.model.place, nodes.theta).probability @ nodes.weights
        off += (np.round(implied) - counts)[(counts > 0) & (counts < 5)].tolist()
    assert len(off) >= 5
    assert np.abs(off).max() <= 1
    assert np.mean(np.array(off) == 0) > 0.8


def test_no_field_has_an_entry_per_respondent():
    fitted = fit_graded_response(one_factor(n=333))
    for value in [*vars(fitted).values(), *fitted.model, *fitted.model.place]:
        if isinstance(value, np.ndarray | pd.DataFrame | pd.Index):
            assert 333 not in value.shape
