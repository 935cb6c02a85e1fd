"""What windows leave open of a count: as much as trying all tables one by one finds, and never less than the truth."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack

from workbench.numerics.disclosure import (
    CountSystem,
    Pieces,
    Repeated,
    Wanted,
    inner_ends,
    leaves_open,
    narrowing,
    open_ranges,
    window_start,
)

WIDTH = 3


def two_way(n, below):
    """Respondents not below and below in each cell of a table: windows of all that groups of `WIDTH` publish."""
    cells = np.arange(n.size).reshape(n.shape)
    groups = np.array(
        [np.isin(cells.ravel(), line) for line in (*cells.reshape(-1, 1), *cells, *cells.T, cells)], float
    )
    respondents, events = np.hstack([groups, groups]), np.hstack([0 * groups, groups])
    truth = np.concatenate([(n - below).ravel(), below.ravel()]).astype(float)
    shown = events[groups @ n.ravel() >= WIDTH]
    matrix = np.vstack([respondents, shown])
    start = window_start((matrix @ truth).astype(int), WIDTH).astype(float)
    most = np.full(len(truth), np.inf)
    return CountSystem(csr_matrix(matrix), start, start + WIDTH - 1, most, truth)


def forms_of(system):
    """Respondents of each cell, then those below."""
    n = len(system.truth) // 2
    return csr_matrix(np.vstack([np.hstack([np.eye(n), np.eye(n)]), np.hstack([np.zeros((n, n)), np.eye(n)])]))


def every_table(system):
    """All whole tables that fit, by trying every one; the values of all forms."""
    most = [range(int(n) + WIDTH) for n in forms_of(system)[: len(system.truth) // 2] @ system.truth]
    tables = np.array(list(product(*most, *most)), dtype=float)
    rows = tables @ system.matrix.toarray().T
    return tables[((rows >= system.lower) & (rows <= system.upper)).all(axis=1)] @ forms_of(system).toarray().T


def random_table(seed, *, most):
    draws = np.random.default_rng(seed)
    n = draws.integers(0, most, (2, 2))
    return n, draws.binomial(n, draws.uniform(0.1, 0.9))


@pytest.mark.parametrize("seed", range(12))
def test_ends_are_those_of_all_whole_tables(seed):
    system = two_way(*random_table(seed, most=4))
    low, high = inner_ends(*open_ranges(system, forms_of(system)), np.ones(8, dtype=bool))
    tables = every_table(system)
    assert low.tolist() == tables.min(axis=0).tolist()
    assert high.tolist() == tables.max(axis=0).tolist()


def wanted_of(system):
    n = forms_of(system)[:4] @ system.truth
    nothing, no = np.full(4, np.nan), np.zeros(4)
    return Wanted(
        low=np.concatenate([nothing, no]),
        high=np.concatenate([nothing, n]),
        apart=np.concatenate([np.full(4, 2.0), no]),
        whole=np.ones(8, dtype=bool),
    )


@pytest.mark.parametrize("seed", range(25))
def test_what_is_left_open_is_what_the_ends_say(seed):
    system = two_way(*random_table(100 + seed, most=12))
    forms, wanted = forms_of(system), wanted_of(system)
    found = leaves_open(system, forms, wanted)
    assert found.tolist() == wanted.met(*open_ranges(system, forms)).tolist()


def towns(seed, n_towns=6):
    """Tables of 2 × 2 of some towns, with windows of all their lines, and of those of all towns together.

    Unknowns: in each cell of each town those below the cut-off, those above it, and the sum of their scores.
    """
    draws = np.random.default_rng(seed)
    people = draws.poisson(2.0, (n_towns * 4, 2)).astype(float)
    truth = np.column_stack([people, people @ [20.0, 70.0]]).ravel()
    lines = [[0], [1], [2], [3], [0, 1], [2, 3], [0, 2], [1, 3], [0, 1, 2, 3]]
    cells = np.array([[float(i in line) for i in range(4)] for line in lines])
    local = np.concatenate([np.kron(cells, one) for one in ([1.0, 1.0, 0.0], [1.0, 0.0, 0.0])])
    windows = np.vstack([np.kron(np.eye(n_towns), local), np.kron(np.ones(n_towns), local)])
    scores = np.kron(np.eye(n_towns * 4), [[0.0, -50.0, 1.0], [50.0, 100.0, -1.0]])
    start, no = np.floor(windows @ truth / 5) * 5, np.zeros(len(scores))
    system = CountSystem(
        matrix=csr_matrix(np.vstack([windows, scores])),
        lower=np.concatenate([start, no]),
        upper=np.concatenate([start + 4, no + np.inf]),
        most=np.full(len(truth), np.inf),
        truth=truth,
    )
    unknown = np.arange(len(truth))
    repeated = Repeated(level=unknown // 12, place=unknown % 12, sums=unknown // 3 * 3 + 2)
    each, nothing = np.eye(n_towns * 4), np.zeros(n_towns * 4)
    forms = csr_matrix(np.vstack([np.kron(each, [1.0, 1.0, 0.0]), np.kron(each, [1.0, 0.0, 0.0])]))
    wanted = Wanted(
        low=np.concatenate([nothing + np.nan, nothing]),
        high=np.concatenate([nothing + np.nan, people.sum(axis=1)]),
        apart=np.concatenate([nothing + 2, nothing]),
        whole=np.ones(n_towns * 8, dtype=bool),
    )
    return system, repeated, forms, wanted


@pytest.mark.parametrize("n_towns", [12, 100])
def test_town_by_town_hardly_anything_open_is_missed_and_nothing_else_is_found(n_towns):
    system, repeated, forms, wanted = towns(n_towns, n_towns)
    found = leaves_open(system, forms, wanted, pieces=Pieces(system, repeated))
    some = np.arange(forms.shape[0]) % (n_towns * 4) < 12
    is_open = wanted.only(some).met(*open_ranges(system, forms[some]))
    assert not (found[some] & ~is_open).any()
    assert found[some].sum() > 0.9 * is_open.sum() > 0


def test_the_rows_that_narrow_a_number_do_so_without_all_the_others():
    system, _, forms, wanted = towns(3, 12)
    told = ~leaves_open(system, forms, wanted)
    assert told.any()
    for row, rows in zip(np.flatnonzero(told), narrowing(system, forms[told], wanted.only(told)), strict=True):
        alone = system._replace(matrix=system.matrix[rows], lower=system.lower[rows], upper=system.upper[rows])
        assert len(rows) < 20
        of_all, of_them = (np.concatenate(open_ranges(s, forms[[row]])) for s in (system, alone))
        assert np.isclose(of_all, of_them).any()


def test_what_only_some_levels_add_up_to_is_left_alone():
    """Two towns that make up a group of their own change by themselves only as far as that group allows."""
    system, repeated, forms, wanted = towns(1)
    pair = csr_matrix((repeated.level < 2).astype(float)[None, :])
    n = float((pair @ system.truth)[0])
    system = system._replace(
        matrix=vstack([system.matrix, pair], format="csr"),
        lower=np.append(system.lower, n),
        upper=np.append(system.upper, n),
    )
    found = leaves_open(system, forms, wanted, pieces=Pieces(system, repeated))
    assert not (found & ~wanted.met(*open_ranges(system, forms))).any()
    assert found.any()


def test_three_cells_at_the_top_of_their_windows_tell_of_each_other():
    n = np.array([[5, 5, 5]])  # 15–17 of all leave only 5 each
    system = two_way(n, np.zeros_like(n))
    low, high = inner_ends(*open_ranges(system, forms_of(system)), np.ones(6, dtype=bool))
    assert low[:3].tolist() == [5, 5, 5] and high[:3].tolist() == [5, 5, 5]
