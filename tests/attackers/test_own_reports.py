"""A group's own report beside the report of the whole, and the whole without a group of one to four."""

from __future__ import annotations

from itertools import count

import numpy as np
import pandas as pd
import pytest

from tests.attackers.own_reports import AREAS, CELL, draw_areas, only, published, recover_south
from tests.attackers.recover import Recovered
from tests.attackers.test_releases import without
from workbench import population
from workbench.disclosure import ledger
from workbench.errors import PublicationError
from workbench.intake import Survey, below_cutoff, score

EVERYTHING = {"n known", "n < 3 values", "below known"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Folder of the runs, with a ledger of their own that starts empty."""
    monkeypatch.setenv("WORKBENCH_LEDGER", str(tmp_path / "ledger"))
    return tmp_path


def attacked(folder, seed: int, n: int, *, crossed: bool, exact: bool, forget=lambda: None) -> Recovered:
    """Publish the whole and two of three areas; the third is what is left. `forget` runs after each report."""
    truth = draw_areas(seed, n, crossed=crossed)
    whole, areas = published(truth, folder / "whole", exact=exact), {}
    for area in AREAS[:2]:
        forget()
        areas[area] = published(only(truth, area), folder / area, exact=exact)
    return recover_south(truth, whole, areas, exact=exact)


def numbers_of(survey: Survey) -> pd.DataFrame:
    """Published numbers of respondents of each group, and of those below."""
    below = below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)
    shares = population.share(below, design=survey.design, by=survey.background)
    shown = population.protect(shares, plan=population.protection_plan(survey)).frame
    return shown.set_index(["variable", "level"])[["n_respondents", "n_events"]]


def test_exact_reports_of_two_areas_tell_everything_of_the_third(folder):
    found = attacked(folder, 1, 800, crossed=False, exact=True)
    assert found.sound and set(found.succeeded) >= EVERYTHING


@pytest.mark.parametrize("crossed", [False, True])
def test_published_reports_of_two_areas_tell_nothing_of_the_third(crossed, folder):
    found = attacked(folder, 1, 800, crossed=crossed, exact=False)
    assert found.sound and found.succeeded == []


@pytest.mark.slow
@pytest.mark.parametrize("with_ledger", [False, True])
@pytest.mark.parametrize("n", [200, 800, 2_000, 6_000])
def test_published_reports_of_areas_in_random_surveys(n, with_ledger, folder, monkeypatch):
    told = []
    for seed in range(20):
        own, empty = folder / str(seed), map(str, count())
        monkeypatch.setenv("WORKBENCH_LEDGER", str(own / "ledger"))

        def forget(own=own, empty=empty):
            if not with_ledger:
                monkeypatch.setenv("WORKBENCH_LEDGER", str(own / next(empty)))

        found = attacked(own, seed, n, crossed=True, exact=False, forget=forget)
        assert found.sound
        told += [found.succeeded] * bool(found.succeeded)
    assert len(told) <= 1, told


def test_the_whole_without_a_group_of_one_to_four(folder):
    """Without the ledger some number moves; with it the second report is refused, whichever comes first."""
    moved = []
    for seed in range(4):
        truth = draw_areas(seed, 800, crossed=False)
        small = truth.people.index[(truth.people[list(CELL)] == list(CELL.values())).all(axis=1)]
        assert 1 <= len(small) <= 4
        rest = without(truth.survey, list(map(int, small)))
        moved.append(not numbers_of(truth.survey).equals(numbers_of(rest)))
    assert np.mean(moved) > 0.2
    ledger.remember(rest, run="rest", kept={})
    with pytest.raises(PublicationError, match="rest"):
        ledger.refuse_second_release(truth.survey)
