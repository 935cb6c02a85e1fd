"""The groups of a survey that reports publish, each with the sketch of its members and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise, product

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Ints
from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED
from workbench.disclosure.ledger.marks import Basis, bases_of
from workbench.disclosure.ledger.secret import Secret
from workbench.disclosure.ledger.set_sketches import n_terms, parities, power_sums
from workbench.intake import Survey, crossings_of_parts

Group = tuple[str, str]  # variable and level, as tables name them

_WIDEST = 10  # a survey whose threshold is raised up to here can be compared with what was published before that


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
    sums : array, shape (n_groups, n_bases, n_terms)
        Groups in the order of divisions and their levels; of each its members on every basis.
    parities : array, shape (n_groups, n_bases, n_words)
        The same by parities.
    least : array, shape (n_bases,)
        Fewest respondents of a group that each basis tells from other people.
    """

    divisions: tuple[Division, ...]
    sums: Ints
    parities: npt.NDArray[np.uint64]
    least: Ints

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
        """Members of each group, shape (n_groups, n_bases)."""
        return self.sums[:, :, 0]

    def on(self, bases: Sequence[int]) -> SketchedGroups:
        """Return the same groups on some bases only."""
        kept = list(bases)
        return replace(self, sums=self.sums[:, kept], parities=self.parities[:, kept], least=self.least[kept])


def sketch_groups(survey: Survey, secret: Secret) -> SketchedGroups:
    """Sketch everyone, each level of the background variables and of the declared crossings."""
    divisions = tuple(_divisions(survey))
    terms = n_terms(2 * (max(_WIDEST, survey.codebook.disclosure.minimum_respondents) - 1))
    bases = bases_of(survey, secret)
    sketches = [_sketches(division, bases, terms) for division in divisions]
    sums, words = (np.concatenate(part) for part in zip(*sketches, strict=True))
    least = np.array([basis.least for basis in bases], dtype=np.int64)
    return SketchedGroups(divisions=divisions, sums=sums, parities=words, least=least)


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
    """List declared crossings, those inside them, what reports of groups show, and areas with the larger one around."""
    order = list(survey.background)
    declared = survey.codebook.crossings
    every = {frozenset(part) for names in declared for n in range(2, len(names) + 1) for part in combinations(names, n)}
    every |= {frozenset(pair) for pair in pairwise(survey.codebook.area)}
    every |= {frozenset(names) for names in crossings_of_parts(survey)}
    ordered = [tuple(sorted(names, key=order.index)) for names in every]
    return sorted(ordered, key=lambda names: (len(names), [order.index(name) for name in names]))


def _sketches(division: Division, bases: Iterable[Basis], terms: int) -> tuple[Ints, npt.NDArray[np.uint64]]:
    n, sums, words = len(division.levels), [], []
    for basis in bases:
        codes: Ints = np.where(basis.members, division.codes, -1).astype(np.int64)
        sums.append(power_sums(basis.marks, codes, n_groups=n, terms=terms))
        words.append(parities(basis.marks, codes, n_groups=n))
    return np.stack(sums, axis=1), np.stack(words, axis=1)


def group_keys(names: Sequence[Group], secret: Secret) -> list[bytes]:
    """Return a keyed name of each group; a crossing has the same in whatever order its variables stand."""
    return [secret.digest("group", *_parts(group))[:16] for group in names]


def _parts(group: Group) -> list[bytes]:
    variables, levels = (part.split(CROSS) for part in group)
    return [part.encode() for pair in sorted(zip(variables, levels, strict=True)) for part in pair]
