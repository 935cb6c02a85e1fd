"""How far one number of people can go up and down, and what stops it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scipy.sparse import csr_matrix

from workbench.arrays import Ints
from workbench.numerics.disclosure.count_system import CountSystem


@dataclass(frozen=True, eq=False)
class Reach:
    """The ends of a form, each looked for when it is first asked.

    system : CountSystem. form : csr_matrix, shape (1, v). rows : array of int, shape (m,), numbers that the rows of the
    system go by.
    """

    system: CountSystem
    form: csr_matrix
    rows: Ints

    @property
    def low(self) -> float:
        """Lower end."""
        return float((self.form @ self.system.truth)[0]) - self._down[0]

    @property
    def high(self) -> float:
        """Upper end."""
        return float((self.form @ self.system.truth)[0]) + self._up[0]

    @property
    def under(self) -> Ints:
        """Rows that stop it at the lower end."""
        return self.rows[self._down[1]]

    @property
    def over(self) -> Ints:
        """Rows that stop it at the upper end."""
        return self.rows[self._up[1]]

    @cached_property
    def _up(self) -> tuple[float, Ints]:
        return self.system.farthest(self.form, 1.0)

    @cached_property
    def _down(self) -> tuple[float, Ints]:
        return self.system.farthest(self.form, -1.0)
