"""docs/reference/names.md: every public name, where it is computed and what proves it."""

import importlib
import inspect
import re
from collections import defaultdict
from pathlib import Path

from tests.documents import chapters

PAGE = "names.md"
FACES = ("intake", "psychometrics", "population", "simulation", "tables", "plots")
PROOF = re.compile(r"^Proof: (\S+(?:, \S+)*)\.$", re.MULTILINE)
HEAD = "| name | what it does or is | computed in | proof |\n|---|---|---|---|"
INTRODUCTION = """# Public names

Every name that notebooks may call, with the first sentence of its docstring, by the chapter where it is computed.
`help(population.mean)` shows the rest: arguments, formula, source, the R call that gives the same number.
**Computed in** is the module; **proof** is where tests hold it against R, published values, closed forms or the rules
that it states. From a number of a report start at [Exported tables](exported-tables.md): it links each to its function.
"""


def proofs(function: object) -> list[str]:
    """Folders that a docstring names as the proof of its numbers."""
    found = PROOF.search(inspect.getdoc(function) or "")
    return found[1].split(", ") if found else []


def text() -> str:
    rows: dict[str, list[str]] = defaultdict(list)
    for face in FACES:
        package = importlib.import_module(f"workbench.{face}")
        for name in package.__all__:
            thing = getattr(package, name)
            if inspect.isfunction(thing) or inspect.isclass(thing):
                rows[chapters.chapter_of(thing.__module__)].append(_row(face, name, thing))
    ordered = chapters.in_reading_order(rows)
    parts = [INTRODUCTION, chapters.contents([chapters.heading(chapter) for chapter in ordered])]
    for chapter in ordered:
        parts += [f"## {chapters.heading(chapter)}\n", f"{chapters.subject(chapter)}\n"]
        parts.append("\n".join([HEAD, *rows[chapter], ""]))
    return "\n".join(parts)


def _row(face: str, name: str, thing: object) -> str:
    source = Path(inspect.getsourcefile(inspect.unwrap(thing)))
    places = [chapters.ROOT / place for place in proofs(thing)] or _own_tests(source)
    return f"| `{face}.{name}` | {_first_sentence(thing)} | {_link(source)} | {', '.join(map(_link, places))} |"


def _own_tests(module: Path) -> list[Path]:
    """The unit tests of a module, if there are any: the proof of what names none."""
    inside = module.relative_to(chapters.ROOT / "workbench")
    tests = chapters.ROOT / "tests" / "unit" / inside.with_name(f"test_{inside.name}")
    return [tests] if tests.exists() else []


def _first_sentence(thing: object) -> str:
    summary = (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z`])", summary)[0]
    return re.sub(r":math:`([^`]+)`", r"$\1$", sentence).replace("|", r"\|")


def _link(path: str | Path) -> str:
    place = Path(path).relative_to(chapters.ROOT)
    return f"[{Path(*place.parts[1:])}](../../{place})"
