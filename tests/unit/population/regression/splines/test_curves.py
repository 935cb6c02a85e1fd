"""Curves along numbers: where they end, what they leave out, and what the gate lets through."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.errors import DataError, PublicationError
from workbench.intake.sampling.design import SurveyDesign
from workbench.numerics.regression.natural_spline import QUANTILES, spline_basis
from workbench.population import fit_curves, fit_logistic, fit_spline, protect, protection_plan

SRS = SurveyDesign()


def sample(n=600, seed=3):
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 91, n).astype(float)
    sex = pd.Series(pd.Categorical(rng.choice(["men", "women"], n), ["men", "women"]))
    risk = 1 / (1 + np.exp(1.5 - 0.002 * (age - 50) ** 2))
    below = pd.Series(rng.random(n) < risk, dtype="boolean")
    group = pd.Series(pd.cut(age, [0, 40, 65, 200], labels=["young", "middle", "old"]))
    return below, pd.DataFrame({"sex": sex, "age_group": group}), pd.DataFrame({"age": age})


def test_a_bend_is_found_and_a_straight_line_is_not_called_bent():
    below, predictors, numeric = sample(n=3000)
    bent = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS).tests.set_index("term")
    assert bent.loc["departure from a straight line", "p_value"] < 1e-6
    rng = np.random.default_rng(1)
    straight = pd.Series(rng.random(3000) < 1 / (1 + np.exp(2 - 0.03 * numeric["age"])), dtype="boolean")
    tests = fit_curves(straight, predictors[["sex"]], numeric, in_place_of={}, design=SRS).tests.set_index("term")
    assert tests.loc["any association", "p_value"] < 1e-6
    assert tests.loc["departure from a straight line", "p_value"] > 0.01


def test_values_are_round_and_five_respondents_lie_beyond_each_end():
    below, predictors, numeric = sample(n=130)
    table = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS).table
    assert (table["value"] % 5 == 0).all()
    assert (numeric["age"] < table["value"].min()).sum() >= 5
    assert (numeric["age"] > table["value"].max()).sum() >= 5
    middle = table[table["value"] == table["reference_value"]]
    assert middle[["estimate", "std_error"]].to_numpy().tolist() == [[0.0, 0.0]]


def test_columns_of_a_curve_are_one_variable_in_notes_and_a_page_names_it_by_its_label():
    below, predictors, numeric = sample()
    numeric.loc[:11, "age"] = np.nan
    found = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS)
    assert (
        "Left out of every model: 12 of 600 respondents, without an answer that counts in: `age` (12)." in found.notes
    )
    survey = build_survey({"sex": predictors["sex"]}, below, numeric={"age": numeric["age"]})
    labelled = {name: own.model_copy(update={"label": "How old?"}) for name, own in survey.codebook.numeric.items()}
    survey = replace(survey, codebook=survey.codebook.model_copy(update={"numeric": labelled}))
    shown = protect(found, plan=protection_plan(survey))
    assert shown.method.startswith("Natural cubic spline of “How old?” with 4 knots")
    assert any(note.endswith("without an answer that counts in: “How old?” (about 12).") for note in shown.notes)


@pytest.mark.parametrize(("n", "knots"), [(140, "4 knots"), (80, "3 knots"), (45, None)])
def test_few_respondents_have_fewer_knots_or_no_curve(n, knots):
    below, predictors, numeric = sample(n=n)
    found = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS)
    if knots is None:
        assert found.table.empty
        assert found.tests.empty
        assert any(note.startswith("No curve for `age`: Too few respondents") for note in found.notes)
    else:
        assert knots in found.method


@pytest.mark.parametrize("seed", range(3))
def test_the_digits_of_a_curve_give_no_value_of_a_respondent_back(seed):
    """With exact quantiles as knots, each of the four was one respondent's income, found from the table alone."""
    rng = np.random.default_rng(seed)
    income = np.round(rng.lognormal(3.3, 0.4, 121), 2)
    below = pd.Series(rng.random(121) < 1 / (1 + np.exp((income - 25) / 8)), dtype="boolean")
    sex = pd.DataFrame({"sex": pd.Categorical(rng.choice(["men", "women"], 121))})
    table = fit_curves(below, sex, pd.DataFrame({"income": income}), in_place_of={}, design=SRS).table
    value, log_odds = table["value"].to_numpy(), table["estimate"].to_numpy()
    step = np.diff(value)[0]
    assert (income <= value[0]).sum() >= 20
    assert (income >= value[-1]).sum() >= 20

    def misfit(knots):
        basis = spline_basis(value, np.array(knots)) - spline_basis(
            table["reference_value"].to_numpy()[:1], np.array(knots)
        )
        return np.abs(basis @ np.linalg.lstsq(basis, log_odds, rcond=None)[0] - log_odds).max()

    exact = np.quantile(income, QUANTILES[4])
    assert misfit(exact) > 1e-4
    # the knots that the digits may give back are round: they stand at steps of the values
    round_ends = [step * np.ceil(exact[0] / step), step * np.floor(exact[-1] / step)]
    inner = step * np.arange(round(round_ends[0] / step) + 1, round(round_ends[1] / step))
    found = [k for k in combinations(inner, 2) if misfit([round_ends[0], *k, round_ends[1]]) < 1e-9]
    assert len(found) == 1


def test_few_values_or_few_events_are_refused_in_words():
    below, predictors, numeric = sample()
    few = {
        "distinct values": (below, numeric["age"] % 7),
        "one side of the outcome": (below & (numeric["age"] > 87), numeric["age"]),
        "too close together": (below, (numeric["age"] < 35) * numeric["age"]),
    }
    for words, (outcome, number) in few.items():
        found = fit_curves(outcome, predictors[["sex"]], number.to_frame("age"), in_place_of={}, design=SRS)
        assert found.table.empty
        assert any(note.startswith("No curve for `age`: ") and words in note for note in found.notes), words


def test_the_predictor_that_groups_the_number_is_left_out():
    below, predictors, numeric = sample()
    without = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS)
    replaced = fit_curves(below, predictors, numeric, in_place_of={"age": "age_group"}, design=SRS)
    left_out = fit_curves(below, predictors[["sex"]], numeric, in_place_of={"age": "age_group"}, design=SRS)
    pd.testing.assert_frame_equal(left_out.table, without.table)
    pd.testing.assert_frame_equal(replaced.table, without.table)
    beside = fit_curves(below, predictors, numeric, in_place_of={"age": None}, design=SRS)
    assert not np.allclose(beside.table["std_error"], without.table["std_error"])


def test_each_number_has_its_own_model():
    below, predictors, numeric = sample()
    two = numeric.assign(height=np.random.default_rng(5).normal(1.7, 0.1, len(numeric)))
    found = fit_curves(below, predictors[["sex"]], two, in_place_of={}, design=SRS)
    assert found.table["variable"].unique().tolist() == ["age", "height"]
    alone = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS)
    pd.testing.assert_frame_equal(found.table[found.table["variable"] == "age"], alone.table)
    heights = found.table.loc[found.table["variable"] == "height", "value"]
    assert len(heights) <= 21
    assert np.allclose(heights * 50, np.round(heights * 50))  # steps of 0.02


def test_no_number_gives_tables_without_rows():
    below, predictors, numeric = sample()
    found = fit_curves(below, predictors, numeric[[]], in_place_of={}, design=SRS)
    assert found.table.empty
    assert found.tests.empty


def test_numbers_of_other_respondents_are_refused():
    below, predictors, numeric = sample()
    with pytest.raises(DataError, match="different respondents"):
        fit_curves(below, predictors, numeric.iloc[:10], in_place_of={}, design=SRS)


def test_a_raised_minimum_of_respondents_reaches_the_ends_and_the_knots():
    below, predictors, numeric = sample(n=300)
    survey = build_survey(dict(predictors), below, predictors=("sex",), numeric={"age": numeric["age"]})
    thresholds = survey.codebook.disclosure.model_copy(update={"minimum_respondents": 10})
    raised = replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": thresholds}))
    tables = [
        fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS, plan=protection_plan(one)).table[
            "value"
        ]
        for one in (survey, raised)
    ]
    beyond = [min((numeric["age"] <= values.min()).sum(), (numeric["age"] >= values.max()).sum()) for values in tables]
    assert 20 <= beyond[0] < 40 <= beyond[1]


def test_the_gate_lets_curves_of_declared_numbers_through_and_no_others():
    below, predictors, numeric = sample()
    survey = build_survey(dict(predictors), below, predictors=("sex",), numeric={"age": numeric["age"]})
    plan = protection_plan(survey)
    found = fit_curves(below, survey.predictors, survey.numeric, in_place_of=survey.in_place_of, design=SRS)
    shown = protect(found, plan=plan)
    assert shown.n_withheld == 0
    known = shown.frame["estimate"].notna()
    assert known.all()
    # within half a step of half a standard error, itself to a tenth of a decade; steps are at most half as large again
    distance = (shown.frame["estimate"] - found.table["estimate"]).abs()
    assert (distance <= found.table["std_error"] * 0.5 * 1.13 * 1.5 / 2 + 1e-9).all()
    assert "statistic" not in shown.result.tests
    with pytest.raises(PublicationError, match="not in the protection plan"):
        protect(found.table.assign(variable="income"), plan=plan)


def test_the_gate_refuses_a_spline_at_exact_quantiles():
    below, predictors, numeric = sample()
    survey = build_survey(dict(predictors), below, predictors=("sex",), numeric={"age": numeric["age"]})
    exact = fit_spline(below, survey.predictors.assign(age=numeric["age"]), variable="age", design=SRS)
    with pytest.raises(PublicationError, match="No column says what `estimate` is"):
        protect(exact, plan=protection_plan(survey))


def test_the_odds_of_a_straight_line_lie_within_the_band_of_the_curve():
    rng = np.random.default_rng(2)
    _, predictors, numeric = sample(n=4000)
    below = pd.Series(rng.random(4000) < 1 / (1 + np.exp(2 - 0.03 * numeric["age"])), dtype="boolean")
    table = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS).table
    line = fit_logistic(below, predictors[["sex"]].join(numeric), design=SRS).table
    slope = line.loc[(line["variable"] == "age") & (line["model"] == "adjusted"), "estimate"].iloc[0]
    straight = slope * (table["value"] - table["reference_value"])
    assert (table["conf_low"] - 0.05 <= straight).all()
    assert (straight <= table["conf_high"] + 0.05).all()


@pytest.mark.parametrize(("n_below", "knots"), [(22, "3 knots"), (32, "4 knots")])
def test_whether_there_is_a_curve_does_not_tell_of_a_few_of_unknown_age(n_below, knots):
    """Of 220 respondents three gave no age; whether all three or none are below, the published windows are the same."""
    _, predictors, numeric = sample(n=220)
    numeric.loc[:2, "age"] = np.nan
    for first in (0, 3):
        below = pd.Series(False, numeric.index, dtype="boolean")
        below[first : first + n_below - 1] = True
        found = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS)
        assert knots in found.method


def test_where_many_gave_no_age_those_of_the_model_decide():
    below, predictors, numeric = sample(n=220)
    below[:] = np.arange(220) % 4 == 0
    numeric.loc[below[below].index[18:], "age"] = np.nan
    found = fit_curves(below, predictors[["sex"]], numeric, in_place_of={}, design=SRS)
    assert found.table.empty


def test_a_number_that_all_but_follows_from_another_predictor_has_no_curve():
    """As the size of a town: given the town, the curve would be that of the three who gave another size."""
    below, predictors, _ = sample(n=3000)
    town = np.random.default_rng(6).integers(0, 12, 3000)
    size = np.array([3, 5, 8, 9, 12, 20, 31, 40, 44, 60, 75, 90.0])[town]
    size[:3] = [40, 60, 3]
    names = [f"town {place}" for place in range(12)]
    frame = predictors[["sex"]].assign(town=pd.Categorical.from_codes(town, names))
    given = {"in_place_of": {}, "design": SRS}
    found = fit_curves(below, frame, pd.DataFrame({"size": size}), **given)
    assert found.table.empty
    assert found.notes[0].startswith(
        "No curve for `size`: Too few respondents tell `size` apart from the other predictors."
    )
    assert len(fit_curves(below, frame[["sex"]], pd.DataFrame({"size": size}), **given).table) > 5
