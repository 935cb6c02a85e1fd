"""The parameters of a notebook as a page: read from its parameters cell, so that nobody edits code for a group."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.instruments import load_instrument
from workbench.intake import instrument_file, load_codebook
from workbench.reports.notebooks import Notebook
from workbench.wording import heard, say, translated

_FILES = ("survey", "codebook")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A parameter as the page asks for it.

    Attributes
    ----------
    name, meaning, value : str
        `value` is the notebook's own, empty for none.
    kind : {"choice", "text", "number"}
    choices : tuple of (str, str)
        Values with their words, where the codebook or the type tells them.
    """

    name: str
    meaning: str
    value: str
    kind: str
    choices: tuple[tuple[str, str], ...]


def questions(notebook: Notebook, choices: dict[str, tuple[tuple[str, str], ...]]) -> list[Question]:
    """Return the parameters of a notebook but for its two files; `choices` names what some can be."""
    return [
        Question(
            name=one.name,
            meaning=translated(one.meaning),
            value="" if one.default is None else str(one.default),
            kind="choice" if one.name in choices or "bool" in one.types else "text" if "str" in one.types else "number",
            choices=(("True", say("yes")), ("False", say("no"))) if "bool" in one.types else choices.get(one.name, ()),
        )
        for one in notebook.parameters
        if one.name not in _FILES
    ]


def choices_of(codebook: Path) -> tuple[dict[str, tuple[tuple[str, str], ...]], str]:
    """Return groups and cut-offs that a codebook offers, or what is wrong with it."""
    try:
        book = load_codebook(codebook)
        path = instrument_file(book.instrument, beside=codebook.parent)
        cutoffs = {**load_instrument(path.stem, folder=path.parent).cutoffs, **book.cutoffs}
    except WorkbenchError as error:
        return {}, heard(str(error))
    groups = tuple((name, variable.label) for name, variable in book.background.items())
    return {"group": groups, "cutoff": tuple((name, f"{name}: {cutoff.label}") for name, cutoff in cutoffs.items())}, ""


def files_of(notebook: Notebook, *, survey: str, codebook: str) -> dict[str, str]:
    """Return the two files that the page names, else those of the notebook."""
    own: dict[str, Any] = notebook.default
    return {"survey": survey or str(own.get("survey", "")), "codebook": codebook or str(own.get("codebook", ""))}
