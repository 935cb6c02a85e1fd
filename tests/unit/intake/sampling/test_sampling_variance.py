"""The seam: linearised and replicate designs answer alike, whole design kept for domains."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake import SurveyDesign, calibrate, trim_weights
from workbench.intake.sampling.sampling_variance import sampling_variance
from workbench.population import mean, weight_diagnostics

RNG = np.random.default_rng(11)
N = 240
ROWS = pd.RangeIndex(N)
CLUSTERS = pd.Series(ROWS // 6, name="school")
STRATA = pd.Series(CLUSTERS // 10, name="region")
WEIGHTS = pd.Series(RNG.uniform(1, 4, N), name="w")
Y = RNG.normal(60, 12, N) + RNG.normal(0, 6, 40)[CLUSTERS]
LINEAR = SurveyDesign(sampling_weights=WEIGHTS, strata=STRATA, clusters=CLUSTERS)


def replicated():
    stratum, unit = STRATA.to_numpy(), CLUSTERS.to_numpy()
    columns = {
        f"r{u}": WEIGHTS * np.where(stratum != u // 10, 1.0, np.where(unit == u, 0.0, 10 / 9)) for u in range(40)
    }
    return SurveyDesign(
        sampling_weights=WEIGHTS, strata=STRATA, replicate_weights=pd.DataFrame(columns), replicate_method="JKn"
    )


def test_totals_have_the_same_variance_either_way():
    two = np.column_stack([Y, Y > 60])
    found = [
        sampling_variance(d, ROWS).covariance(WEIGHTS.to_numpy()[:, None] * two, lambda w: w @ two)
        for d in (LINEAR, replicated())
    ]
    np.testing.assert_allclose(found[0], found[1], rtol=1e-10)


def test_degrees_of_freedom_either_way():
    """A domain in every cluster; where some have nobody of it, the rank of replicates is larger (R's degf too)."""
    everywhere, somewhere = ROWS.to_numpy() % 2, np.where(CLUSTERS % 3 == 0, -1, ROWS.to_numpy() % 2)
    linear, jackknife = (sampling_variance(d, ROWS) for d in (LINEAR, replicated()))
    assert linear.degrees_of_freedom() == jackknife.degrees_of_freedom() == 36
    for v in (linear, jackknife):
        assert v.domain_degrees_of_freedom(everywhere, 2).tolist() == [36, 36]
        assert v.domain_degrees_of_freedom(somewhere, 2)[1] == v.degrees_of_freedom(somewhere == 1)
    assert linear.degrees_of_freedom(somewhere == 1) == 26 - 4


def test_words_for_the_method_of_a_result():
    assert sampling_variance(LINEAR, ROWS).description == "linearised over 40 clusters in 4 strata"
    assert sampling_variance(SurveyDesign(), ROWS).description == "linearised"
    assert sampling_variance(replicated(), ROWS).description == "from 40 jackknife replicates (JKn)"
    group = pd.DataFrame({"g": pd.Categorical(["a", "b"] * 120)})
    calibrated = sampling_variance(calibrate(LINEAR, group, margins={"g": {"a": 300, "b": 500}}), ROWS)
    assert calibrated.description == "linearised over 40 clusters in 4 strata, calibrated"
    assert calibrated.notes
    assert calibrated.weights.sum() == pytest.approx(800)


def test_coverage_of_a_stratified_two_stage_sample():
    """Of 95 % intervals for a mean from repeated samples of 8 of 20 schools per region, 95 % hold the true one."""
    population = pd.DataFrame({"region": np.repeat(range(4), 400), "school": np.repeat(range(80), 20)})
    population["y"] = 5 * population["region"] + RNG.normal(0, 3, 80)[population["school"]] + RNG.normal(0, 5, 1600)
    held, true = 0, population["y"].mean()
    for _ in range(400):
        schools = np.concatenate([RNG.choice(np.arange(20 * h, 20 * h + 20), 8, replace=False) for h in range(4)])
        pupils = np.concatenate([20 * s + RNG.choice(20, 5, replace=False) for s in schools])
        sample = population.iloc[pupils].reset_index(drop=True)
        design = SurveyDesign(
            strata=sample["region"],
            clusters=sample["school"],
            population_size=pd.DataFrame({"schools": 20.0, "pupils": 20.0}, index=sample.index),
        )
        v, y = sampling_variance(design, sample.index), sample["y"].to_numpy()
        mean = v.weights @ y / v.weights.sum()
        variance = v.covariance((v.weights * (y - mean) / v.weights.sum())[:, None], lambda w: w)[0, 0]
        held += abs(mean - true) < 2.05 * np.sqrt(variance)
    assert 0.925 < held / 400 < 0.98


def test_kish_in_closed_form():
    weights = pd.Series([1.0] * 50 + [3.0] * 50 + [99.0])
    score = weights.where(weights.index < 100, np.nan)
    result = weight_diagnostics(score, design=SurveyDesign(sampling_weights=weights))
    row = result.table.iloc[0]
    assert row["design_effect"] == pytest.approx(1.25)
    assert row["effective_n"] == pytest.approx(80)
    assert row["variation"] == pytest.approx(0.5)
    assert row["largest_weight"] == pytest.approx(1.5)
    assert row["share_of_largest"] == pytest.approx(15 / 200)
    assert result.quantiles["relative_weight"].tolist() == pytest.approx([0.5, 0.5, 0.5, 1, 1.5, 1.5, 1.5])
    scaled = weight_diagnostics(score, design=SurveyDesign(sampling_weights=weights * 7)).table
    assert scaled["effective_n"].iloc[0] == pytest.approx(80)


def test_without_weights_everyone_counts_the_same():
    result = weight_diagnostics(pd.Series([1.0, 2.0, np.nan]), design=SurveyDesign())
    assert result.table[["design_effect", "effective_n"]].to_numpy().tolist() == [[1, 2]]
    assert "no sampling weights" in result.notes[0]


def test_weights_from_population_sizes_are_not_said_to_be_equal():
    strata = pd.Series([1, 1, 2, 2, 2, 2], name="stratum")
    design = SurveyDesign(strata=strata, population_size=pd.Series([100.0, 100.0, 40.0, 40.0, 40.0, 40.0]))
    found = weight_diagnostics(strata, design=design)
    assert found.table["effective_n"][0] == pytest.approx(140**2 / (2 * 50**2 + 4 * 10**2))
    assert found.notes == ("The survey has no sampling weights; these follow from its population sizes.",)


def test_results_repeat_what_was_done_to_the_design():
    trimmed = trim_weights(LINEAR, ceiling=1.3)
    result = mean(pd.Series(Y, name="score"), design=trimmed)
    assert any(note.startswith("Sensitivity run with trimmed weights") for note in result.notes)
    assert "40 clusters in 4 strata" in result.method
