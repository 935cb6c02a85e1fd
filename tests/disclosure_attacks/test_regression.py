"""What published regressions tell beside the counts: odds ratios of counts, and crude less adjusted differences.

Every attacker reads protected tables alone and knows the rules by which they were made. The truth is used only to judge
what was found.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import LinearConstraint, milp

from tests.unit.surveys import build_survey
from workbench import population
from workbench.intake import SurveyDesign

SRS = SurveyDesign()


def survey_of(n, seed):
    """Men are few in the last level, 1 to 4; the outcome depends on both."""
    rng = np.random.default_rng(seed)
    level = rng.choice(4, n, p=[0.45, 0.3, 0.15, 0.1])
    men = rng.random(n) < 0.5
    last = np.flatnonzero(level == 3)
    men[last] = False
    men[rng.choice(last, rng.integers(1, 5), replace=False)] = True
    below = pd.Series(rng.random(n) < 0.2 + 0.1 * men + 0.08 * level, dtype="boolean")
    background = {
        "sex": pd.Series(pd.Categorical.from_codes(men.astype(int), ["women", "men"])),
        "home": pd.Series(pd.Categorical.from_codes(level, ["a", "b", "c", "d"])),
    }
    score = pd.Series(np.clip(np.round(70 - 10 * men - 4 * level + 15 * rng.standard_normal(n)), 0, 100), name="score")
    return build_survey(background, below), below, score


@pytest.mark.parametrize("n", [200, 800, 2000])
def test_a_crude_odds_ratio_tells_nothing_that_the_counts_beside_it_do_not(n):
    """The ratio of the middles of its windows, rounded: that of the true counts would cut the windows."""
    for seed in range(3):
        survey, below, _ = survey_of(n, seed)
        plan = population.protection_plan(survey)
        merged = population.merged_levels(survey.background, below, plan=plan)
        model = population.fit_logistic(below, merged, design=SRS)
        frame = population.protect(model, plan=plan).frame
        crude = frame[frame["model"] == "crude"].set_index(["variable", "level"])
        e, rest = crude["n_events"], crude["n_respondents"] - crude["n_events"]
        keys = [(variable, reference) for (variable, _), reference in crude["reference"].items()]
        odds = np.log(e / rest) - np.log(e / rest).loc[keys].to_numpy()
        error = np.sqrt(1 / e + 1 / rest + (1 / e + 1 / rest).loc[keys].to_numpy())
        shown = crude["std_error"].notna() & crude["estimate"].notna()
        fewest = np.minimum(np.minimum(e, rest), np.minimum(e, rest).loc[keys].to_numpy())
        half_steps = 1.5 * crude["std_error"] * np.maximum(0.5, 5 / np.sqrt(fewest)) / 2
        known = shown & odds.notna() & half_steps.notna()
        assert known.any()
        assert (np.abs(crude["estimate"] - odds)[known] <= half_steps[known]).all()
        np.testing.assert_allclose(crude["std_error"][known], error[known], rtol=0.13)  # a tenth of a decade


@pytest.mark.parametrize("n", [200, 800, 2000])
def test_crude_less_adjusted_difference_does_not_tell_how_many_stand_in_a_small_cell(n):
    """Crude less adjusted is the sum over the other variable of b · (part of the level − part of the reference).

    The attacker knows the coefficients of both models up to half a step, and all windows; an integer program asks for
    the smallest and largest number of men in the last level that fit.
    """
    told = []
    for seed in range(3):
        survey, _, score = survey_of(n, seed)
        plan = population.protection_plan(survey)
        linear = population.fit_linear(score, survey.background, design=SRS)
        shown = population.protect(linear, plan=plan).frame
        counts = shown[shown["model"] == "adjusted"].set_index(["variable", "level"])["n_respondents"]
        low, high = bounds_of_men(shown, counts)
        told.append(high - low + 1)
        truth = ((survey.background["sex"] == "men") & (survey.background["home"] == "d")).sum()
        assert low <= truth <= high  # or the attacker made a mistake
    assert min(told) >= 3


def bounds_of_men(shown, counts):
    """Smallest and largest number of men in level `d` that the published numbers allow."""
    adjusted = shown[shown["model"] == "adjusted"].set_index("level")
    crude = shown[shown["model"] == "crude"].set_index("level")
    levels = ["a", "b", "c", "d"]
    b = np.array([adjusted.loc[v, "estimate"] for v in levels])
    slack_b = np.array([0, *(half_step(adjusted, v) for v in levels[1:])])
    gap = crude.loc["men", "estimate"] - adjusted.loc["men", "estimate"]
    slack = half_step(crude, "men") + half_step(adjusted, "men")
    men, women = counts["sex", "men"], counts["sex", "women"]
    rows, lower, upper = [], [], []
    for group, total in ((slice(0, 4), men), (slice(4, 8), women)):
        row = np.zeros(8)
        row[group] = 1
        rows, lower, upper = [*rows, row], [*lower, total - 2], [*upper, total + 2]
    for k, level in enumerate(levels):
        row = np.zeros(8)
        row[[k, k + 4]] = 1
        rows, lower, upper = [*rows, row], [*lower, counts["home", level] - 2], [*upper, counts["home", level] + 2]
    # crude less adjusted of a level: b of sex · (x_k / n_k − x_a / n_a)
    b_men, slack_men, n = adjusted.loc["men", "estimate"], half_step(adjusted, "men"), counts["home"]
    for k, level in enumerate(levels[1:], start=1):
        row = np.zeros(8)
        row[[k, 0]] = b_men / n[level], -b_men / n["a"]
        moved = crude.loc[level, "estimate"] - adjusted.loc[level, "estimate"]
        about = half_step(crude, level) + half_step(adjusted, level) + slack_men
        about += abs(b_men) * (2 / (n[level] - 2) + 2 / (n["a"] - 2))
        rows, lower, upper = [*rows, row], [*lower, moved - about], [*upper, moved + about]
    # of sex: Σ b_k (x_k / men − y_k / women), up to the rounding of coefficients and of the two totals
    rows.append(np.concatenate([b / men, -b / women]))
    about = slack + slack_b.sum() + np.abs(b).max() * (2 / (men - 2) + 2 / (women - 2))
    lower, upper = [*lower, gap - about], [*upper, gap + about]
    ends = []
    for sign in (1, -1):
        target = np.zeros(8)
        target[3] = sign
        found = milp(target, constraints=LinearConstraint(np.array(rows), lower, upper), integrality=np.ones(8))
        assert found.success
        ends.append(round(sign * found.fun))
    return ends


def half_step(frame, level):
    """Half of the largest step that the gate can have taken: half the published error, or one respondent's range."""
    n = min(frame.loc[level, "n_respondents"], frame.loc[frame.loc[level, "reference"], "n_respondents"])
    return 1.5 * max(frame.loc[level, "std_error"] / 2, 100 / (n - 2)) / 2
