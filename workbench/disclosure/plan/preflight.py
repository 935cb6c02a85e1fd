"""How much of a table would be published, asked before it is requested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.arrays import Bools
from workbench.columns import CROSS
from workbench.disclosure.cells import SCORED, Groups, bases_of, count_groups, nested_variables
from workbench.disclosure.plan.plan import ProtectionPlan, protection_plan
from workbench.errors import ParameterError
from workbench.intake import Survey
from workbench.wording import say


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """What would be published of one table; numbers of cells, not of respondents.

    Attributes
    ----------
    variable : str
        The table, as tables name it.
    n_cells : int
        Cells that a table of it shows, without those who did not answer.
    n_withheld, n_bound, n_full : int
        Of these, cells that show no outcome, cells that show a share below a cut-off only as a bound, and cells that
        show all.
    n_wide : int
        Of all cells those whose counts lie in windows of twice the width.
    n_elsewhere : int
        Cells of other tables that would be published more coarsely because of this one.
    width : int
        Of a window.
    """

    variable: str
    n_cells: int
    n_withheld: int
    n_bound: int
    n_full: int
    n_wide: int
    n_elsewhere: int
    width: int

    @property
    def sentence(self) -> str:
        """The same in words."""
        return say(
            "{variable}: of {cells} cells {full} would show everything, {bound} the share only as a bound (fewer than "
            "{few} respondents on one side of a cut-off), {withheld} no outcome (fewer than {few} respondents, or all "
            "tables together would tell of so few). In {wide} cells the number of respondents would be a window of "
            "{double} instead of {few}. Because of this table {elsewhere} cells of other tables would be published "
            "more coarsely.",
            variable=self.variable,
            cells=self.n_cells,
            full=self.n_full,
            bound=self.n_bound,
            withheld=self.n_withheld,
            wide=self.n_wide,
            elsewhere=self.n_elsewhere,
            few=self.width,
            double=2 * self.width,
        )


def preflight(survey: Survey, *, variables: Sequence[str]) -> Preflight:
    """Say how exactly a table would be published, before anybody asks for it.

    Parameters
    ----------
    survey : Survey
        The whole survey.
    variables : sequence of str
        One to three background variables; two or three are crossed, whether the codebook declares that or not.

    Returns
    -------
    Preflight

    Raises
    ------
    ParameterError
        An unknown variable, or not one to three different ones.
    PublicationError
        Too few respondents have a score for anything to be published.

    Notes
    -----
    Proof: tests/unit/disclosure/plan.
    """
    names = list(variables)
    if not 1 <= len(names) <= 3 or len(set(names)) != len(names):
        raise ParameterError(f"`variables` is {names}. Give one to three different background variables.")
    for name in names:
        survey.group(name)
    before, variable = protection_plan(survey), CROSS.join(names)
    asked, plan = survey, before
    if not before.levels(variable):
        codebook = survey.codebook.model_copy(update={"crossings": (*survey.codebook.crossings, tuple(names))})
        asked = replace(survey, codebook=codebook)
        plan = protection_plan(asked)
    groups = count_groups(asked, bases_of(asked), nested_variables(asked))
    own = next(own for key, own in groups.items() if set(key) == set(names))
    withheld, bound, wide = _published(own, plan)
    return Preflight(
        variable=variable,
        n_cells=len(withheld),
        n_withheld=int(withheld.sum()),
        n_bound=int((bound & ~withheld).sum()),
        n_full=int((~withheld & ~bound).sum()),
        n_wide=int(wide.sum()),
        n_elsewhere=_coarser_elsewhere(before, plan, CROSS.join(own.names)),
        width=plan.thresholds.minimum_respondents,
    )


def _published(own: Groups, plan: ProtectionPlan) -> tuple[Bools, Bools, Bools]:
    """Which cells of a table have no outcome, which show a share as a bound, and which have wide windows."""
    variable, shown = CROSS.join(own.names), own.shown & (own.unanswered() == 0)
    labels = [own.label(tuple(map(int, at))) for at in np.argwhere(shown)]
    width = np.array([plan.width(variable, label) for label in labels])
    n, bound = own.counts[SCORED][shown], np.zeros(len(labels), dtype=bool)
    withheld = (n < width) | np.array([plan.bounded(variable, label) for label in labels], dtype=bool)
    for base, counts in own.counts.items():
        if base[0] == "scored" and base[1] is not None:
            bound |= (counts[shown] < width) | (n - counts[shown] < width)
    wide = width > plan.thresholds.minimum_respondents
    if plan.is_open:
        return np.zeros_like(bound), np.zeros_like(bound), wide
    return withheld, bound, wide


def _coarser_elsewhere(before: ProtectionPlan, plan: ProtectionPlan, variable: str) -> int:
    more = (plan.wide - before.wide) | (plan.without_outcome - before.without_outcome)
    return sum(before.levels(name) != () and name != variable for name, _ in more)
