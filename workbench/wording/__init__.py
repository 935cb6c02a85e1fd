"""Words and numbers for people."""

from workbench.wording import numbers
from workbench.wording.catalogue import translated
from workbench.wording.counted import Counted, Unpublished, counted, window_words
from workbench.wording.counts import n_rows
from workbench.wording.labels import ShownText, as_html, folded, inert_text, is_sentence, spelled_alike, without_quote
from workbench.wording.languages import (
    ENGLISH,
    LANGUAGES,
    LANGUAGES_VARIABLE,
    asked_languages,
    speaking,
    spoken_language,
)
from workbench.wording.method_names import (
    ANSWER_KINDS,
    CORRELATION_NAMES,
    INFLATION,
    INTERVAL_NAMES,
    OF_THE_SUM,
    OF_UNOBSERVED,
    RELIABILITY_OF,
    at_start,
)
from workbench.wording.numbers import MARK, count, number
from workbench.wording.said import Said, listed, say, say_count, spoken

__all__ = [
    "ANSWER_KINDS",
    "CORRELATION_NAMES",
    "ENGLISH",
    "INFLATION",
    "INTERVAL_NAMES",
    "LANGUAGES",
    "LANGUAGES_VARIABLE",
    "MARK",
    "OF_THE_SUM",
    "OF_UNOBSERVED",
    "RELIABILITY_OF",
    "Counted",
    "Said",
    "ShownText",
    "Unpublished",
    "as_html",
    "asked_languages",
    "at_start",
    "count",
    "counted",
    "folded",
    "inert_text",
    "is_sentence",
    "listed",
    "n_rows",
    "number",
    "numbers",
    "say",
    "say_count",
    "speaking",
    "spelled_alike",
    "spoken",
    "spoken_language",
    "translated",
    "window_words",
    "without_quote",
]
