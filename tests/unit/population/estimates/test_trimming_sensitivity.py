"""The run with trimmed weights, and the designs that leave nothing to run."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import tables
from workbench.intake import SurveyDesign, trim_weights
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.population import mean, protect, protection_plan, share, trimming_sensitivity
from workbench.population.estimates import QUANTITIES


def sample(n_large=8, n=400):
    rng = np.random.default_rng(8)
    weights = pd.Series(rng.uniform(0.8, 1.2, n))
    weights.iloc[:n_large] = 6.0
    score = pd.Series(np.round(rng.uniform(0, 40, n)) * 2.5)
    strata = pd.Series(np.arange(n) % 4)
    return score, (score < 50).astype("boolean"), SurveyDesign(sampling_weights=weights, strata=strata)


def test_each_run_gives_the_mean_and_the_share_of_its_design():
    score, below, design = sample(n_large=20)
    table = trimming_sensitivity(score, below, design=design, ceiling=2.0).table
    runs = [rows.set_index("quantity") for _, rows in table.groupby("term", sort=False)]
    for rows, own in zip(runs, (design, trim_weights(design, ceiling=2.0)), strict=True):
        for quantity, result in zip(QUANTITIES, (mean(score, design=own), share(below, design=own)), strict=True):
            expected = result.table.iloc[0]
            for column in ("estimate", "std_error", "conf_low", "conf_high", "n_respondents", "largest_part"):
                assert rows.loc[quantity, column] == expected[column]
    weights = design.sampling_weights
    moved = (weights - 2 * weights.mean()).clip(lower=0).sum() / weights.sum()
    assert table["trimmed_part"].tolist() == pytest.approx([0, 0, moved, moved])
    means = table.loc[table["quantity"] == QUANTITIES[0], "estimate"]
    assert abs(means.diff().iloc[1]) > 0.1


@pytest.mark.parametrize(("n_large", "ceiling"), [(3, 2.0), (8, 20.0)])
def test_few_or_no_large_weights_are_not_trimmed_and_it_is_said_alike(n_large, ceiling):
    """With three, two means and known weights would tell their scores; whether somebody is, how many there are."""
    score, below, design = sample(n_large=n_large)
    found = trimming_sensitivity(score, below, design=design, ceiling=ceiling)
    assert set(found.table["term"]) == {"weights as given"}
    words = f"Weights are not trimmed: fewer than 5 respondents weigh more than {ceiling:g} mean weights, or so few"
    assert any(note.startswith(words) for note in found.notes)


@pytest.mark.parametrize("n_below", [0, 4, 5, 12])
def test_how_many_of_the_trimmed_are_below_is_solved_only_where_a_table_might_show_it(n_below):
    score, _, design = sample(n_large=12)
    below = pd.Series(np.arange(400) % 3 == 0, dtype="boolean")
    below.iloc[:12] = np.arange(12) < n_below
    found = trimming_sensitivity(score, below, design=design, ceiling=2.0)
    if n_below == 5:
        assert found.table["term"].nunique() == 2
    else:
        assert set(found.table["term"]) == {"weights as given"}
        assert any(
            note.startswith("Weights are not trimmed: fewer than 5 respondents weigh more than 2")
            for note in found.notes
        )


def test_a_codebook_may_ask_for_more_than_five():
    score, below, design = sample()
    ten = DisclosureThresholds(minimum_respondents=10)
    found = trimming_sensitivity(score, below, design=design, ceiling=2.0, thresholds=ten)
    assert any(note.startswith("Weights are not trimmed: fewer than 10 respondents weigh more") for note in found.notes)


def test_large_weights_of_those_without_a_score_do_not_count():
    score, below, design = sample(n_large=6)
    outside = score.index < 3
    found = trimming_sensitivity(score.mask(outside), below.mask(outside), design=design, ceiling=2.0)
    assert any(note.startswith("Weights are not trimmed: fewer than 5 respondents") for note in found.notes)


def test_designs_that_have_nothing_to_trim_have_one_run_and_the_reason():
    score, below, design = sample()
    weights = design.sampling_weights
    replicates = pd.DataFrame({f"r{i}": weights.where(weights.index % 10 != i, 0) * 10 / 9 for i in range(10)})
    jackknife = SurveyDesign(sampling_weights=weights, replicate_weights=replicates)
    for given, term, words in (
        (SurveyDesign(), "without weights", "There are no sampling weights"),
        (jackknife, "weights as given", "Weights are not trimmed beside replicate weights"),
    ):
        found = trimming_sensitivity(score, below, design=given, ceiling=2.0)
        assert set(found.table["term"]) == {term}
        assert any(note.startswith(words) for note in found.notes)


def test_the_table_passes_the_gate_and_says_that_it_is_no_estimate():
    _, _, design = sample(n_large=20)
    below = pd.Series(np.arange(400) % 3 == 0, dtype="boolean")
    level = pd.Series(pd.Categorical(np.where(np.arange(400) % 2, "a", "b")))
    survey = build_survey({"group": level}, below, weights=design.sampling_weights)
    points = pd.Series(np.where(below, 25.0, 75.0))
    plan = protection_plan(survey)
    shown = protect(trimming_sensitivity(points, below, design=survey.design, ceiling=2.0), plan=plan)
    assert shown.n_withheld == 0
    html = tables.trimmed_weights(shown, survey=survey).html()
    assert "Trimmed at 2 mean weights (sensitivity run)" in html
    assert "It is no estimate for the population." in html
