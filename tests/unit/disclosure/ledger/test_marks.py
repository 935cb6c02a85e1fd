"""Respondents are known again whatever was changed for everybody; other people are not taken for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.ledger.releases import relabelled, rows_of, survey, variables_of, weighted, without
from workbench.disclosure.ledger import FOLDER_VARIABLE, kept_groups, refuse_second_release, remember, runs_of_the_same
from workbench.disclosure.ledger.marks import NEVER, least_told
from workbench.errors import PublicationError
from workbench.intake import Survey

ITEM, OTHER = "esis1", "esis9"
N = 300
AREAS = {name: name for name in "ABCD"}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))


def publish(whole: Survey) -> None:
    remember(whole, run="first", kept={})


def answered(whole: Survey, **items: pd.Series) -> Survey:
    return replace(whole, responses=whole.responses.assign(**items))


def numbered_anew(whole: Survey) -> Survey:
    return replace(whole, id_marks=pd.Series(np.arange(1, len(whole.responses) + 1), whole.responses.index))


def without_ids(whole: Survey) -> Survey:
    return replace(whole, id_marks=None)


def swapped(whole: Survey) -> Survey:
    return answered(whole, **{ITEM: whole.responses[OTHER], OTHER: whole.responses[ITEM]})


def moved_by_one(whole: Survey) -> Survey:
    """Every item read the column of the next."""
    columns = list(whole.responses)
    return replace(whole, responses=whole.responses[columns[1:] + columns[:1]].set_axis(columns, axis=1))


def coded_anew(whole: Survey) -> Survey:
    return answered(whole, **{ITEM: whole.responses[ITEM].replace({1.0: 2.0, 2.0: 1.0, 5.0: 4.0})})


def of_another_column(whole: Survey) -> Survey:
    draws = np.random.default_rng(5)
    return answered(whole, **{ITEM: pd.Series(draws.integers(1, 6, len(whole.responses)) * 1.0, whole.responses.index)})


def turned(whole: Survey) -> Survey:
    return replace(whole, responses=6 - whole.responses)


def some_turned(whole: Survey) -> Survey:
    """Every other item is read in the other direction."""
    return answered(whole, **{str(item): 6 - whole.responses[item] for item in list(whole.responses)[::2]})


def without_an_item(whole: Survey) -> Survey:
    return replace(whole, responses=whole.responses.drop(columns=ITEM))


def weighted_anew(whole: Survey) -> Survey:
    return weighted(whole, np.random.default_rng(6).uniform(1, 9, len(whole.responses)))


def shuffled(whole: Survey) -> Survey:
    order = whole.responses.sample(frac=1, random_state=1).index
    own = None if whole.id_marks is None else whole.id_marks.loc[order]
    return replace(whole, responses=whole.responses.loc[order], background=whole.background.loc[order], id_marks=own)


def with_a_variable(whole: Survey) -> Survey:
    draws = np.random.default_rng(7)
    added = pd.Categorical.from_codes(draws.integers(0, 3, len(whole.responses)), ["x", "y", "z"])
    return replace(whole, background=whole.background.assign(added=added))


CHANGES = [
    without_ids,
    swapped,
    moved_by_one,
    coded_anew,
    of_another_column,
    turned,
    some_turned,
    without_an_item,
    weighted_anew,
    shuffled,
    with_a_variable,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_for_everybody_hides_nobody_who_left(change: Callable[[Survey], Survey]) -> None:
    """All have other ids too."""
    whole = survey(N, crossed=False)
    publish(whole)
    again = change(numbered_anew(whole))
    assert kept_groups(again) == {}, "nobody left"
    with pytest.raises(PublicationError, match="since the run `first` was published"):
        refuse_second_release(without(again, rows_of(whole, 1, area="C")))
    left = [row for area, n in {"A": 9, "B": 8, "C": 2}.items() for row in rows_of(whole, n, area=area)]
    assert "area" in variables_of(kept_groups(without(again, left)))


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (swapped, "all answers of each without their order"),
        (of_another_column, "the answers to one half of the items"),
        (some_turned, "how far each answer is from the middle of the scale"),
        (weighted_anew, None),
    ],
)
def test_the_refusal_says_by_what_the_respondents_are_the_same(
    change: Callable[[Survey], Survey], by: str | None
) -> None:
    """Hundreds gave other answers where a column was put right: what few did is not that."""
    whole = survey(N, crossed=False)
    publish(whole)
    with pytest.raises(PublicationError) as refused:
        refuse_second_release(without(change(whole), [0]))
    said = str(refused.value).partition(", so that")[0]
    if by is None:
        assert said.startswith("Fewer than 5 respondents joined, left, gave other answers or have other weights since")
    else:
        assert re.match(f"Fewer than 5 respondents joined, left or answered otherwise, compared by {by}, since", said)


def test_more_who_were_corrected_to_the_same_answers_are_no_few() -> None:
    """Of seven in one area and one in another, of two counties, what tells of the one is kept, and sex is not."""
    whole = without_ids(survey(N, crossed=False))
    publish(whole)
    answers = whole.responses.copy()
    answers.loc[[*rows_of(whole, 7, area="A", sex="Men"), *rows_of(whole, 1, area="C", sex="Men")]] = 1.0
    corrected = replace(whole, responses=answers)
    refuse_second_release(corrected)
    assert variables_of(kept_groups(corrected)) == {"area", "county"}


@pytest.mark.parametrize("change", [numbered_anew, without_ids, swapped])
def test_ids_that_are_added_later_hide_nobody(change: Callable[[Survey], Survey]) -> None:
    whole = survey(N)
    publish(without_ids(whole))
    with pytest.raises(PublicationError):
        refuse_second_release(without(change(whole), [0]))


@pytest.mark.parametrize("change", [numbered_anew, swapped, coded_anew])
def test_another_grouping_is_compared_whatever_changed_for_everybody(change: Callable[[Survey], Survey]) -> None:
    """Of two borders between B and C that two people lie between, the later one keeps all of its numbers."""
    whole = relabelled(survey(N), "area", AREAS)
    publish(whole)
    area = whole.background["area"].copy()
    area.loc[rows_of(whole, 2, area="B")] = "C"
    again = change(replace(whole, background=whole.background.assign(area=area)))
    assert variables_of(kept_groups(again)) == {"area"}


def test_small_groups_are_told_where_larger_ones_were_recognised() -> None:
    whole = survey(80)
    publish(whole)
    cell = {"sex": "Men", "area": "C"}
    gone = rows_of(whole, 2, **cell) + rows_of(whole, 6, sex="Women", area="C") + rows_of(whole, 6, area="A")
    assert 5 <= len(rows_of(whole, N, **cell)) <= 16
    assert ("sex × area", "Men × C") in kept_groups(numbered_anew(without(whole, gone)))


def test_tables_of_the_same_people_are_known_under_other_ids() -> None:
    whole = survey(N)
    publish(whole)
    assert runs_of_the_same(numbered_anew(whole)) == runs_of_the_same(swapped(whole)) == {"first"}
    assert runs_of_the_same(numbered_anew(without(whole, [0]))) == frozenset()
    assert runs_of_the_same(turned(whole)) == frozenset(), "their scores are others"


def alike(whole: Survey, share: float, seed: int) -> Survey:
    """So many gave the highest answer throughout, many others only the two highest."""
    draws = np.random.default_rng(seed)
    n = len(whole.responses)
    high = draws.integers(4, 6, (n, 10)).astype(float)
    answers = np.where(draws.random((n, 1)) < 0.3, whole.responses.to_numpy(), high)
    answers[draws.random(n) < share] = 5
    return replace(whole, responses=pd.DataFrame(answers, whole.responses.index, whole.responses.columns))


@pytest.mark.parametrize("ids", [True, False], ids=["by id", "by answers"])
@pytest.mark.parametrize("share", [0, 0.5])
@pytest.mark.parametrize("n", [200, pytest.param(6_000, marks=pytest.mark.slow)])
def test_other_people_who_answered_much_alike_are_others(n: int, share: float, ids: bool) -> None:
    publish(alike(survey(n, seed=1, ids=ids), share, 1))
    for seed in (2, 3):
        assert kept_groups(alike(survey(n + seed - 2, seed=seed, ids=ids), share, seed)) == {}


@pytest.mark.parametrize("gone", [0, 2])
def test_a_new_wave_of_the_same_people_is_published(gone: int) -> None:
    """Six of ten answers are as they were the year before."""
    whole = survey(N)
    publish(whole)
    draws = np.random.default_rng(8)
    anew = whole.responses.mask(draws.random(whole.responses.shape) < 0.4, draws.integers(1, 6, whole.responses.shape))
    assert kept_groups(without(replace(whole, responses=anew.astype(float)), list(range(gone)))) == {}


def test_who_answers_alike_is_told_from_nobody() -> None:
    assert least_told(np.array([500]), 5) == NEVER
    assert least_told(np.array([500, 500]), 5) == NEVER
    rare, common = least_told(np.ones(500), 5), least_told(np.r_[np.ones(100), 400], 5)
    assert 9 < rare < common < 200
    assert least_told(np.ones(500), 8) > rare


def test_half_the_people_of_a_survey_are_never_taken_for_the_other_half() -> None:
    """What `least_told` promises, tried on groups of just so many."""
    draws, shares = np.random.default_rng(1), np.random.default_rng(2).dirichlet(np.full(200, 0.3))
    counts = draws.multinomial(2_000, shares)
    n = least_told(counts[counts > 0], 5)
    one, other = (draws.multinomial(n, shares, size=5_000) for _ in range(2))
    assert n < 400
    assert (np.abs(one - other) > 0).sum(axis=1).min() > 8
