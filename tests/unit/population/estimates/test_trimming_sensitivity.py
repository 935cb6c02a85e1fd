"""The run with trimmed weights, and the designs that leave nothing to run."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import tables
from workbench.intake import SurveyDesign, trim_weights
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.numerics.disclosure import step_of
from workbench.population import mean, protect, protection_plan, share, trimming_sensitivity
from workbench.population.estimates import QUANTITIES, TRIMMED_AT


def sample(n_large=8, n=400):
    rng = np.random.default_rng(8)
    weights = pd.Series(rng.uniform(0.8, 1.2, n))
    weights.iloc[:n_large] = 6.0
    score = pd.Series(np.round(rng.uniform(0, 40, n)) * 2.5)
    strata = pd.Series(np.arange(n) % 4)
    return score, (score < 50).astype("boolean"), SurveyDesign(sampling_weights=weights, strata=strata)


def test_each_run_gives_the_mean_and_the_share_of_its_design():
    score, below, design = sample(n_large=20)
    table = trimming_sensitivity(score, below, design=design).table
    runs = [rows.set_index("quantity") for _, rows in table.groupby("term", sort=False)]
    for rows, own in zip(runs, (design, trim_weights(design, ceiling=TRIMMED_AT)), strict=True):
        for quantity, result in zip(QUANTITIES, (mean(score, design=own), share(below, design=own)), strict=True):
            expected = result.table.iloc[0]
            for column in ("estimate", "std_error", "conf_low", "conf_high", "n_respondents"):
                assert rows.loc[quantity, column] == expected[column]
    means = table.loc[table["quantity"] == QUANTITIES[0], "estimate"]
    assert abs(means.diff().iloc[1]) > 0.1


@pytest.mark.parametrize("n_large", [0, 3, 19])
def test_few_or_no_large_weights_are_not_trimmed_and_it_is_said_alike(n_large):
    score, below, design = sample(n_large=n_large)
    found = trimming_sensitivity(score, below, design=design)
    assert set(found.table["term"]) == {"weights as given"}
    assert "Weights are not trimmed: fewer than 20 respondents weigh more than 2.5 mean weights." in found.notes


@pytest.mark.parametrize("n_large", [19, 20])
def test_whether_weights_are_trimmed_does_not_hang_on_any_answer(n_large):
    """Not on who is below, nor on who has a score: exact numbers of the few that no table shows."""
    score, _, design = sample(n_large=n_large)
    for n_below, n_scored in ((0, 20), (1, 20), (20, 20), (1, 3)):
        below = pd.Series(np.arange(400) % 3 == 0, dtype="boolean")
        below.iloc[:20] = np.arange(20) < n_below
        outside = (score.index >= n_scored) & (score.index < 20)
        found = trimming_sensitivity(score.mask(outside), below.mask(outside), design=design)
        assert found.table["term"].nunique() == (2 if n_large == 20 else 1)


def test_the_trimmed_mean_is_told_to_what_five_of_the_largest_weights_move():
    """Trimmed less untrimmed is otherwise the mean score of a few who weigh most, for whoever knows the weights."""
    score, below, design = sample(n_large=20)
    survey = build_survey(
        {"half": pd.Series(pd.Categorical(np.arange(400) % 2))}, below, weights=design.sampling_weights
    )
    plan, weights = protection_plan(survey), design.sampling_weights
    step = float(step_of(5 * 100 * weights.max() / weights.sum()))
    four = 4 * 100 * (weights.max() - TRIMMED_AT * weights.mean()) / weights.sum()
    assert step > four
    shown = set()
    for answered in np.arange(0, 101, 2.5):
        points = score.mask(score.index < 4, answered)
        table = protect(trimming_sensitivity(points, below, design=survey.design), plan=plan).frame
        shown.add(table["estimate"].iloc[2])
    assert all(np.isclose(value / step, round(value / step)) for value in shown)
    assert len(shown) <= 2


def test_the_shift_of_the_trimmed_share_is_as_coarse_as_that_of_the_untrimmed():
    score, below, design = sample(n_large=20)
    table = trimming_sensitivity(score, below, design=design).table.set_index(["quantity", "term"])
    given, trimmed = table.loc[QUANTITIES[1], "weight_cells"]
    assert given[:, 2].max() > TRIMMED_AT
    np.testing.assert_array_equal(given, trimmed)
    assert table["n_moved"].tolist()[2:] == [5, 1]


def test_a_codebook_may_ask_for_more_than_five():
    score, below, design = sample(n_large=39)
    ten = DisclosureThresholds(minimum_respondents=10)
    found = trimming_sensitivity(score, below, design=design, thresholds=ten)
    assert any(note.startswith("Weights are not trimmed: fewer than 40 respondents weigh more") for note in found.notes)


def test_designs_that_have_nothing_to_trim_have_one_run_and_the_reason():
    score, below, design = sample()
    weights = design.sampling_weights
    replicates = pd.DataFrame({f"r{i}": weights.where(weights.index % 10 != i, 0) * 10 / 9 for i in range(10)})
    jackknife = SurveyDesign(sampling_weights=weights, replicate_weights=replicates)
    for given, term, words in (
        (SurveyDesign(), "without weights", "There are no sampling weights"),
        (jackknife, "weights as given", "Weights are not trimmed beside replicate weights"),
    ):
        found = trimming_sensitivity(score, below, design=given)
        assert set(found.table["term"]) == {term}
        assert any(note.startswith(words) for note in found.notes)


def test_the_table_passes_the_gate_and_says_that_it_is_no_estimate():
    _, _, design = sample(n_large=20)
    below = pd.Series(np.arange(400) % 3 == 0, dtype="boolean")
    level = pd.Series(pd.Categorical(np.where(np.arange(400) % 2, "a", "b")))
    survey = build_survey({"group": level}, below, weights=design.sampling_weights)
    points = pd.Series(np.where(below, 25.0, 75.0))
    plan = protection_plan(survey)
    shown = protect(trimming_sensitivity(points, below, design=survey.design), plan=plan)
    assert shown.n_withheld == 0
    main = protect(share(below, design=survey.design), plan=plan).frame.iloc[0]
    given = shown.frame.set_index("quantity").iloc[:2].loc[QUANTITIES[1]]
    assert given[["n_events", "estimate"]].tolist() == main[["n_events", "estimate"]].tolist()
    html = tables.trimmed_weights(shown, survey=survey).html()
    assert "Trimmed at 2.5 mean weights (sensitivity run)" in html
    assert "It is no estimate for the population." in html
