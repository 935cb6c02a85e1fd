"""What tables of regressions say of how exactly their numbers are known, and predictors as a report fits them."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.intake import SurveyDesign
from workbench.population import (
    fit_linear,
    fit_logistic,
    kept_blocks,
    not_answered_as_level,
    protect,
    protection_plan,
)

SRS = SurveyDesign()


@pytest.fixture
def sample():
    rng = np.random.default_rng(5)
    n = 400
    frame = pd.DataFrame(
        {
            "sex": pd.Categorical.from_codes(rng.integers(0, 2, n), ["women", "men"]),
            "home": pd.Categorical.from_codes(rng.choice(3, n, p=[0.6, 0.3, 0.1]), ["a", "b", "c"]),
        }
    )
    below = pd.Series(rng.random(n) < 0.3 + 0.2 * (frame["sex"] == "men"), dtype="boolean", name="below")
    weights = pd.Series(rng.uniform(0.5, 3, n))
    return frame, below, weights


def test_the_weights_of_a_level_are_those_of_all_who_have_the_outcome(sample):
    """Those of respondents in the model would be a second window beside them."""
    frame, below, weights = sample
    frame = frame.assign(sex=frame["sex"].where(frame.index > 9))
    table = fit_logistic(below, frame, design=SurveyDesign(sampling_weights=weights)).table
    sums = weights.groupby(frame["home"], observed=True).sum() / weights.mean()
    rows = table[(table["model"] == "crude") & (table["variable"] == "home")].set_index("level")
    for level in "abc":
        cells = rows.loc[level, "weight_cells"]
        assert cells[:, 0] @ cells[:, 2] == pytest.approx(sums[level])


def test_a_number_says_what_one_respondent_changes_of_its_slope(sample):
    frame, _, _ = sample
    rng = np.random.default_rng(1)
    x = pd.Series(rng.normal(50, 15, len(frame)))
    y = pd.Series(rng.normal(0, 1, len(frame)), name="score")
    found = fit_linear(y, frame.assign(age=x), design=SRS).table
    part = found.loc[(found["model"] == "crude") & (found["variable"] == "age"), "largest_part"].iloc[0]
    far = (x - x.mean()).abs().idxmax()
    moved = fit_linear(y.where(y.index != far, y + 1), frame.assign(age=x), design=SRS).table
    crude = [t.loc[(t["model"] == "crude") & (t["variable"] == "age"), "estimate"].iloc[0] for t in (found, moved)]
    assert part == pytest.approx(abs(crude[1] - crude[0]))


def test_two_values_are_an_outcome_in_a_linear_model_whatever_they_are_called(sample):
    frame, below, _ = sample
    points = below.astype(float).map({0.0: 10.0, 1.0: 12.0}).rename("points")
    linear = fit_linear(points, frame, design=SRS).table
    logistic = fit_logistic(below, frame, design=SRS).table
    assert linear["n_events"].tolist() == logistic["n_events"].tolist()
    assert set(linear["value_minimum"]) == {10.0}
    assert set(linear["value_maximum"]) == {12.0}
    assert "n_events" not in fit_linear(points + frame["home"].cat.codes, frame, design=SRS).table


def test_a_coefficient_against_a_level_without_an_outcome_is_not_published(sample):
    frame, below, _ = sample
    plan = protection_plan(build_survey(dict(frame), below, crossings=(("sex", "home"),)))
    small = frame.assign(home=frame["home"].cat.reorder_categories(["c", "a", "b"]))
    few = small["home"].eq("c") & (np.arange(len(small)) % 12 != 0)
    outcome = below.mask(few)
    assert outcome[small["home"] == "c"].notna().sum() < 5
    shown = protect(fit_linear(outcome.astype(float).rename("flag"), small, design=SRS), plan=plan).frame
    home = shown[shown["variable"] == "home"]
    assert home["withheld"].all()
    assert home["estimate"].isna().all()
    assert shown.loc[shown["level"] == "men", "estimate"].notna().all()


def test_blocks_lose_predictors_that_were_merged_away(sample):
    frame, _, _ = sample
    blocks = {"first": ["sex"], "then": ["home", "work"], "last": ["work"]}
    assert kept_blocks(blocks, frame) == {"first": ("sex",), "then": ("home",)}
    assert kept_blocks(None, frame) is None


def test_not_answered_as_a_level_is_the_missing_rule_category(sample):
    frame, below, _ = sample
    gaps = frame.assign(home=frame["home"].mask(np.arange(len(frame)) % 5 == 0))
    as_level = fit_logistic(below, not_answered_as_level(gaps), design=SRS).table
    category = fit_logistic(below, gaps, design=SRS, missing="category").table
    pd.testing.assert_frame_equal(as_level, category)
    assert gaps["home"].isna().any()
