"""What a model says of a level, and the part of the population it is, do not cut the windows of its numbers."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.estimates import reference_rows
from workbench.intake import SurveyDesign, score

HOUSEHOLDS = ("Couple", "Alone", "Family", "Other")
WEIGHTS = {"Women": 240.0, "Men": 410.0}
SIZES = {"Women": (92, 63, 47, 14), "Men": (81, 72, 31, 3)}


def published(events: int, others: int = 40) -> dict[str, pd.DataFrame]:
    """Tables of a logistic regression on a level of which so many respondents are below."""
    level, below = groups_of({"North": (300, 60), "South": (others, events)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    model = population.fit_logistic(below, survey.background, design=SurveyDesign())
    shown = population.protect(model, plan=plan).result
    return {"table": shown.table, "adjusted": shown.adjusted_shares, "effects": shown.marginal_effects}


@pytest.mark.parametrize("name", ["table", "adjusted", "effects"])
def test_nothing_moves_while_the_counts_keep_their_windows(name):
    first = published(20)[name].drop(columns=["withheld"])
    for events, others in ((21, 39), (22, 42), (24, 40)):
        pd.testing.assert_frame_equal(published(events, others)[name].drop(columns=["withheld"]), first)


def test_a_crude_log_odds_is_that_of_the_middles_to_a_step():
    row = published(23)["table"].iloc[1]
    of_middles = np.log(22 / (62 - 22)) - np.log(62 / (362 - 62))
    assert abs(row["estimate"] - of_middles) <= 0.5 * row["std_error"] * 5 / np.sqrt(22) * 1.5


def left_out(n_below: int) -> pd.DataFrame:
    """Crude rows of a level of 60, 22 of them below, where some of those below left the other predictor unanswered."""
    level, below = groups_of({"North": (240, 60), "South": (38, 22)})
    other = pd.Series(pd.Categorical.from_codes(np.arange(360) % 2, ["Town", "Country"]))
    other[np.flatnonzero((level == "South") & below)[:n_below]] = np.nan
    survey = build_survey({"area": level, "home": other}, below)
    model = population.fit_logistic(below, survey.background, design=SurveyDesign())
    shown = population.protect(model, plan=population.protection_plan(survey)).result.table
    return shown.query("model == 'crude' and variable == 'area'")


def test_few_whom_a_model_leaves_out_are_not_told_by_a_second_window():
    """18 to 22 of the level are below and in the model: two windows; what is published is that of all of the level."""
    everyone = left_out(0)
    for n_below in (1, 2, 3, 4):
        pd.testing.assert_series_equal(left_out(n_below)["estimate"], everyone["estimate"])
        pd.testing.assert_series_equal(left_out(n_below)["std_error"], everyone["std_error"])
    assert not left_out(5)["estimate"].equals(everyone["estimate"])


def test_the_reference_is_the_first_row_of_its_level_in_the_same_model_and_variable():
    frame = pd.DataFrame(
        {
            "model": ["a", "a", "a", "b", "b", "b"],
            "variable": ["x", "x", "x", "x", "x", "y"],
            "level": ["low", "high", "low", "low", "high", None],
            "reference": ["low", "low", "none", "low", "low", None],
        }
    )
    assert reference_rows(frame).tolist() == [0, 0, -1, 3, 3, 5]


def composed(sizes: dict[str, tuple[int, ...]], *, apart: float = 0.0) -> pd.DataFrame:
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
    of = [composed(sizes) for sizes in (SIZES, {**others, "Men": (*others["Men"][:3], 1)})]
    same = of[0]["n_respondents"].eq(of[1]["n_respondents"])
    blocks = same.groupby(level="variable").transform("all")
    assert blocks[("sex × household", "Men × Alone")]
    parts = [frame.loc[blocks, "share_of_population"].to_numpy() for frame in of]
    assert parts[0] == pytest.approx(parts[1], nan_ok=True)
    whole = [(frame["people"] / frame["estimate"]).where(frame["bound"].eq(""))[blocks].to_numpy() for frame in of]
    assert whole[0] == pytest.approx(whole[1], rel=0.011, nan_ok=True)


def test_parts_are_near_the_exact_ones_and_add_up() -> None:
    shown = composed(SIZES)["share_of_population"]
    weight = {name: np.array(n) * WEIGHTS[name] for name, n in SIZES.items()}
    exact = sum(weight.values()) / sum(map(np.sum, weight.values()))
    assert shown["household"].to_numpy() == pytest.approx(exact, rel=0.2)
    assert shown["household"].sum() == pytest.approx(1, abs=0.02)


def test_where_everybody_weighs_otherwise_the_mean_weight_of_a_group_is_rounded() -> None:
    shown = composed(SIZES, apart=0.3)["share_of_population"]["sex"]
    people = {name: sum(n) * WEIGHTS[name] for name, n in SIZES.items()}
    assert shown.to_numpy() == pytest.approx(np.array(list(people.values())) / sum(people.values()), rel=0.1)


def test_a_part_is_that_of_weights_and_not_of_respondents() -> None:
    shown = composed(SIZES)["share_of_population"]["sex"]
    assert shown["Men"] > 0.55 > sum(SIZES["Men"]) / (sum(SIZES["Men"]) + sum(SIZES["Women"])) + 0.05


def test_how_those_below_lie_within_ages_is_not_told_by_the_error_of_a_standardised_share():
    """Ages of one size and one part of the standard: the share stays when those below change their age."""
    found = []
    for young in (20, 11):
        area, below = groups_of({"North": (60, 60), "South": (58, 22)})
        age = pd.Series(np.where(np.arange(200) % 2 == 0, "Young", "Old"))
        south = np.flatnonzero(area == "South")
        by_age = [np.isin(np.arange(200), south) & (age == level).to_numpy() for level in ("Young", "Old")]
        below = below.copy()
        below[south] = False
        for own, n in zip(by_age, (young, 22 - young), strict=True):
            below[np.flatnonzero(own)[:n]] = True
        background = {"area": area, "age": pd.Series(pd.Categorical(age, ["Young", "Old"]))}
        survey = build_survey(background, below)
        shares = population.standardised_share(
            below,
            survey.background["age"],
            standard={"Young": 1, "Old": 1},
            design=SurveyDesign(),
            by=survey.background["area"],
        )
        shown = population.protect(shares, plan=population.protection_plan(survey)).frame
        found.append((shares.table.set_index("level").loc["South", "std_error"], shown[["estimate", "std_error"]]))
    assert abs(np.log(found[0][0] / found[1][0])) > 0.02
    pd.testing.assert_frame_equal(found[0][1], found[1][1])
