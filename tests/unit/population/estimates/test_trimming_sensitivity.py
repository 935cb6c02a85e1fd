"""The run with trimmed weights, and the designs that leave nothing to run."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import tables
from workbench.intake import SurveyDesign, trim_weights
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.population import audit, mean, protect, protection_plan, share, trimming_sensitivity


def sample(n_large=8, n=400):
    rng = np.random.default_rng(8)
    weights = pd.Series(rng.uniform(0.8, 1.2, n))
    weights.iloc[:n_large] = 6.0
    score = pd.Series(np.round(rng.uniform(0, 40, n)) * 2.5)
    strata = pd.Series(np.arange(n) % 4)
    return score, (score < 50).astype("boolean"), SurveyDesign(sampling_weights=weights, strata=strata)


def test_both_rows_are_the_estimates_of_their_designs():
    score, below, design = sample()
    table = trimming_sensitivity(score, below, design=design, ceiling=2.0).table
    for row, own in zip(table.to_dict("records"), (design, trim_weights(design, ceiling=2.0)), strict=True):
        expected, part = mean(score, design=own).table.iloc[0], share(below, design=own).table.iloc[0]
        assert row["estimate"] == expected["estimate"]
        assert (row["std_error"], row["conf_low"]) == (expected["std_error"], expected["conf_low"])
        assert (row["share"], row["share_high"]) == (part["estimate"], part["conf_high"])
    weights = design.sampling_weights
    moved = (weights - 2 * weights.mean()).clip(lower=0).sum() / weights.sum()
    assert table["trimmed_part"].tolist() == pytest.approx([0, moved])
    assert abs(table["estimate"].diff().iloc[1]) > 0.1


@pytest.mark.parametrize(
    ("n_large", "ceiling", "words"), [(3, 2.0, "Fewer than 5 respondents"), (8, 20.0, "No weight is above 20")]
)
def test_few_or_no_large_weights_are_not_trimmed(n_large, ceiling, words):
    """With three, two means and known weights would tell their scores."""
    score, below, design = sample(n_large=n_large)
    found = trimming_sensitivity(score, below, design=design, ceiling=ceiling)
    assert found.table["term"].tolist() == ["weights as given"]
    assert any(note.startswith(words) for note in found.notes)


@pytest.mark.parametrize("n_below", [0, 2, 3, 8])
def test_how_many_of_the_trimmed_are_below_is_solved_only_where_a_table_might_show_it(n_below):
    score, _, design = sample()
    below = pd.Series(np.arange(400) % 3 == 0, dtype="boolean")
    below.iloc[:8] = np.arange(8) < n_below
    found = trimming_sensitivity(score, below, design=design, ceiling=2.0)
    if n_below == 3:
        assert len(found.table) == 2
    else:
        assert found.table["term"].tolist() == ["weights as given"]
        assert any(note.startswith("Too few of those who weigh more than 2 mean weights") for note in found.notes)


def test_a_codebook_may_ask_for_more_than_five():
    score, below, design = sample()
    ten = DisclosureThresholds(minimum_respondents=10)
    found = trimming_sensitivity(score, below, design=design, ceiling=2.0, thresholds=ten)
    assert any(note.startswith("Fewer than 10 respondents weigh more") for note in found.notes)


def test_large_weights_of_those_without_a_score_do_not_count():
    score, below, design = sample(n_large=6)
    outside = score.index < 3
    found = trimming_sensitivity(score.mask(outside), below.mask(outside), design=design, ceiling=2.0)
    assert any(note.startswith("Fewer than 5 respondents") for note in found.notes)


def test_designs_that_have_nothing_to_trim_have_one_row_and_the_reason():
    score, below, design = sample()
    weights = design.sampling_weights
    replicates = pd.DataFrame({f"r{i}": weights.where(weights.index % 10 != i, 0) * 10 / 9 for i in range(10)})
    jackknife = SurveyDesign(sampling_weights=weights, replicate_weights=replicates)
    for given, term, words in (
        (SurveyDesign(), "without weights", "There are no sampling weights"),
        (jackknife, "weights as given", "Weights are not trimmed beside replicate weights"),
    ):
        found = trimming_sensitivity(score, below, design=given, ceiling=2.0)
        assert found.table["term"].tolist() == [term]
        assert any(note.startswith(words) for note in found.notes)


def test_the_table_passes_the_gate_and_says_that_it_is_no_estimate():
    _, _, design = sample()
    below = pd.Series(np.arange(400) % 3 == 0, dtype="boolean")
    level = pd.Series(pd.Categorical(np.where(np.arange(400) % 2, "a", "b")))
    survey = build_survey({"group": level}, below, weights=design.sampling_weights)
    points = pd.Series(np.where(below, 25.0, 75.0))
    plan = protection_plan(survey)
    shown = protect(trimming_sensitivity(points, below, design=survey.design, ceiling=2.0), plan=plan)
    assert shown.n_withheld == 0
    assert audit({"trimmed": shown}, plan=plan).passed
    html = tables.trimmed_weights(shown, survey=survey).html()
    assert "Trimmed at 2 mean weights (sensitivity run)" in html
    assert "It is no estimate for the population." in html
