"""The places that an estimator, a table, a page or a scale must reach, each with the repair for whoever forgot it.

The pages of ``docs/how-to`` list the same places in the order of work.
"""

import ast
import importlib
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import nbformat

from tests.documents.names import proofs
from workbench.results import Result

ROOT = Path(__file__).parents[2]
ESTIMATORS = ("psychometrics", "population")


@cache
def text_of(folder: str, pattern: str) -> str:
    """All files of one kind below a folder, as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob(pattern)))


@cache
def code_of_notebooks() -> str:
    cells = [cell for path in (ROOT / "notebooks").rglob("*.ipynb") for cell in nbformat.read(path, as_version=4).cells]
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def forgotten_of_an_estimator(name: str, function: Callable[..., object]) -> list[str]:
    """What is missing of a public function of psychometrics or population."""
    called = name.split(".")[1]
    documentation = inspect.getdoc(function) or ""
    places, faults = proofs(function), []
    if not places:
        faults.append(
            f"The docstring of {name} names no proof. End its Notes with a line such as "
            "`Proof: tests/reference/reliability.`: the folder whose tests hold its numbers."
        )
    for place in places:
        if not (ROOT / place).is_dir():
            faults.append(f"{name} is proved in {place}, which is no folder. Name the folder in its docstring anew.")
        elif place != "tests/recovery" and not re.search(rf"\b{called}\(", text_of(place, "*.py")):
            faults.append(
                f"No test in {place} calls {called}. Add one, or name the folder that has it in the docstring."
            )
    if "\nRaises\n" in documentation and not re.search(rf"\b{called}\(", text_of("tests/messages", "cases_*.py")):
        faults.append(f"Nobody reads what {name} says when it stops. Add a case to a tests/messages/cases_*.py.")
    explained = text_of("docs/explanation", "*.md") + code_of_notebooks()
    if not re.search(rf"\b{called}\b", explained):
        faults.append(f"{name} stands on no page and in no docs/explanation/*.md. Explain it in that of its chapter.")
    return faults


def results_outside_the_face() -> Iterator[str]:
    """Functions of a room that give a result, which no other module takes and no notebook can call."""
    for face in ESTIMATORS:
        package = importlib.import_module(f"workbench.{face}")
        for path in sorted((ROOT / "workbench" / face).rglob("*.py")):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for name, function in inspect.getmembers(module, inspect.isfunction):
                own = function.__module__ == module.__name__ and not name.startswith("_")
                if own and name not in {*package.__all__, *imported_by_modules()} and _gives_a_result(function):
                    yield f"{module.__name__}.{name} gives a result. List it in its room and in workbench.{face}."


@cache
def imported_by_modules() -> set[str]:
    """Names that modules import from others, faces left out."""
    modules = [path for path in (ROOT / "workbench").rglob("*.py") if path.name != "__init__.py"]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in modules)
    imports = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}


def _gives_a_result(function: Callable[..., object]) -> bool:
    given = typing.get_type_hints(inspect.unwrap(function)).get("return")
    return inspect.isclass(given) and issubclass(given, Result)


def unshown(face: str) -> list[str]:
    """Tables or plots that no page shows and no other module uses."""
    package, shown = importlib.import_module(f"workbench.{face}"), code_of_notebooks()
    return [
        f"No page shows {face}.{name}. Show it in a notebook, or delete it."
        for name in package.__all__
        if inspect.isfunction(getattr(package, name))
        and f"{face}.{name}(" not in shown
        and name not in imported_by_modules()
    ]


def unlisted_pages() -> list[str]:
    """Notebooks that the README does not list."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    return [
        f"README.md lists no {page}. Add it with its question." for page in pages if f"notebooks/{page}" not in readme
    ]


def scales_without_an_owner() -> list[str]:
    """Shipped instruments that NOTICE does not name."""
    folder = ROOT / "workbench" / "instruments"
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    return [
        f"NOTICE does not say who owns {path.name} and what is permitted. Add it there."
        for path in sorted(folder.glob("*.yaml"))
        if not re.search(rf"(?<![\w-]){re.escape(path.name)}", notice)
    ]
