"""The chapters of the package in reading order: one room, one word, one heading on every generated page."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
READING_ORDER = (
    "intake",
    "intake.files",
    "intake.codebook",
    "intake.columns",
    "intake.sampling",
    "instruments",
    "psychometrics.answers",
    "psychometrics.ordered_answers",
    "psychometrics.items",
    "psychometrics.dimensionality",
    "psychometrics.factors",
    "psychometrics.invariance",
    "psychometrics.reliability",
    "psychometrics.response_theory",
    "psychometrics.validity",
    "population.design",
    "population.estimates",
    "population.groups",
    "population.regression",
    "disclosure",
    "disclosure.ledger",
    "disclosure.plan",
    "disclosure.gate",
    "disclosure.cells",
    "disclosure.audit",
    "simulation",
    "tables",
    "tables.psychometrics",
    "tables.population",
    "plots",
    "plots.psychometrics",
    "plots.population",
    "reports.comparing",
    "reports.site",
    "reports.unattended",
    "reports.batches",
    "reports.running",
    "reports.warm",
    "reports.notebooks",
    "reports.pages",
    "reports.publishing",
    "reports.formats",
    "options",
    "file_paths",
    "file_locks",
    "lab",
    "cli",
)


def chapter_of(module: str) -> str:
    """Chapter of a module, by the longest name in the reading order."""
    inside = module.removeprefix("workbench.")
    fitting = [chapter for chapter in READING_ORDER if f"{inside}.".startswith(f"{chapter}.")]
    if not fitting:
        raise LookupError(
            f"{module} lies in no chapter. Give its room a place in READING_ORDER of {Path(__file__).name}."
        )
    return max(fitting, key=len)


def heading(chapter: str) -> str:
    """`population.estimates` → `Population: estimates`."""
    return chapter.replace("_", " ").replace(".", ": ").capitalize()


def anchor(heading: str) -> str:
    """Where a link to a heading leads, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def contents(headings: list[str]) -> str:
    """Links to the parts of a page."""
    return " ·\n".join(f"[{heading}](#{anchor(heading)})" for heading in headings) + "\n"


def in_reading_order(chapters: Iterable[str]) -> list[str]:
    """Sort chapters as they are read."""
    return sorted(chapters, key=READING_ORDER.index)


def subject(chapter: str) -> str:
    """First sentence of the room's face, or of the module where the chapter is one."""
    place = ROOT / "workbench" / Path(*chapter.split("."))
    face = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return (ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))) or "").split("\n")[0]
