"""Groups are compared under whatever name, and put together: levels that were renamed, merged, split or recoded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.disclosure.ledger.releases import relabelled, rows_of, survey, variables_of, weighted, without
from workbench.columns import EVERYONE
from workbench.disclosure.ledger import FOLDER_VARIABLE, kept_groups, refuse_second_release, remember, runs_of_the_same
from workbench.disclosure.ledger.sets import unions_of
from workbench.errors import PublicationError
from workbench.intake import Survey

AREAS = {name: name for name in "ABCD"}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))


def publish(whole: Survey, run: str = "first") -> None:
    remember(whole, run=run, kept=kept_groups(whole))


def changed(whole: Survey, **gone: int) -> Survey:
    """Respondents of these areas have left."""
    return without(whole, [row for area, n in gone.items() for row in rows_of(whole, n, area=area)])


def test_a_level_of_another_name_is_found():
    whole = relabelled(survey(), "area", AREAS)
    publish(whole)
    renamed = relabelled(changed(whole, A=8, B=9, C=2), "area", AREAS | {"C": "Centre"})
    assert variables_of(kept_groups(renamed)) == {"area"}


def test_merged_levels_are_found():
    """A and B lost one each: together two, of which the earlier numbers of both tell."""
    whole = relabelled(survey(), "area", AREAS)
    publish(whole)
    merged = relabelled(changed(whole, A=1, B=1, C=9, D=8), "area", AREAS | {"A": "West", "B": "West"})
    assert variables_of(kept_groups(merged)) == {"area"}


def test_split_levels_are_found():
    """Of two parts that were published as one, both together would tell who left."""
    west = relabelled(survey(), "area", AREAS | {"A": "West", "B": "West"})
    publish(west)
    split = relabelled(changed(survey(), A=1, C=9, D=8), "area", AREAS)
    assert variables_of(kept_groups(split)) == {"area"}, "both would tell of West"


def test_recoded_respondents_do_not_hide_who_left():
    whole = relabelled(survey(), "area", AREAS)
    publish(whole)
    gone = changed(whole, A=1, C=9, D=8)
    moved = gone.background.copy()
    moved.loc[rows_of(gone, 6, area="B"), "area"] = "A"
    assert variables_of(kept_groups(relabelled(replace(gone, background=moved), "area", AREAS))) == {"area"}


def test_the_same_respondents_may_be_grouped_anew():
    whole = relabelled(survey(), "area", AREAS)
    publish(whole)
    assert kept_groups(relabelled(whole, "area", AREAS | {"A": "West", "B": "West"})) == {}
    assert runs_of_the_same(whole) == {"first"}
    assert runs_of_the_same(changed(whole, A=1)) == frozenset()


def test_a_few_other_weights_are_a_second_release_and_a_new_calibration_is_none():
    rng = np.random.default_rng(1)
    whole = survey(crossed=False)
    weights = rng.uniform(10, 90, len(whole.responses))
    publish(weighted(whole, weights))
    assert kept_groups(weighted(whole, weights * (1 + 1e-12))) == {}, "the same up to how a machine adds"
    two = weights.copy()
    two[:2] *= 1.5
    with pytest.raises(PublicationError, match="have other weights"):
        refuse_second_release(weighted(whole, two))
    calibrated = weighted(whole, weights * rng.uniform(0.8, 1.2, len(weights)))
    assert kept_groups(calibrated) == {}
    with pytest.raises(PublicationError):
        refuse_second_release(without(calibrated, [0]))
    assert (EVERYONE, EVERYONE) in kept_groups(without(calibrated, [0]))


def test_any_two_levels_and_rows_of_neighbours_are_put_together():
    unions = unions_of(np.array([1, 4, 2]), np.ones(7, dtype=bool))
    found = {tuple(own.tolist()) for own in np.split(unions.members, unions.starts[1:])}
    assert found == {(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4), (1, 2, 3), (2, 3, 4)}
    assert len(unions_of(np.array([401]), np.ones(401, dtype=bool)).lengths) == 0
    neighbours = unions_of(np.array([400]), np.ones(400, dtype=bool))
    assert len(neighbours.lengths) == 2 * 400 - 3, "only neighbours, two or three"


def test_only_levels_that_were_told_are_put_together():
    unions = unions_of(np.array([2, 5]), np.array([True, True, True, False, True, False, True]))
    found = [own.tolist() for own in np.split(unions.members, unions.starts[1:])]
    assert found == [[2, 4], [2, 6], [4, 6]]
