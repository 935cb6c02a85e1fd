"""The joint attack: its system holds the truth, and its ranges are those of all whole numbers."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from tests.unit.disclosure.audit.publisher import Publisher, survey_of
from tests.unit.surveys import build_survey
from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exported_tables import read_tables
from workbench.disclosure.audit.joint_attack import attack, published_system
from workbench.disclosure.audit.linear_ranges import Ranges
from workbench.disclosure.audit.published_numbers import What, published_counts
from workbench.disclosure.audit.rounding import middle, windows_of
from workbench.instruments import Cutoff


def random_survey(seed, n, *, levels=(2, 3, 4)):
    rng = np.random.default_rng(seed)
    codes = {v: rng.choice(k, n, p=rng.dirichlet(np.full(k, 1.5))) for v, k in zip("abc", levels, strict=True)}
    for column in codes.values():
        column[rng.random(n) < rng.choice([0, 0.03])] = -1
    codes["d"] = np.where(codes["c"] < 0, -1, codes["c"] // 2)
    near = codes["a"].copy()
    near[:3] = 1 - near[:3].clip(0)
    return survey_of(codes | {"e": near}, n=n, seed=seed, missing=0.08, crossings=(("a", "c"), ("a", "b")))


GROUPS = [(), ("a",), ("b",), ("c",), ("d",), ("e",), ("a", "c"), ("a", "b")]


@pytest.mark.parametrize("side", ["below", "at_or_above"])
@pytest.mark.parametrize("seed", range(12))
def test_the_truth_is_a_solution(seed, side):
    survey = random_survey(seed, int(np.random.default_rng(seed).integers(80, 600)))
    cutoffs = {"very_weak": Cutoff(**{side: 50}, label="either side")}
    object.__setattr__(survey, "instrument", survey.instrument.model_copy(update={"cutoffs": cutoffs}))
    publisher = Publisher(survey)
    tables = read_tables(
        {
            "means": publisher.means(GROUPS),
            "shares": publisher.shares(GROUPS),
            "dropped": publisher.dropped(GROUPS),
            "models": publisher.shares(GROUPS[1:4], base="modelled"),
        },
        publisher.census,
    )
    system = published_system(tables, census=publisher.census)
    assert system.polytope.holds(system.unknowns.truth)
    for few in system.sets:
        assert np.array_equal(few.respondents @ system.unknowns.truth, few.n)
        assert ((few.n > 0) & (few.n < 5)).all()


def test_a_column_of_a_table_counts_one_thing():
    """By `a` those left out look like those below; read so, one of the few left out would seem to be below."""
    at = np.arange(60)
    a, b = np.array(["x", "y"])[at % 2], np.where(at < 30, "u", "v")
    background = {"a": a, "b": b, "p": np.where(at < 6, None, np.array(["p", "q"])[at // 2 % 2])}
    frame = {name: pd.Series(pd.Categorical(values)) for name, values in background.items()}
    survey = build_survey(frame, pd.Series(at >= 52, dtype="boolean"), predictors=("p",))
    shown = {"variable": ["a", "a", "b", "b"], "level": ["x", "y", "u", "v"], "measure": "share", "estimate": np.nan}
    counts = {"n_respondents": [32.0, 32.0, 32.0, 32.0], "n_events": [2.0, 2.0, 7.0, 2.0]}
    census = Census(survey)
    read = list(published_counts(read_tables({"left": pd.DataFrame(shown | counts)}, census), census, earlier=False))
    assert [(own.names, own.what) for own in read] == [
        (("a",), What("scored")),
        (("b",), What("scored")),
        (("a",), What("scored", without="modelled")),
        (("b",), What("scored", without="modelled")),
    ]


def test_rows_of_several_limits_of_the_score_tell_of_the_same_people():
    """Nobody scores 50 itself: both rows say the same, and neither counts those in the regression."""
    at = np.arange(60)
    background = pd.DataFrame({"p": pd.Series(pd.Categorical(np.where(at < 2, None, np.array(["p", "q"])[at % 2])))})
    survey = build_survey(background, pd.Series(at >= 52, dtype="boolean"), predictors=("p",))
    limits = {"term": ["Below 50", "At or below 50"], "n_respondents": 62.0, "n_events": 7.0, "estimate": 7 / 62}
    rules = {"missing_rule": [1, 2], "n_respondents": 62.0, "n_events": 7.0, "estimate": 7 / 62}

    def bases(rows):
        tables = read_tables({"rows": pd.DataFrame(rows)}, Census(survey))
        return {own.what.base for own in published_counts(tables, Census(survey), earlier=False)}

    assert bases(limits) == {"scored"}
    assert len(bases(rules)) == 2


def every_world(system, lows, highs):
    """All whole numbers inside boxes that satisfy the system."""
    grids = [np.arange(low, high + 1) for low, high in zip(lows, highs, strict=True)]
    worlds = np.array(list(product(*grids)), dtype=float)
    rows = worlds @ system.polytope.matrix.toarray().T
    inside = (rows >= system.polytope.lower - 1e-9) & (rows <= system.polytope.upper + 1e-9)
    return worlds[inside.all(axis=1)]


@pytest.mark.parametrize("seed", range(6))
def test_ranges_equal_those_of_all_whole_numbers(seed):
    """A table of 2 × 2, counts only: each cell between the ends of its window, margins and total as published."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 2, 28), rng.integers(0, 2, 28)
    survey = survey_of({"a": a, "b": b}, n=28, crossings=(("a", "b"),))
    publisher = Publisher(survey)
    tables = {"t": publisher.means([(), ("a",), ("b",), ("a", "b")]).drop(columns=["measure", "estimate", "std_dev"])}
    system = published_system(read_tables(tables, publisher.census), census=publisher.census)
    truth = system.unknowns.truth
    worlds = every_world(system, *windows_of([middle(int(n), 5) for n in truth], 5))
    assert (worlds == truth).all(axis=1).any()
    ranges = Ranges(polytope=system.polytope, forms=sparse.identity(len(truth), format="csr"), truth=truth)
    ranges.push(np.full(len(truth), -1.0), -1)
    ranges.push(np.full(len(truth), 1e6), 1)
    assert np.array_equal(ranges.whole_low, worlds.min(axis=0))
    assert np.array_equal(ranges.whole_high, worlds.max(axis=0))


@pytest.mark.parametrize("seed", range(4))
def test_ranges_of_events_equal_those_of_all_whole_numbers(seed):
    """Three groups with respondents and respondents below the cut-off, and the totals of both."""
    rng = np.random.default_rng(seed)
    survey = survey_of({"a": rng.choice(3, 22, p=[0.15, 0.35, 0.5])}, n=22, seed=seed)
    publisher = Publisher(survey)
    system = published_system(
        read_tables({"t": publisher.shares([(), ("a",)])}, publisher.census), census=publisher.census
    )
    truth = system.unknowns.truth
    worlds = every_world(system, np.zeros(len(truth)), truth + 5)
    forms = sparse.identity(len(truth), format="csr")
    ranges = Ranges(polytope=system.polytope, forms=forms, truth=truth)
    ranges.push(np.full(len(truth), -1.0), -1)
    ranges.push(np.full(len(truth), 1e6), 1)
    assert (ranges.whole_low <= worlds.min(axis=0)).all() and (ranges.whole_high >= worlds.max(axis=0)).all()
    assert np.array_equal(ranges.whole_low, worlds.min(axis=0))


def test_an_exact_total_tells_a_small_cell():
    codes = np.repeat([0, 1], [3, 48])
    survey = survey_of({"a": codes}, n=51)
    publisher = Publisher(survey)
    table = publisher.means([(), ("a",)]).drop(columns=["measure", "estimate", "std_dev"])
    assert not attack(read_tables({"t": table}, publisher.census), census=publisher.census).found
    exact = table.assign(n_respondents=[51.0, table["n_respondents"][1], 48.0])
    found = attack(read_tables({"t": exact}, publisher.census), census=publisher.census).found
    assert [(r.variable, r.level, r.low, r.high) for r in found] == [("a", "a0", 3, 3)]


def test_an_earlier_run_with_other_windows_narrows_what_is_left():
    """Eleven people in windows of 5 (10–14) and, in another run, of 10 with an exact rest: both are constraints."""
    codes = np.repeat([0, 1], [3, 48])
    survey = survey_of({"a": codes}, n=51)
    publisher = Publisher(survey)
    table = publisher.means([(), ("a",)]).drop(columns=["measure", "estimate", "std_dev"])
    before = table.assign(n_respondents=[51.0, 2.0, 48.0])
    census = publisher.census
    assert not attack(read_tables({"t": table}, publisher.census), census=census).found
    assert attack(
        read_tables({"t": table}, publisher.census), census=census, earlier=read_tables({"t": before}, publisher.census)
    ).found


def test_wide_windows_hide_what_narrow_ones_tell():
    """Two levels at the lower ends of their windows under a total at its upper end leave the third no room."""
    codes = np.repeat([0, 1, 2], [2, 34, 44])
    survey = survey_of({"a": codes}, n=80)
    narrow = Publisher(survey)
    found = attack(read_tables({"t": narrow.shares([(), ("a",)])}, narrow.census), census=narrow.census)
    wide = Publisher(survey, wide={("a", "a1"), ("a", "a2")})
    after = attack(read_tables({"t": wide.shares([(), ("a",)])}, wide.census), census=wide.census)
    assert after.narrowest.high - after.narrowest.low >= found.narrowest.high - found.narrowest.low


def test_moving_nearby_cells_finds_the_same():
    rng = np.random.default_rng(5)
    n, areas = 260, 30
    codes = {"sex": rng.integers(0, 2, n), "area": np.r_[np.arange(areas), rng.choice(areas, n - areas)]}
    survey = survey_of(codes, n=n, crossings=(("sex", "area"),))
    publisher = Publisher(survey)
    tables = read_tables({"t": publisher.shares([(), ("sex",), ("area",), ("sex", "area")])}, publisher.census)
    system = published_system(tables, census=publisher.census)
    forms = sparse.vstack([few.respondents for few in system.sets], format="csr")
    ends = np.full(forms.shape[0], -1.0), np.full(forms.shape[0], 1e6)
    found = []
    for nearby in ([], list(system.unknowns.nearby(20))):
        ranges = Ranges(polytope=system.polytope, forms=forms, truth=system.unknowns.truth, nearby=nearby)
        ranges.push(ends[0], -1)
        ranges.push(ends[1], 1)
        found.append((ranges.whole_low.tolist(), ranges.whole_high.tolist()))
    assert len(list(system.unknowns.nearby(20))) > 2
    assert found[0] == found[1]
