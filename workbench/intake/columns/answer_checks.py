"""Refusals of answers as a whole: none complete, an item that nobody answered or all alike, one against the scale."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import DataError
from workbench.instruments import Instrument, instrument_path
from workbench.intake.codebook import Codebook, option_of_text, options_in_words
from workbench.intake.files import FileContent
from workbench.wording import n_rows, number

# Below this many complete answers the sign of an item-rest correlation says little.
_ROWS_FOR_SIGN = 30
_NORMAL_QUANTILE = 1.959963984540054


def check_answers(responses: pd.DataFrame, content: FileContent, codebook: Codebook, instrument: Instrument) -> None:
    """Refuse items nobody answered or all answered alike, no complete answer, and an item against the scale."""
    columns = {item: codebook.items[item].column for item in map(str, responses)}
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
    against = _against_the_scale(complete)
    if against is not None:
        place, correlation = against
        item = str(responses.columns[place])
        raise DataError(
            f"Column `{columns[item]}` (item `{item}`) correlates {number(correlation)} with the sum of the other "
            f"items in {n_rows(len(complete))} with complete answers: is it reversed? "
            f"{_repair(item, content, codebook, instrument)}correct its column."
        )


def _against_the_scale(complete: np.ndarray) -> tuple[int, float] | None:
    """Place of the item that correlates lowest with the rest, and the correlation, if that is below 0 beyond chance."""
    n = len(complete)
    if n < _ROWS_FOR_SIGN:
        return None
    covariance = np.cov(complete, rowvar=False)
    own, total = np.diag(covariance), covariance.sum(axis=0)
    spread = np.sqrt(own * (covariance.sum() - 2 * total + own))
    correlation = np.divide(total - own, spread, out=np.zeros_like(own), where=spread > 0)
    # Upper end of Fisher's 95 % interval: chance alone must not accuse an item.
    upper = np.tanh(np.arctanh(np.clip(correlation, -0.999999, 0.999999)) + _NORMAL_QUANTILE / np.sqrt(n - 3))
    worst = int(np.argmin(correlation))
    return (worst, float(correlation[worst])) if upper[worst] < 0 else None


def _repair(item: str, content: FileContent, codebook: Codebook, instrument: Instrument) -> str:
    """Say where its direction is to be mended: codes in the codebook, wording in the file of a scale of one's own."""
    entry = codebook.items[item]
    is_own = not instrument_path(instrument.id).is_file()
    turned = next(one.reversed for one in instrument.items if one.id == item)
    official = options_in_words(instrument)
    texts = [text for text in content.frame[entry.column].dropna().unique() if isinstance(text, str)]
    in_words = any(option_of_text(text, official) for text in texts)
    wording = (
        f"set `reversed: true` for it in instrument `{instrument.id}` if its statement is worded against the scale"
    )
    if turned and is_own:
        wording = (
            f"remove `reversed: true` of it from instrument `{instrument.id}` if its statement is not worded against "
            "the scale"
        )
    wording = f"{wording}, or " if is_own else ""
    if in_words:
        no_use = "Its answers are words of the options, so `reversed` in the codebook changes nothing: "
        return f"{no_use}{'remove it there; ' if entry.reversed else ''}{wording}"
    if entry.reversed:
        return "Remove `reversed: true` of it from the codebook if its codes do not run backwards, or "
    if is_own:
        backwards = "" if turned else ", in the codebook if only its codes run backwards"
        return f"{wording[0].upper()}{wording[1:].removesuffix(', or ')}{backwards}, or "
    return "Set `reversed: true` for it in the codebook if its codes run against the official options, or "
