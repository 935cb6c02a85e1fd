"""What follows from published numbers: it is computed from them and from nothing else."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.plan.design_effect import SERIES
from workbench.errors import PublicationError
from workbench.intake import SurveyDesign, score

SIZES = {"North": (200, 60), "South": (300, 45), "East": (400, 150)}


@pytest.fixture(scope="module")
def survey():
    level, below = groups_of(SIZES)
    half = pd.Series(pd.Categorical.from_codes(np.arange(len(level)) % 2, ["odd", "even"], ordered=True))
    return build_survey({"area": level, "half": half}, below, weights=pd.Series(np.linspace(10, 30, len(level))))


@pytest.fixture(scope="module")
def plan(survey):
    return population.protection_plan(survey)


@pytest.fixture(scope="module")
def below(survey):
    return score(survey.responses, instrument=survey.instrument) < 50


@pytest.fixture(scope="module")
def values(survey):
    return pd.Series(np.random.default_rng(3).uniform(0, 100, len(survey.responses)).round(1))


def test_differences_are_those_of_the_published_means(survey, plan, values):
    def protected(result):
        return population.protect(result, plan=plan).frame.set_index("level")

    by = survey.groups["area"]
    means = protected(population.mean(values, design=survey.design, by=by))
    found = protected(population.compare_groups(values, by, design=survey.design))
    reference = found["reference"].iloc[0]
    expected = means["estimate"] - means["estimate"][reference]
    assert found["difference"].to_dict() == pytest.approx(expected[found.index].to_dict())
    errors = np.sqrt(means["std_error"] ** 2 + means["std_error"][reference] ** 2)
    others = [level for level in found.index if level != reference]
    assert found.loc[others, "std_error"].to_numpy() == pytest.approx(errors[others].to_numpy(), rel=0.05)


def test_people_are_the_published_share_of_the_published_population(survey, plan, below):
    table = population.share(below, design=survey.design, by=survey.groups["area"]).table
    shown = population.protect(population.share(below, design=survey.design, by=survey.groups["area"]), plan=plan)
    population_of = shown.frame["people"] / shown.frame["estimate"]
    largest_step = 8 * table["group_population"] / table["n_respondents"]
    assert (np.abs(population_of - table["group_population"]) <= largest_step).all()
    assert (shown.frame["people_low"] < shown.frame["people"]).all()
    assert (shown.frame["people_high"] > shown.frame["people"]).all()


def test_relative_index_and_its_interval_are_near_those_of_full_precision(survey, plan, values):
    slanted = values / 2 + 20 * survey.groups["half"].cat.codes
    raw = population.inequality(slanted, survey.groups[["half"]], design=survey.design)
    shown = population.protect(raw, plan=plan).frame.iloc[0]
    for name in ("relative_index", "relative_index_low", "relative_index_high"):
        assert shown[name] == pytest.approx(raw.table[name].iloc[0], rel=0.1)
    assert shown["relative_index"] == pytest.approx(shown["predicted_lowest"] / shown["predicted_highest"], rel=0.01)


@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_spread_of_an_outcome_in_numbers_follows_from_its_share(survey, plan, below, scale):
    numbers = below.astype(float) * scale
    shown = population.protect(population.mean(numbers, design=survey.design, by=survey.groups["area"]), plan=plan)
    share = shown.frame["estimate"] / scale
    assert shown.frame["std_dev"].to_numpy() == pytest.approx(scale * np.sqrt(share * (1 - share)).to_numpy(), rel=0.06)


def test_degrees_of_freedom_and_effects_of_single_groups_are_not_published(survey, plan, values):
    shown = population.protect(population.mean(values, design=survey.design, by=survey.groups["area"]), plan=plan)
    assert "df" not in shown.frame and "largest_part" not in shown.frame and "value_maximum" not in shown.frame
    assert set(shown.frame["design_effect"]) == {plan.design_effect}
    assert f"({plan.design_effect:g})" in shown.method


def test_the_first_sentence_says_what_published_errors_are_and_that_tests_follow_from_them(survey, plan, values):
    area, design = survey.groups["area"], survey.design
    for result, tested in (
        (population.mean(values, design=design, by=area), False),
        (population.compare_groups(values, area, design=design), True),
    ):
        said = population.protect(result, plan=plan).method
        first, before, computed = said.partition(". Computed before that: ")
        assert first.startswith("Published standard errors and intervals follow from the published counts")
        assert (", and so do the p-values" in first) is tested
        assert (before != "", computed) == (True, result.method)


def test_design_effect_of_the_weights_is_told_as_what_it_is_at_most(survey, plan, values):
    found = population.weight_diagnostics(values, design=survey.design)
    shown = population.protect(found, plan=plan).frame.iloc[0]
    assert found.table["design_effect"][0] < found.table["design_effect_at_most"][0] <= shown["design_effect"]
    assert shown["design_effect"] in SERIES
    assert "variation" not in shown
    assert shown["effective_n"] == pytest.approx(shown["n_respondents"] / shown["design_effect"], rel=0.05)


def test_a_measure_without_a_rule_is_refused_by_name(survey, plan, values):
    with pytest.raises(PublicationError, match="no rule for the measure `total`"):
        population.protect(population.total(values, design=SurveyDesign()), plan=plan)


def test_respondents_are_never_fewer_than_effective_ones_of_a_simple_sample():
    """247 in two digits are 250."""
    level, below = groups_of({"North": (197, 50), "South": (300, 45)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    assert plan.design_effect == 1
    found = population.mean(
        score(survey.responses, instrument=survey.instrument), design=survey.design, by=survey.groups["area"]
    )
    frame = population.protect(found, plan=plan).frame
    assert frame["n_respondents"].tolist() == [247, 347]
    assert frame["effective_n"].tolist() == [247, 347]


@pytest.mark.parametrize("by", ["half", "area"])
def test_the_part_of_the_population_follows_weights_that_differ_only_between_groups(survey, plan, below, by):
    """As after post-stratification by the variable itself, where all in a row weigh the same."""
    group = survey.groups[by]
    design = SurveyDesign(sampling_weights=group.cat.codes.astype(float) + 1)
    composition = population.composition(below, group.to_frame(), design=design)
    compared = population.compare_groups(below, group.to_frame(), design=design, against="rest")
    for raw in (composition, compared):
        shown = population.protect(raw, plan=plan).frame["share_of_population"].to_numpy()
        exact = raw.table["share_of_population"].to_numpy()
        plain = (raw.table["n_respondents"] / raw.table["n_respondents"].sum()).to_numpy()
        few = 4 / raw.table["n_respondents"] * exact
        assert (np.abs(shown - exact) <= few).all()
        assert (np.abs(plain - exact) > few).any()
