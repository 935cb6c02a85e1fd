"""Tables of item pairs: one pass over the respondents, everything about pairs from these counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.ordered_answers.item_pairs import item_pairs, n_items_of

# Respondents per block: the codes of a block then stay in the processor's cache while all pairs are counted.
BLOCK_ROWS = 32_768
MOST_CATEGORIES = 256
# Joint tables of several items: so many cells still fit the cache, and with fewer respondents their sums cost too much.
MOST_CELLS = 4_096
RESPONDENTS_PER_CELL = 8
# Bounds the memory of joint tables under many weights at once (to some 64 MB).
MOST_SUMS = 2**26


def levels_and_codes(column: Floats) -> tuple[Floats, NDArray[np.integer]]:
    """Return the different values of (n,), lowest first, and the place of each value among them, shape (n,)."""
    low, span = column.min(), np.ptp(column)
    shifted = (column - low).astype(np.uint8) if span < MOST_CATEGORIES else None
    if shifted is not None and np.array_equal(shifted, column - low):  # whole steps: no sorting needed
        present = np.bincount(shifted) > 0
        return low + np.flatnonzero(present), (np.cumsum(present) - 1).astype(np.uint8)[shifted]
    levels, codes = np.unique(column, return_inverse=True)
    return levels, codes


def pair_tables(codes: NDArray[np.uint8], weights: Floats | None, *, size: int) -> Floats:
    """Count how often each two answers go together, for all pairs of items.

    Parameters
    ----------
    codes : array of int, shape (k, n)
    weights : array, shape (n,), optional
        Without weights respondents are counted.
    size : int
        Largest number of categories; smaller items get rows or columns of zeros at the end.

    Returns
    -------
    array, shape (k (k − 1) / 2, size, size)
        Sums of weights; the first item of `item_pairs` in the rows.

    Notes
    -----
    Items are counted in groups: one table of two groups of w items holds the tables of all pairs among them, and
    counting cells costs as much as there are tables, hardly more for larger ones.
    """
    k, n = codes.shape
    groups = _item_groups(k, n, size, most=MOST_CELLS)
    first, second = item_pairs(len(groups))
    tables = np.zeros((len(first), size ** (2 * len(groups[0]))))
    for begin in range(0, n, BLOCK_ROWS):
        numbers = _numbered(codes[:, begin : begin + BLOCK_ROWS].astype(np.intp), groups, size)
        part = None if weights is None else weights[begin : begin + BLOCK_ROWS]
        for table, i, j in zip(tables, first, second, strict=True):
            cells = numbers[i] * size ** len(groups[j]) + numbers[j]
            table += np.bincount(cells, weights=part, minlength=tables.shape[1])
    return _tables_of_pairs(tables, groups, size)


def _item_groups(n_items: int, n_respondents: int, size: int, *, most: int) -> list[range]:
    """Divide the items into groups so large that a table of two has few cells, with many respondents in each."""
    most = min(most, n_respondents // RESPONDENTS_PER_CELL)
    width = 1
    while 2 * width < n_items and size ** (2 * width + 2) <= most:
        width += 1
    return [range(item, min(item + width, n_items)) for item in range(0, n_items, width)]


def _numbered(codes: NDArray[np.signedinteger], groups: list[range], size: int) -> NDArray[np.signedinteger]:
    """Give the combined answers to the items of each group a number, shape (n_groups, n) from (k, n)."""
    numbers = codes[[group.start for group in groups]]
    for number, group in zip(numbers, groups, strict=True):
        for item in group[1:]:
            number *= size
            number += codes[item]
    return numbers


def _tables_of_pairs(tables: Floats, groups: list[range], size: int) -> Floats:
    """Sum tables of two groups, shape (..., n_tables, cells), to those of all pairs of items (..., p, size, size)."""
    outer = tables.shape[:-2]
    if len(groups[0]) == 1:
        return tables.reshape(*outer, -1, size, size)
    k = groups[-1].stop
    found = np.empty((k, k, *outer, size, size))
    for table, i, j in zip(range(tables.shape[-2]), *item_pairs(len(groups)), strict=True):
        items = [*groups[i], *groups[j]]
        joint = tables[..., table, : size ** len(items)].reshape(*outer, *[size] * len(items))
        axes = range(len(outer), joint.ndim)
        for a, b in zip(*item_pairs(len(items)), strict=True):
            others = tuple(axis for axis in axes if axis not in (axes[a], axes[b]))
            found[items[a], items[b]] = joint.sum(axis=others)
    return np.asarray(np.moveaxis(found[item_pairs(k)], 0, -3))


def replicated_pair_tables(codes: NDArray[np.uint8], weights: Floats, *, size: int) -> Floats:
    """Count all pairs of items under many weights at once.

    Parameters
    ----------
    codes : array of int, shape (k, n)
    weights : array, shape (n, R)
    size : int
        Largest number of categories.

    Returns
    -------
    array, shape (R, k (k − 1) / 2, size, size)
        As `pair_tables` under each column of `weights`.
    """
    (k, n), n_replicates = codes.shape, weights.shape[1]
    groups = _item_groups(k, n, size, most=min(MOST_CELLS, MOST_SUMS // (n_replicates * k * k)))
    first, second = item_pairs(len(groups))
    radix = np.array([size ** len(group) for group in groups], dtype=np.int32)[second, None]

    def cells(block: NDArray[np.int32]) -> NDArray[np.int32]:
        numbers = _numbered(block, groups, size)
        return np.asarray(numbers[first] * radix + numbers[second])

    n_cells = size ** (2 * len(groups[0]))
    sums = _replicated_sums(codes, cells, weights, n_tables=len(first), n_cells=n_cells)
    return _tables_of_pairs(sums.reshape(n_replicates, -1, n_cells), groups, size)


def cross_tables(codes: NDArray[np.uint8], rows: Ints, weights: Floats | None, *, n_rows: int, size: int) -> Floats:
    """Count how often each answer to each item goes with each row, such as a sum score or a group.

    Parameters
    ----------
    codes : array of int, shape (k, n)
    rows : array of int, shape (n,)
    weights : array, shape (n,), optional
    n_rows, size : int

    Returns
    -------
    array, shape (k, n_rows, size)
    """
    offset = rows * size
    tables = [np.bincount(offset + row, weights=weights, minlength=n_rows * size) for row in codes]
    return np.array(tables, dtype=float).reshape(-1, n_rows, size)


def replicated_cross_tables(codes: NDArray[np.uint8], rows: Ints, weights: Floats, *, n_rows: int, size: int) -> Floats:
    """`cross_tables` under each column of `weights` (n, R), shape (R, k, n_rows, size)."""
    with_rows = np.vstack([codes.astype(np.int32), rows.astype(np.int32)])

    def cells(block: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.asarray(block[-1] * size + block[:-1])

    sums = _replicated_sums(with_rows, cells, weights, n_tables=len(codes), n_cells=n_rows * size)
    return sums.reshape(weights.shape[1], -1, n_rows, size)


def _replicated_sums(
    codes: NDArray[np.integer],
    cells: Callable[[NDArray[np.int32]], NDArray[np.int32]],
    weights: Floats,
    *,
    n_tables: int,
    n_cells: int,
) -> Floats:
    """Sum many weights at once over the cells of several tables, shape (R, n_tables × n_cells).

    One column per respondent has a one in the cell of each table: the product then adds up rows of weights.
    """
    sums = np.zeros((n_tables * n_cells, weights.shape[1]))
    offset = np.arange(n_tables, dtype=np.int32)[:, None] * n_cells
    for begin in range(0, codes.shape[1], BLOCK_ROWS):
        block = codes[:, begin : begin + BLOCK_ROWS].astype(np.int32)
        filled = (cells(block) + offset).T.ravel()
        starts = np.arange(block.shape[1] + 1) * n_tables
        ones = csc_array((np.ones(len(filled)), filled, starts), shape=(len(sums), block.shape[1]))
        sums += ones @ weights[begin : begin + BLOCK_ROWS]
    return sums.T


def distinct_sums(values: Floats) -> tuple[Floats, Ints]:
    """Distinct sums of the rows of (n, k), lowest first, and the place of each row's sum among them, shape (n,)."""
    total = np.round(values.sum(axis=1), 9)  # decimals may differ by rounding error
    scores, place = np.unique(total, return_inverse=True)
    return scores, place.astype(np.int64)


def item_counts(codes: NDArray[np.uint8], weights: Floats | None, *, size: int) -> Floats:
    """Sum weights (or count respondents) in each category of each item, shape (k, size)."""
    return np.array([np.bincount(row, weights=weights, minlength=size) for row in codes], dtype=float)


def margins(tables: Floats) -> Floats:
    """Sum the tables of all pairs to the categories of each item, shape (..., k, size) from (..., p, size, size)."""
    k = n_items_of(tables.shape[-3])
    counts = np.empty((*tables.shape[:-3], k, tables.shape[-1]))
    counts[..., item_pairs(k)[0], :] = tables.sum(axis=-1)
    counts[..., -1, :] = tables[..., -1, :, :].sum(axis=-2)  # the last item is first in no pair
    return counts


def is_monotone(tables: Floats) -> tuple[Bools, Bools]:
    """Whether no two respondents of a table are discordant, and whether none are concordant.

    Parameters
    ----------
    tables : array, shape (..., size, size)

    Returns
    -------
    tuple of two arrays of bool, shape (...)
        The first is true where one item never falls while the other rises (then the polychoric correlation is 1), the
        second where it never rises (−1).
    """
    filled = tables > 0
    return ~_beyond(filled[..., ::-1]), ~_beyond(filled)


def _beyond(filled: Bools) -> Bools:
    """Whether a filled cell has a filled cell below it and to its right."""
    later = filled[..., ::-1, ::-1]
    later = np.logical_or.accumulate(np.logical_or.accumulate(later, axis=-2), axis=-1)[..., ::-1, ::-1]
    return np.asarray((filled[..., :-1, :-1] & later[..., 1:, 1:]).any(axis=(-2, -1)))
