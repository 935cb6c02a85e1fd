"""What windows leave open of a count: as much as trying all tables one by one finds, and never less than the truth."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from workbench.numerics.disclosure import (
    Wanted,
    WindowSystem,
    leaves_open,
    open_numbers,
    open_ranges,
    whole_ends,
    window_start,
)

WIDTH = 3
KINDS = [(0, 1), (0,), (1,)]


def two_way(n, below):
    """A table of respondents and of those below, with its margins: windows of all that groups of `WIDTH` publish."""
    cells = np.arange(n.size).reshape(n.shape)
    lines = [*cells, *cells.T, cells.ravel()]
    sums = np.zeros((len(lines), n.size + len(lines)))
    for i, line in enumerate(lines):
        sums[i, line] = 1
        sums[i, n.size + i] = -1
    truth = np.array([[*part.ravel(), *(part.ravel()[line].sum() for line in lines)] for part in (n, below)])
    start = window_start(truth, WIDTH)
    start[1, truth[0] < WIDTH] = 0
    end = start + WIDTH - 1
    end[1, truth[0] < WIDTH] = truth[0].sum()
    order = np.hstack([-np.eye(n.size, sums.shape[1]), np.eye(n.size, sums.shape[1])])
    return WindowSystem(
        start.astype(float), end.astype(float), csr_matrix(sums), csr_matrix(order), truth.astype(float)
    )


def every_table(system, n_cells):
    """All whole tables that fit the windows, by trying every one."""
    upper = system.upper[:, :n_cells].copy()
    upper[1] = np.minimum(upper[1], upper[0])
    spaces = [range(int(a), int(b) + 1) for a, b in zip(system.lower[:, :n_cells].ravel(), upper.ravel(), strict=True)]
    lines = system.sums[:, :n_cells].toarray()
    low, high = (end[:, n_cells:] for end in (system.lower, system.upper))
    tables = np.array(list(product(*spaces))).reshape(-1, 2, n_cells)
    sums = np.einsum("tbc,lc->tbl", tables, lines)
    return tables[((sums >= low) & (sums <= high)).all(axis=(1, 2)) & (tables[:, 1] <= tables[:, 0]).all(axis=1)]


def random_table(seed, *, most):
    draws = np.random.default_rng(seed)
    n = draws.integers(0, most, (2, 2))
    return n, draws.binomial(n, draws.uniform(0.1, 0.9))


@pytest.mark.parametrize("seed", range(25))
def test_ends_are_those_of_all_whole_tables(seed):
    n, below = random_table(seed, most=6)
    system = two_way(n, below)
    targets = csr_matrix(np.eye(2 * system.truth.shape[1])[[*range(4), *(system.truth.shape[1] + i for i in range(4))]])
    low, high = whole_ends(*open_ranges(system, targets))
    tables = every_table(system, 4).reshape(-1, 8)
    assert low.tolist() == tables.min(axis=0).tolist()
    assert high.tolist() == tables.max(axis=0).tolist()
    truth = targets @ system.truth.ravel()
    assert (low <= truth).all() and (truth <= high).all()


@pytest.mark.parametrize("seed", range(25))
def test_what_is_left_open_is_what_the_ends_say(seed):
    n, below = random_table(100 + seed, most=12)
    system = two_way(n, below)
    size = system.truth.shape[1]
    targets = csr_matrix(np.eye(2 * size))
    low, high = whole_ends(*open_ranges(system, targets))
    wanted = Wanted(
        low=np.repeat([np.nan, 0.0], size),
        high=np.concatenate([np.full(size, np.nan), system.truth[0]]),
        n_values=np.repeat([3.0, 0.0], size),
    )
    found = leaves_open(system, targets, wanted, kinds=KINDS, fixed=np.zeros(size, dtype=bool))
    expected = (high - low + 1 >= 3)[:size].tolist() + ((low <= 0) & (high >= np.tile(system.truth[0], 2)))[
        size:
    ].tolist()
    assert found.tolist() == expected


def test_three_cells_at_the_top_of_their_windows_tell_of_each_other():
    n = np.array([[4, 4, 4]])  # 3–5 each, 12–14 of all
    system = two_way(n, np.zeros_like(n))
    low, high = whole_ends(*open_ranges(system, csr_matrix(np.eye(2 * system.truth.shape[1])[:3])))
    assert low.tolist() == [3, 3, 3] and high.tolist() == [5, 5, 5]
    n = np.array([[5, 5, 5]])  # 15–17 of all leave only 5 each
    system = two_way(n, np.zeros_like(n))
    low, high = whole_ends(*open_ranges(system, csr_matrix(np.eye(2 * system.truth.shape[1])[:3])))
    assert low.tolist() == [5, 5, 5] and high.tolist() == [5, 5, 5]


@pytest.mark.parametrize("seed", range(10))
def test_a_search_in_parts_finds_nothing_that_is_not_open(seed, monkeypatch):
    monkeypatch.setattr(open_numbers, "_LARGE", 0)
    n, below = random_table(200 + seed, most=12)
    system = two_way(n, below)
    size = system.truth.shape[1]
    targets = csr_matrix(np.eye(2 * size))
    low, high = whole_ends(*open_ranges(system, targets))
    wanted = Wanted(np.full(2 * size, np.nan), np.full(2 * size, np.nan), np.full(2 * size, 2.0))
    found = leaves_open(system, targets, wanted, kinds=KINDS, fixed=np.zeros(size, dtype=bool))
    assert not (found & (high - low + 1 < 2)).any()
    assert found.any()
