"""The border between a page and the chapters: one that cannot be estimated becomes a sentence, and the page goes on."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from copy import copy
from types import ModuleType
from typing import Any

from workbench.disclosure.gate import ProtectedTable, protected_in_spoken_words
from workbench.errors import NotEstimable, NotInSurvey
from workbench.intake import Survey, result_in_spoken_words, survey_in_spoken_words
from workbench.intake.codebook import Codebook, has_other_words
from workbench.page.in_languages import bare, in_languages
from workbench.page.refusal import PartlyRefused, Refusal
from workbench.results import Result

Border = Callable[[Callable[..., Any]], Callable[..., Any]]

# Tables that sum up a page: why a result is missing was said where it would stand.
_SILENT = (
    "characteristics",
    "how_made",
    "criteria_invariance",
    "criteria_item_response",
    "criteria_reliability",
    "criteria_single_factor",
)


class Chapter:
    """A face of the workbench whose functions a page calls through a border."""

    def __init__(self, face: ModuleType, border: Border) -> None:
        self._face = face
        self._border = border
        self.__doc__ = face.__doc__

    def __getattr__(self, name: str) -> Any:
        """Return a name of the face, functions behind the border."""
        found = getattr(self._face, name)
        return self._border(found) if inspect.isfunction(found) else found

    def __dir__(self) -> list[str]:
        """List the names of the face, for completion."""
        return list(self._face.__all__)


def estimating(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function give a refusal where it cannot estimate, and where it is given one."""

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        given = _Given(function, args, kwargs)
        return given.refused or _tried(function, given)

    return called


def showing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a table or plot show a refusal in its place; below one that goes without a refused result it says why."""

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        given = _Given(function, args, kwargs)
        shown = in_languages(
            lambda: given.refused or _tried(function, given),
            lambda: None if given.refused or not given.has_other_words else _tried(function, given.in_spoken_words()),
        )
        if not given.without or isinstance(bare(shown), Refusal) or function.__name__ in _SILENT:
            return shown
        return PartlyRefused(
            shown, tuple(map(_said, {refusal.sentence: refusal for refusal in given.without}.values()))
        )

    return called


def _said(refusal: Refusal) -> Any:
    return in_languages(lambda: refusal)


def first_estimated(*results: Any) -> Any:
    """Return the first result that is no refusal, else the first refusal: a page shows what comes nearest.

    Parameters
    ----------
    results : Result, ProtectedTable or Refusal
        In the order of preference.
    """
    return next((result for result in results if not isinstance(result, Refusal)), results[0])


class _Given:
    """Arguments of a call, without the refused results that it can do without.

    It can where it takes any number of results and one is left, and where the parameter may be None.

    Attributes
    ----------
    refused : Refusal or None
        The refusal for which the call cannot be made.
    without : list of Refusal
        Those of results that are left out.
    args, kwargs
        What is handed on.
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        signature = inspect.signature(function)
        bound = signature.bind(*args, **kwargs)
        self.refused: Refusal | None = None
        self.without: list[Refusal] = []
        for name, value in bound.arguments.items():
            refused = _refusals((value,))
            if not refused:
                continue
            parameter = signature.parameters[name]
            several = parameter.kind is inspect.Parameter.VAR_POSITIONAL
            optional = "None" in str(parameter.annotation).split(" | ")
            if not (several or optional) or not _results_left(args):
                self.refused = self.refused or refused[0]
            bound.arguments[name] = tuple(v for v in value if not _refusals((v,))) if several else None
            self.without += refused
        self.args, self.kwargs = bound.args, bound.kwargs

    @property
    def has_other_words(self) -> bool:
        """Whether the language that is spoken has other labels than the data of the survey that is given."""
        return self._codebook is not None and has_other_words(self._codebook)

    def in_spoken_words(self) -> _Given:
        """Return the arguments with the labels of the language that is spoken."""
        said = copy(self)
        if (book := self._codebook) is not None:
            said.args = tuple(_in_spoken_words(value, book) for value in self.args)
            said.kwargs = {name: _in_spoken_words(value, book) for name, value in self.kwargs.items()}
        return said

    @property
    def _codebook(self) -> Codebook | None:
        surveys = (value for value in (*self.args, *self.kwargs.values()) if isinstance(value, Survey))
        return next((survey.codebook for survey in surveys), None)


def _results_left(args: tuple[Any, ...]) -> bool:
    return any(not _refusals((value,)) for value in args)


def _refusals(values: Iterable[object]) -> list[Refusal]:
    """Return the refusals among arguments, those inside tuples of results included."""
    found: list[Refusal] = []
    for value in values:
        if isinstance(value, Refusal):
            found.append(value)
        elif isinstance(value, tuple):
            found += _refusals(value)
    return found


def _in_spoken_words(value: Any, codebook: Codebook) -> Any:
    """Return an argument with the labels of the language that is spoken."""
    match value:
        case Survey():
            return survey_in_spoken_words(value)
        case ProtectedTable():
            return protected_in_spoken_words(value, codebook)
        case Result():
            return result_in_spoken_words(value, codebook)
        case tuple():
            return tuple(_in_spoken_words(one, codebook) for one in value)
    return value


def _tried(function: Callable[..., Any], given: _Given) -> Any:
    try:
        return function(*given.args, **given.kwargs)
    except NotEstimable as error:
        return Refusal(error.in_report, in_survey=not isinstance(error, NotInSurvey))
