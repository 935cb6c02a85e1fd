"""Everything together: what is left open of a cell that is withheld, and of the respondent who is alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tests.attackers.crude_minus_adjusted import made_up_of
from tests.attackers.joint import Tables, joint_worlds
from tests.attackers.odds_ratios import below_by_level
from tests.attackers.quantiles import hold_quantiles
from tests.attackers.reading import Window
from tests.attackers.surveys import ALONE, HOUSEHOLDS, MEN, RANGE, SMALL, WOMEN, Truth
from tests.attackers.worlds import Worlds

LEVELS = {"sex": (MEN, WOMEN, None), "household": HOUSEHOLDS}
SMALL_CELL = {"sex": MEN, "household": SMALL}
_FEW = 3


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What an intruder knows of the small cell and of one person.

    Attributes
    ----------
    n, e : Window
        Respondents of the cell, and those of them below the cut-off.
    score : Window
        Score of the respondent who is alone in leaving the question blank.
    true_n, true_e, true_score : float
    """

    n: Window
    e: Window
    score: Window
    true_n: int
    true_e: int
    true_score: float

    @property
    def sound(self) -> bool:
        """Whether the truth is among what the intruder takes for possible."""
        pairs = ((self.true_n, self.n), (self.true_e, self.e), (self.true_score, self.score))
        return all(w.low - 0.01 <= x <= w.high + 0.01 for x, w in pairs)

    @property
    def succeeded(self) -> list[str]:
        """What is known that nobody may know."""
        told = {
            "n known": self.n.high - self.n.low < 1,
            "n < 3 values": self.n.high - self.n.low + 1 < _FEW,
            "below known": self.e.high - self.e.low < 1,
            "somebody is below": self.e.low > 0,
            "not everybody is below": self.e.high < self.true_n,
            "score within 5": self.score.high - self.score.low <= 10,
        }
        return [name for name, known in told.items() if known]


def recover(
    truth: Truth, tables: Tables, *, exact: bool, cell: Mapping[str, str] = MappingProxyType(SMALL_CELL)
) -> Recovered:
    """Attack the tables of groups, of quantiles and of regressions at once."""
    worlds = joint_worlds(tables, LEVELS, exact=exact)
    hold_quantiles(worlds, tables, exact=exact)
    _hold_models(worlds, tables, exact)
    n, e, _ = truth.count(**cell)
    alone = {"sex": None, "household": ALONE}
    size, _, score = truth.count(**alone)
    found = {kind: worlds.range_of(worlds.number(kind, **cell)) for kind in "ne"}
    worlds.hold(worlds.number("n", **alone), Window(size, size))
    of_score = worlds.range_of(worlds.number("s", **alone), whole=False)
    return Recovered(
        **found, score=Window(max(of_score.low, 0), min(of_score.high, RANGE)), true_n=n, true_e=e, true_score=score
    )


def _hold_models(worlds: Worlds, tables: Tables, exact: bool) -> None:
    for model in ("linear", "logistic"):
        parts = made_up_of(tables, model=model, variable="household", other="sex", level=MEN, exact=exact)
        for level, inside in (parts or {}).items():
            worlds.hold(_modelled(worlds, "n", level, parts or {}, sexes=(MEN,)), inside)
    shown = below_by_level(tables, variable="household", exact=exact)
    named = dict.fromkeys(tables["logistic_table"].query("variable == 'household'")["level"]) if shown else {}
    for level, (n, e) in shown.items():
        for kind, inside in (("n", n), ("e", e)):
            worlds.hold(_modelled(worlds, kind, level, named, sexes=(MEN, WOMEN)), inside)


def _modelled(worlds: Worlds, kind: str, level: str, named: object, *, sexes: tuple[str, ...]):
    """Respondents of a level in the model; `other levels` are all that it does not name."""
    levels = [level] if level in HOUSEHOLDS else [h for h in HOUSEHOLDS if h not in named]  # type: ignore[operator]
    return sum(worlds.number(kind, sex=sex, household=h) for sex in sexes for h in levels)
