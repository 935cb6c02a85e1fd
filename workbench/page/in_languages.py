"""A table, figure or refusal with its words in the languages that pages are asked for in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.media_types import LANGUAGES_MIME
from workbench.plots import ReportFigure
from workbench.wording import ENGLISH, asked_languages, speaking


@dataclass(frozen=True, eq=False)
class InLanguages:
    """Something shown, and its words by language: in others than English, or with other labels than data carry.

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
        if "html" in (english := self.words.get(ENGLISH, {})):
            data["text/html"] = english["html"]
        return (data, *metadata) if metadata else data


def in_languages(make: Callable[[], Any], with_its_labels: Callable[[], Any] | None = None) -> Any:
    """Make something that is shown, once for each language that pages are asked for in.

    What is exported and audited is the English one, with the labels that data carry; the others are made of the same
    published numbers.

    Parameters
    ----------
    make : callable
        Makes it in the language that is spoken, with the labels that data carry.
    with_its_labels : callable, optional
        Makes it with the labels of that language; where there are no others, it is not given or gives None.
    """
    shown, words = make(), {}
    for language in asked_languages():
        with speaking(language):
            own = None if with_its_labels is None else with_its_labels()
            if language != ENGLISH:
                words[language] = (make() if own is None else own).words()
            elif isinstance(own, ReportFigure):
                shown = own  # its files hold no numbers that an audit reads
            elif own is not None:
                words[language] = own.words()
    return InLanguages(shown, words) if words else shown


def bare(shown: Any) -> Any:
    """Return what is shown without its words in other languages."""
    return shown.shown if isinstance(shown, InLanguages) else shown
