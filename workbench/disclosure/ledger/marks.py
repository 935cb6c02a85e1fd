"""Marks of respondents: by what they are known again in another file.

First by id and answers together. But ids are numbered anew, columns of two items are put right, an item is coded in
another way: then everyone looks like somebody else. So respondents are also marked by answers alone, in ways that such
corrections leave as they are. Other people may share these marks, and of a few people many do; hence a basis of
answers says from how many respondents on it tells a group from one of other people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import i0e

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.ledger.secret import Secret
from workbench.disclosure.ledger.set_sketches import FIELD
from workbench.intake import Survey

BY_ID = (0, 1, 2)
FAMILIES = (BY_ID, (3,), (4,), (5,))  # places of bases that are laid side by side: by id, and by answers alone
ROUGH = (6,)  # only for runs that no other family recognises: much that single people change does not show
COMPARED_BY: dict[tuple[int, ...], str] = {  # families of bases of answers, in words
    (3,): "all answers of each without their order",
    (4,): "the answers to one half of the items",
    (5,): "the answers to one half of the items",
    ROUGH: "how far each answer is from the middle of the scale",
}
N_BASES = 7
SAME_ANSWERS = (0, 3)  # bases on which the scores are the same too
NEVER = 2**31  # respondents: more than any group has
_NO_ANSWER = -1
_CHANCE = 1e-6  # that a group of other people comes as near


@dataclass(frozen=True, kw_only=True, eq=False)
class Basis:
    """Something that respondents are known by.

    Attributes
    ----------
    marks : array, shape (n,)
        From 1 to 2³¹ − 2.
    members : array of bool, shape (n,)
        Who counts.
    least : int
        Fewest respondents of a group that the marks tell from a group of other people.
    """

    marks: Ints
    members: Bools
    least: int


def bases_of(survey: Survey, secret: Secret) -> tuple[Basis, ...]:
    """Mark the respondents of a survey on every basis.

    By id and answers: everyone in the file, those with a score, everyone with weights (nobody where there are none).
    By answers alone: all of a person without their order, so that columns may be swapped; either half of the items, so
    that an item may be coded anew, exchanged or left out; and how far each answer is from the middle of the scale, so
    that any items may be turned round.
    """
    everyone = np.ones(len(survey.responses), dtype=bool)
    ids = np.zeros(len(everyone)) if survey.id_marks is None else survey.id_marks
    identified = (np.asarray(ids).astype("<u8"), _answers(survey.responses))
    plain = _marks(secret, "respondent", *identified)
    weights = _weights(survey)
    weighted = plain if weights is None else _marks(secret, "respondent", *identified, weights)
    minimum = survey.codebook.disclosure.minimum_respondents
    least = _least_without_ids(plain, minimum) if (np.asarray(ids) == 0).any() else 0
    by_id = [
        Basis(marks=marks, members=members, least=least)
        for marks, members in (
            (plain, everyone),
            (plain, survey.responses.notna().all(axis=1).to_numpy()),
            (weighted, everyone if weights is not None else ~everyone),
        )
    ]
    by_answers = [
        Basis(
            marks=(marks := _marks(secret, purpose, own)),
            members=everyone,
            least=least_told(np.unique(marks, return_counts=True)[1], minimum),
        )
        for purpose, own in _corrected(survey)
    ]
    return (*by_id, *by_answers)


def _least_without_ids(marks: Ints, minimum: int) -> int:
    """Where all answered alike, nobody is told from others, and then everyone may be the same."""
    least = least_told(np.unique(marks, return_counts=True)[1], minimum)
    return 0 if least == NEVER else least


def _corrected(survey: Survey) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Answers in forms that a correction of columns leaves alike."""
    yield "without order", np.sort(_answers(survey.responses), axis=1)
    items = sorted(map(str, survey.responses))
    for half in (0, 1):  # by name, so that an item more or less leaves the others where they are
        own = [item for item in items if crc32(item.encode()) % 2 == half]
        yield f"half {half}", _answers(survey.responses[own])
    points = survey.instrument.points
    yield "without direction", _answers((survey.responses - (points[0] + points[-1]) / 2).abs())


def _answers(responses: pd.DataFrame) -> npt.NDArray[np.float32]:
    return np.asarray(responses.fillna(_NO_ANSWER), dtype="<f4")


def _marks(secret: Secret, purpose: str, *parts: npt.NDArray[np.generic]) -> Ints:
    n = len(parts[0])
    columns = [np.ascontiguousarray(part.reshape(n, -1)).view(np.uint8) for part in parts if part.size]
    rows = [row.tobytes() for row in np.concatenate([np.zeros((n, 0), dtype=np.uint8), *columns], axis=1)]
    digests = {row: int.from_bytes(secret.digest(purpose, row)[:8], "big") for row in set(rows)}
    return np.array([digests[row] % int(FIELD - 1) + 1 for row in rows], dtype=np.int64)


def _weights(survey: Survey) -> npt.NDArray[np.float32] | None:
    """Weights with four digits, so that how a machine adds up does not count as a change."""
    given = survey.design.sampling_weights
    return None if given is None else np.array([f"{weight:.3e}" for weight in given], dtype="<f4")


def least_told(counts: Ints, minimum: int) -> int:
    """Fewest respondents of whom the marks of two samples of one population surely differ in many places.

    Two samples of n have different numbers of a mark of share p with the probability 1 − e^(−2np) I₀(2np), nearly
    independently of other marks; so the number of such marks is bounded by Chernoff. Half a respondent of each mark is
    taken to be of marks not seen yet.

    Parameters
    ----------
    counts : array
        How many respondents have each mark.
    minimum : int
        Groups are near where they differ by fewer.
    """
    total, few = counts.sum(), 2 * (minimum - 1)
    seen: Floats = (counts - 0.5) / total

    def told(n: int) -> bool:
        different = float((1 - i0e(2 * n * seen)).sum() + 2 * n * (1 - seen.sum()))
        return different > few and few * (1 + np.log(different / few)) - different < np.log(_CHANCE)

    low, high = 0, int(total)
    if not high or not told(high):
        return NEVER
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if told(middle) else (middle, high)
    return high
