"""What the start page shows of a project: its surveys, runs, notebooks and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment

from workbench.disclosure import MARK
from workbench.errors import RunError
from workbench.intake import FILE_FORMATS
from workbench.lab.page_words import page_environment
from workbench.lab.runs import command_line
from workbench.reports.notebooks import find_notebooks, load_notebook
from workbench.reports.publishing import kept_runs
from workbench.reports.unattended import Standing, standings
from workbench.wording import say, translated

_MOST_RUNS = 10
_MOST_FILES = 200  # of one kind; a longer list is no help to choose from
_LEFT_OUT = ("published", "instruments")  # folders of data/ that hold neither surveys nor codebooks
_TEXTS = ("docs/tutorials/*.md", "docs/how-to/*.md", "GLOSSARY.md", "PRIVACY.md")


@dataclass(frozen=True, kw_only=True)
class Link:
    """A file of the project: its path from there, its title, and one sentence about it."""

    path: str
    title: str
    sentence: str = ""


def start_page(project: Path, *, root: Path, base_url: str, language_links: Mapping[str, str]) -> str:
    """Render the start page in the language that is spoken.

    Parameters
    ----------
    project : Path
    root : Path
        The folder that JupyterLab shows; links open in it.
    base_url : str
        Where the server's addresses begin.
    language_links : dict of str to str
        Address of the page in each language.

    Raises
    ------
    RunError
        JupyterLab shows another folder than the project.
    """
    if root.resolve() != project.resolve():
        raise RunError(
            say(
                "JupyterLab shows the folder {folder}/ and not the project {project}/. Close it, and start it in the "
                "project with `workbench lab`.",
                folder=root.name,
                project=project.name,
            )
        )
    return (
        _environment()
        .get_template("start.html.j2")
        .render(
            base_url=base_url,
            language_links=language_links,
            example=command_line(["report"]),
            status=command_line(["status"]),
            draft=command_line(["codebook", "FILE"]),
            surveys=survey_files(project),
            codebooks=codebook_files(project),
            plans=plan_rows(project),
            runs=kept_runs(project / "reports", most=_MOST_RUNS),
            notebooks=notebook_links(project),
            texts=text_links(project),
        )
    )


def plan_rows(project: Path) -> list[tuple[Standing, list[Link]]]:
    """Return how the plans stand, those that are not in order first, with the log and the page about a failure."""
    found = sorted(standings(project), key=lambda standing: not standing.fault)
    return [(standing, _papers(standing, project)) for standing in found]


def _papers(standing: Standing, project: Path) -> list[Link]:
    """Papers of the last run that JupyterLab can open, since they lie in the project."""
    if standing.last is None or not standing.last.folder.is_relative_to(project):
        return []
    papers = {say("What failed"): standing.last.failure_page, say("Log"): standing.last.log}
    return [
        Link(path=path.relative_to(project).as_posix(), title=title) for title, path in papers.items() if path.exists()
    ]


def survey_files(project: Path) -> list[str]:
    """Return the files below ``data/`` that may be surveys, one's own before the example."""
    return _data_files(project, frozenset(FILE_FORMATS))


def codebook_files(project: Path) -> list[str]:
    """Return the codebooks below ``data/``."""
    return _data_files(project, frozenset({".yaml", ".yml"}))


def notebook_links(project: Path) -> list[Link]:
    """Return the notebooks in reading order, each with the first sentence of its question."""
    notebooks = [load_notebook(path, position=1) for path in find_notebooks(project / "notebooks")]
    return [
        Link(
            path=f"notebooks/{notebook.path.name}",
            title=translated(notebook.title),
            sentence=_first_sentence(translated(notebook.question)),
        )
        for notebook in notebooks
    ]


def text_links(project: Path) -> list[Link]:
    """Return tutorials, how-tos and the glossary by their headings; what adds to the workbench itself stands last."""
    found = [path for pattern in _TEXTS for path in sorted(project.glob(pattern))]
    found.sort(key=lambda path: path.name.startswith("add-"))
    return [Link(path=path.relative_to(project).as_posix(), title=_heading(path)) for path in found]


def _data_files(project: Path, endings: frozenset[str]) -> list[str]:
    data = project / "data"
    found = [
        path.relative_to(project)
        for path in data.rglob("*")
        if path.suffix.lower() in endings and path.is_file() and path.resolve().is_relative_to(project.resolve())
    ]
    chosen = [p for p in found if not any(part.startswith(".") or part in _LEFT_OUT for part in p.parts)]
    chosen = [path for path in chosen if MARK not in path.name]  # results in full precision are no surveys
    chosen.sort(key=lambda path: (path.parts[1] != "private", path))
    return [path.as_posix() for path in chosen[:_MOST_FILES]]


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s", " ".join(text.split()), maxsplit=1)[0]


def _heading(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return next((line.removeprefix("# ").strip() for line in file if line.startswith("# ")), path.stem)


@cache
def _environment() -> Environment:
    return page_environment(strict=True)
