"""docs/reference/errors.md: the messages under test, by the chapter in which a user meets them."""

import importlib
import tempfile
from collections import defaultdict
from pathlib import Path
from types import TracebackType

from tests.documents import chapters
from tests.messages.case import Case
from workbench.errors import WorkbenchError

PAGE = "errors.md"
CASES = chapters.ROOT / "tests" / "messages"
INTRODUCTION = """# What the workbench says when it stops

Every message names the fault first and the repair second. This page is made from the tests: each message below is
raised and compared word for word. No message holds a respondent's answers, id or weight. A message stands in the
chapter of the function that was called; those of reading a file in the chapter that found the fault.
"""


def cases() -> dict[str, list[Case]]:
    """Cases by the file that holds them."""
    names = sorted(path.stem for path in CASES.glob("cases_*.py"))
    return {name.removeprefix("cases_"): importlib.import_module(f"tests.messages.{name}").CASES for name in names}


def chapter_of(trace: TracebackType | None) -> str:
    """Chapter of an error: of the function that was called, or of what found the fault while a survey was read."""
    modules = []
    while trace is not None:
        modules.append(trace.tb_frame.f_globals["__name__"])
        trace = trace.tb_next
    # numerics take arrays and are called by a chapter, or wrap one of its functions
    inside = [name for name in modules if name.startswith("workbench.") and not name.startswith("workbench.numerics.")]
    reading = [name for name in inside if name.startswith("workbench.intake.")]
    return chapters.chapter_of(reading[-1] if reading and inside[0] == reading[0] else inside[0])


def entry(case: Case) -> str:
    """What the page says about one case."""
    return f"**{case.title}**\n\n> {case.error.__name__}: {_quoted(case.text)}\n"


def sections(page: str) -> dict[str, str]:
    """The chapters of a written page, by heading."""
    parts = page.split("\n## ")[1:]
    return {part.split("\n")[0]: part for part in parts}


def text() -> str:
    entries: dict[str, list[str]] = defaultdict(list)
    for listed in cases().values():
        for case in listed:
            entries[_chapter(case)].append(entry(case))
    ordered = chapters.in_reading_order(entries)
    parts = [INTRODUCTION, chapters.contents([chapters.heading(chapter) for chapter in ordered])]
    for chapter in ordered:
        parts += [f"## {chapters.heading(chapter)}\n", *entries[chapter]]
    return "\n".join(parts)


def _chapter(case: Case) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            case.provoke(Path(folder))
        except WorkbenchError as error:
            return chapter_of(error.__traceback__)
    raise LookupError(f"The case {case.title!r} raises nothing.")


def _quoted(message: str) -> str:
    return message.replace("<", "&lt;").replace("\n", "\n> ")
