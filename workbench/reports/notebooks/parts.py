"""The parts of a cleaned notebook, from one heading to the next: what each shows, and why it shows nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import nbformat

from workbench.media_types import FIGURE_MIME, LANGUAGES_MIME, REFUSAL_MIME, TABLE_MIME
from workbench.wording import retold, spoken_language

PROVENANCE = "how_made"  # the table that every page ends with, whatever it shows
_HEADING = re.compile(r"(?m)^(?=## )")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One heading of a page with the cells below it.

    Attributes
    ----------
    heading : str
        Empty for what stands above the first heading.
    cells : tuple of NotebookNode
        Prose, cut at headings, and code cells, in their order.
    """

    heading: str
    cells: tuple[nbformat.NotebookNode, ...]

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why something of the part cannot be estimated, each sentence once."""
        return tuple(dict.fromkeys(s for output in self._outputs() if (s := refused(output))))

    @property
    def shows(self) -> tuple[str, ...]:
        """Names of its tables and figures."""
        return tuple(name for output in self._outputs() if (name := shown_name(output)))

    @property
    def stopped(self) -> bool:
        """Whether an error ended the notebook here."""
        return any(output.output_type == "error" for output in self._outputs())

    @property
    def has_code(self) -> bool:
        """Whether anything was to be shown."""
        return any(cell.cell_type == "code" for cell in self.cells)

    def _outputs(self) -> Iterator[nbformat.NotebookNode]:
        for cell in self.cells:
            yield from cell.get("outputs", [])


def parts_of(notebook: nbformat.NotebookNode) -> list[Part]:
    """Cut a notebook at its second-level headings; the first part is what stands above them."""
    groups: list[list[nbformat.NotebookNode]] = [[]]
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            groups[-1].append(cell)
            continue
        for piece in filter(str.strip, _HEADING.split(cell.source)):
            groups += [[]] if piece.startswith("## ") else []
            groups[-1].append(nbformat.from_dict({"cell_type": "markdown", "metadata": {}, "source": piece}))
    return [Part(heading=_heading(cells) if place else "", cells=tuple(cells)) for place, cells in enumerate(groups)]


@retold
def refused(output: nbformat.NotebookNode) -> str:
    """Return the sentence of a refusal, in the language that is spoken; empty for any other output."""
    data = output.get("data", {})
    own = data.get(LANGUAGES_MIME, {}).get(spoken_language(), {}) if REFUSAL_MIME in data else {}
    return str(own.get("sentence") or data.get(REFUSAL_MIME, {}).get("sentence", ""))


def shown_name(output: nbformat.NotebookNode) -> str:
    """Return the name of a table or figure; empty for any other output."""
    data: dict[str, Any] = output.get("data", {})
    return str((data.get(TABLE_MIME) or data.get(FIGURE_MIME) or {}).get("name", ""))


def shows_nothing(parts: Iterable[Part]) -> bool:
    """Whether all of a page was refused."""
    return not {name for part in parts for name in part.shows} - {PROVENANCE}


def _heading(cells: list[nbformat.NotebookNode]) -> str:
    return str(cells[0].source).split("\n")[0].removeprefix("## ").strip()
