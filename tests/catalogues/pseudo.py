"""A language that marks what the catalogues know: what stands outside its marks cannot be translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from gettext import NullTranslations
from html import unescape
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from matplotlib.text import Text

from workbench.disclosure.gate import ProtectedTable
from workbench.intake import Survey
from workbench.plots import ReportFigure
from workbench.results import Result
from workbench.tables import ReportTable
from workbench.wording import ENGLISH, catalogue, speaking, spoken, wordings

LANGUAGE = "fi"  # for its decimal comma; its words are marked English ones
_PLACE = re.compile(r"(\{\w*\})")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_CUT = re.compile(r"⟦[^⟦⟧]*…$")  # a long label ends in the middle of a message
# Signs and names that are the same in every language: of tests, indices, intervals, estimators, replicates, files,
# programs with their versions, and of authors with their year.
_NAMES = re.compile(
    r"\b(?:C2|Q3|Holm|logit|beta|asin|[Ww]ald|JK[1n]|CFI|TLI|RMSEA|SRMR|KMO|CSV|UTF|ML|MLR|WLSMV|SE|SD|df|crit|n|p|H)\b|[χΔ]²?|R(?:²|\b)|Δdf"
    r"|sha256|(?:Python|inclusion-workbench|numpy|scipy|pandas|statsmodels|factor_analyzer) [\d.]+"
    r"|(?:[A-Z][\w-]+(?: & |, | et al\. )?)+\s?\d{4}"
)
_DECIMAL_POINT = re.compile(r"\d\.\d|(?<![\w.])\.\d")
_BACKTICKS = re.compile(r"`[^`]*`")
_QUOTED = re.compile(r"“[^”]*”")  # labels in place of keys
_KEYS = (
    *("item", "item_other", "level", "reference", "variable", "factor", "column", "value", "unit", "source"),
    "population",
)


class Pseudo(NullTranslations):
    """Marks the words of each message and leaves its places outside, since a value may not be said at all."""

    def gettext(self, message: str) -> str:
        return "".join(
            part if _PLACE.fullmatch(part) or not re.search(r"[^\W\d_]", part) else f"⟦{part}⟧"
            for part in _PLACE.split(message)
        )

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


def mark_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `LANGUAGE` be the marking one."""
    monkeypatch.setattr(catalogue, "_catalogue", lambda spoken: NullTranslations() if spoken == ENGLISH else Pseudo())


def check_calls(monkeypatch: pytest.MonkeyPatch, room: ModuleType, *, without: tuple[str, ...] = ()) -> None:
    """Let every table or picture that a test makes be made in the marking language too, and refuse unmarked words.

    Parameters
    ----------
    monkeypatch : pytest.MonkeyPatch
    room : module
        `workbench.tables` or `workbench.plots`.
    without : tuple of str
        Modules inside the room that are not looked at.
    """
    mark_messages(monkeypatch)
    for name in room.__all__:
        made = getattr(room, name)
        if not isinstance(made, type) and not made.__module__.startswith(without or ("-",)):
            monkeypatch.setattr(room, name, _checked(made))


def check_results(monkeypatch: pytest.MonkeyPatch, room: ModuleType) -> None:
    """Refuse unmarked words in method and notes of every result of a room that a test makes.

    Parameters
    ----------
    monkeypatch : pytest.MonkeyPatch
    room : module
        For instance `workbench.psychometrics`.
    """
    mark_messages(monkeypatch)
    usual = Result.__post_init__

    def checked(result: Result) -> None:
        usual(result)
        if not type(result).__module__.startswith(f"{room.__name__}."):
            return
        with speaking(LANGUAGE):
            texts = [spoken(text) for text in (result.method, *result.notes)]
        unsaid = {text: left for text in texts if (left := unmarked(_QUOTED.sub(_marks, text), []))}
        assert not unsaid, f"{type(result).__name__} says words that are in no message: {unsaid}"

    monkeypatch.setattr(Result, "__post_init__", checked)


def _marks(name: re.Match[str]) -> str:
    """Return the marks that begin or end inside what is left out."""
    return "".join(sign for sign in name[0] if sign in "⟦⟧")


def _checked(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def both(*args: Any, **keywords: Any) -> Any:
        shown = make(*args, **keywords)
        if isinstance(shown, ReportFigure | ReportTable):
            with speaking(LANGUAGE):
                texts = list(visible(make(*args, **keywords)))
            of_users = words_of_users(*args, *keywords.values())
            unsaid = {text: left for text in texts if (left := unmarked(text, of_users))}
            assert not unsaid, f"{make.__module__}.{make.__name__} shows words that are in no message: {unsaid}"
        return shown

    return both


def visible(shown: ReportFigure | ReportTable) -> Iterator[str]:
    """Every text that a reader sees or hears."""
    yield shown.caption
    if isinstance(shown, ReportFigure):
        yield shown.alt
        for axes in shown.figure.axes:
            if axes.axison and axes.get_visible():
                yield from (label.get_text() for label in (*axes.get_xticklabels(), *axes.get_yticklabels()))
        yield from (text.get_text() for text in shown.figure.findobj(Text))
        return
    html = re.sub("</?code>", "`", shown.html())
    yield from (unescape(text) for text in re.findall(r">([^<]+)<", html))
    yield from shown.words()["page_notes"]
    for headline in shown.headlines:
        yield from (headline.label, headline.text, headline.detail)
    yield from (finding.sentence for finding in shown.findings)


def unmarked(text: str, of_users: list[str]) -> str:
    """Return what is left of a text without messages, words of users, names (also those in backticks) and numbers."""
    left = _BACKTICKS.sub(_marks, text.replace("-\n", "-").replace("\n", " "))
    while (shorter := _CUT.sub(" ", _MARKED.sub(" ", left))) != left:
        left = shorter
    for word in of_users:
        left = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", left)
    left = _NAMES.sub(" ", left).strip()
    begin, cut, end = (part.strip() for part in left.partition("…"))
    if cut and any(begin in word and word.endswith(end) for word in of_users):
        return ""
    if left and any(word.endswith(f"_{left}") for word in of_users):  # the common beginning of names is cut
        return ""
    return left if re.search(r"[^\W\d_]", left) or _DECIMAL_POINT.search(left) else ""


def words_of_users(*given: Any) -> list[str]:
    """Words of codebook, scale, data and results that a table or picture is made of, longest first."""
    words: set[str] = set()
    for each in given:
        if isinstance(each, Survey):
            words |= _of_survey(each)
        elif isinstance(each, ProtectedTable):
            if type(each.result).__module__.startswith("workbench.intake"):
                words |= {each.method, *each.notes}
            words |= _of_frame(each.frame) | set(words_of_users(each.result))
        elif isinstance(each, Result):
            for frame in vars(each).values():
                if isinstance(frame, pd.DataFrame):
                    words |= _of_frame(frame)
        elif isinstance(each, tuple):
            words |= set(words_of_users(*each))
        elif isinstance(each, str):
            words.add(each)
    words |= {begin + word[1:] for word in words for begin in (word[:1].lower(), word[:1].upper())}
    return sorted(filter(None, words), key=len, reverse=True)


def _of_survey(survey: Survey) -> set[str]:
    scale, book, report = survey.instrument, survey.codebook, survey.report
    own = {scale.name, scale.source, scale.source.rstrip("."), scale.missing.reason, *scale.permitted_use}
    own |= {book.title, report.method, report.file_name, *survey.responses, *survey.background, *survey.numeric}
    own |= {book.standard_population.source} if book.standard_population else set()
    own |= {text for item in scale.items for text in (item.id, item.statement)}
    own |= {text for option in scale.options for text in (option.label, option.numbered)}
    own |= {
        text for cutoff in scale.cutoffs.values() for text in (cutoff.label, *cutoff.labels.values(), cutoff.remark)
    }
    for variable in book.background.values():
        own |= {variable.label, *variable.levels}
    own |= {text for number in book.numeric.values() for text in (number.label, number.unit)}
    return own | {words for text in own for words in wordings(text).values()}


def _of_frame(frame: pd.DataFrame) -> set[str]:
    keys = [frame[key] for key in _KEYS if key in frame]
    words = {str(value) for key in keys for value in key.dropna().unique()}
    return words | (set(map(str, frame.columns)) if len(frame) and list(frame.index) == list(frame.columns) else set())
