"""How exactly the numbers of each group of a survey are published, decided once for everything that is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from workbench.columns import CROSS, EVERYONE
from workbench.disclosure.cells import MODELLED, SCORED, Coarse, bases_of, coarse_enough, count_groups, nested_variables
from workbench.disclosure.ledger import kept_groups
from workbench.disclosure.plan.design_effect import design_effect
from workbench.disclosure.plan.listed_cells import (
    KEPT,
    PAIR,
    Level,
    levels_of,
    listed_cells,
    plan_table,
    published_numbers,
    published_outcomes,
    respondents_of,
)
from workbench.disclosure.plan.predictor_pairs import told_pairs
from workbench.errors import PublicationError
from workbench.instruments import Cutoff
from workbench.intake import Survey, variable_label
from workbench.intake.codebook import DisclosureThresholds
from workbench.results import Result
from workbench.wording import say

_PAIR = "a warning only, since no table crosses the two: their margins narrow this small group down"

Order = tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ProtectionPlan(Result):
    """How exactly numbers of a survey are published. For the gate and the person who clears, never for a page.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per cell that is not published in the ordinary way: variable, level, rule, reason.
    fingerprint : str
        sha256 over everything that the gate decides by; equal in all notebooks of one run.
    thresholds : DisclosureThresholds
        Of the codebook.
    open_because : str or None
        Why nothing is rounded or withheld; None for a protected survey.
    design_effect : float
        Of the mean score, rounded up to a coarse series: the only one that is published.
    clustered : bool
        Whether degrees of freedom count clusters or replicates, and not respondents.
    cutoffs : tuple of Cutoff
        At each a part of the scores below it and a part above become known.
    labels : dict of variable to str
        What people read in place of the keys of background and numeric variables.
    numbers : frozenset of str
        Numeric variables, which have no levels: tables show curves along them.
    scored : dict of variable to dict of level to int
        Exact number of respondents with a score, by which the gate knows numbers of nearly the same people.
    modelled : dict of variable to dict of level to int
        Exact number of those of them who answered every predictor, by which the gate knows models of other people.
    published : dict of variable to dict of level to float
        Published number of respondents with a score, the middle of its window, for every level that tables show.
    outcomes : dict of cut-off to dict of variable to dict of level to float
        Published number of respondents beyond each cut-off, the middle of its window, where tables show an outcome.
    wide, without_outcome : frozenset of (variable, level)
        Cells with windows of twice the width, and cells of whose outcome nothing is published.
    kept : dict of (variable, level) to str
        Cells of variables and crossings of which an earlier run published numbers of nearly the same people, with its
        name: those stand.
    of_part : bool
        Whether the report is on one group of a survey whose other groups have reports too.
    """

    fingerprint: str
    thresholds: DisclosureThresholds
    open_because: str | None
    design_effect: float
    clustered: bool
    cutoffs: tuple[Cutoff, ...]
    labels: Mapping[str, str]
    numbers: frozenset[str]
    scored: Mapping[str, Mapping[str, int]]
    modelled: Mapping[str, Mapping[str, int]]
    published: Mapping[str, Mapping[str, float]]
    outcomes: Mapping[str, Mapping[str, Mapping[str, float]]]
    wide: frozenset[Level]
    without_outcome: frozenset[Level]
    kept: Mapping[Level, str]
    of_part: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the data are public, so that nothing is rounded or withheld."""
        return self.open_because is not None

    def levels(self, variable: str) -> tuple[str, ...]:
        """Levels of a variable or declared crossing as tables write them; none if tables may not show it."""
        known, order = self._known(variable)
        return tuple(_as_asked(level, order) for level in self.published.get(known, ()))

    def crossings(self) -> list[set[str]]:
        """Variables of each crossing that tables may show."""
        return [set(name.split(CROSS)) for name in self.published if CROSS in name]

    def width(self, variable: str, level: str) -> int:
        """Width of the windows in which the counts of this level are published."""
        least = self.thresholds.minimum_respondents
        return 2 * least if self._cell(variable, level) in self.wide else least

    def bounded(self, variable: str, level: str) -> bool:
        """Whether nothing is published of the outcome of this level, although it is large enough by itself.

        Nor of one whose earlier numbers stand: no model, line or comparison made anew rests on it.
        """
        cell = self._cell(variable, level)
        return cell in self.without_outcome or cell in self.kept

    def small_levels(self, variable: str, minimum: float) -> frozenset[str]:
        """Levels whose published number of respondents with a score is below `minimum`; an open survey has none."""
        if self.is_open:
            return frozenset()
        known, order = self._known(variable)
        numbers = self.published.get(known, {})
        return frozenset(_as_asked(level, order) for level, n in numbers.items() if n < minimum)

    def respondents(self, variable: str, level: str) -> float:
        """Return the published number of respondents of a level with a score; NaN where tables show none."""
        known, level = self._cell(variable, level)
        return self.published.get(known, {}).get(level, np.nan)

    def nearly_all(self, variable: str, level: str, n: float) -> bool:
        """Whether `n` respondents of a level are one to a few more or fewer than those with a score.

        Of a part any number that the plan has not laid: everyone's less other reports' would tell of a few of one.
        """
        scored, modelled = self.bases(variable, level)
        few = 0 < abs(n - scored) < self.thresholds.minimum_respondents
        return bool(few or (self.of_part and abs(n - scored) > 0 and n != modelled))

    def bases(self, variable: str, level: str) -> tuple[float, float]:
        """Exact numbers of a level with a score, and of those of them who answered every predictor; NaN if unknown."""
        known, level = self._cell(variable, level)
        return self.scored.get(known, {}).get(level, np.nan), self.modelled.get(known, {}).get(level, np.nan)

    def beyond(self, cutoff: str, variable: str, level: str) -> float:
        """Return the published number of a level beyond a cut-off; NaN where tables show no outcome of it."""
        known, level = self._cell(variable, level)
        return np.nan if (known, level) in self.kept else self.outcomes[cutoff].get(known, {}).get(level, np.nan)

    def kept_from(self, variable: str, level: str) -> str | None:
        """Name of the earlier run whose numbers of this level stand; None where this run's are published."""
        return self.kept.get(self._cell(variable, level))

    def _known(self, variable: str) -> tuple[str, Order]:
        """Name under which a variable or crossing is known, and where its parts stand in `variable`."""
        parts = variable.split(CROSS)
        known = self._names.get(frozenset(parts), variable)
        if len(known.split(CROSS)) != len(parts):  # a variable crossed with itself
            known = variable
        return known, tuple(parts.index(part) for part in known.split(CROSS))

    @cached_property
    def _names(self) -> dict[frozenset[str], str]:
        """Name of each variable and crossing by its variables."""
        return {frozenset(name.split(CROSS)): name for name in self.published}

    def _cell(self, variable: str, level: str) -> Level:
        known, order = self._known(variable)
        parts = level.split(CROSS)
        return known, CROSS.join(parts[i] for i in order) if len(parts) == len(order) else level


def _as_asked(level: str, order: Order) -> str:
    """Level of a crossing with its parts in the order in which they were asked for."""
    parts = level.split(CROSS)
    if len(parts) != len(order):
        return level
    return CROSS.join(parts[order.index(i)] for i in range(len(order)))


_GIVEN: list[tuple[Survey, ProtectionPlan]] = []


def give_plan(survey: Survey, plan: ProtectionPlan) -> None:
    """Have `protection_plan` return this plan for this very survey, in this process and those that it forks."""
    _GIVEN.append((survey, plan))


def protection_plan(survey: Survey) -> ProtectionPlan:
    """Decide how exactly every cell is published: a function of the whole survey, its codebook and the ledger.

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
    Bases: everyone in the file; those with a score, and those of them below each cut-off; those with a score and every
    predictor. Every count is published as its window: `MINIMUM_RESPONDENTS` numbers, aligned at 0. Then an
    intruder is tried who adds up all tables: variables, declared crossings with their margins, variables nested in
    others, levels of different variables, one or several together, that differ in 1–4 people, response quality
    (whom the complete-answer rule leaves out), mean scores where nobody has a weight. For each set of 1–4 people there
    must remain possible: three whole numbers for its size, both nobody and everybody below a cut-off, and sums of
    scores half the scale per person apart (linear programming).
    Where they do not, groups whose numbers stand in the way (constraints with a price in the linear program) get
    windows of twice the width; if that is not enough, nothing of their outcome is published. Variables and crossings
    with a group that changed by 1–4 people since a run that the ledger holds keep its numbers. A survey of more than
    some thousand cells is searched level by level of its longest variable, and a set whose freedom was not found so
    counts as told of: it is coarsened.
    Where so many outcomes are published of so few people that somebody's would follow for whoever knows all
    groups, they are coarsened until none does. Coefficients are not part of the check: their steps, of one person at
    least, are what protects them.

    Proof: tests/unit/disclosure/plan.

    References
    ----------
    Hundepool et al. (2012). Statistical Disclosure Control. Wiley, chapter 4. The rules are this project's own.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> plan = population.protection_plan(survey)
    >>> sorted(plan.table["variable"].unique())
    ['household', 'municipality', 'sex × labour_market']
    """
    for known, plan in _GIVEN:
        if known is survey:
            return plan
    book = survey.codebook
    thresholds, open_because = book.disclosure, book.open_because
    width, members = thresholds.minimum_respondents, bases_of(survey)
    if open_because is None and members[SCORED].sum() < width:
        raise PublicationError(
            f"Fewer than {width} respondents answered every item, so nothing of this survey may be published. Check "
            "the item columns and missing codes in the codebook, or add respondents."
        )
    nested = nested_variables(survey)
    groups = count_groups(survey, members, nested)
    effect = design_effect(survey)
    rows: list[tuple[str, str, str, str]] = []
    coarse = Coarse.nothing(groups)
    if open_because is None:
        found = coarse_enough(survey, groups, members, nested, width=width, design_effect=effect)
        coarse = found.coarse
        pairs = told_pairs(groups, members, book.predictor_names, width=width)
        rows = [*listed_cells(groups, found, width=width), *((*cell, PAIR, _PAIR) for cell in pairs)]
    wide, without_outcome = (frozenset(levels_of(groups, marked)) for marked in (coarse.wide, coarse.bounded))
    kept = {} if open_because is not None else dict(kept_groups(survey, without_outcome=without_outcome))
    rows += [(*cell, KEPT, f"its numbers are those of the earlier run {run}") for cell, run in kept.items()]
    cutoffs = tuple(survey.instrument.cutoffs.values())
    scored, modelled = (respondents_of(groups, base) for base in (SCORED, MODELLED))
    return seal(
        ProtectionPlan(
            table=plan_table(rows),
            fingerprint="",
            thresholds=thresholds,
            open_because=open_because,
            design_effect=effect,
            clustered=survey.design.clusters is not None or survey.design.replicate_weights is not None,
            cutoffs=cutoffs,
            labels={name: variable_label(name, book) for name in (*book.numeric, *book.background)},
            numbers=frozenset(book.numeric),
            scored={EVERYONE: {EVERYONE: int(members[SCORED].sum())}, **scored},
            modelled={EVERYONE: {EVERYONE: int(members[MODELLED].sum())}, **modelled},
            published=published_numbers(scored, wide, width=width),
            outcomes=published_outcomes(groups, coarse, width=width),
            wide=wide,
            without_outcome=without_outcome,
            kept=kept,
            method=_method(width, is_open=open_because is not None),
        )
    )


def _method(width: int, *, is_open: bool) -> str:
    if is_open:
        return say("The data are public: nothing is rounded or withheld.")
    return say(
        "Every count of respondents is published as a window of {width} numbers (0–{last} as the first), or of "
        "{double} where the tables together would tell of fewer than {width} people; a group in the first window has "
        "no outcome.",
        width=width, last=width - 1, double=2 * width,
    )  # fmt: skip


def seal(plan: ProtectionPlan) -> ProtectionPlan:
    """Return the plan with the fingerprint of all that the gate decides by."""
    decided = (
        plan.thresholds.model_dump(),
        plan.open_because,
        plan.design_effect,
        [(cutoff.limit, cutoff.side) for cutoff in plan.cutoffs],
        plan.published,
        plan.outcomes,
        sorted(plan.wide),
        sorted(plan.without_outcome),
        sorted(plan.kept.items()),
        *(["of a part"] if plan.of_part else []),
    )
    return replace(plan, fingerprint=hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).hexdigest())
