"""The groups of a survey that reports publish, each with the sketch of its members and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, product

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED
from workbench.disclosure.ledger.secret import Secret
from workbench.disclosure.ledger.set_sketches import FIELD, n_terms, parities, power_sums
from workbench.intake import Survey

Group = tuple[str, str]  # variable and level, as tables name them

_WIDEST = 10  # a survey whose threshold is raised up to here can be compared with what was published before that
_SPREAD = np.int64(1_000_003)  # between the marks of respondents who answered alike; prime, so that none coincide
_NO_ANSWER = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Division:
    """A background variable, a crossing or everyone: who belongs to which level."""

    variable: str
    levels: tuple[str, ...]
    codes: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class SketchedGroups:
    """Sketches of all groups of a survey.

    Attributes
    ----------
    divisions : tuple of Division
    sums : array, shape (n_groups, 3, n_terms)
        Groups in the order of divisions and their levels; of each those in the file, those with a score, and those in
        the file together with their weights, nobody where there are none.
    parities : array, shape (n_groups, 3, n_words)
        The same by parities.
    """

    divisions: tuple[Division, ...]
    sums: Ints
    parities: npt.NDArray[np.uint64]

    @cached_property
    def names(self) -> tuple[Group, ...]:
        """Variable and level of each group."""
        return tuple((own.variable, level) for own in self.divisions for level in own.levels)

    @property
    def lengths(self) -> tuple[int, ...]:
        """Levels of each division."""
        return tuple(len(own.levels) for own in self.divisions)

    @property
    def sizes(self) -> Ints:
        """Members of each group, shape (n_groups, 3)."""
        return self.sums[:, :, 0]


def sketch_groups(survey: Survey, secret: Secret) -> SketchedGroups:
    """Sketch everyone, each level of the background variables and of the declared crossings."""
    divisions = tuple(_divisions(survey))
    scored = survey.responses.notna().all(axis=1).to_numpy()
    everyone = np.ones_like(scored)
    terms = n_terms(2 * (max(_WIDEST, survey.codebook.disclosure.minimum_respondents) - 1))
    answers = _marks(survey, secret, weights=None)
    weights = _weights(survey)
    weighted = (_marks(survey, secret, weights=weights), everyone) if weights is not None else (answers, ~everyone)
    bases = ((answers, everyone), (answers, scored), weighted)
    recognised = np.zeros_like(scored) if survey.id_marks is None else survey.id_marks.to_numpy() > 0
    sketches = [_sketches(division, bases, recognised, terms) for division in divisions]
    sums, words = (np.concatenate(part) for part in zip(*sketches, strict=True))
    return SketchedGroups(divisions=divisions, sums=sums, parities=words)


def _divisions(survey: Survey) -> Iterator[Division]:
    n = len(survey.responses)
    yield Division(variable=EVERYONE, levels=(EVERYONE,), codes=np.zeros(n, dtype=np.int64))
    single = {name: _of_variable(survey.background[name]) for name in survey.background}
    yield from single.values()
    for names in _crossings(survey):
        parts = [single[name] for name in names]
        codes = np.zeros(n, dtype=np.int64)
        for part in parts:
            codes = codes * len(part.levels) + part.codes
        levels = tuple(CROSS.join(own) for own in product(*(part.levels for part in parts)))
        yield Division(variable=CROSS.join(names), levels=levels, codes=codes)


def _of_variable(column: pd.Series) -> Division:
    levels = tuple(map(str, column.cat.categories))
    codes = column.cat.codes.to_numpy().astype(np.int64)
    codes[codes < 0] = len(levels)
    return Division(variable=str(column.name), levels=(*levels, NOT_ANSWERED), codes=codes)


def _crossings(survey: Survey) -> list[tuple[str, ...]]:
    """List declared crossings, those inside them, and areas with the larger one around, in the codebook's order."""
    order = list(survey.background)
    declared = survey.codebook.crossings
    every = {frozenset(part) for names in declared for n in range(2, len(names) + 1) for part in combinations(names, n)}
    every |= {frozenset(pair) for pair in pairwise(survey.codebook.area)}
    ordered = [tuple(sorted(names, key=order.index)) for names in every]
    return sorted(ordered, key=lambda names: (len(names), [order.index(name) for name in names]))


def _marks(survey: Survey, secret: Secret, *, weights: npt.NDArray[np.float32] | None) -> Ints:
    """Mark of each respondent's id and answers, with or without the weight; without an id several may share a mark."""
    n = len(survey.responses)
    ids = np.zeros(n) if survey.id_marks is None else survey.id_marks
    parts = [np.asarray(ids).astype("<u8"), survey.responses.fillna(_NO_ANSWER).to_numpy().astype("<f4")]
    if weights is not None:
        parts.append(weights)
    rows = np.concatenate([np.ascontiguousarray(part.reshape(n, -1)).view(np.uint8) for part in parts], axis=1)
    digests = [int.from_bytes(secret.digest("respondent", row.tobytes())[:8], "big") for row in rows]
    return np.array([digest % int(FIELD - 1) + 1 for digest in digests], dtype=np.int64)


def _weights(survey: Survey) -> npt.NDArray[np.float32] | None:
    """Weights with four digits, so that how a machine adds up does not count as a change."""
    given = survey.design.sampling_weights
    return None if given is None else np.array([f"{weight:.3e}" for weight in given], dtype="<f4")


def _sketches(
    division: Division, bases: Iterable[tuple[Ints, Bools]], recognised: Bools, terms: int
) -> tuple[Ints, npt.NDArray[np.uint64]]:
    n, sums, words = len(division.levels), [], []
    for marks, members in bases:
        codes: Ints = np.where(members, division.codes, -1).astype(np.int64)
        apart = marks
        if not recognised.all():
            alike = pd.Series(marks).groupby([codes, marks]).cumcount().to_numpy()
            order = np.where(recognised, 0, alike).astype(np.int64)
            apart = (marks - 1 + order * _SPREAD) % (FIELD - 1) + 1
        sums.append(power_sums(apart, codes, n_groups=n, terms=terms))
        words.append(parities(apart, codes, n_groups=n))
    return np.stack(sums, axis=1), np.stack(words, axis=1)


def group_keys(names: Sequence[Group], secret: Secret) -> list[bytes]:
    """Return a keyed name of each group; a crossing has the same in whatever order its variables stand."""
    return [secret.digest("group", *_parts(group))[:16] for group in names]


def _parts(group: Group) -> list[bytes]:
    variables, levels = (part.split(CROSS) for part in group)
    return [part.encode() for pair in sorted(zip(variables, levels, strict=True)) for part in pair]
