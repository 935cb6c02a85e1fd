"""What a report would refuse, found before it is run: the cells of its notebooks, with the fewest random draws."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workbench.errors import WorkbenchError
from workbench.intake import Survey, project_folder
from workbench.options import LEAST
from workbench.reports.notebooks import Notebook, Value, load_notebook, parts_of, unmet

_DRAWS = ("n_bootstrap", "n_replicates", "n_imputations")


class Foreseen(NamedTuple):
    """Something that a report will not show.

    Attributes
    ----------
    page : str
    part : str
        Heading that it would stand under; empty for the whole page.
    sentence : str
        Why, and what to do.
    """

    page: str
    part: str
    sentence: str


def foresee(survey: Survey, *, data: Path, codebook: Path) -> list[Foreseen]:
    """Say which parts of a report will not be estimated, and why, by the very calls that refuse them.

    Parameters
    ----------
    survey : Survey
        As read from the two files.
    data, codebook : Path

    Returns
    -------
    list of Foreseen
        In reading order, each sentence once under each heading. What the survey has nothing for is not among them.
    """
    found: dict[Foreseen, None] = {}
    pages = sorted((project_folder() / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    for place, path in enumerate(pages, start=1):
        notebook = load_notebook(path, position=place)
        if reason := unmet(notebook, survey):
            found[Foreseen(notebook.title, "", reason)] = None
            continue
        fewest = {name: LEAST[name] for name in _DRAWS if name in notebook.default}
        given: dict[str, Value] = {"survey": str(data), "codebook": str(codebook), **fewest}
        for part, sentence in _lost(notebook, {**notebook.default, **given}):
            found[Foreseen(notebook.title, part, sentence)] = None
    return list(found)


def _lost(notebook: Notebook, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Run what the notebook estimates, without drawing it, and yield headings with what cannot be shown below them."""
    names: dict[str, Any] = {}
    for part in parts_of(notebook.node):
        for cell in part.cells:
            if "parameters" in cell.metadata.get("tags", []):
                names |= values
            elif cell.cell_type == "code":
                try:
                    shown = _shown(cell.source, names)
                except WorkbenchError as error:  # the page would fail here
                    yield part.heading, str(error)
                    return
                yield from ((part.heading, sentence) for sentence in _sentences(shown))


def _shown(source: str, names: dict[str, Any]) -> object:
    """Run a cell, and return what it shows: its last line, the only one that names nothing."""
    statements = ast.parse(source).body
    shown = [statement for statement in statements if isinstance(statement, ast.Expr)]
    before = [statement for statement in statements if not isinstance(statement, ast.Expr)]
    exec(compile(ast.Module(before, []), "<cell>", "exec"), names)
    return eval(compile(ast.Expression(shown[-1].value), "<cell>", "eval"), names) if shown else None


def _sentences(shown: object) -> tuple[str, ...]:
    from workbench.page import PartlyRefused, Refusal  # what notebooks import: a run that is not foreseen does without
    from workbench.tables import ReportTable

    match shown:
        case Refusal(sentence=sentence, in_survey=True):
            return (sentence,)
        case PartlyRefused(shown=exhibit, refusals=refusals):
            return (*_sentences(exhibit), *(said for refusal in refusals for said in _sentences(refusal)))
        case ReportTable(left_out=left_out):
            return left_out
    return ()
