"""What windows leave open of a count: as much as trying all tables one by one finds, and never less than the truth."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix, identity

from workbench.numerics.disclosure import CountSystem, Wanted, inner_ends, leaves_open, open_ranges, window_start

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
    found = leaves_open(system, forms, wanted, parts=[csr_matrix(identity(8))])
    assert found.tolist() == wanted.met(*open_ranges(system, forms)).tolist()


def test_a_search_in_parts_finds_nothing_that_is_not_open():
    one_kind = [csr_matrix(np.eye(8)[:, :4]), csr_matrix(np.eye(8)[:, 4:])]
    swapped = csr_matrix(np.vstack([np.eye(4), -np.eye(4)]))
    n_found = 0
    for seed in range(200, 210):
        system = two_way(*random_table(seed, most=12))
        forms, wanted = forms_of(system), wanted_of(system)
        found = leaves_open(system, forms, wanted, parts=[*one_kind, swapped])
        assert not (found & ~wanted.met(*open_ranges(system, forms))).any()
        n_found += found.sum()
    assert n_found


def test_three_cells_at_the_top_of_their_windows_tell_of_each_other():
    n = np.array([[5, 5, 5]])  # 15–17 of all leave only 5 each
    system = two_way(n, np.zeros_like(n))
    low, high = inner_ends(*open_ranges(system, forms_of(system)), np.ones(6, dtype=bool))
    assert low[:3].tolist() == [5, 5, 5] and high[:3].tolist() == [5, 5, 5]
