"""Predictors without coefficients: a level without one side of the outcome, levels that follow from others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.population.design import in_code
from workbench.population.regression.predictors import ModelRows
from workbench.wording import say

_RANK_TOLERANCE = 1e-10  # smallest eigenvalue of the scaled cross-product that is not 0; indicators give ≥ 1 / n or 0


def check_separation(rows: ModelRows) -> None:
    """Refuse a level with too few respondents on one side of the outcome: its odds ratio is 0 or infinite."""
    found = []
    for variable, n in rows.level_n.items():
        if variable in rows.values:
            continue
        events = rows.level_events[variable]
        separated = np.flatnonzero((n > 0) & ((events == 0) | (events == n)))
        found += [f"`{rows.levels[variable][place]}` of `{variable}`" for place in separated]
    if not found:
        return
    # a report names neither the level nor the side: with the level's mean they would tell of single respondents
    raise NotEstimable(
        f"The outcome is the same for all respondents of {', '.join(found)} (separation), so there is no odds ratio. "
        "Join levels by `merge` in the codebook or leave the predictor out.",
        in_report=say(
            "A level of a predictor has too few respondents with or without the outcome for an odds ratio. Run the "
            "notebook in JupyterLab, which names it, then join levels by `merge` in the codebook or leave the "
            "predictor out."
        ),
    )


def check_rank(rows: ModelRows, variables: Sequence[str]) -> None:
    """Refuse predictors that determine one another, naming the pair where two suffice."""
    if _full_rank(rows.design_matrix(variables)):
        return
    for pair in combinations(variables, 2):
        if not _full_rank(rows.design_matrix(pair)):
            raise NotEstimable(
                say(
                    "Predictors `{variable}` and `{other}` cannot be told apart: a level of one follows from the "
                    "other. Leave one of them out or join levels by `merge` in the codebook.",
                    variable=pair[0],
                    other=pair[1],
                )
            )
    raise NotEstimable(
        say(
            "Predictors {variables} cannot be told apart: a level of one follows from the others. Leave one of them "
            "out or join levels by `merge` in the codebook.",
            variables=in_code(variables),
        )
    )


def _full_rank(matrix: Floats) -> bool:
    scaled = matrix / np.sqrt((matrix**2).sum(axis=0))
    return bool(np.linalg.eigvalsh(scaled.T @ scaled)[0] > _RANK_TOLERANCE)
