"""How a notebook ended, in the workbench's own words: papermill calls a dead kernel completed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import nbformat

from workbench.reports.notebooks import Exhibits, Notebook, Part, Value, parts_of
from workbench.wording import say

Status = Literal["done", "refused", "failed", "timed out", "died", "not run"]

# A report with these alone is whole: the data did not carry one answer, and the index says so.
WHOLE: frozenset[Status] = frozenset({"done", "refused", "not run"})


def status_words() -> dict[Status, str]:
    """Return how notebooks can end, in the language that is spoken."""
    return {
        "done": say("done"),
        "refused": say("refused"),
        "failed": say("failed"),
        "timed out": say("timed out"),
        "died": say("died"),
        "not run": say("not run"),
    }


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One notebook of a run.

    Attributes
    ----------
    status : str
        done; refused (nothing of it can be estimated, or a cell raised NotEstimable); failed (any other error); timed
        out; died (the kernel is gone);
        not run (the survey lacks what the notebook requires).
    reason : str
        Why it is not `done`, safe to publish; empty if it is.
    frames : tuple of str
        ``file:line in function`` inside the workbench where an error arose.
    parameters : dict
        Values the notebook ran with, file paths shortened to what may be shown.
    executed : NotebookNode or None
        The executed notebook, stripped of every output that is not a table or figure of ours.
    exhibits : Exhibits
    started : str
        UTC, ISO 8601; empty if it was not run.
    seconds : float
    """

    notebook: Notebook
    status: Status
    reason: str = ""
    frames: tuple[str, ...] = ()
    parameters: dict[str, Value] = field(default_factory=dict)
    executed: nbformat.NotebookNode | None = None
    exhibits: Exhibits = field(default_factory=Exhibits)
    started: str = ""
    seconds: float = 0.0

    @cached_property
    def parts(self) -> list[Part]:
        """What its page is made of; every link to the page asks for it."""
        return parts_of(self.executed) if self.executed is not None else []

    @property
    def refused_parts(self) -> dict[str, list[str]]:
        """Sentences that stand in place of something that cannot be estimated, each with the headings it stands under.

        Of a notebook that is refused as a whole there is none: its reason says it.
        """
        found: dict[str, list[str]] = {}
        for part in self.parts if self.status == "done" else []:
            for sentence in part.refusals:
                found.setdefault(sentence, []).append(part.heading or self.notebook.title)
        return found

    @property
    def whole(self) -> bool:
        """Whether a run with this outcome may be kept as a report."""
        return self.status in WHOLE
