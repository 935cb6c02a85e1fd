"""A notebook before it runs: title, question, declared parameters and what it requires of a survey."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import nbformat

from workbench.errors import ParameterError, RunError, did_you_mean
from workbench.intake import Survey
from workbench.reports.notebooks.parameters import Parameter, Value, read_parameters
from workbench.wording import joined, say

_ADD = say("Add it to the codebook if the file has it.")
# What a notebook may require of a survey: the test, and where it fails what lacks, and what to do.
REQUIREMENTS: dict[str, tuple[Callable[[Survey], bool], str, str]] = {
    "group": (lambda s: s.groups.shape[1] > 0, say("no background variable to compare (`groups`, `background`)"), _ADD),
    "predictors": (lambda s: s.predictors.shape[1] > 0, say("no predictor (`predictors`, `background`)"), _ADD),
    "crossings": (
        lambda s: bool(s.codebook.crossings),
        say("no crossing of background variables (`crossings`)"),
        say("Name one if its cells are large enough."),
    ),
    "cutoff": (
        lambda s: bool(s.instrument.cutoffs),
        say("no cut-off (`cutoffs`), and the instrument has none"),
        say("Name one only if it is published for this scale."),
    ),
    "weights": (lambda s: s.design.is_weighted, say("no sampling weights (`design.sampling_weights`)"), _ADD),
    "wave": (lambda s: s.codebook.wave is not None, say("no wave (`wave`)"), _ADD),
    "year": (lambda s: s.codebook.year is not None, say("no year (`year`)"), _ADD),
    "area": (lambda s: bool(s.codebook.area), say("no area (`area`)"), _ADD),
}


@dataclass(frozen=True, kw_only=True)
class Notebook:
    """One question of a report.

    Attributes
    ----------
    path : Path
    number : str
        Two digits that order the pages and prefix the exported files.
    title, question : str
        First heading of the first cell, and the paragraph below it (Markdown).
    requires : tuple of str
        Keys of `REQUIREMENTS`, from ``metadata.workbench.requires`` of the notebook file.
    parameters : tuple of Parameter
    node : nbformat.NotebookNode
        The file's content.
    """

    path: Path
    number: str
    title: str
    question: str
    requires: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    node: nbformat.NotebookNode

    @property
    def name(self) -> str:
        """File name without ending; pages and executed notebooks carry it."""
        return self.path.stem

    @property
    def address(self) -> str:
        """The name as links write it, whatever signs it has."""
        return quote(self.name, safe="")

    @property
    def default(self) -> dict[str, Value]:
        """Declared default of every parameter."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    @property
    def n_code_cells(self) -> int:
        """Cells that will run."""
        return sum(cell.cell_type == "code" for cell in self.node.cells)


def find_notebooks(folder: Path) -> list[Path]:
    """Notebooks of a folder whose names start with two digits, in reading order.

    Raises
    ------
    RunError
        There is none.
    """
    found = sorted(path for path in folder.glob("[0-9][0-9]_*.ipynb") if path.is_file())
    if not found:
        raise RunError(
            f"There is no notebook in {folder.name}/. Run the command inside the workbench's folder, where "
            "notebooks/ holds files such as 01_response_quality.ipynb."
        )
    return found


def load_notebook(path: Path, *, position: int) -> Notebook:
    """Read a notebook file without running it.

    Parameters
    ----------
    path : Path
    position : int
        Number of the notebook in the run, used where the file name has none.

    Raises
    ------
    RunError
        The file is missing, is no notebook, or requires something unknown.
    ParameterError
        No parameters cell, or a line of it that is no parameter.
    """
    if not path.is_file():
        raise RunError(f"There is no notebook {path.name}. Give the path of an .ipynb file, e.g. from notebooks/.")
    try:
        node = nbformat.read(path, as_version=4)
    except (ValueError, OSError, KeyError) as error:  # NotJSONError and ValidationError are ValueErrors
        raise RunError(f"{path.name} is not a Jupyter notebook. Give the path of an .ipynb file.") from error
    title, question = _title_and_question(node, path.stem)
    return Notebook(
        path=path,
        number=number_of(path.name, position=position),
        title=title,
        question=question,
        requires=_requires(node, path.name),
        parameters=read_parameters(_parameters_cell(node, path.name), notebook=path.name),
        node=node,
    )


def number_of(file: str, *, position: int) -> str:
    """Two digits that order the pages and prefix the exported files: those of the file name, else the position."""
    numbered = re.match(r"(\d{2})_", file)
    return numbered.group(1) if numbered else f"{position:02d}"


def unmet(notebook: Notebook, survey: Survey) -> str:
    """Why this notebook is not run on this survey, as a sentence; empty if it is."""
    if notebook.title in survey.codebook.sections.leave_out:
        return "Not run, because the codebook leaves it out (`sections`). Take it from that list to see it."
    lacking = [
        (lacks, repair) for test, lacks, repair in map(REQUIREMENTS.__getitem__, notebook.requires) if not test(survey)
    ]
    if not lacking:
        return ""
    return say(
        "Not run, because the codebook names {lacking}. {repairs}",
        lacking=joined([lacks for lacks, _ in lacking], "; "),
        repairs=joined(list(dict.fromkeys(repair for _, repair in lacking))),
    )


def _title_and_question(node: nbformat.NotebookNode, fallback: str) -> tuple[str, str]:
    first = next((cell.source for cell in node.cells if cell.cell_type == "markdown"), "")
    blocks = [block.strip() for block in re.split(r"\n\s*\n", first) if block.strip()]
    if not blocks or not blocks[0].startswith("# "):
        return fallback.replace("_", " "), ""
    heading, _, rest = blocks[0].partition("\n")
    return heading.removeprefix("# ").strip(), rest.strip() or (blocks[1] if len(blocks) > 1 else "")


def _parameters_cell(node: nbformat.NotebookNode, file: str) -> str:
    tagged: Iterable[nbformat.NotebookNode] = [c for c in node.cells if "parameters" in c.metadata.get("tags", [])]
    sources = [str(cell.source) for cell in tagged]
    if len(sources) != 1:
        raise ParameterError(
            f"{file} has {len(sources)} cells tagged `parameters`. Tag exactly one cell, even if it declares nothing."
        )
    return sources[0]


def _requires(node: nbformat.NotebookNode, file: str) -> tuple[str, ...]:
    wanted = tuple(node.metadata.get("workbench", {}).get("requires", ()))
    for key in wanted:
        if key not in REQUIREMENTS:
            raise RunError(
                f"{file} requires `{key}`.{did_you_mean(key, REQUIREMENTS)} Known: {', '.join(REQUIREMENTS)}."
            )
    return wanted
