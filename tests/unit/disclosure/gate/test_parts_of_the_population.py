"""Parts of the population and people: functions of windows, whatever somebody knows of the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import population
from workbench.intake import score

HOUSEHOLDS = ("Couple", "Alone", "Family", "Other")
WEIGHTS = {"Women": 240.0, "Men": 410.0}
SIZES = {"Women": (92, 63, 47, 14), "Men": (81, 72, 31, 3)}


def published(sizes: dict[str, tuple[int, ...]], *, apart: float = 0.0) -> pd.DataFrame:
    """Composition by household and sex × household; `apart`: weights differ so much within a sex."""
    sex, household = (
        np.concatenate([np.repeat(values, n) for values, n in pairs])
        for pairs in (
            [(name, sum(n)) for name, n in sizes.items()],
            [pair for n in sizes.values() for pair in zip(HOUSEHOLDS, n, strict=True)],
        )
    )
    below = pd.Series(np.arange(len(sex)) % 4 == 0, dtype="boolean")
    weights = pd.Series(sex).map(WEIGHTS) * (1 + apart * np.sin(np.arange(len(sex))))
    background = {
        "sex": pd.Series(pd.Categorical(sex, tuple(sizes))),
        "household": pd.Series(pd.Categorical(household, HOUSEHOLDS)),
    }
    survey = build_survey(background, below, crossings=(("sex", "household"),), weights=weights)
    flags = score(survey.responses, instrument=survey.instrument) < 50
    plan, by = population.protection_plan(survey), survey.background.join(survey.crossings)
    found = population.composition(flags, by, design=survey.design)
    return population.protect(found, plan=plan).frame.set_index(["variable", "level"])


@pytest.mark.parametrize("seed", range(4))
def test_parts_of_known_weights_are_the_same_for_all_numbers_within_the_windows(seed: int) -> None:
    """A rounded sum of weights, on steps of any size, told that three men live in households of another kind."""
    rng = np.random.default_rng(seed)
    others = {name: tuple(n // 5 * 5 + int(rng.integers(max(5 - n, 0), 5)) for n in own) for name, own in SIZES.items()}
    of = [published(sizes) for sizes in (SIZES, {**others, "Men": (*others["Men"][:3], 1)})]
    same = of[0]["n_respondents"].eq(of[1]["n_respondents"])
    blocks = same.groupby(level="variable").transform("all")
    assert blocks[("sex × household", "Men × Alone")]
    parts = [frame.loc[blocks, "share_of_population"].to_numpy() for frame in of]
    assert parts[0] == pytest.approx(parts[1], nan_ok=True)
    whole = [(frame["people"] / frame["estimate"]).where(frame["bound"].eq(""))[blocks].to_numpy() for frame in of]
    assert whole[0] == pytest.approx(whole[1], rel=0.011, nan_ok=True)


def test_parts_are_near_the_exact_ones_and_add_up() -> None:
    shown = published(SIZES)["share_of_population"]
    weight = {name: np.array(n) * WEIGHTS[name] for name, n in SIZES.items()}
    exact = sum(weight.values()) / sum(map(np.sum, weight.values()))
    assert shown["household"].to_numpy() == pytest.approx(exact, rel=0.2)
    assert shown["household"].sum() == pytest.approx(1, abs=0.02)


def test_where_everybody_weighs_otherwise_the_mean_weight_of_a_group_is_rounded() -> None:
    shown = published(SIZES, apart=0.3)["share_of_population"]["sex"]
    people = {name: sum(n) * WEIGHTS[name] for name, n in SIZES.items()}
    assert shown.to_numpy() == pytest.approx(np.array(list(people.values())) / sum(people.values()), rel=0.1)


def test_a_part_is_that_of_weights_and_not_of_respondents() -> None:
    shown = published(SIZES)["share_of_population"]["sex"]
    assert shown["Men"] > 0.55 > sum(SIZES["Men"]) / (sum(SIZES["Men"]) + sum(SIZES["Women"])) + 0.05
