"""Refusals of answers as a whole: none complete, an item that nobody answered or all alike, one against the scale."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import DataError
from workbench.wording import n_rows, number

# Below this many complete answers the sign of an item-rest correlation says little.
_ROWS_FOR_SIGN = 30
_NORMAL_QUANTILE = 1.959963984540054


def check_answers(responses: pd.DataFrame, columns: dict[str, str]) -> None:
    """Refuse items nobody answered or all answered alike, no complete answer, and an item against the scale."""
    for item in responses:
        given = responses[item].to_numpy()
        given = given[~np.isnan(given)]
        name = f"Column `{columns[str(item)]}` (item `{item}`)"
        if not len(given):
            raise DataError(
                f"{name} has no answer in any of {n_rows(len(responses))}. Check its column and missing codes."
            )
        if len(given) > 1 and given.min() == given.max():
            raise DataError(
                f"{name} has one and the same value in all {n_rows(len(given))} with an answer. Check its column: "
                "a constant item cannot be analysed."
            )
    complete = responses.dropna().to_numpy()
    if not len(complete):
        raise DataError(
            f"None of {n_rows(len(responses))} has an answer to every item. Check the item columns and the missing "
            "codes in the codebook."
        )
    _check_item_signs(complete, [str(item) for item in responses], columns)


def _check_item_signs(complete: np.ndarray, items: list[str], columns: dict[str, str]) -> None:
    n = len(complete)
    if n < _ROWS_FOR_SIGN:
        return
    covariance = np.cov(complete, rowvar=False)
    own, total = np.diag(covariance), covariance.sum(axis=0)
    spread = np.sqrt(own * (covariance.sum() - 2 * total + own))
    correlation = np.divide(total - own, spread, out=np.zeros_like(own), where=spread > 0)
    # Upper end of Fisher's 95 % interval: chance alone must not accuse an item.
    upper = np.tanh(np.arctanh(np.clip(correlation, -0.999999, 0.999999)) + _NORMAL_QUANTILE / np.sqrt(n - 3))
    worst = int(np.argmin(correlation))
    if upper[worst] < 0:
        item = items[worst]
        raise DataError(
            f"Column `{columns[item]}` (item `{item}`) correlates {number(correlation[worst])} with the "
            f"sum of the other items in {n_rows(n)} with complete answers: is it reversed? Set `reversed: true` for it "
            "in the codebook if its codes run against the official options, or correct its column."
        )
