"""A table, figure or refusal with its words in the other languages that pages are asked for in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.media_types import LANGUAGES_MIME
from workbench.wording import ENGLISH, asked_languages, speaking


@dataclass(frozen=True, eq=False)
class InLanguages:
    """Something shown, and its words in languages other than English.

    Attributes
    ----------
    shown : ReportTable, ReportFigure or Refusal
    words : dict of str to dict
    """

    shown: Any
    words: Mapping[str, dict[str, Any]]

    def __getattr__(self, name: str) -> Any:
        """Give parts of what is shown."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.shown, name)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        bundle = self.shown._repr_mimebundle_(include, exclude)
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        data = data | {LANGUAGES_MIME: dict(self.words)}
        return (data, *metadata) if metadata else data


def in_languages(make: Callable[[], Any]) -> Any:
    """Make something that is shown, once for each language that pages are asked for in.

    What is exported and audited is the English one; the others are made of the same published numbers.
    """
    shown, words = make(), {}
    for language in asked_languages():
        if language != ENGLISH:
            with speaking(language):
                words[language] = make().words()
    return InLanguages(shown, words) if words else shown


def bare(shown: Any) -> Any:
    """Return what is shown without its words in other languages."""
    return shown.shown if isinstance(shown, InLanguages) else shown
