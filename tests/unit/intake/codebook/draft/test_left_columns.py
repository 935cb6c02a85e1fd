"""Columns that a codebook does not name: what they may be, or why they form no groups."""

from __future__ import annotations

import numpy as np

from tests.unit.intake import example
from workbench.intake import left_columns

N = 60


def test_each_column_that_nothing_uses_has_a_reason(tmp_path):
    frame = example.frame().assign(
        weight_b=np.linspace(0.5, 2, N),
        stratum=np.arange(N) % 3,
        language="fi",
        opinion=[f"words {place}" for place in range(N)],
        income=np.arange(N) * 10 % 400,
    )
    frame.to_csv(tmp_path / "my.csv", index=False)
    assert left_columns(tmp_path / "my.csv", used=[*example.ITEMS, "id", "area", "weight"]) == {
        "sex": "its codes have no labels",
        "weight_b": "may be the weights too",
        "stratum": "may be `strata`",
        "language": "one value",
        "opinion": "no value that 5 rows or more have",
        "income": "a number, not cut into groups",
    }
