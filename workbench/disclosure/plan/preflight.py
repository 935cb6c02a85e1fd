"""How much of a table would be withheld, asked before it is requested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.arrays import Bools
from workbench.columns import CROSS
from workbench.disclosure.cells import Cells
from workbench.disclosure.plan.plan import protection_plan
from workbench.errors import ParameterError, did_you_mean
from workbench.intake import Survey


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """What the protection plan would leave of one table; counts of cells, not of respondents.

    Attributes
    ----------
    variable : str
        The table, as tables name it.
    n_cells : int
        Cells that a table of it shows, without those who did not answer.
    n_withheld, n_without_share : int
        Of these, withheld from every table, and withheld from tables of shares (those of every table included).
    n_elsewhere : int
        Cells of other tables that would be withheld in addition, because of this one.
    """

    variable: str
    n_cells: int
    n_withheld: int
    n_without_share: int
    n_elsewhere: int

    @property
    def sentence(self) -> str:
        """The same in words."""
        return (
            f"{self.variable}: {self.n_withheld} of {self.n_cells} cells would be withheld from every table, "
            f"{self.n_without_share} from tables of shares; {self.n_elsewhere} more cells of other tables would be "
            "withheld because of it."
        )


def preflight(survey: Survey, *, variables: Sequence[str]) -> Preflight:
    """Say how much of a table the rules would withhold, before anybody asks for it.

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
    Proof: tests/unit/disclosure/intruder.
    """
    names = list(variables)
    if not 1 <= len(names) <= 3 or len(set(names)) != len(names):
        raise ParameterError(f"`variables` is {names}. Give one to three different background variables.")
    for name in names:
        if name not in survey.background:
            near = did_you_mean(name, map(str, survey.background))
            raise ParameterError(
                f"`{name}` is not a background variable.{near} Take one of {', '.join(map(str, survey.background))}."
            )
    before = protection_plan(survey)
    plan = before
    if len(names) > 1 and before.find(CROSS.join(names)) is None:
        codebook = survey.codebook.model_copy(update={"crossings": (*survey.codebook.crossings, tuple(names))})
        plan = protection_plan(replace(survey, codebook=codebook))
    cells, _ = plan.find(CROSS.join(names)) or (plan.cells[tuple(names)], ())
    shown = _shown(cells)
    others = {key: own for key, own in before.cells.items() if key != cells.names}
    more = sum(int((_shown(own) & (plan.cells[key].status > own.status)).sum()) for key, own in others.items())
    return Preflight(
        variable=CROSS.join(names),
        n_cells=int(shown.sum()),
        n_withheld=int((shown & cells.withheld["counts"]).sum()),
        n_without_share=int((shown & cells.withheld["shares"]).sum()),
        n_elsewhere=more,
    )


def _shown(cells: Cells) -> Bools:
    """Cells that a table has rows for: not of those who did not answer, and none that cannot be."""
    shown: Bools = (cells.unanswered() == 0) & cells.possible
    return shown
