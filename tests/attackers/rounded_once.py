"""The same number in many tables: rounded in more than one way it can be cut down, or averaged."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from tests.attackers.joint import Tables

_NOISE = 2e-4  # parts of the whole have four digits
Place = tuple[str, str, str, str]  # of what, variable, level, column


def values_by_quantity(tables: Tables) -> dict[Place, set[float]]:
    """Every value that the files give for one quantity of one group; models stand for themselves."""
    found: dict[Place, set[float]] = defaultdict(set)
    for frame in tables.values():
        if not {"variable", "level"} <= set(frame) or {"model", "quantile", "item"} & set(frame):
            continue
        for _, row in frame.iterrows():
            group = (str(row["variable"]), str(row["level"]))
            for column in ("n_respondents", "n_events", "n_total", "n_events_total"):
                whole = column.endswith("_total")
                place = ("", group[0], "" if whole else group[1], column)
                _add(found, place, row.get(column))
            if row.get("measure") in ("mean", "share") and row.get("bound", "") not in ("under", "over"):
                _add(found, (row["measure"], *group, "estimate"), row.get("estimate"))
                _add(found, (row["measure"], *group, "std_dev"), row.get("std_dev"))
                if row.get("reference") == "everyone else":
                    part = row["share_of_population"]
                    whole_again = row["estimate"] - row["difference"] * (1 - part)
                    _add(found, (row["measure"], group[0], "", "whole"), whole_again)
    return found


def rounded_twice(tables: Tables, *, loose: bool = False) -> dict[Place, list[float]]:
    """Quantities of which the files give more than one value.

    `loose`: parts of the whole are themselves rounded to steps, so that everyone's estimate does not follow exactly
    from a comparison with the rest; it is then left out.
    """
    found = values_by_quantity(tables)
    return {
        place: sorted(v)
        for place, v in found.items()
        if max(v) - min(v) > _NOISE * (1 + max(map(abs, v))) and not (loose and place[3] == "whole")
    }


def _add(found: dict[Place, set[float]], place: Place, value: object) -> None:
    if value is not None and not pd.isna(value):
        found[place].add(float(np.round(float(value), 9)))  # type: ignore[arg-type]
