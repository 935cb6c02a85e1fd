"""Names of the parameters that stay free in every step of the ladder."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbench.psychometrics.factors import specify


def names_of_freed(free: Sequence[str] | str) -> Sequence[str]:
    """Return the names one by one; one text holds several, separated by semicolons."""
    return [name.strip() for name in free.split(";") if name.strip()] if isinstance(free, str) else free


def check_freed(free: Sequence[str] | str, *, items: Sequence[str], n_options: int) -> None:
    """Refuse names that cannot be freed whatever people answered.

    Parameters
    ----------
    free : sequence of str, or str
        As `measurement_invariance` takes it.
    items : sequence of str
        Of a scale with one factor.
    n_options : int
        Options of each item.

    Raises
    ------
    ParameterError
        A name that is no parameter of these items.
    NotEstimable
        Fewer than three items.
    """
    specify(
        pd.Index(items),
        factors=None,
        n_groups=2,
        n_thresholds=[n_options - 1] * len(items),
        equal=(),
        free=names_of_freed(free),
    )
