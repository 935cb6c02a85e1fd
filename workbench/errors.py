"""What the workbench says when it cannot go on: sentence one names the fault, sentence two the repair."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class WorkbenchError(Exception):
    """Base of every error the workbench raises on purpose. Its text never holds a respondent's answers.

    Attributes
    ----------
    in_report : str
        What a report may say of it: the text itself, if `in_report` is not given.
    """

    def __init__(self, text: str = "", *, in_report: str | None = None) -> None:
        super().__init__(text)
        self.in_report = text if in_report is None else in_report


class DataError(WorkbenchError, ValueError):
    """The survey file, the codebook or the instrument is not what an analysis may rest on."""


class NotEstimable(DataError):
    """The data are in order, but too few or too uniform for this estimate; a page says so in its place and goes on."""


class NotInSurvey(NotEstimable):
    """The survey has nothing that this could be about, e.g. no background variable; a page leaves it out."""


class ParameterError(WorkbenchError, ValueError):
    """An argument or notebook parameter has an unknown name or a value that is not allowed."""


class PublicationError(WorkbenchError):
    """Something would leave the workbench without having passed the publication gate."""


class RunError(WorkbenchError):
    """A report run cannot start or cannot be kept."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean `x`?"`` for the nearest known word, or an empty string."""
    by_folded = {str(k).casefold(): str(k) for k in known}
    near = difflib.get_close_matches(str(word).casefold(), list(by_folded), n=1, cutoff=0.6)
    return f" Did you mean `{by_folded[near[0]]}`?" if near else ""
