"""Groups that an item is compared between: who belongs to which, and who to none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.columns import CHOSEN
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.wording import counted, say

# Below this a group's estimates vary too much for tests of single items (Zumbo 1999 asks for 200 in each group).
FEW_RESPONDENTS = 200


class ComparedGroups(NamedTuple):
    """Groups with at least one respondent, in the order of the categories; the first is the reference.

    Attributes
    ----------
    variable : str
    levels : list of str
    codes : array of int, shape (n_respondents,)
        Group of each respondent who has one.
    known : array of bool
        Rows of the responses that have a group.
    notes : tuple of str
    """

    variable: str
    levels: list[str]
    codes: Ints
    known: Bools
    notes: tuple[str, ...]

    @property
    def counts(self) -> Ints:
        """Respondents of each group."""
        return np.bincount(self.codes, minlength=len(self.levels)).astype(np.int64)

    def kept(self, responses: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of respondents who have a group."""
        return responses if self.known.all() else responses.loc[self.known]


def compared_groups(responses: pd.DataFrame, group: pd.Series) -> ComparedGroups:
    """Read the groups.

    Raises
    ------
    DataError
        Groups of other respondents.
    NotEstimable
        Fewer than two groups.
    ParameterError
        A `group` that is no Series.
    """
    if not isinstance(group, pd.Series):
        raise ParameterError(
            f"`group` is a {type(group).__name__}. Give a Series with the index of the responses, such as "
            "`survey.groups[name]`."
        )
    variable = str(group.name or "group")
    if not group.index.equals(responses.index):
        raise DataError(
            f"`{variable}` and the responses belong to different respondents. "
            "Take both from the same survey: `complete(survey)` keeps them together."
        )
    categorical = group.astype("category").cat.remove_unused_categories()
    levels = [str(level) for level in categorical.cat.categories]
    if len(levels) < 2:
        raise NotEstimable(
            say(
                "All respondents with a known `{variable}` belong to one group, so there is nothing to compare. Choose "
                "a variable with several groups.",
                variable=variable,
            )
        )
    codes = categorical.cat.codes.to_numpy().astype(np.int64)
    known = codes >= 0
    groups = ComparedGroups(variable, levels, codes[known], known, ())
    chosen = [group.attrs[CHOSEN]] if CHOSEN in group.attrs else []
    return groups._replace(notes=(*chosen, *_notes(groups)))


def _notes(groups: ComparedGroups) -> tuple[str, ...]:
    notes: list[str] = []
    if missing := int((~groups.known).sum()):
        # not known, or too small to compare: the note does not tell which
        left_out = counted(
            "Left out: {0} respondents without a compared group of `{variable}`.", missing, variable=groups.variable
        )
        notes.append(left_out)
    if few := [level for level, count in zip(groups.levels, groups.counts, strict=True) if count < FEW_RESPONDENTS]:
        named = ", ".join(f"`{level}`" for level in few)
        notes.append(
            say(
                "Fewer than {n} respondents in {groups}: differences are hard to tell from chance there.",
                n=FEW_RESPONDENTS,
                groups=named,
            )
        )
    return tuple(notes)
