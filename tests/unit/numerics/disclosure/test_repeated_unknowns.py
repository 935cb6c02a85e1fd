"""What one level of a large system changes, the others take back as far as every row of theirs allows."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack

from tests.unit.numerics.disclosure.test_open_numbers import towns
from workbench.numerics.disclosure import Pieces, leaves_open, open_ranges
from workbench.numerics.disclosure.levels import Levels
from workbench.numerics.disclosure.takers import Takers, taken

TOWNS = 100


def largest_part(system, change):
    """Part of a change of all unknowns, 1 at most, that keeps every row and unknown between its ends."""
    rows = np.concatenate([system.matrix @ change, change])
    now = np.concatenate([system.matrix @ system.truth, system.truth])
    low = np.concatenate([system.lower, 0 * system.truth]) - now
    high = np.concatenate([system.upper, system.most]) - now
    moved = np.abs(rows) > 1e-9
    room = np.where(rows > 0, high, -low)[moved]
    return min(1.0, (np.maximum(room, 0) / np.abs(rows[moved])).min())


@pytest.mark.parametrize("size", [0.5, 30.0])
def test_the_part_of_a_change_that_is_possible_is_that_of_all_rows_of_all_levels(size):
    system, repeated, *_ = towns(5, TOWNS)
    pieces, levels = Pieces(system, repeated), Levels(system, repeated)
    takers = {sign: Takers(levels, sign) for sign in (1, -1)}
    draws, found = np.random.default_rng(0), []
    for level in range(0, TOWNS, 4):
        columns = levels.columns(level)
        ends = np.clip(pieces.piece(level).changes.ends, -size, size)
        change = draws.uniform(*ends.T)
        net = np.bincount(repeated.place[columns], weights=change, minlength=levels.n_places)
        own = {sign: those.each[columns] for sign, those in takers.items()}
        people = taken(takers, net, repeated.place[columns], own)
        everywhere = sum(takers[sign].each @ n for sign, n in people.items())
        everywhere[columns] = change
        found.append(pieces.piece(level).possible(change))
        assert found[-1] == pytest.approx(largest_part(system, everywhere), rel=1e-9, abs=1e-12)
    assert min(found) < 1
    assert max(found) > 0


def test_the_strain_of_a_level_is_the_part_of_its_room_that_one_person_needs():
    system, repeated, *_ = towns(5, TOWNS)
    levels = Levels(system, repeated)
    alone = np.flatnonzero(levels.row_level >= 0)
    of_levels = system._replace(matrix=system.matrix[alone], lower=system.lower[alone], upper=system.upper[alone])
    for sign in (1, -1):
        takers = Takers(levels, sign)
        moved = takers.each.toarray()
        for place in np.flatnonzero(takers.n):
            twice = 2 * moved[:, place] / takers.strain[:, place].max()
            assert largest_part(of_levels, twice) == pytest.approx(0.5)


def known_town(n_towns):
    """Every number of the first town is published as it is, and asked about."""
    system, repeated, forms, wanted = towns(2, n_towns)
    of_town = np.flatnonzero(repeated.level == 0)
    exact = csr_matrix(
        (np.ones(len(of_town)), (np.arange(len(of_town)), of_town)), shape=(len(of_town), forms.shape[1])
    )
    known = exact @ system.truth
    system = system._replace(
        matrix=vstack([system.matrix, exact], format="csr"),
        lower=np.concatenate([system.lower, known]),
        upper=np.concatenate([system.upper, known]),
    )
    asked = np.isin(np.arange(forms.shape[0]), np.arange(4)) & (forms @ system.truth > 0)
    return system, repeated, csr_matrix(forms[asked]), wanted.only(asked)


@pytest.mark.parametrize("n_towns", [12, TOWNS])
def test_what_a_level_alone_rules_out_is_not_asked_again_with_others(n_towns, monkeypatch):
    system, repeated, forms, wanted = known_town(n_towns)
    together, asked = Pieces.together, []
    monkeypatch.setattr(Pieces, "together", lambda pieces, lot: asked.append(lot) or together(pieces, lot))
    assert forms.shape[0]
    assert not leaves_open(system, forms, wanted, pieces=Pieces(system, repeated)).any()
    assert len(asked) == 1


def test_the_reach_of_a_number_in_its_level_holds_its_ends_in_the_whole_system():
    system, repeated, forms, _ = towns(3, 12)
    pieces = Pieces(system, repeated)
    some = csr_matrix(forms[:8])
    low, high = open_ranges(system, some)
    for i in range(8):
        reach = pieces.reach(int(repeated.level[some[[i]].indices[0]]), csr_matrix(some[[i]]))
        assert reach.low <= low[i] + 1e-6
        assert reach.high >= high[i] - 1e-6
        assert reach is pieces.reach(int(repeated.level[some[[i]].indices[0]]), csr_matrix(some[[i]]))
