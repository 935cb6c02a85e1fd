"""A regional survey: municipalities inside counties, crossed with sex and age, and the same numbers in every report."""

from __future__ import annotations

from tests.attackers.joint import Tables, joint_worlds
from tests.attackers.reading import Window, count
from tests.attackers.recover import Recovered
from tests.attackers.surveys import MEN, RANGE, WOMEN, Truth

NAMES = tuple(f"Municipality {i}" for i in range(1, 11))
NORTH = NAMES[:5]
SMALLEST = NAMES[-1]


def recover_smallest(truth: Truth, tables: Tables, *, exact: bool) -> Recovered:
    """Men of the smallest municipality, from its tables and those of the counties that the municipalities make up."""
    worlds = joint_worlds(tables, {"sex": (MEN, WOMEN), "municipality": NAMES}, exact=exact)
    for frame in tables.values():
        if not {"variable", "level", "n_respondents"} <= set(frame):
            continue
        for _, row in frame[frame["variable"] == "county"].iterrows():
            inside = NORTH if row["level"] == "North" else NAMES[5:]
            for kind, column in (("n", "n_respondents"), ("e", "n_events")):
                if column in row and row[column] == row[column]:
                    form = sum(worlds.number(kind, municipality=name) for name in inside)
                    worlds.hold(form, count(row[column], exact))  # type: ignore[arg-type]
    cell = {"sex": MEN, "municipality": SMALLEST}
    n, e, s = truth.count(**cell)
    found = {kind: worlds.range_of(worlds.number(kind, **cell)) for kind in "ne"}
    return Recovered(**found, score=Window(0, RANGE), true_n=n, true_e=e, true_score=s / n)
