"""Coefficients of models: merged levels are a sum of which no window is published."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate import holds_rounding
from workbench.disclosure.gate.steps import band_of
from workbench.intake import SurveyDesign


def test_merged_levels_have_a_coefficient_and_no_counts():
    level, below = groups_of({"North": (300, 60), "South": (200, 50), "East": (40, 8), "West": (30, 7)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    merged = population.merged_levels(survey.background, below, plan=plan)
    model = population.protect(population.fit_logistic(below, merged, design=SurveyDesign()), plan=plan).result
    rows = model.table[model.table["model"] == "crude"].set_index("level")
    assert np.isfinite(rows.loc["other levels", "estimate"])
    assert np.isnan(rows.loc["other levels", "n_respondents"])
    assert rows.loc["South", "n_respondents"] == 252
    assert "n_events" not in rows  # beside the groups' own it would tell of those whom the model leaves out


@pytest.mark.slow
def test_one_coefficient_has_one_band():
    """Moved to the middles of windows, a p-value near .05 lies in another band than the exact one."""
    bands = []
    for below_of_north in range(40, 75):
        level, below = groups_of({"South": (200, 40), "North": (260 - below_of_north, below_of_north)})
        survey = build_survey({"area": level}, below)
        plan = population.protection_plan(survey)
        model = population.fit_logistic(below, survey.predictors, design=SurveyDesign())
        shown = population.protect(model, plan=plan).result
        coefficient = shown.table.query("model == 'adjusted' and level == 'North'")["p_value"].item()
        joint = shown.joint_tests["p_value"].item()
        assert joint == coefficient or np.isnan([joint, coefficient]).all()
        bands.append(band_of(model.joint_tests["p_value"].item()) != coefficient)
    assert any(bands)  # else the test could not fail


def test_merged_neighbours_have_a_coefficient_and_no_counts():
    level, below = groups_of({"young": (300, 60), "middle": (40, 8), "old": (200, 50)})
    survey = build_survey({"age": level.cat.as_ordered()}, below)
    plan = population.protection_plan(survey)
    merged = population.merged_levels(survey.background, below, plan=plan)
    model = population.protect(population.fit_logistic(below, merged, design=SurveyDesign()), plan=plan).result
    rows = model.table[model.table["model"] == "crude"].set_index("level")
    assert np.isfinite(rows.loc["middle + old", "estimate"])
    assert np.isnan(rows.loc["middle + old", "n_respondents"])
    assert rows.loc["young", "n_respondents"] == 362


@pytest.mark.parametrize("crossings", [(), (("sex", "area", "home"),)])
@pytest.mark.parametrize("predictors", [["sex"], ["sex", "area"], ["sex", "area", "home"]])
def test_what_follows_from_the_cells_of_one_crossing_is_not_published(predictors, crossings):
    """The area under the curve of two predictors, or of a crossing that tables show, tells numbers in windows."""
    rng = np.random.default_rng(5)
    levels = {"sex": ["Women", "Men"], "area": ["North", "South", "East", "West"], "home": ["a", "b", "c", "d"]}
    background = {name: pd.Series(pd.Categorical(rng.choice(words, 600), words)) for name, words in levels.items()}
    below = pd.Series(rng.random(600) < 0.3, dtype="boolean")
    survey = build_survey(background, below, crossings=crossings)
    model = population.fit_logistic(below, survey.background[predictors], design=SurveyDesign())
    shown = population.protect(model, plan=population.protection_plan(survey)).result
    assert len(model.calibration) >= 2
    told = len(predictors) < 3 or crossings != ()
    assert shown.calibration.empty, "a group of risk may be a published group and a few people more"
    assert shown.diagnostics.empty == told
    assert "patterns" not in shown.diagnostics
    scores = pd.Series(rng.normal(60, 20, 600).clip(0, 100))
    linear = population.fit_linear(scores, survey.background[predictors], design=SurveyDesign())
    fit = population.protect(linear, plan=population.protection_plan(survey)).result.fit
    assert fit["r_squared"].isna().all() == told


@pytest.mark.parametrize(("contradict", "told"), [(0, True), (12, True), (60, False)])
def test_a_model_says_of_the_whole_what_enough_respondents_beside_one_pattern_per_coefficient_leave_open(
    contradict, told
):
    """Seven yes/no questions of which one is yes at most, but for some: eight patterns, and eight coefficients."""
    rng = np.random.default_rng(7)
    kind = rng.choice(8, 600)
    answers = np.where(kind[:, None] == np.arange(1, 8), "Yes", "No").astype(object)
    answers[np.flatnonzero(kind > 0)[:contradict]] = ["Yes"] * 2 + ["No"] * 5
    background = {f"is_{j}": pd.Series(pd.Categorical(answers[:, j], ["No", "Yes"])) for j in range(7)}
    below = pd.Series(rng.random(600) < 0.3, dtype="boolean")
    survey = build_survey(background, below)
    plan, given = population.protection_plan(survey), {"design": SurveyDesign()}
    shown = population.protect(population.fit_logistic(below, survey.background, **given), plan=plan).result
    assert shown.diagnostics.empty == told
    scores = pd.Series(rng.normal(60, 20, 600).clip(0, 100))
    linear = population.protect(population.fit_linear(scores, survey.background, **given), plan=plan).result
    assert linear.fit["r_squared"].isna().all() == told


def test_areas_are_no_finer_than_half_of_the_minimum_over_those_on_the_rarer_side():
    """Of 63 below a step of 0.05, the next of 2.5 / 60; of 315 a hundredth. Intervals hold the rounding."""
    rng = np.random.default_rng(9)
    levels = {"sex": ["Women", "Men"], "area": ["North", "South", "East", "West"], "home": ["a", "b", "c", "d"]}
    background = {name: pd.Series(pd.Categorical(rng.choice(words, 1200), words)) for name, words in levels.items()}
    risk = rng.random(1200)
    for n_below, step in ((63, 0.05), (315, 0.01)):
        below = pd.Series(risk.argsort().argsort() < n_below, dtype="boolean")
        survey = build_survey(background, below)
        model = population.fit_logistic(below, survey.background, design=SurveyDesign())
        shown = population.protect(model, plan=population.protection_plan(survey)).result.diagnostics
        exact = model.diagnostics
        predictions = shown.loc[shown["measure"] == "prediction", "estimate"].to_numpy(float)
        assert len(predictions) == 3
        np.testing.assert_allclose(predictions / step, np.round(predictions / step), atol=1e-6)
        assert shown["conf_low"][0] <= exact["conf_low"][0] + step and shown["conf_high"][0] >= exact["estimate"][0]


@pytest.mark.parametrize(("crossings", "told"), [((), False), ((("sex", "age"),), True)])
def test_cells_of_a_declared_crossing_settle_patterns_too(crossings, told):
    """Beside sex and age, `mother` is a cell of their crossing: the levels leave cells of it open."""
    rng = np.random.default_rng(8)
    sex, age = rng.choice(["Women", "Men"], 900), rng.choice(list("abcdef"), 900)
    mother = np.where((sex == "Women") & (age == "b"), "Yes", "No")
    words = {"sex": ["Women", "Men"], "age": list("abcdef"), "mother": ["No", "Yes"]}
    background = {
        name: pd.Series(pd.Categorical(values, words[name]))
        for name, values in (("sex", sex), ("age", age), ("mother", mother))
    }
    below = pd.Series(rng.random(900) < 0.3, dtype="boolean")
    survey = build_survey(background, below, crossings=crossings)
    model = population.fit_logistic(below, survey.background, design=SurveyDesign())
    shown = population.protect(model, plan=population.protection_plan(survey)).result
    assert shown.diagnostics.empty == told
    assert np.isnan(shown.joint_tests.set_index("variable").loc["age", "p_value"]) == told


@pytest.mark.parametrize("n_predictors", [1, 2, 3])
def test_joint_tests_and_interactions_of_few_predictors_have_no_p_value(n_predictors):
    """A band of an exact p-value cuts corners of the windows, those of a coefficient are moved to their middles."""
    rng = np.random.default_rng(6)
    levels = {"age": ["young", "middle", "old"], "sex": ["Women", "Men"], "home": ["a", "b", "c", "d", "e"]}
    background = {name: pd.Series(pd.Categorical(rng.choice(words, 600), words)) for name, words in levels.items()}
    below = pd.Series(rng.random(600) < 0.3, dtype="boolean")
    survey = build_survey(background, below, crossings=(("age", "sex"),))
    plan, predictors = population.protection_plan(survey), survey.background.iloc[:, :n_predictors]
    model = population.fit_logistic(below, predictors, design=SurveyDesign())
    shown = population.protect(model, plan=plan).result.joint_tests
    assert model.joint_tests["p_value"].notna().all()
    told = n_predictors < 3
    assert shown.loc[shown["variable"] == "age", "p_value"].isna().all() == told
    assert shown.loc[shown["variable"] == "sex", "p_value"].notna().all(), "one coefficient: by published numbers"
    if n_predictors > 1:
        pairs, design = (("age", "sex"),), SurveyDesign()
        crossed = population.fit_interactions(below, predictors, crossings=pairs, design=design, plan=plan)
        assert crossed.interaction["p_value"].notna().all()
        assert population.protect(crossed, plan=plan).result.interaction["p_value"].isna().all() == told


def test_every_regression_shows_the_number_of_all_of_a_level_of_which_it_leaves_out_few():
    """Three of the north leave the other predictor out: 50 to 54 in one table and 45 to 49 in another would tell."""
    level = pd.Series(pd.Categorical(np.repeat(["south", "north"], [200, 52]), ["south", "north"]))
    other = pd.Series(pd.Categorical(np.where(np.arange(252) >= 249, None, np.array(["a", "b"])[np.arange(252) % 2])))
    below = pd.Series(np.arange(252) % 3 == 0, dtype="boolean")
    survey = build_survey({"area": level, "other": other}, below, predictors=("area", "other"))
    plan = population.protection_plan(survey)
    score = pd.Series(np.where(below, 30.0, 70.0) + np.arange(252) % 7)
    for model in (
        population.fit_logistic(below, survey.predictors, design=SurveyDesign()),
        population.fit_linear(score, survey.predictors, design=SurveyDesign()),
    ):
        shown = population.protect(model, plan=plan).result.table
        assert set(shown.loc[shown["level"] == "north", "n_respondents"]) == {52}


def _few_and_many():
    """Ages of whom one fourth is below; weights of which some are many times as large make steps coarse."""
    rng = np.random.default_rng(11)
    level = pd.Series(pd.Categorical(rng.choice(["young", "middle", "old"], 900, p=[0.2, 0.4, 0.4])))
    other = pd.Series(pd.Categorical(rng.choice(["a", "b"], 900)))
    below = pd.Series(rng.random(900) < 0.25, dtype="boolean")
    return level, other, below, pd.Series(rng.gamma(3, 1 / 3, 900) + 0.05)


@pytest.mark.parametrize("weighted", [True, False])
def test_intervals_of_adjusted_shares_hold_steps_that_are_larger_than_the_error(weighted):
    level, other, below, weights = _few_and_many()
    weights = weights if weighted else None
    survey = build_survey({"age": level, "other": other}, below, predictors=("age", "other"), weights=weights)
    plan = population.protection_plan(survey)
    exact = population.fit_logistic(below, survey.predictors, design=survey.design)
    shown = population.protect(exact, plan=plan).result
    shares, raw = shown.adjusted_shares, exact.adjusted_shares
    half = np.abs(shares["estimate"] - raw["estimate"])
    assert holds_rounding(shares) == weighted
    assert (shares["conf_low"] <= raw["estimate"]).all() and (raw["estimate"] <= shares["conf_high"]).all()
    if weighted:
        assert (half > shares["std_error"] / 2).any()  # else the test could not fail
        margin = 1.9 * shares["std_error"]
        assert (shares["conf_high"] - raw["estimate"] > 0.7 * margin).all()
        assert (raw["estimate"] - shares["conf_low"] > 0.7 * margin).all()
        apart = shown.marginal_effects[shown.marginal_effects["level"] != shown.marginal_effects["reference"]]
        known = exact.marginal_effects.loc[apart.index]
        wide = (apart["conf_high"] - apart["conf_low"]) / apart["std_error"]
        assert (wide > 2 * 1.96 + 1).all()
        assert ((apart["conf_low"] < known["difference"]) & (known["difference"] < apart["conf_high"])).all()
        ratios = shares[shares["level"] != shares["reference"]]
        exactly = raw.loc[ratios.index, "risk_ratio"]
        assert ((ratios["risk_ratio_low"] < exactly) & (exactly < ratios["risk_ratio_high"])).all()
