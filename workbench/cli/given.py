"""What commands are given for notebooks: survey file, codebook and parameters."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from workbench.cli.drafted import drafted_codebook
from workbench.errors import ParameterError

assignments_option = click.option(
    "-p", "assignments", multiple=True, metavar="NAME=VALUE", help="A notebook parameter; repeatable."
)


def what_is_given(
    notebooks: list[Path] | None, data: Path | None, codebook: Path | None, assignments: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the two files as notebooks take them, and the parameters as text.

    Raises
    ------
    WorkbenchError
        An assignment that is none or names a file, files that do not belong together, a codebook or a cut-off that
        cannot be.
    """
    assignments = list(assignments)
    files = _files(data, codebook)
    if both := sorted({text.partition("=")[0].strip() for text in assignments} & set(files)):
        raise ParameterError(f"`{both[0]}` is given twice. Leave `-p {both[0]}=…` out: the files are named already.")
    return files, _read_at_once(notebooks, files, assignments)


def _files(data: Path | None, codebook: Path | None) -> dict[str, str]:
    """Name the two files as notebooks take them, the codebook drafted and asked about; none for their defaults."""
    if data is not None and codebook is None:
        codebook = drafted_codebook(data)
    if data is not None and codebook is not None:
        return {"survey": _from_here(data), "codebook": _from_here(codebook)}
    if codebook is None:
        return {}
    raise ParameterError("`--codebook` stands without `--data`. Give both.")


def _read_at_once(notebooks: list[Path] | None, files: Mapping[str, str], assignments: Iterable[str]) -> dict[str, str]:
    """Read the assignments; a codebook, scale or cut-off that cannot be is refused before the survey is opened."""
    from workbench.intake import project_folder, read_description

    if files:
        read_description(files["codebook"])
    from workbench.reports.notebooks import find_notebooks, load_notebook, parse_assignment

    given = dict(parse_assignment(text) for text in assignments)
    if given.get("cutoff", "None") != "None":
        first = (notebooks or find_notebooks(project_folder() / "notebooks"))[0]
        codebook = {**load_notebook(first, position=1).default, **files, **given}.get("codebook")
        if codebook is not None:
            read_description(str(codebook))[1].cutoff(given["cutoff"])
    return given


def _from_here(path: Path) -> str:
    """Return a path as notebooks take it: from the project folder where it lies inside, else whole."""
    from workbench.intake import project_folder

    whole = Path(os.path.abspath(path))
    return str(whole.relative_to(project_folder()) if whole.is_relative_to(project_folder()) else whole)
