"""The list of errors in the documentation is the list of messages under test.

Write it again with ``.venv/bin/python -m tests.messages.document``.
"""

import importlib
from pathlib import Path

from tests.messages.case import Case

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parents[1] / "docs" / "reference" / "errors.md"
INTRODUCTION = """# What the workbench says when it stops

Every message names the fault first and the repair second. This page is made from the tests: each message below is
raised and compared word for word. No message holds a respondent's answers, id or weight.
"""


def chapters() -> dict[str, list[Case]]:
    names = sorted(path.stem for path in FOLDER.glob("cases_*.py"))
    return {name.removeprefix("cases_"): importlib.import_module(f"tests.messages.{name}").CASES for name in names}


def text() -> str:
    parts = [INTRODUCTION]
    for chapter, cases in chapters().items():
        parts.append(f"## {chapter.replace('_', ' ').capitalize()}\n")
        parts += [f"**{case.title}**\n\n> {case.error.__name__}: {quoted(case.text)}\n" for case in cases]
    return "\n".join(parts)


def quoted(message: str) -> str:
    return message.replace("<", "&lt;").replace("\n", "\n> ")


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
