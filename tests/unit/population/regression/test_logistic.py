"""Closed forms and refusals of the logistic regression; the numbers of R stand in tests/reference/regression."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from workbench.errors import NotEstimable
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import fit_linear, fit_logistic
from workbench.wording import Unpublished, in_windows

SRS = SurveyDesign()


def categorical(values, levels):
    return pd.Categorical(values, levels)


@pytest.fixture
def sample():
    rng = np.random.default_rng(11)
    n = 600
    frame = pd.DataFrame(
        {
            "sex": pd.Categorical.from_codes(rng.integers(0, 2, n), ["Women", "Men"]),
            "age": pd.Categorical.from_codes(rng.integers(0, 3, n), ["young", "middle", "old"]),
        }
    )
    odds = -1 + 0.5 * frame["sex"].cat.codes - 0.4 * frame["age"].cat.codes
    outcome = pd.Series(rng.random(n) < 1 / (1 + np.exp(-odds)), name="below")
    return outcome, frame, pd.Series(rng.integers(1, 5, n), name="weight")


def rows(model, which="adjusted"):
    table = model.table
    return table[(table["model"] == which) & (table["level"] != table["reference"])]


def test_crude_odds_ratio_of_a_two_by_two_table_is_ad_over_bc():
    outcome = pd.Series([True] * 12 + [False] * 28 + [True] * 9 + [False] * 51)
    exposed = pd.DataFrame({"exposed": categorical(["yes"] * 40 + ["no"] * 60, ["no", "yes"])})
    model = fit_logistic(outcome, exposed, design=SRS, variance="model")
    row = rows(model, "crude").iloc[0]
    assert row["odds_ratio"] == pytest.approx(12 * 51 / (28 * 9), rel=1e-10)
    assert row["std_error"] == pytest.approx(np.sqrt(1 / 12 + 1 / 28 + 1 / 9 + 1 / 51), rel=1e-8)  # Woolf (1955)
    assert rows(model)["odds_ratio"].iloc[0] == pytest.approx(row["odds_ratio"], rel=1e-10)


def test_equal_weights_change_nothing(sample):
    outcome, predictors, _ = sample
    equal = SurveyDesign(sampling_weights=pd.Series(3.5, index=outcome.index))
    models = [fit_logistic(outcome, predictors, design=d) for d in (SRS, equal)]
    pd.testing.assert_frame_equal(*(m.table for m in models), rtol=1e-8)


def test_integer_weights_give_the_points_of_repeated_rows(sample):
    outcome, predictors, weights = sample
    repeated = np.repeat(np.arange(len(outcome)), weights)
    weighted = fit_logistic(outcome, predictors, design=SurveyDesign(sampling_weights=weights))
    long = fit_logistic(
        outcome.iloc[repeated].reset_index(drop=True), predictors.iloc[repeated].reset_index(drop=True), design=SRS
    )
    assert rows(weighted)["estimate"].tolist() == pytest.approx(rows(long)["estimate"].tolist(), rel=1e-8)
    assert (rows(weighted)["std_error"].to_numpy() > rows(long)["std_error"].to_numpy()).all()


def test_row_by_row_fit_of_statsmodels_is_met(sample):
    outcome, predictors, _ = sample
    matrix = sm.add_constant(pd.get_dummies(predictors, drop_first=True).to_numpy(float))
    second = sm.GLM(outcome.to_numpy(float), matrix, family=sm.families.Binomial()).fit(tol=1e-14, cov_type="HC0")
    found = rows(fit_logistic(outcome, predictors, design=SRS))
    assert found["estimate"].tolist() == pytest.approx(second.params[1:].tolist(), rel=1e-8)
    n = len(outcome)
    assert found["std_error"].tolist() == pytest.approx((second.bse[1:] * np.sqrt(n / (n - 1))).tolist(), rel=1e-8)


def test_reference_rows_and_counts(sample):
    outcome, predictors, _ = sample
    table = fit_logistic(outcome, predictors, design=SRS).table
    reference = table[table["level"] == table["reference"]]
    assert reference["level"].tolist() == ["Women", "young"] * 2
    assert (reference["odds_ratio"] == 1).all()
    assert reference[["std_error", "p_value", "odds_ratio_low"]].isna().all(axis=None)
    by_sex = table[(table["model"] == "crude") & (table["variable"] == "sex")]
    assert by_sex["n_events"].tolist() == [int(outcome[predictors["sex"] == s].sum()) for s in ("Women", "Men")]


def test_the_same_respondents_stand_behind_crude_and_adjusted(sample):
    outcome, predictors, _ = sample
    missing = predictors.assign(age=predictors["age"].where(np.arange(600) >= 40))
    model = fit_logistic(outcome.astype("boolean").mask(np.arange(600) >= 590), missing, design=SRS)
    per_model = model.table.groupby(["model", "variable"])["n_respondents"].sum()
    assert set(per_model) == {550}
    assert any("50 of 600" in n and "the outcome (10)" in n and "`age` (40)" in n for n in model.notes)


def test_an_empty_level_has_a_row_without_estimate(sample):
    outcome, predictors, _ = sample
    wider = predictors.assign(age=predictors["age"].cat.add_categories(["oldest"]))
    model = fit_logistic(outcome, wider, design=SRS)
    oldest = model.table[model.table["level"] == "oldest"]
    assert oldest["n_respondents"].tolist() == [0, 0]
    assert oldest["odds_ratio"].isna().all()
    assert model.fit["n_parameters"].iloc[0] == 4


def test_few_events_per_coefficient_are_noted(sample):
    outcome, predictors, _ = sample
    rare = outcome & (np.cumsum(outcome) <= 25)
    notes = fit_logistic(rare, predictors, design=SRS).notes
    assert any("events per coefficient" in note for note in notes)
    assert any("events per coefficient" in note for note in in_windows(notes, 5))


def test_whether_events_are_few_is_not_said_of_those_in_the_model(sample):
    """Everyone has 30 events, and a table shows 30 to 34; the model of three coefficients leaves one of them out."""
    outcome, predictors, _ = sample
    rare = outcome & (np.cumsum(outcome) <= 30)
    blank = predictors.assign(age=predictors["age"].where(np.arange(600) != np.flatnonzero(rare)[0]))
    notes = fit_logistic(rare, blank, design=SRS).notes
    assert any("events per coefficient" in note for note in notes)
    assert not any("events per coefficient" in note for note in in_windows(notes, 5))


def test_joint_separation_is_refused():
    # each level has both outcomes, but nobody has it in (a, x) and everybody in (b, y)
    cells = [
        ("a", "x", False),
        ("a", "y", True),
        ("a", "y", False),
        ("b", "x", True),
        ("b", "x", False),
        ("b", "y", True),
    ]
    frame = pd.DataFrame(cells * 8, columns=["one", "two", "below"])
    with pytest.raises(NotEstimable, match="does not settle"):
        fit_logistic(frame["below"], frame[["one", "two"]].astype("category"), design=SRS)


def test_degrees_of_freedom_are_said_for_the_design_at_hand(sample):
    outcome, predictors, weight = sample
    replicates = pd.DataFrame({f"r{k}": weight * (np.arange(600) % 30 != k) * 30 / 29 for k in range(30)})
    strata = pd.Series(np.arange(600) % 3, name="stratum")
    clusters = pd.Series(np.arange(600) % 30, name="cluster")
    said = {
        "respondents − number of parameters": SRS,
        "respondents − strata + 1 − number of parameters": SurveyDesign(strata=strata),
        "clusters − strata + 1 − number of parameters": SurveyDesign(strata=strata, clusters=clusters),
        "rank of the replicate weights − number of parameters": SurveyDesign(
            sampling_weights=weight, replicate_weights=replicates
        ),
    }
    for words, design in said.items():
        for model in (fit_logistic(outcome, predictors, design=design), fit_linear(weight, predictors, design=design)):
            assert f"degrees of freedom: {words}" in model.method
    units = {SRS: 600, said["clusters − strata + 1 − number of parameters"]: 30 - 3 + 1}
    for design, n in units.items():
        assert fit_logistic(outcome, predictors, design=design).fit["df_residual"].tolist() == [n - 4]


def test_population_sizes_alone_are_weights(sample):
    outcome, predictors, _ = sample
    design = SurveyDesign(population_size=pd.Series(6000.0, index=outcome.index))
    assert "unweighted" not in fit_logistic(outcome, predictors, design=design).method
    assert "unweighted" not in fit_linear(outcome.astype(float), predictors, design=design).method
    assert "unweighted" in fit_logistic(outcome, predictors, design=SRS).method


@pytest.mark.filterwarnings("error")
def test_the_whole_population_has_odds_ratios_without_errors(sample):
    outcome, predictors, _ = sample
    census = SurveyDesign(population_size=pd.Series(600.0, index=outcome.index))
    for model in (
        fit_logistic(outcome, predictors, design=census),
        fit_linear(outcome.astype(float), predictors, design=census),
    ):
        assert rows(model)["estimate"].notna().all()
        assert rows(model)[["std_error", "statistic", "p_value", "conf_low"]].isna().all(axis=None)
        assert model.joint_tests["p_value"].isna().all()
        assert "No standard errors, intervals and tests: the whole population is in the sample." in model.notes
    table = fit_logistic(outcome, predictors, design=census).diagnostics
    assert not np.isinf(table.select_dtypes("number")).any(axis=None)


def test_a_level_in_one_cluster_is_noted(sample):
    outcome, predictors, _ = sample
    clusters = pd.Series(np.arange(600) // 20, name="cluster")
    area = pd.Categorical(np.where(clusters == 4, "island", "mainland"), ["mainland", "island"])
    design = SurveyDesign(clusters=clusters)
    for fit in (fit_logistic, fit_linear):
        alone = fit(
            outcome if fit is fit_logistic else outcome.astype(float), predictors.assign(area=area), design=design
        )
        assert any("one cluster of each of its strata" in note for note in alone.notes)
        spread = fit(outcome if fit is fit_logistic else outcome.astype(float), predictors, design=design)
        assert not any("one cluster" in note for note in spread.notes)


def test_separation_names_the_level_and_a_report_does_not(sample):
    outcome, predictors, _ = sample
    with pytest.raises(NotEstimable, match="`Men` of `sex`") as caught:
        fit_logistic(outcome & (predictors["sex"] == "Women"), predictors, design=SRS)
    assert "Men" not in caught.value.in_report
    assert "sex" not in caught.value.in_report


def test_an_empty_reference_is_not_named_in_a_report(sample):
    outcome, predictors, _ = sample
    empty = predictors.assign(sex=predictors["sex"].cat.set_categories(["nobody", "Women", "Men"]))
    with pytest.raises(NotEstimable) as caught:
        fit_logistic(outcome, empty, design=SRS)
    assert "`nobody`" in str(caught.value)
    assert "nobody" not in caught.value.in_report


def test_that_nobody_of_a_level_is_in_a_model_is_for_the_researcher_alone():
    outcome = pd.Series(np.arange(120) % 3 == 0)
    sex = pd.Categorical(np.where(np.arange(120) % 2, "m", "w"))
    town = pd.Categorical(np.where(np.arange(120) % 5, "a", "b"), categories=["a", "b", "nobody"])
    found = fit_logistic(outcome, pd.DataFrame({"sex": sex, "town": town}), design=SurveyDesign())
    (note,) = [note for note in found.notes if "no respondents among those used" in note]
    assert isinstance(note, Unpublished)
