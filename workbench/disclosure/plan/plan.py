"""Which groups of a survey are too small to publish, decided once for everything that is published."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import CROSS
from workbench.disclosure.cells import Cells, Counts, Names, Scope, count_cells, too_small, withheld_parts
from workbench.disclosure.intruder import Target
from workbench.disclosure.plan.score_spread import telling_spread
from workbench.disclosure.plan.secondary_suppression import suppress
from workbench.errors import PublicationError
from workbench.intake import Survey
from workbench.intake.codebook import DisclosureThresholds
from workbench.results import Result

PRIMARY_COUNT, PRIMARY_SHARE, PRIMARY_SCORE = "primary count", "primary share", "primary score"
SECONDARY = "secondary: protects another group"
FEW_PATTERNS = 10  # the groups of risk that a calibration table shows; each can be one pattern of the predictors then


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ProtectionPlan(Result):
    """What may not be published of a survey. It holds counts of cells: for the gate, never for a page.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per withheld cell: variable, level, term (``every table`` or ``shares``), rule, reason. For the person
        who clears the outputs; not for publication, since it tells small groups from those that protect them.
    fingerprint : str
        sha256 over thresholds and withheld cells; equal in all notebooks of one run.
    cells : dict of tuple of str to Cells
        Every variable and crossing, with the margins of crossings.
    thresholds : DisclosureThresholds
        Of the codebook.
    n_scored : int
        Respondents with a score.
    cutoffs : tuple of float
        Scores at which a part below and a part above become known.
    columns : dict of str to tuple of str
        Background variables that are read from each column of the survey file.
    numbers : frozenset of str
        Numeric variables, which have no cells: tables show curves along them.
    standardised_over : str or None
        Variable of the standard population.
    options, answers : dict of str to tuple, frozenset of int
        Answer options of each item, and those of them that are not published, in points as given.
    rare_answers : dict of str to frozenset of int
        Those of `answers` that too few chose; the others protect them.
    spread : dict of tuple of str to array of bool
        Cells whose standard deviation and errors of the mean would tell how many are below a cut-off.
    fit_tells : bool
        Whether a predictor has a withheld level that the fit of a regression tells, because patterns are few.
    counts_tell : bool
        Whether two predictors, or several whose crossings are all declared, have a cell withheld from every table,
        whose respondents the variance inflation factors tell.
    beyond_protection : frozenset of Target
        Numbers that are known whatever is withheld, such as nobody from an area that no county has.
    """

    fingerprint: str
    cells: Mapping[Names, Cells]
    thresholds: DisclosureThresholds
    n_scored: int
    cutoffs: tuple[float, ...]
    columns: Mapping[str, Names]
    numbers: frozenset[str]
    standardised_over: str | None
    options: Mapping[str, tuple[int, ...]]
    answers: Mapping[str, frozenset[int]]
    rare_answers: Mapping[str, frozenset[int]]
    spread: Mapping[Names, Bools]
    fit_tells: bool
    counts_tell: bool
    beyond_protection: frozenset[Target]

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
        found = self.find(variable)
        if found is None:
            return frozenset()
        cells, order = found
        places = np.argwhere((cells.file > 0) & (cells.unanswered() == 0))
        return frozenset(cells.label(tuple(map(int, place)), order) for place in places)

    def withheld_levels(self, variable: str, scope: Scope) -> frozenset[str]:
        """Levels of a variable or crossing that tables of this scope may not show."""
        found = self.find(variable)
        if found is None:
            return frozenset()
        cells, order = found
        return frozenset(cells.label(tuple(map(int, place)), order) for place in np.argwhere(cells.withheld[scope]))

    def without_spread(self, variable: str) -> frozenset[str]:
        """Levels of a variable or crossing whose spread of scores tables may not show."""
        found = self.find(variable)
        if found is None:
            return frozenset()
        cells, order = found
        places = np.argwhere(self.spread[cells.names])
        return frozenset(cells.label(tuple(map(int, place)), order) for place in places)

    def spread_words(self) -> list[str]:
        """Say which cells show a mean without its spread; not for publication."""
        places = [(names, tuple(map(int, at))) for names, hidden in self.spread.items() for at in np.argwhere(hidden)]
        return [f"{CROSS.join(names)}: {self.cells[names].label(at, names)}" for names, at in places]

    def beyond_words(self) -> list[str]:
        """Say which cells hold numbers that are known whatever is withheld; not for publication."""
        cells = {(t.names, t.place) for t in self.beyond_protection}
        return [f"{CROSS.join(names)}: {self.cells[names].label(place, names)}" for names, place in sorted(cells)]

    def differs(self, variable: str) -> bool:
        """Whether a level has 1–4 more respondents with a score than in the regression, so that both tell of these."""
        found = self.find(variable)
        if found is None:
            return False
        cells = found[0]
        apart = (cells.bases["scored"].n - cells.bases["modelled"].n)[cells.unanswered() == 0]
        return bool(((apart > 0) & (apart < self.thresholds.minimum_respondents)).any())


def protection_plan(survey: Survey) -> ProtectionPlan:
    """Decide which groups may not be published: a pure function of the whole survey and its codebook.

    Parameters
    ----------
    survey : Survey
        The whole survey, never `complete(survey)` or another part of it.

    Returns
    -------
    ProtectionPlan

    Raises
    ------
    PublicationError
        Fewer than `MINIMUM_RESPONDENTS` respondents have a score.

    Notes
    -----
    Bases: everyone in the file; those with a score; those with a score and every predictor. Primary cells: fewer than
    `MINIMUM_RESPONDENTS` respondents on any base; the same score for all; a level that differs in 1–4 people from a
    level of another variable; in tables of shares also fewer than `MINIMUM_BELOW` below any cut-off or fewer than
    `MINIMUM_NOT_BELOW` at or above it. Those who left a question unanswered count as a cell too, because they are
    everyone minus the levels shown, but only by their number: what they have in common tells nobody who they are.
    Secondary cells: a line (the levels of a variable; a line of a crossing along any axis, with its margin) may not
    have exactly one withheld cell, and the withheld cells of a line together must pass the primary rule, those of a
    variable also without the respondents who did not answer; until then its smallest open cell is withheld too. A
    variable nested in another one, like an area in a larger one, counts as crossed with it. Respondents who left
    two variables of a crossing unanswered are not protected as a group of their own.

    Proof: tests/unit/disclosure/plan.

    References
    ----------
    Hundepool et al. (2012). Statistical Disclosure Control. Wiley, chapter 4. The thresholds are this project's
    defaults.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> plan = population.protection_plan(survey)
    >>> sorted(plan.table["variable"].unique())
    ['county × municipality', 'household', 'municipality', 'sex × labour_market']
    """
    thresholds = survey.codebook.disclosure
    n_scored = int(survey.responses.notna().all(axis=1).sum())
    if n_scored < thresholds.minimum_respondents:
        raise PublicationError(
            f"Fewer than {thresholds.minimum_respondents} respondents answered every item, so nothing of this survey "
            "may be published. Check the item columns and missing codes in the codebook, or add respondents."
        )
    cells = count_cells(survey)
    reasons = _primary(cells, thresholds)
    beyond = suppress(cells, thresholds=thresholds)
    table = _describe(cells, reasons)
    seal = json.dumps([list(thresholds.model_dump().values()), table.iloc[:, :3].to_numpy().tolist()])
    return ProtectionPlan(
        table=table,
        fingerprint=hashlib.sha256(seal.encode()).hexdigest(),
        cells=cells,
        thresholds=thresholds,
        n_scored=n_scored,
        cutoffs=tuple(cutoff.below for cutoff in survey.instrument.cutoffs.values()),
        columns=_columns(survey),
        numbers=frozenset(survey.codebook.numeric),
        standardised_over=standard.variable if (standard := survey.codebook.standard_population) else None,
        options={item: tuple(survey.instrument.points) for item in survey.instrument.item_ids},
        answers=_answers(survey),
        rare_answers=_answers(survey, rare=True),
        spread=telling_spread(survey, cells, thresholds),
        fit_tells=_fit_tells(survey, cells),
        counts_tell=_counts_tell(survey, cells),
        beyond_protection=beyond,
        method=(
            f"Groups under {thresholds.minimum_respondents} respondents are withheld; in tables of shares also groups "
            f"with fewer than {thresholds.minimum_below} respondents below a cut-off or fewer than "
            f"{thresholds.minimum_not_below} at or above it; and further groups from which these could be computed, or "
            f"narrowed down to fewer than {thresholds.minimum_respondents} values."
        ),
    )


def _columns(survey: Survey) -> dict[str, Names]:
    found: dict[str, Names] = {}
    for name, variable in survey.codebook.background.items():
        found[variable.column] = (*found.get(variable.column, ()), name)
    return found


def _fit_tells(survey: Survey, cells: Mapping[Names, Cells]) -> bool:
    predictors = survey.codebook.predictor_names
    withheld = any(cells[v,].withheld["shares"][:-1].any() for v in predictors)
    return withheld and math.prod(len(cells[v,].levels[0]) for v in predictors) <= FEW_PATTERNS


def _counts_tell(survey: Survey, cells: Mapping[Names, Cells]) -> bool:
    predictors = set(survey.codebook.predictor_names)
    known = {frozenset(names) for names in cells}
    # of three predictors or more, crossings that no table shows leave too much open
    followed = len(predictors) == 2 or all(frozenset(pair) in known for pair in combinations(predictors, 2))
    hidden = (own.withheld["counts"] & (own.unanswered() == 0) & (own.file > 0) for own in cells.values())
    inside = (set(names) <= predictors for names in cells)
    return len(predictors) > 1 and followed and any(cell.any() for cell, own in zip(hidden, inside, strict=True) if own)


def _answers(survey: Survey, *, rare: bool = False) -> dict[str, frozenset[int]]:
    """Options of each item, as given and not as turned, that too few chose or, unless `rare`, that protect such."""
    points, marked = np.array(survey.instrument.points), {}
    thresholds = survey.codebook.disclosure
    for item in survey.instrument.items:
        given = points[::-1] if item.reversed else points
        n = np.array([int((survey.responses[item.id] == point).sum()) for point in points], dtype=np.int64)
        few = too_small(Counts(n), thresholds) if rare else withheld_parts(n, thresholds=thresholds)
        marked[item.id] = frozenset(map(int, given[few]))
    return marked


def _primary(cells: Mapping[Names, Cells], thresholds: DisclosureThresholds) -> dict[Names, npt.NDArray[np.object_]]:
    """Mark the cells that are too small themselves; rule and reason of each."""
    minimum, reasons = thresholds.minimum_respondents, {}
    for names, own in cells.items():
        unanswered = own.unanswered()
        for counts in own.bases.values():
            small = too_small(counts, thresholds) & own.possible & (unanswered == 0)
            # nobody left unanswered is no group, and who left two questions unanswered is known to nobody by that
            small |= (unanswered == 1) & (counts.n > 0) & (counts.n < minimum)
            own.withheld["shares"][small] = True
            if counts.below is None:
                own.withheld["counts"][small] = True
        alike = own.alike & (unanswered == 0) & ~own.withheld["counts"]
        own.withheld["counts"] |= alike
        why = np.full(own.file.shape, SECONDARY, dtype=object)
        why[own.withheld["shares"]] = (
            f"{PRIMARY_SHARE}: fewer than {thresholds.minimum_below} below a cut-off or fewer than "
            f"{thresholds.minimum_not_below} not below"
        )
        why[own.withheld["counts"]] = f"{PRIMARY_COUNT}: fewer than {minimum} respondents"
        why[alike] = f"{PRIMARY_SCORE}: one score for all, or nearly the same people as a group of another variable"
        reasons[names] = why
    return reasons


def _describe(cells: Mapping[Names, Cells], reasons: dict[Names, npt.NDArray[np.object_]]) -> pd.DataFrame:
    rows = []
    for names, own in cells.items():
        for place in np.argwhere(own.withheld["shares"]):
            at = tuple(map(int, place))
            term = "every table" if own.withheld["counts"][at] else "shares"
            rule, reason = str(reasons[names][at]).split(": ")
            if rule == PRIMARY_SHARE and own.withheld["counts"][at]:
                reason += "; from tables without shares because it protects another group"
            rows.append((CROSS.join(names), own.label(at, names), term, rule, reason))
    return pd.DataFrame(rows, columns=["variable", "level", "term", "rule", "reason"])
