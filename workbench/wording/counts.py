"""How counts are written with the word they count."""

from __future__ import annotations


def n_rows(count: int) -> str:
    """``1 row``, ``12 rows``."""
    return f"{count} row" if count == 1 else f"{count} rows"
