"""Means and shares tell of a group what its windows tell, and nothing that one respondent could change."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.estimates import Rows, published_means, published_shares
from workbench.disclosure.gate.steps import window_middle
from workbench.intake import SurveyDesign, score


def rows(frame: pd.DataFrame, *, design_effect: float = 1.0, width: int = 5) -> Rows:
    people = [c for c in frame if str(c).startswith("n_")]
    return Rows(
        frame=frame.assign(
            value_minimum=frame.get("value_minimum", 0.0), value_maximum=frame.get("value_maximum", 1.0)
        ),
        counts=pd.DataFrame({c: window_middle(frame[c], width) for c in people}),
        width=np.full(len(frame), float(width)),
        minimum=width,
        design_effect=design_effect,
        clustered=False,
    )


def shares(n: list[int], e: list[int], **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({"n_respondents": n, "n_events": e}).assign(**columns)
    frame["estimate"] = frame.get("estimate", frame["n_events"] / frame["n_respondents"])
    frame["largest_part"] = frame.get("largest_part", 1 / frame["n_respondents"])
    return rows(frame)


def test_an_unweighted_share_is_a_function_of_the_windows() -> None:
    """Every number in the same pair of windows is published alike, with error, interval and bound."""
    worlds = [(n, e) for n, e in product(range(35, 40), range(10, 15))]
    found = published_shares(shares([n for n, _ in worlds], [e for _, e in worlds]))
    for name, values in found.columns().items():
        assert len(set(values)) == 1, name
    assert found.estimate[0] == pytest.approx(12 / 37, abs=1e-4)


@pytest.mark.parametrize(
    ("n", "e", "bound", "share"), [(40, 3, "under", 0.1), (40, 0, "under", 0.1), (42, 41, "over", 0.9)]
)
def test_few_on_one_side_give_a_bound_that_is_true(n: int, e: int, bound: str, share: float) -> None:
    found = published_shares(shares([n], [e]))
    assert found.bound == [bound]
    assert found.estimate[0] == pytest.approx(share)
    assert e / n <= found.estimate[0] if bound == "under" else e / n >= found.estimate[0]
    assert np.isnan(found.std_error[0])


def test_nobody_and_four_below_look_alike() -> None:
    found = published_shares(shares([40] * 5, [0, 1, 2, 3, 4]))
    assert len(set(found.estimate)) == len(set(found.bound)) == 1


def test_a_weighted_share_does_not_tell_five_respondents_apart() -> None:
    base = shares([100], [30], estimate=0.31, largest_part=0.02)
    moved = shares([100], [30], estimate=0.31 + 0.02 * 2, largest_part=0.02)
    assert published_shares(base).estimate[0] in {0.3, 0.4}
    assert abs(published_shares(moved).estimate[0] - published_shares(base).estimate[0]) in (0, pytest.approx(0.1))


def test_a_mean_moves_by_a_step_at_most_when_one_respondent_changes_all() -> None:
    """One person can carry a mean over the edge of one step, never further."""
    rng = np.random.default_rng(3)
    for n in (5, 8, 20, 60, 300):
        scores = rng.integers(0, 41, n) * 2.5
        for other in (0.0, 100.0):
            changed = scores.copy()
            changed[0] = other
            means = [_published(values) for values in (scores, changed)]
            assert abs(means[0][0] - means[1][0]) <= max(means[0][1], means[1][1]) * (1 + 1e-9)


def _published(scores: np.ndarray) -> tuple[float, float]:
    frame = pd.DataFrame(
        {
            "n_respondents": [len(scores)],
            "estimate": [scores.mean()],
            "std_dev": [scores.std(ddof=1)],
            "largest_part": [1 / len(scores)],
            "value_minimum": [0.0],
            "value_maximum": [100.0],
        }
    )
    found = published_means(rows(frame))
    return float(found.estimate[0]), 100 / (len(scores) // 5 * 5) * 1.5 + 2 * scores.std(ddof=1) / np.sqrt(len(scores))


def test_the_design_effect_widens_interval_and_step() -> None:
    frame = pd.DataFrame(
        {
            "n_respondents": [400],
            "estimate": [61.37],
            "std_dev": [20.3],
            "largest_part": [1 / 400],
            "value_maximum": [100.0],
        }
    )
    simple, clustered = published_means(rows(frame)), published_means(rows(frame, design_effect=4.0))
    assert clustered.std_error[0] == pytest.approx(2 * simple.std_error[0], rel=0.02)
    assert (simple.estimate[0], clustered.estimate[0]) == (61.5, 61.0)


def one_group(values: list[float]) -> pd.Series:
    """Publish the mean of a group with these values, beside a larger one."""
    level, below = groups_of({"North": (100, 20), "South": (len(values), 0)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    points.iloc[0], points.iloc[-len(values) :] = 50.0, values
    shown = population.protect(population.mean(points, design=SurveyDesign(), by=level.rename("area")), plan=plan)
    return shown.frame.set_index("level").loc["South"]


def test_one_value_for_all_looks_like_a_little_spread() -> None:
    alike, nearly = one_group([75.0] * 36), one_group([75.0] * 35 + [70.0])
    assert alike["std_dev"] == nearly["std_dev"] > 0
    assert alike["std_error"] > 0


def test_a_usual_spread_is_published_to_a_digit() -> None:
    assert one_group([60.0, 100.0] * 18)["std_dev"] == 20
