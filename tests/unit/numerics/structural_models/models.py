"""Random factor models for the tests of this folder."""

import numpy as np

from workbench.numerics.structural_models.structural_model import Kind, Structure

GROUPS, FACTORS, ITEMS = 2, 2, 6
OF_FACTOR = [0, 0, 0, 1, 1, 1]


def structure(kind: str) -> Structure:
    """Two groups, two factors, a residual covariance, equal loadings; `kind` is continuous, theta or delta."""
    rows = []
    counter = iter(range(1000))
    shared = {}

    def add(entry, group, row, column, value, *, free=True, equal=False):
        key = (entry, row, column) if equal else (entry, row, column, group)
        number = shared.setdefault(key, next(counter)) if free else -1
        rows.append((int(entry), group, row, column, number, value))

    for group in range(GROUPS):
        for item, factor in enumerate(OF_FACTOR):
            add(Kind.LOADING, group, item, factor, 0.7, equal=item != 1)
        for factor in range(FACTORS):
            add(Kind.FACTOR_COVARIANCE, group, factor, factor, 1.0, free=group > 0)
            if group and kind != "delta":
                add(Kind.FACTOR_MEAN, group, factor, 0, 0.2)
        add(Kind.FACTOR_COVARIANCE, group, 1, 0, 0.3)
        add(Kind.RESIDUAL_COVARIANCE, group, 5, 4, 0.1)
        _items(kind, group, add)
    entries = np.array([row[:5] for row in rows])
    # Numbers without gaps, in the order of first use.
    numbers = {old: new for new, old in enumerate(dict.fromkeys(n for n in entries[:, 4] if n >= 0))}
    entries[:, 4] = [numbers.get(n, -1) for n in entries[:, 4]]
    return Structure(
        n_items=ITEMS,
        n_factors=FACTORS,
        n_groups=GROUPS,
        kind=entries[:, 0],
        group=entries[:, 1],
        row=entries[:, 2],
        column=entries[:, 3],
        parameter=entries[:, 4],
        value=np.array([row[5] for row in rows], dtype=float),
        threshold_items=None if kind == "continuous" else np.repeat(np.arange(ITEMS), 2),
        unit_variance=kind == "delta",
        means=kind == "continuous",
    )


def _items(kind, group, add):
    for item in range(ITEMS):
        if kind == "continuous":
            add(Kind.RESIDUAL_COVARIANCE, group, item, item, 0.5)
            add(Kind.INTERCEPT, group, item, 0, 0.1 * item, equal=True)
            continue
        if kind == "theta":
            add(Kind.RESIDUAL_COVARIANCE, group, item, item, 1.0, free=group > 0)
        for cut in range(2):
            add(Kind.THRESHOLD, group, 2 * item + cut, 0, cut - 0.5, equal=kind == "theta")


def somewhere(model: Structure, seed=1, size=0.1):
    return model.start() + size * np.random.default_rng(seed).standard_normal(model.n_parameters)


def difference(function, x, step=1e-6):
    """Central differences, one row per element of `x`."""
    moves = step * np.eye(len(x))
    return np.array([(np.asarray(function(x + move)) - np.asarray(function(x - move))) / (2 * step) for move in moves])
