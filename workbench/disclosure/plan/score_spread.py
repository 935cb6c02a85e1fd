"""What the spread of the scores of a group tells of how many of it are below a cut-off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.cells import Cells, Names
from workbench.disclosure.intruder import NO_SHARE, NOTHING, lines
from workbench.intake import Survey, score
from workbench.intake.codebook import DisclosureThresholds

Line = tuple[int | slice, ...]  # the places of a cell along one axis
_ROUNDING = 1e-9  # of a sum of squares


class _Side(NamedTuple):
    """A cut-off: scores below it lie between lowest and under, the others between over and highest."""

    lowest: float
    under: float
    over: float
    highest: float


def telling_spread(
    survey: Survey, cells: Mapping[Names, Cells], thresholds: DisclosureThresholds
) -> dict[Names, Bools]:
    """Mark cells whose standard deviation, or standard error, may not stand beside their mean.

    A group of 12 with a mean of 80 and a standard deviation of 8 has nobody below 50. So of each cell that is withheld
    from shares the spread goes too, if number, mean and spread of its scores rule out a number below a cut-off within
    `minimum_respondents` of the true one that number and mean leave open. Squares of scores add up like scores: along
    each line as many further cells lose their spread as it takes, the smallest first, and a cell that no line hides
    keeps nothing better.

    Parameters
    ----------
    survey : Survey
    cells : dict of tuple of str to Cells
        With everything withheld that the plan withholds.
    thresholds : DisclosureThresholds

    Returns
    -------
    dict of tuple of str to array of bool
        Shape of the cells. The spread of cells withheld from every table is not marked.

    Notes
    -----
    Of m scores below the cut-off and n − m others, with a given sum, the squares are fewest where both parts lie as
    close to each other as the cut-off lets them (Cantelli's inequality), and most where all scores but one lie at the
    ends of their part.
    """
    points = score(survey.responses, instrument=survey.instrument).to_numpy(float)
    possible = survey.instrument.possible_scores()
    codes = {str(v): np.asarray(survey.background[v].cat.codes, dtype=np.int64) for v in survey.background}
    found = {names: np.zeros(own.file.shape, dtype=bool) for names, own in cells.items()}
    for base in ("scored", "modelled"):
        inside = _inside(survey, base, points)
        sums = {names: _sums(own, codes, points, inside) for names, own in cells.items()}
        for name, cutoff in survey.instrument.cutoffs.items():
            below = cutoff.is_below(possible)
            if not below.any() or below.all():
                continue
            side = _Side(*(f(possible[part]) for part in (below, ~below) for f in (np.min, np.max)))
            _mark(found, cells, sums, f"{base}, {name}", side, thresholds.minimum_respondents)
    return found


def _inside(survey: Survey, base: str, points: Floats) -> Bools:
    predictors = list(survey.codebook.predictor_names)
    scored = ~np.isnan(points)
    return scored if base == "scored" else scored & survey.background[predictors].notna().all(axis=1).to_numpy()


def _sums(own: Cells, codes: Mapping[str, Ints], points: Floats, inside: Bools) -> Floats:
    """Respondents, sum of scores and sum of squares of each cell; shape of the cells and 3."""
    # those who did not answer have code −1, the last place
    place = np.ravel_multi_index(
        tuple(codes[v][inside] % size for v, size in zip(own.names, own.file.shape, strict=True)), own.file.shape
    )
    moments = [np.ones(int(inside.sum())), points[inside], points[inside] ** 2]
    counted = [np.bincount(place, weights=m, minlength=own.file.size).reshape(own.file.shape) for m in moments]
    return np.stack(counted, axis=-1)


def _mark(
    found: dict[Names, Bools],
    cells: Mapping[Names, Cells],
    sums: Mapping[Names, Floats],
    base: str,
    side: _Side,
    need: int,
) -> None:
    for names, own in cells.items():
        for row in np.argwhere((own.status == NO_SHARE) & (own.unanswered() == 0)):
            at = tuple(map(int, row))
            n, total, squares = sums[names][at]
            if not _open(n, total, squares, squares, own.bases[base].below, at, side, need):
                found[names][at] = True
    changed = True
    while changed:
        changed = False
        for own, axis, margin in lines(cells):
            given = found[own.names] & (own.status == NO_SHARE) & (own.unanswered() == 0)
            for row in np.argwhere(given.any(axis=axis)):
                place = tuple(map(int, row))
                known = margin is None or (margin.status[place] < NOTHING and not found[margin.names][place])
                if not known or _line_hides(found[own.names], own, sums[own.names], axis, place, base, side, need):
                    continue
                changed = True
                further = _further(found[own.names], own, axis, place)
                if further is not None:
                    found[own.names][further] = True
                elif margin is not None:
                    found[margin.names][place] = True
                else:
                    changed = False


def _line_hides(
    hidden: Bools, own: Cells, sums: Floats, axis: int, place: tuple[int, ...], base: str, side: _Side, need: int
) -> bool:
    """Whether the total of a line leaves the spread of each of its cells open enough."""
    where: Line = (*place[:axis], slice(None), *place[axis:])
    status, part = own.status[where], sums[where]
    nothing = status == NOTHING
    unknown = hidden[where] | nothing
    # every group has at least the squares of equal scores; cells of which nothing is shown have together what is left
    least = part[:, 1] ** 2 / np.maximum(part[:, 0], 1)
    rest = part[nothing].sum(axis=0)
    floor = rest[1] ** 2 / max(rest[0], 1)
    room = part[unknown, 2].sum() - least[unknown & ~nothing].sum() - floor
    answered = own.unanswered()[where] == 0
    for at in np.flatnonzero(hidden[where] & (status == NO_SHARE) & answered):
        cell = (*place[:axis], int(at), *place[axis:])
        n, total = part[at, 0], part[at, 1]
        if not _open(n, total, least[at], least[at] + room, own.bases[base].below, cell, side, need):
            return False
    return True


def _further(hidden: Bools, own: Cells, axis: int, place: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the smallest cell of a line whose spread is still shown."""
    where: Line = (*place[:axis], slice(None), *place[axis:])
    shown = np.flatnonzero(~hidden[where] & (own.status[where] < NOTHING) & (own.file[where] > 0))
    if not len(shown):
        return None
    return (*place[:axis], int(shown[np.argmin(own.file[where][shown])]), *place[axis:])


def _open(
    n: float,
    total: float,
    fewest: float,
    most: float,
    below: Ints | None,
    at: tuple[int, ...],
    side: _Side,
    need: int,
) -> bool:
    """Whether squares between fewest and most leave open every number near the true one that the mean leaves open."""
    if below is None or n == 0:
        return True
    true, whole = int(below[at]), int(below.sum())
    near = np.arange(max(true - need, 0), min(true + need, int(n), whole) + 1)
    low, high = squares_of(near.astype(float), n, total, side)
    by_mean = low <= high
    slack = _ROUNDING * max(side.highest**2, 1.0) * n
    return bool(((low <= most + slack) & (high >= fewest - slack))[by_mean].all())


def squares_of(m: Floats, n: float, total: float, side: tuple[float, float, float, float]) -> tuple[Floats, Floats]:
    """Fewest and most squares of n scores with this sum, m of them below the cut-off; infinity and −1 if impossible."""
    lowest, under, over, highest = side
    rest = n - m
    # sum of those below: between these ends, so that the others too lie inside their part
    start, end = np.maximum(m * lowest, total - rest * highest), np.minimum(m * under, total - rest * over)
    possible = start <= end + _ROUNDING * max(highest, 1.0) * n
    with np.errstate(divide="ignore", invalid="ignore"):
        near = np.where(m > 0, end**2 / m, 0.0) + np.where(rest > 0, (total - end) ** 2 / rest, 0.0)
    far = (lowest + under) * start - m * lowest * under
    far += (over + highest) * (total - start) - rest * over * highest
    return np.where(possible, near, np.inf), np.where(possible, np.maximum(far, near), -1.0)
