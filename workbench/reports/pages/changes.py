"""What changed since the run that a report follows: its main numbers beside those of before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.reports.publishing import Outcome
from workbench.wording import numbers, say


@dataclass(frozen=True, kw_only=True)
class Change:
    """A main number of two runs.

    Attributes
    ----------
    label : str
        As the tables say it in English.
    before, after : str
        As published in English; empty where a run has no such number.
    word : str
        What can be told about their difference.
    """

    label: str
    before: str
    after: str
    word: str


@dataclass(frozen=True, kw_only=True)
class Follows:
    """The run that a report follows.

    Attributes
    ----------
    run : str
    compare : callable
        Takes what the record of the new report will say, and its tables as rows by file name.
    """

    run: str
    compare: Callable[[Mapping[str, Any], Mapping[str, list[list[str]]]], Sequence[Change]]


def changes_told(changes: Sequence[Change], outcomes: Sequence[Outcome]) -> list[str]:
    """Say each change in the language that is spoken."""
    labels = _labels(outcomes) if changes else {}
    return [_told(change, labels.get(change.label, change.label)) for change in changes]


def _labels(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Return the labels of main numbers in the language that is spoken, by those in English."""
    found: dict[str, str] = {}
    for outcome in outcomes:
        for table in outcome.exhibits.tables:
            pairs = zip(table.payload["headlines"], table.said("headlines"), strict=True)
            found |= {english["label"]: said["label"] for english, said in pairs}
    return found


def _told(change: Change, label: str) -> str:
    before, after = (numbers.in_signs(text) for text in (change.before, change.after))
    if not before or not after:
        return say("{label}: {word}.", label=label, word=change.word)
    return say(
        "{label}: {before} before, {after} now; {word}.", label=label, before=before, after=after, word=change.word
    )
