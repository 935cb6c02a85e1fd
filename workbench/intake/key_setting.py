"""Keys of a codebook or of an instrument file set by command: all of them, or none where one would be refused."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from workbench.errors import DataError, ParameterError
from workbench.instruments import NOT_STATED, Instrument, instrument_faults
from workbench.intake.codebook import NO_ANSWER, Codebook, codebook_faults
from workbench.intake.files import as_code
from workbench.intake.project import folder_words, instrument_file
from workbench.intake.read import read_description
from workbench.intake.typed_keys import Place, TypedValue, put_at, refuse, typed_values, value_at
from workbench.yaml_files import (
    WRITE_HERE,
    NewValue,
    YamlFile,
    key_text,
    read_yaml,
    read_yaml_text,
    shortened,
    values_in,
    with_value,
    without_key,
    yaml_in_line,
)

_MARK = "\ufeff"  # with which some editors begin a file
_SHORTHAND = "column"  # `esis1: q1` is short for `esis1: {column: q1}`


@dataclass(frozen=True, kw_only=True)
class KeysSet:
    """What was written.

    Attributes
    ----------
    changes : tuple of (key, before, after)
        In words; what was or is not there is said to be.
    open_fault : str
        What was wrong with the file before and still is; empty if nothing.
    of_no_answer : tuple of str
        Background variables of which answers were set to be none.
    """

    changes: tuple[tuple[str, str, str], ...]
    open_fault: str
    of_no_answer: tuple[str, ...] = ()


def set_keys(path: str | Path, assignments: Sequence[str]) -> KeysSet:
    """Set keys of a codebook or an instrument file, and leave all its other lines as they are.

    Parameters
    ----------
    path : str or Path
        The file; relative paths are taken as given.
    assignments : sequence of str
        ``KEY=VALUE``: a way of keys with dots between, and a value in YAML; a key that holds text takes the text as it
        is typed. ``KEY=`` takes the key out. A code that is set to be missing loses its label.

    Raises
    ------
    ParameterError
        An unknown key, a value that cannot be read, or one that the file's own checks refuse; nothing was written.
    DataError
        A file that is not there, is neither a codebook nor an instrument, or is not YAML.

    Notes
    -----
    Proof: tests/unit/intake.
    """
    file = Path(path)
    if not file.is_file():
        raise DataError(
            f"There is no file {file.name} in {folder_words(file)}. Correct its path, or draft a codebook by "
            "`workbench codebook DATA --output FILE`."
        )
    model = _model_of(read_yaml(file, kind="File").content, file.name)
    with file.open(encoding="utf-8", newline="") as lines:
        whole = lines.read()
    text = whole.removeprefix(_MARK).replace("\r\n", "\n")
    before = read_yaml_text(text, called=f"File {file.name}")
    news = typed_values(model, before, text, assignments, file.name)
    news += _labels_of_missing(before.content, news)
    text, changes = _edited(text, news, file.name)
    after = read_yaml_text(text, called=f"With these values, {file.name}")
    fault = _checked(file, model, before, after, [one.place for one in news])
    ends = "\r\n" if "\r\n" in whole else "\n"
    _write(file, (_MARK if whole.startswith(_MARK) else "") + text.replace("\n", ends))
    return KeysSet(changes=tuple(changes), open_fault=fault, of_no_answer=_of_no_answer(before.content, news))


def unsaid_keys(draft: str) -> list[str]:
    """Return what only a person can say of a draft, left `?` or not stated yet, as it is typed to `set_keys`."""
    content = read_yaml_text(draft, called="The draft").content
    found = []
    for *place, value in values_in(content):
        if value == "?" or str(value).startswith(NOT_STATED):
            entry = next((depth for depth, part in enumerate(place) if isinstance(part, int)), None)
            found.append(_as_typed(key_text(place[:entry]), WRITE_HERE if entry is None else f'["{WRITE_HERE}"]'))
    return list(dict.fromkeys(found))


def _as_typed(key: str, value: str) -> str:
    """Write an assignment as a terminal needs it: as one word, where the key has signs of its own."""
    if shlex.quote(key) != key:
        return shlex.quote(f"{key}={value}")
    return f'{key}="{value}"' if value == WRITE_HERE else f"{key}={shlex.quote(value)}"


def _labels_of_missing(content: Any, news: Sequence[TypedValue]) -> list[TypedValue]:
    """Labels, taken out, of the codes of a variable that are set to be missing: a code is one or the other."""
    found = []
    for one in news:
        if one.place[:1] == ("background",) and one.place[2:] == ("missing",) and isinstance(one.content, list):
            proposed = [new.content for new in news if new.place == one.place[:2]]  # a variable that stood behind `#`
            labels = value_at(proposed[-1] if proposed else content, (*(() if proposed else one.place[:2]), "labels"))
            codes = {as_code(code) for code in one.content if isinstance(code, int | float | str)}
            labelled = [code for code in labels if as_code(code) in codes] if isinstance(labels, dict) else []
            found += [(*one.place[:2], "labels", code) for code in labelled]
    typed = [one.place for one in news]
    return [TypedValue(key=key_text(place), place=place, value=None) for place in found if place not in typed]


def _of_no_answer(before: Any, news: Sequence[TypedValue]) -> tuple[str, ...]:
    """Background variables of which an answer became none: listed as missing, or by its lack of a label."""
    found = {
        str(one.place[1])
        for one in news
        if one.place[:1] == ("background",)
        and (
            (one.place[2:] == ("missing",) and one.content)
            or (one.place[2:] == ("others",) and one.content == NO_ANSWER)
        )
        and one.content != value_at(before, one.place)
    }
    return tuple(sorted(found))


def _model_of(content: Any, name: str) -> type[Codebook] | type[Instrument]:
    keys = content if isinstance(content, dict) else {}
    if "instrument" in keys and "language" not in keys:
        return Codebook
    if "options" in keys and "instrument" not in keys:
        return Instrument
    raise DataError(
        f"{name} is neither a codebook, which has the key `instrument`, nor the file of a scale, which has `options`. "
        "Name the file that is to be changed."
    )


def _edited(text: str, news: Sequence[TypedValue], name: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Return the text with all values, each seen to have changed its own key alone."""
    changes = []
    for one in news:
        read = read_yaml_text(text, called=name)
        old = value_at(read.content, one.place)
        changes.append((one.key, _in_words(old), _in_words(one.content)))
        if old is None and one.value is None:
            continue
        place, value = _in_full(read.content, one.place, one.value)
        expected = deepcopy(read.content)
        try:
            put_at(expected, place, None if value is None else value.content)
            new = _written(text, read, place, value)
            if _without_empty(read_yaml_text(new, called=name).content) != _without_empty(expected):
                raise LookupError
        except (ValueError, TypeError, LookupError, StopIteration) as error:
            raise ParameterError(
                f"`{one.key}` of {name} is written in a way that a command cannot change by itself, such as with `&`, "
                "`*` or `?`. Change it in an editor."
            ) from error
        text = new
    return text, changes


def _written(text: str, read: YamlFile, place: Place, value: NewValue | None) -> str:
    if read.root is None:
        raise LookupError
    return without_key(text, read.root, place) if value is None else with_value(text, read.root, place, value)


def _in_full(content: Any, place: Place, value: NewValue | None) -> tuple[Place, NewValue | None]:
    """Write an item that is given by its column alone in full, before another key of it is set."""
    if value is not None and len(place) > 1 and isinstance(short := value_at(content, place[:-1]), str | int | float):
        return place[:-1], NewValue(content={_SHORTHAND: short, place[-1]: value.content})
    return place, value


def _without_empty(content: Any) -> Any:
    """Pass over keys that hold nothing."""
    if isinstance(content, dict):
        return {key: _without_empty(value) for key, value in content.items() if value not in (None, {})}
    return [_without_empty(value) for value in content] if isinstance(content, list) else content


def _in_words(value: Any) -> str:
    if value is None:
        return "not set"
    return shortened(value if isinstance(value, str) and value.isprintable() else yaml_in_line(value))


def _checked(
    file: Path, model: type[pydantic.BaseModel], before: YamlFile, after: YamlFile, places: Sequence[Place]
) -> str:
    """Refuse what is wrong now and was not, or stands where something was set; return what was wrong already."""
    first = next(_faults(model, after), None)
    was_whole = next(_faults(model, before), None) is None
    if first is not None:
        mine = [words for place, words in _faults(model, after) if was_whole or _touches(place, words, places)]
        refuse(mine, file.name)
        return first[1]
    if model is not Codebook:
        return ""
    fault = _description_fault(file, after)
    if fault and was_whole and not _description_fault(file, before):
        refuse([fault], file.name)
    return fault


def _faults(model: type[pydantic.BaseModel], read: YamlFile) -> Iterator[tuple[Place, str]]:
    return codebook_faults(read) if model is Codebook else instrument_faults(read)


def _description_fault(file: Path, read: YamlFile) -> str:
    """Say in which way codebook and scale do not fit; empty if they do."""
    book = Codebook.model_validate(read.content)
    try:
        read_description(book, instrument=str(instrument_file(book.instrument, beside=file.absolute().parent)))
    except DataError as error:
        return str(error)
    return ""


def _touches(place: Place, words: str, places: Sequence[Place]) -> bool:
    """Whether a fault lies at, above or below one of the places, or without a place names a part of one."""
    if not place:
        return any(f"`{part}`" in words for own in places for part in own)
    texts = [tuple(map(str, own)) for own in places]
    return any(all(a == b for a, b in zip(own, map(str, place), strict=False)) for own in texts)


def _write(file: Path, text: str) -> None:
    """Put the new text in the place of the old one in one step; a link stays one."""
    target = file.resolve()
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="utf-8", newline="")
        shutil.copymode(target, new)
        os.replace(new, target)
    finally:
        new.unlink(missing_ok=True)
