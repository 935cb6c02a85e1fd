"""The words of a codebook by language: exchanged where a language is spoken, and those that lack one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import pandas as pd
import pydantic

from workbench.columns import CROSS, MERGED
from workbench.instruments import Cutoff
from workbench.intake.codebook.codebook import Codebook
from workbench.intake.codebook.variables import NO_ANSWER, BackgroundVariable
from workbench.wording import ENGLISH, Said, spoken, worded, wordings
from workbench.yaml_files import key_text

_LEVELS = ("level", "reference")  # columns of results that hold levels of the variable of the row
_AnyModel = TypeVar("_AnyModel", bound=pydantic.BaseModel)


def in_spoken_words(model: _AnyModel) -> _AnyModel:
    """Return a codebook, or a part of one, with its words in the language that is spoken."""
    return _exchanged(model)  # type: ignore[no-any-return]


def _exchanged(content: Any) -> Any:
    match content:
        case Said():
            return str(spoken(content))
        case BackgroundVariable():
            return content.in_spoken_words()
        case pydantic.BaseModel():
            own = {name: getattr(content, name) for name in type(content).model_fields}
            return content.model_copy(update={name: _exchanged(value) for name, value in own.items()})
        case dict():
            return {_exchanged(key): _exchanged(value) for key, value in content.items()}
        case tuple():
            return tuple(map(_exchanged, content))
    return content


def has_other_words(codebook: Codebook) -> bool:
    """Whether the language that is spoken has other words than those that data carry."""
    return any(spoken(text) != str(text) for _, text in _texts(codebook))


def level_in_spoken_words(level: str, variable: str, codebook: Codebook) -> str:
    """Return a level of a variable or crossing in the language that is spoken; what is no level stays as it is.

    Parameters
    ----------
    level : str
        As data carry it; of merged neighbours, or of the last variable of a crossing alone, too.
    variable : str
        Key of the variable, or of several with × between.
    codebook : Codebook
    """
    names, parts = variable.split(CROSS), level.split(CROSS)
    if len(parts) != len(names):
        names = names[-1:] * len(parts)
    return CROSS.join(_part(part, name, codebook) for part, name in zip(parts, names, strict=True))


def _part(level: str, name: str, codebook: Codebook) -> str:
    if name not in codebook.background:
        return level
    said = codebook.background[name].spoken_levels
    if level in said:
        return said[level]
    return MERGED.join(said.get(one, one) for one in level.split(MERGED))


def table_in_spoken_words(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return a table of results with levels, names of blocks and of published populations as the language has them."""
    changed: dict[str, list[object]] = {}
    for name in _LEVELS:
        if name in table and "variable" in table:
            pairs = zip(table[name], table["variable"], strict=True)
            changed[name] = [
                level_in_spoken_words(level, str(variable), codebook) if isinstance(level, str) else level
                for level, variable in pairs
            ]
    names = {"model": codebook.blocks, "population": [entry.label for entry in codebook.compare_with if entry.label]}
    for name, texts in names.items():
        if name in table and texts:
            said = {str(text): str(spoken(text)) for text in texts}
            changed[name] = [said.get(value, value) for value in table[name]]
    return table.assign(
        **{name: pd.Series(values, index=table.index, dtype=table[name].dtype) for name, values in changed.items()}
    )


def levels_in_code(sentence: str, variables: Sequence[str], codebook: Codebook) -> str:
    """Return a sentence with levels of these variables that it marks as code as the language has them."""
    said: dict[str, str] = {}
    for variable in variables:
        for name in variable.split(CROSS):
            if name in codebook.background:
                said = codebook.background[name].spoken_levels | said
    return re.sub("`([^`]+)`", lambda marked: f"`{said.get(marked[1], marked[1])}`", spoken(sentence))


def languages_of(codebook: Codebook) -> tuple[str, ...]:
    """Return the languages that words of a codebook are given in, as far as they are given by language."""
    return tuple(dict.fromkeys(language for _, text in _texts(codebook) for language in wordings(text)))


def lacking(codebook: Codebook, languages: Sequence[str]) -> dict[str, list[str]]:
    """Return for each language the keys of words that are given in others and not in it."""
    found: dict[str, list[str]] = {language: [] for language in languages}
    for place, text in _texts(codebook):
        for language in languages:
            if (own := wordings(text)) and language not in own:
                found[language].append(key_text(place))
    return {language: places for language, places in found.items() if places}


def in_one_wording(codebook: Codebook) -> list[str]:
    """Return the keys of words that all languages share; numbers alone are no words."""
    texts = ((place, text) for place, text in _texts(codebook) if not isinstance(text, Said))
    return [key_text(place) for place, text in texts if re.search(r"[^\W\d_]{2,}", text)]


def every_label(codebook: Codebook) -> set[str]:
    """Return the labels of variables and levels in each of their languages."""
    labels = [text for name, own in codebook.background.items() for _, text in _of_variable([name], own)]
    labels += [number.label for number in codebook.numeric.values()]
    labels += [measure.label for measure in codebook.measures.values()]
    return {own for label in labels for own in (str(label), *wordings(label).values())}


def _texts(codebook: Codebook) -> Iterator[tuple[list[object], str]]:
    """Yield the words of a codebook that pages show, each with its place."""
    yield from _of_survey(codebook)
    for name, variable in codebook.background.items():
        yield from _of_variable(["background", name], variable)
    for name, number in codebook.numeric.items():
        yield ["numeric", name, "label"], number.label
        yield ["numeric", name, "unit"], number.unit
    for name, measure in codebook.measures.items():
        yield ["measures", name, "label"], measure.label
    for block in codebook.blocks:
        yield ["blocks", str(block)], block
    for name, cutoff in codebook.cutoffs.items():
        yield from _of_cutoff(["cutoffs", name], cutoff)
    if codebook.standard_population is not None:
        yield ["standard_population", "source"], codebook.standard_population.source
    for entry in codebook.compare_with:
        if entry.label is not None:  # else the catalogues have words for the populations of published values
            yield ["compare_with", f"{entry.population}, {entry.year}"], entry.label


def _of_survey(codebook: Codebook) -> Iterator[tuple[list[object], str]]:
    for key in ("title", "source", "open_because"):
        if text := getattr(codebook, key):
            yield [key], text
    for fact, text in codebook.fieldwork:
        if text is not None:
            yield ["fieldwork", fact], text


def _of_variable(place: list[object], variable: BackgroundVariable) -> Iterator[tuple[list[object], str]]:
    yield [*place, "label"], variable.label
    for code, label in variable.labels.items():
        yield [*place, "labels", code], label
    for level in variable.merge:
        yield [*place, "merge", str(level)], level
    known, others = {NO_ANSWER, *variable.labels.values(), *variable.merge}, variable.others
    if others is not None and others not in known:
        yield [*place, "others"], others


def _of_cutoff(place: list[object], cutoff: Cutoff) -> Iterator[tuple[list[object], str]]:
    words = cutoff.labels if cutoff.label in cutoff.labels.values() else {ENGLISH: cutoff.label, **cutoff.labels}
    yield [*place, "label"], worded(words) if cutoff.labels else cutoff.label
    if cutoff.remark:
        yield [*place, "remark"], cutoff.remark
