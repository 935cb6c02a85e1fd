"""Names and labels of variables in a drafted codebook, as `workbench set` takes them: in one line, short, each once."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.columns import EVERYONE
from workbench.intake.codebook.draft.yaml_lines import one_line
from workbench.wording import folded
from workbench.yaml_files import shortened

_LONGEST_BEFORE_NUMBER = 50  # characters


def variable_names(columns: Iterable[str]) -> dict[str, str]:
    """Return a name for each column: the column's own in one line, with a number where two would read alike."""
    names: dict[str, str] = {}
    taken = {folded(EVERYONE)}
    for place, column in enumerate(columns, start=1):
        whole = one_line(column).replace("×", "x")  # a × marks a crossing
        name = shortened(whole) if folded(whole) else f"column {place}"
        number = 2
        while folded(name) in taken:
            name, number = f"{whole[:_LONGEST_BEFORE_NUMBER].strip()} ({number})", number + 1
        taken.add(folded(name))
        names[column] = name
    return names


def variable_label(words: str, name: str) -> str:
    """Return the words of a file for a column in one line; the variable's name where they show nothing."""
    label = one_line(words)
    return label if folded(label) else name
