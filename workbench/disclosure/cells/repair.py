"""How coarsely each group is published, so that all tables together tell of no small set of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from workbench.arrays import Bools
from workbench.disclosure.cells.all_tables import coarse_for_single_people
from workbench.disclosure.cells.finest_cells import finest_cells, largest_crossings
from workbench.disclosure.cells.groups import Base, Groups, Names
from workbench.disclosure.cells.near_twins import near_twins, without_one_of_two
from workbench.disclosure.cells.published_system import Coarse, Publication
from workbench.disclosure.cells.score_kinds import kinds_of
from workbench.disclosure.cells.small_sets import SmallSets, Where, small_sets
from workbench.intake import Survey
from workbench.numerics.disclosure import CountSystem, Pieces, Wanted, leaves_open, narrowing

_ROUNDS = 3  # of wider windows, and then of bounds: what narrows a set now, and what would narrow it next


class Repair(NamedTuple):
    """How coarsely everything is published, and the groups that it tells of all the same."""

    coarse: Coarse
    narrowed: list[Where]


def coarse_enough(
    survey: Survey,
    groups: Mapping[Names, Groups],
    members: Mapping[Base, Bools],
    nested: set[tuple[str, str]],
    *,
    width: int,
    design_effect: float,
) -> Repair:
    """Decide how coarsely each group is published.

    Parameters
    ----------
    survey : Survey
    groups : mapping of names to Groups
        All that tables can show.
    members : dict of Base to array of bool, shape (n_respondents,)
    nested : set of (fine, coarse)
        Variables that lie within others.
    width : int
        Of the ordinary windows.
    design_effect : float
        The survey's, as published.
    """
    largest = largest_crossings(groups, nested)
    twins = near_twins(groups, members, largest, width=width)
    found = repair(
        Publication(
            cells=finest_cells(groups, largest, twins, kinds_of(survey, members), nested),
            width=width,
            design_effect=design_effect,
            means=survey.design.sampling_weights is None,
            coarse=replace(Coarse.nothing(groups), bounded=without_one_of_two(groups, members, width=width)),
        )
    )
    if len(largest) == 1:  # of one crossing a cell is all that tells people apart, and was asked about above
        return found
    return found._replace(coarse=coarse_for_single_people(groups, members, found.coarse, width=width))


def repair(publication: Publication) -> Repair:
    """Coarsen the numbers that narrow a small set of people down, until none is: first their windows, then outcomes.

    Every step only takes away from what is published, so a set that was safe stays so, and only the others are asked
    about again.
    """
    told = _told(small_sets(publication.cells, width=publication.width, means=publication.means), publication)
    for bounds in (False,) * _ROUNDS + (True,) * _ROUNDS:
        if not told.where:
            break
        found = list(_narrowing(told, publication))
        if not publication.coarse.holds(found, bounds=bounds):
            publication = replace(publication, coarse=publication.coarse.marked(found, bounds=bounds))
            told = _told(told, publication)
    return Repair(publication.coarse, list(dict.fromkeys(told.where)))


def _told(asked: SmallSets, publication: Publication) -> SmallSets:
    """Which small sets the published numbers tell too much of."""
    safe = np.zeros(len(asked.where), dtype=bool)
    for rows, questions in _questions(asked, publication):
        safe[rows] = leaves_open(*questions[:3], pieces=questions.pieces)
    return asked.only(~safe)


def _narrowing(told: SmallSets, publication: Publication) -> Iterator[Where]:
    """Yield the groups whose numbers narrow small sets down; where none is found the set's own, or its margins."""
    group_of = dict(enumerate(publication.group_of))
    for rows, questions in _questions(told, publication):
        stopping = narrowing(*questions[:3], pieces=questions.pieces)
        for where, own in zip(told.only(rows).where, stopping, strict=True):
            found = {group_of[row] for row in own if row in group_of and group_of[row][0] and group_of[row][1] >= 0}
            yield from sorted(found) or _nearest(publication, where)


class _Questions(NamedTuple):
    """A system and what is asked of it."""

    system: CountSystem
    forms: csr_matrix
    wanted: Wanted
    pieces: Pieces | None


def _questions(asked: SmallSets, publication: Publication) -> Iterator[tuple[Bools, _Questions]]:
    """Yield questions of how many people and which scores there are, and those for somebody who knows who took part."""
    if (sizes := ~asked.outcomes).any():
        part = asked.only(sizes)
        yield sizes, _Questions(publication.system, part.forms, part.wanted, publication.pieces)
    if asked.outcomes.any():
        part, known = asked.only(asked.outcomes), publication.known
        yield (
            asked.outcomes,
            _Questions(publication.known_system, *known.asked(part.forms, part.wanted), publication.known_pieces),
        )


def _nearest(publication: Publication, where: Where) -> Iterator[Where]:
    groups, (names, place) = publication.cells.groups, where
    if names and groups[names].shown.ravel()[place]:
        yield where
        return
    yield from (margin for margin in _margins(publication, where) if margin[0])


def _margins(publication: Publication, where: Where) -> list[Where]:
    """Find the groups of one variable less."""
    groups, (names, place) = publication.cells.groups, where
    at = np.unravel_index(place, groups[names].shape) if names else ()
    found: list[Where] = []
    for axis in range(len(names)):
        rest: Names = names[:axis] + names[axis + 1 :]
        if rest in groups:
            own = at[:axis] + at[axis + 1 :]
            found.append((rest, int(np.ravel_multi_index(own, groups[rest].shape)) if rest else 0))
    return found
