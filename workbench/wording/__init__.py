"""Words and numbers for people."""

from workbench.wording import numbers
from workbench.wording.catalogue import translated
from workbench.wording.counted import Counted, Unpublished, counted, in_windows, where_few, window_words
from workbench.wording.counts import n_rows
from workbench.wording.glossary import Term, glossary
from workbench.wording.heard import heard
from workbench.wording.labels import ShownText, as_html, folded, inert_text, is_sentence, spelled_alike, without_quote
from workbench.wording.languages import (
    ENGLISH,
    LANGUAGES,
    LANGUAGES_VARIABLE,
    asked_languages,
    signs_of_numbers,
    speak,
    speaking,
    spoken_language,
)
from workbench.wording.method_names import (
    CORRELATION_NAMES,
    OF_THE_SUM,
    OF_UNOBSERVED,
    RELIABILITY_OF,
    answer_kind,
    at_start,
    coefficient_name,
    correlation_kind,
    correlation_name,
    correlations_named,
    interval_name,
    variable_measured,
)
from workbench.wording.numbers import MARK, count, number
from workbench.wording.said import Said, joined, listed, retold, say, say_count, spoken
from workbench.wording.short_names import told_apart, without_common_beginning
from workbench.wording.small_letters import inside_sentence
from workbench.wording.worded import (
    Worded,
    WordedRemark,
    WordedText,
    by_language,
    in_language,
    text_by_language,
    worded,
    wordings,
)

__all__ = [
    "CORRELATION_NAMES",
    "ENGLISH",
    "LANGUAGES",
    "LANGUAGES_VARIABLE",
    "MARK",
    "OF_THE_SUM",
    "OF_UNOBSERVED",
    "RELIABILITY_OF",
    "Counted",
    "Said",
    "ShownText",
    "Term",
    "Unpublished",
    "Worded",
    "WordedRemark",
    "WordedText",
    "answer_kind",
    "as_html",
    "asked_languages",
    "at_start",
    "by_language",
    "coefficient_name",
    "correlation_kind",
    "correlation_name",
    "correlations_named",
    "count",
    "counted",
    "folded",
    "glossary",
    "heard",
    "in_language",
    "in_windows",
    "inert_text",
    "inside_sentence",
    "interval_name",
    "is_sentence",
    "joined",
    "listed",
    "n_rows",
    "number",
    "numbers",
    "retold",
    "say",
    "say_count",
    "signs_of_numbers",
    "speak",
    "speaking",
    "spelled_alike",
    "spoken",
    "spoken_language",
    "text_by_language",
    "told_apart",
    "translated",
    "variable_measured",
    "where_few",
    "window_words",
    "without_common_beginning",
    "without_quote",
    "worded",
    "wordings",
]
