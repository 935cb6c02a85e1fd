"""Random systems of published tables, the cheapest pattern that protects one, and an attack by counting everything."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_matrix, eye, hstack, vstack

from workbench.disclosure.cells.cells import Cells
from workbench.disclosure.cells.respondent_kinds import Kinds
from workbench.disclosure.cells.subtraction import Counts

NEED = 5


def count_tables(sizes: np.ndarray) -> dict[tuple[str, ...], Cells]:
    """All margins of one crossing as the plan holds them; nobody is unanswered, and only numbers are published."""
    axes = "abc"[: sizes.ndim]
    one = Kinds(
        {"file": np.array([True]), "scored": np.array([True])}, {}, np.zeros(1), np.zeros(1), np.ones((1, 1), bool)
    )
    found = {}
    for size in range(1, sizes.ndim + 1):
        for kept in (k for k in product((0, 1), repeat=sizes.ndim) if sum(k) == size):
            n = sizes.sum(axis=tuple(a for a, k in enumerate(kept) if not k))
            padded = np.pad(n, [(0, 1)] * n.ndim)
            names = tuple(axes[a] for a, k in enumerate(kept) if k)
            cells = Cells(
                names=names,
                levels=tuple(tuple(f"{v}{i}" for i in range(m)) for v, m in zip(names, n.shape, strict=True)),
                file=padded,
                bases={"file": Counts(padded), "scored": Counts(padded)},
                kinds=one,
                members=padded[..., None],
                room=np.ones((*padded.shape, 1), dtype=bool),
                score_sum=np.zeros((*padded.shape, 1)),
                possible=np.ones(padded.shape, dtype=bool),
                alike=np.zeros(padded.shape, dtype=bool),
                withheld={scope: np.zeros(padded.shape, dtype=bool) for scope in ("counts", "shares")},
            )
            small = (padded < NEED) & (cells.unanswered() == 0)
            for scope in ("counts", "shares"):
                cells.withheld[scope] |= small
            found[names] = cells
    return dict(sorted(found.items(), key=lambda entry: len(entry[0])))


def random_sizes(rng: np.random.Generator, *, three_way: bool = False) -> np.ndarray:
    """Respondents of each cell: some tables thin, some full, some with a rare level."""
    shape = tuple(rng.integers(2, 4, 3)) if three_way else tuple(rng.integers(2, 7, 2))
    mean = float(rng.choice([4, 9, 20, 60]))
    sizes = rng.negative_binomial(float(rng.choice([1, 3, 20])), 0.5, size=shape) + rng.poisson(mean, shape)
    if rng.random() < 0.5:
        sizes[0] = sizes[0] // 4
    return sizes.astype(np.int64)


def shown_rows(cells: dict[tuple[str, ...], Cells]) -> tuple[np.ndarray, np.ndarray, list]:
    """Cells of the crossing itself as unknowns; every cell of every table as a sum of these."""
    inner = cells[max(cells, key=len)].file[tuple([slice(None, -1)] * len(max(cells, key=len)))]
    places = list(product(*(range(m) for m in inner.shape)))
    axes = max(cells, key=len)
    rows, values, keys = [np.ones(inner.size)], [inner.sum()], [((), ())]
    for names in cells:
        for at in product(*(range(m - 1) for m in cells[names].file.shape)):
            wanted = dict(zip(names, at, strict=True))
            rows.append(np.array([all(p[axes.index(v)] == i for v, i in wanted.items()) for p in places], float))
            values.append(cells[names].file[at])
            keys.append((names, at))
    return np.array(rows), np.array(values), keys


def cheapest_loss(cells, *, time_limit: float = 20.0) -> float | None:
    """Least number of respondents in further cells with which every small cell has 5 possible values up to 5 or more.

    Each small cell has two worlds of its own, one in which it is high and one in which it is low; a cell may differ
    from the truth in any of them only if it is withheld. None where that is not settled in time, or impossible.
    """
    rows, values, _ = shown_rows(cells)
    inner = values[[row.sum() == 1 for row in rows]]
    order = [int(np.flatnonzero(row)[0]) for row in rows if row.sum() == 1]
    truth = np.empty(rows.shape[1])
    truth[order] = inner
    small = np.flatnonzero((values < NEED) & (np.arange(len(values)) > 0))
    n, m, big = rows.shape[1], len(rows), float(values[0])
    worlds = 2 * len(small)
    if not worlds:
        return 0.0
    # unknowns: withheld (m), then n cells for each world
    table = csr_matrix(rows)
    cap = csr_matrix(vstack([csr_matrix(([0.0], ([0], [0])), shape=(1, m)), big * eye(m, format="csr")[1:]]))
    differ = block_diag([table] * worlds)
    caps = vstack([cap] * worlds)
    target = np.tile(rows @ truth, worlds)
    constraints = [
        LinearConstraint(hstack([caps, -differ]).tocsr(), -target, np.inf),
        LinearConstraint(hstack([caps, differ]).tocsr(), target, np.inf),
    ]
    for place, cell in enumerate(small):
        high = np.zeros(m + n * worlds)
        high[m + 2 * place * n :][:n] = rows[cell]
        span = high.copy()
        span[m + (2 * place + 1) * n :][:n] = -rows[cell]
        constraints += [LinearConstraint(high[None], NEED, np.inf), LinearConstraint(span[None], NEED - 1, np.inf)]
    price = values + 1.0
    price[small] = 0
    least = np.zeros(m)
    least[small] = 1
    done = milp(
        np.concatenate([price, np.zeros(n * worlds)]),
        integrality=np.ones(m + n * worlds),
        bounds=Bounds(
            np.concatenate([least, np.zeros(n * worlds)]), np.concatenate([np.ones(m), np.full(n * worlds, big)])
        ),
        constraints=constraints,
        options={"time_limit": time_limit},
    )
    return float(done.fun) if done.status == 0 else None


def loss(cells) -> float:
    """Respondents in cells that are withheld without being small, and one for each."""
    answered = {names: own.unanswered() == 0 for names, own in cells.items()}
    return float(
        sum(
            ((own.file + 1) * (own.withheld["counts"] & (own.file >= NEED) & answered[names])).sum()
            for names, own in cells.items()
        )
    )


def possible_values(cells) -> dict[tuple, set[int]]:
    """Every value that each withheld cell can have: all tables of whole numbers are tried, cell by cell."""
    rows, values, keys = shown_rows(cells)
    hidden = np.array([bool(names) and bool(cells[names].withheld["counts"][at]) for names, at in keys])
    shown, total = rows[~hidden].astype(int), values[~hidden].astype(int)
    found = {keys[i]: set() for i in np.flatnonzero(hidden)}
    last = [np.flatnonzero(row)[-1] for row in shown]

    def extend(world: list[int], sums: np.ndarray) -> None:
        at = len(world)
        if at == rows.shape[1]:
            for i in np.flatnonzero(hidden):
                found[keys[i]].add(int(rows[i] @ world))
            return
        room = int((total - sums)[shown[:, at] > 0].min())
        for value in range(room + 1):
            now = sums + value * shown[:, at]
            if all(now[r] == total[r] for r in range(len(shown)) if last[r] == at):
                extend([*world, value], now)

    extend([], np.zeros(len(shown), dtype=int))
    return found
