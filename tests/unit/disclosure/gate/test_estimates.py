"""Means and shares tell of a group what its windows tell, and nothing that one respondent could change."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.checks import named
from workbench.disclosure.gate.coefficients import _largest
from workbench.disclosure.gate.estimates import Rows, published_means, published_shares
from workbench.disclosure.gate.steps import significant, step_of, to_step, window_middle
from workbench.disclosure.gate.windows import windows_of
from workbench.intake import SurveyDesign, score
from workbench.numerics.disclosure import weight_cells


def rows(frame: pd.DataFrame, *, design_effect: float = 1.0, width: int = 5) -> Rows:
    people = [c for c in frame if str(c).startswith("n_")]
    return Rows(
        frame=frame.assign(
            value_minimum=frame.get("value_minimum", 0.0), value_maximum=frame.get("value_maximum", 1.0)
        ),
        counts=pd.DataFrame({c: window_middle(frame[c], width) for c in people}),
        width=np.full(len(frame), float(width)),
        widths=pd.DataFrame(index=frame.index),
        minimum=width,
        design_effect=design_effect,
        clustered=False,
    )


def shares(n: list[int], e: list[int], **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({"n_respondents": n, "n_events": e}).assign(**columns)
    frame["estimate"] = frame.get("estimate", frame["n_events"] / frame["n_respondents"])
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


def weighted(weights: np.ndarray, below: np.ndarray, *, width: int = 5) -> Rows:
    part = weights / weights.sum()
    frame = pd.DataFrame({"n_respondents": [len(part)], "n_events": [int(below.sum())], "estimate": [part @ below]})
    cells = weight_cells(weights, np.zeros(len(part), dtype=np.int64), 1)
    return rows(frame.assign(weight_cells=cells), width=width)


def test_a_weighted_share_is_that_of_the_windows_and_a_rounded_shift() -> None:
    rng = np.random.default_rng(5)
    for n, width in ((60, 5), (400, 5), (400, 10)):
        weights, below = rng.lognormal(0, 0.5, n), rng.random(n) < 0.4
        part = weights / weights.sum()
        of = weighted(weights, below, width=width)
        floor = 3 * (width - 1) * of.unevenness[0]
        assert of.unevenness[0] >= max(part.max() - 1 / n, 1 / n - part.min())
        shift = published_shares(of).estimate[0] - significant(of.count("n_events") / of.n, 4)[0]
        exact = part @ below - below.mean()
        plain = of.count("n_events")[0] / of.n[0]
        step = float(step_of(max(floor, np.sqrt(plain * (1 - plain) / of.n[0]) / 2)))
        assert shift == pytest.approx(float(to_step(exact, step)))
        assert abs(shift - exact) <= step / 2


def test_four_respondents_move_the_shift_of_a_weighted_share_by_a_third_of_a_step_at_most() -> None:
    """So of four of whom nothing else tells it does not tell that somebody is below, nor that nobody is."""
    rng = np.random.default_rng(7)
    weights, below = rng.lognormal(0, 0.8, 50), np.arange(50) < 20
    part = weights / weights.sum()
    step = float(step_of(12 * weighted(weights, below).unevenness[0]))
    for few in rng.permuted(np.tile(np.arange(50), (200, 1)), axis=1)[:, :4]:
        sums = [(part[few] - 1 / 50) @ answers for answers in product((0, 1), repeat=4)]
        assert max(map(abs, sums)) <= step / 3
    shown = published_shares(weighted(weights, below)).estimate[0] - significant(22 / 52, 4)
    assert shown / step == pytest.approx(round(float(shown / step)))


def test_equal_weights_have_the_share_of_the_windows() -> None:
    below = np.arange(60) < 14
    equal, none = (published_shares(weighted(np.full(60, w), below)) for w in (37.5, 1.0))
    assert equal.estimate[0] == none.estimate[0] == pytest.approx(12 / 62, abs=1e-4)
    assert equal.std_error[0] == none.std_error[0]


@pytest.mark.parametrize("light", [0.01, 0.3, 0.8])
def test_bounds_of_weighted_shares_are_true(light: float) -> None:
    """Also where the shift carries the share of five and more, who all count for little, to 0 or to 1."""
    found = set()
    for n, few in product(range(12, 80, 4), range(10)):
        below = np.arange(n) < few
        weights = np.where(np.arange(n) < 9, light, 1.0)
        for answers in (below, ~below):
            exact = float(weights @ answers / weights.sum())
            shown = published_shares(weighted(weights, answers))
            found.add((shown.bound[0], few >= 5))
            assert shown.bound[0] != "under" or exact <= shown.estimate[0] + 1e-12
            assert shown.bound[0] != "over" or exact >= shown.estimate[0] - 1e-12
    assert {("under", False), ("over", False)} <= found
    assert ({("under", True), ("over", True)} <= found) is (light < 0.5)


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


def known_weights(men: int) -> dict[str, tuple[Rows, pd.DataFrame]]:
    """Tables of 202 people by household, of whom so many men live in one of 14; weights go by sex and are known."""
    sex = np.repeat(["Men", "Women", "Men", "Women"], [men, 14 - men, 104 - men, 84 + men])
    home = np.repeat(["Small", "Large"], [14, 188])
    below = pd.Series(np.isin(np.arange(202), [5, 7, *range(60, 120, 3)]), dtype="boolean", name="below")
    points = pd.Series(np.where(home == "Small", 57.5, np.arange(202) % 50 + 0.0), name="score")
    people = {name: pd.Series(pd.Categorical(of), name=name) for name, of in (("sex", sex), ("home", home))}
    weights = pd.Series(np.where(sex == "Men", 1.8, 1.0))
    design = SurveyDesign(sampling_weights=weights)
    plan = population.protection_plan(build_survey(people, below, weights=weights, crossings=(("sex", "home"),)))
    by = pd.DataFrame(people)[["home"]]
    tables = {
        "mean": population.mean(points, design=design, by=by).table,
        "share": population.share(below, design=design, by=by).table,
        "quantile": population.quantiles(points, probabilities=[0.5], design=design, by=by).table,
        "model": population.fit_linear(points, pd.DataFrame(people), design=design).table.query("variable == 'home'"),
    }
    raw = {name: windows_of(named(table), plan) for name, table in tables.items()}
    shown = {name: population.protect(table, plan=plan).frame for name, table in tables.items()}
    return {name: (raw[name], shown[name].query("level == 'Small'")) for name in tables}


def test_how_coarse_a_number_is_hangs_on_windows_of_those_who_weigh_the_same() -> None:
    """Steps held the mean weight of the group: they told how many of one to four men a household has."""
    first = known_weights(1)
    for name, (of_one, shown) in first.items():
        small = of_one.frame["level"].eq("Small").to_numpy()
        for men in (2, 3, 4):
            others, other_shown = known_weights(men)[name]
            assert others.n[small].tolist() == of_one.n[small].tolist()
            assert others.largest_part[small] == pytest.approx(of_one.largest_part[small], rel=1e-12)
            assert others.unevenness[small] == pytest.approx(of_one.unevenness[small], rel=1e-12)
            if name in ("mean", "share"):
                assert other_shown["estimate"].tolist() == shown["estimate"].tolist()  # errors have the survey's effect
            if name == "model":
                assert _largest(others)[small] == pytest.approx(_largest(of_one)[small], rel=1e-12)
    assert first["share"][1]["bound"].tolist() == ["under"]
