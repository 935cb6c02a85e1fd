"""Which groups of a survey are too small to publish, decided once for everything that is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.intake.scoring import below_cutoff, score
from workbench.intake.survey import CROSS, Survey
from workbench.population.complement import Counts, exposed, smallest_open, too_small
from workbench.population.thresholds import MINIMUM_BELOW, MINIMUM_NOT_BELOW, MINIMUM_RESPONDENTS
from workbench.results import Result

NOT_ANSWERED = "not answered"
Scope = Literal["counts", "shares"]
Bools = npt.NDArray[np.bool_]
Names = tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Cells:
    """All cells of one variable or crossing; the last place of each axis holds those who did not answer.

    Attributes
    ----------
    names : tuple of str
        Variables in the codebook's order, one per axis.
    levels : tuple of tuple of str
        Levels of each axis, without "not answered".
    file : array of int
        Respondents in the file, the measure of which cell is smallest.
    bases : dict of str to Counts
        Respondents, and respondents below a cut-off, on every base that tables rest on.
    withheld : dict of {"counts", "shares"} to array of bool
        Cells not to be published, in tables of counts and means, and in tables of shares.
    """

    names: Names
    levels: tuple[tuple[str, ...], ...]
    file: npt.NDArray[np.int64]
    bases: dict[str, Counts]
    withheld: dict[Scope, Bools]

    def unanswered(self) -> npt.NDArray[np.int64]:
        """How many of the cell's variables were left unanswered."""
        missing = np.zeros(self.file.shape, dtype=np.int64)
        for axis, size in enumerate(self.file.shape):
            missing += (np.arange(size) == size - 1).reshape([-1 if a == axis else 1 for a in range(self.file.ndim)])
        return missing

    def label(self, place: tuple[int, ...], order: Names) -> str:
        """Level of a cell as tables write it, with the variables in this order."""
        words = {
            name: (*levels, NOT_ANSWERED)[i] for name, levels, i in zip(self.names, self.levels, place, strict=True)
        }
        return CROSS.join(words[name] for name in order)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ProtectionPlan(Result):
    """What may not be published of a survey. It holds counts of cells: for the gate, never for a page.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per withheld cell: variable, level, term (``every table`` or ``shares``), reason. For the person who
        clears the outputs; not for publication, since it tells small groups from those that protect them.
    fingerprint : str
        sha256 over thresholds and withheld cells; equal in all notebooks of one run.
    cells : dict of tuple of str to Cells
        Every variable and crossing, with the margins of crossings.
    """

    fingerprint: str
    cells: Mapping[Names, Cells]

    def find(self, variable: str) -> tuple[Cells, Names] | None:
        """Cells of a variable or crossing as tables name it, and the order in which the name puts the variables."""
        order = (variable,) if (variable,) in self.cells else tuple(variable.split(CROSS))
        for names in permutations(order):
            if names in self.cells:
                return self.cells[names], order
        return None

    def levels(self, variable: str) -> dict[str, tuple[int, ...]]:
        """Place of each level of a variable or crossing; empty if the plan does not know it."""
        found = self.find(variable)
        if found is None:
            return {}
        cells, order = found
        places: dict[str, tuple[int, ...]] = {}
        for place in np.ndindex(cells.file.shape):
            places.setdefault(cells.label(place, order), place)  # a real level called "not answered" comes first
        return places

    def answered_levels(self, variable: str) -> frozenset[str]:
        """Levels that somebody in the file has, "not answered" left out."""
        cells, order = self.cells[(variable,)], (variable,)
        return frozenset(cells.label((int(i),), order) for i in np.flatnonzero(cells.file[:-1]))

    def withheld_levels(self, variable: str, scope: Scope) -> frozenset[str]:
        """Levels of a variable or crossing that tables of this scope may not show."""
        found = self.find(variable)
        if found is None:
            return frozenset()
        cells, order = found
        return frozenset(cells.label(tuple(map(int, place)), order) for place in np.argwhere(cells.withheld[scope]))


def protection_plan(survey: Survey) -> ProtectionPlan:
    """Decide which groups may not be published: a pure function of the whole survey and its codebook.

    Parameters
    ----------
    survey : Survey
        The whole survey, never `complete(survey)` or another part of it.

    Returns
    -------
    ProtectionPlan

    Notes
    -----
    Bases: everyone in the file; those with a score; those with a score and every predictor. Primary cells: fewer than
    `MINIMUM_RESPONDENTS` respondents on any base; in tables of shares also fewer than `MINIMUM_BELOW` below any cut-off
    or fewer than `MINIMUM_NOT_BELOW` at or above it. Those who left a question unanswered count as a cell too, because
    they are everyone minus the levels shown, but only by their number: what they have in common tells nobody who they
    are. Secondary cells: a line (the levels of a variable; a line of a crossing along any axis, with its margin) may
    not have exactly one withheld cell, and the withheld cells of a line together must pass the primary rule; until then
    its smallest open cell is withheld too. An area and the larger one it lies in count as a crossing. Respondents who
    left two variables of a crossing unanswered are not protected as a group of their own.

    References
    ----------
    Hundepool et al. (2012). Statistical Disclosure Control. Wiley, chapter 4. The thresholds are this project's
    defaults.
    """
    codes = {str(v): _codes(survey.background[v]) for v in survey.background}
    levels = {str(v): tuple(map(str, survey.background[v].cat.categories)) for v in survey.background}
    bases = _bases(survey)
    cells = {
        names: _count(names, codes, levels, bases, len(survey.background)) for names in _sets(survey, list(levels))
    }
    reasons = _primary(cells, survey.codebook.area)
    for scope in ("counts", "shares"):
        _protect_lines(cells, scope)
    table = _describe(cells, reasons)
    seal = json.dumps([[MINIMUM_RESPONDENTS, MINIMUM_BELOW, MINIMUM_NOT_BELOW], table.iloc[:, :3].to_numpy().tolist()])
    return ProtectionPlan(
        table=table,
        fingerprint=hashlib.sha256(seal.encode()).hexdigest(),
        cells=cells,
        method=(
            f"Groups under {MINIMUM_RESPONDENTS} respondents are withheld; in tables of shares also groups with fewer "
            "than "
            f"{MINIMUM_BELOW} respondents below a cut-off or fewer than {MINIMUM_NOT_BELOW} at or above it; and "
            "further groups "
            "from which these could be computed."
        ),
    )


def lines(cells: Mapping[Names, Cells]) -> Iterator[tuple[Cells, int, Cells | None]]:
    """Each variable or crossing with each of its axes, and the margin that the lines along this axis add up to."""
    for names, own in cells.items():
        for axis in range(len(names)):
            margin = names[:axis] + names[axis + 1 :]
            yield own, axis, cells[margin] if margin else None


def _codes(column: pd.Series) -> npt.NDArray[np.int64]:
    """Return the number of the level; those who did not answer come last."""
    codes = column.cat.codes.to_numpy(np.int64)
    return np.where(codes < 0, len(column.cat.categories), codes)


def _sets(survey: Survey, order: list[str]) -> list[Names]:
    """Every variable, every declared crossing and its margins, areas in areas; variables in the codebook's order."""
    sets: set[Names] = {(v,) for v in order}
    for crossing in survey.codebook.crossings:
        names = sorted(crossing, key=order.index)
        sets |= {part for size in range(1, len(names) + 1) for part in combinations(names, size)}
    sets |= {tuple(sorted(pair, key=order.index)) for pair in pairwise(survey.codebook.area)}
    return sorted(sets, key=lambda names: (len(names), [order.index(v) for v in names]))


def _bases(survey: Survey) -> dict[str, tuple[Bools, Bools | None]]:
    """Who belongs to each base, and who of them is below a cut-off."""
    points = score(survey.responses, instrument=survey.instrument)
    scored = points.notna().to_numpy()
    predictors = list(survey.codebook.predictors or survey.codebook.background)
    modelled = scored & survey.background[predictors].notna().all(axis=1).to_numpy()
    bases: dict[str, tuple[Bools, Bools | None]] = {
        "file": (np.ones(len(scored), dtype=bool), None),
        "scored": (scored, None),
        "modelled": (modelled, None),
    }
    for cutoff in survey.instrument.cutoffs:
        below = below_cutoff(points, instrument=survey.instrument, cutoff=cutoff).to_numpy(bool, na_value=False)
        bases[f"scored, {cutoff}"] = (scored, below)
        bases[f"modelled, {cutoff}"] = (modelled, below)
    return bases


def _count(
    names: Names,
    codes: dict[str, npt.NDArray[np.int64]],
    levels: dict[str, tuple[str, ...]],
    bases: dict[str, tuple[Bools, Bools | None]],
    n: int,
) -> Cells:
    shape = tuple(len(levels[v]) + 1 for v in names)
    place = np.ravel_multi_index(tuple(codes[v] for v in names), shape) if n else np.zeros(0, dtype=np.int64)

    def count(who: Bools) -> npt.NDArray[np.int64]:
        return np.bincount(place[who], minlength=int(np.prod(shape))).reshape(shape)

    counted = {
        base: Counts(count(who), None if below is None else count(who & below)) for base, (who, below) in bases.items()
    }
    return Cells(
        names=names,
        levels=tuple(levels[v] for v in names),
        file=counted["file"].n,
        bases=counted,
        withheld={"counts": np.zeros(shape, dtype=bool), "shares": np.zeros(shape, dtype=bool)},
    )


def _primary(cells: Mapping[Names, Cells], areas: Names) -> dict[Names, npt.NDArray[np.object_]]:
    """Mark the cells that are too small themselves; the reason of each."""
    reasons = {}
    for names, own in cells.items():
        unanswered = own.unanswered()
        # a small area lies in one large area: the empty cells of their crossing are geography, not people
        possible = (own.file > 0) | (len(names) == 1) | (not set(names) <= set(areas))
        for counts in own.bases.values():
            small = too_small(counts) & possible & (unanswered == 0)
            # nobody left unanswered is no group, and who left two questions unanswered is known to nobody by that
            small |= (unanswered == 1) & (counts.n > 0) & (counts.n < MINIMUM_RESPONDENTS)
            own.withheld["shares"][small] = True
            if counts.below is None:
                own.withheld["counts"][small] = True
        why = np.full(own.file.shape, "protects another group", dtype=object)
        why[own.withheld["shares"]] = (
            f"fewer than {MINIMUM_BELOW} below a cut-off or fewer than {MINIMUM_NOT_BELOW} not below"
        )
        why[own.withheld["counts"]] = f"fewer than {MINIMUM_RESPONDENTS} respondents"
        reasons[names] = why
    return reasons


def _protect_lines(cells: Mapping[Names, Cells], scope: Scope) -> None:
    """Withhold further cells until no line gives a withheld one away."""
    for own in cells.values():
        own.withheld["shares"] |= own.withheld["counts"]
    # crossings first: what protects a line there protects its margins too; again from the start after each change
    ordered = sorted(lines(cells), key=lambda line: -len(line[0].names))
    while any(_protect_axis(*line, scope) for line in ordered):
        pass


def _protect_axis(own: Cells, axis: int, margin: Cells | None, scope: Scope) -> bool:
    """Withhold one further cell in each line along this axis that gives one away; whether there was any."""
    known = ~margin.withheld[scope] if margin else np.array(True)
    bases = [c for c in own.bases.values() if c.below is None or scope == "shares"]
    changed = False
    for found in np.argwhere(exposed(own.withheld[scope], bases, axis, known)):
        place = tuple(map(int, found))
        line: tuple[int | slice, ...] = (*place[:axis], slice(None), *place[axis:])
        chosen = smallest_open(own.file[line], own.withheld[scope][line], last=own.unanswered()[line] > 0)
        if chosen is not None:
            own.withheld[scope][(*place[:axis], chosen, *place[axis:])] = changed = True
        elif margin and known[place]:
            margin.withheld[scope][place] = changed = True
    return changed


def _describe(cells: Mapping[Names, Cells], reasons: dict[Names, npt.NDArray[np.object_]]) -> pd.DataFrame:
    rows = []
    for names, own in cells.items():
        for place in np.argwhere(own.withheld["shares"]):
            at = tuple(map(int, place))
            term = "every table" if own.withheld["counts"][at] else "shares"
            rows.append((CROSS.join(names), own.label(at, names), term, reasons[names][at]))
    return pd.DataFrame(rows, columns=["variable", "level", "term", "reason"])
