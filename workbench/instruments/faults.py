"""All faults of an instrument file at once: in which line, what is wrong, and how to repair it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pydantic

from workbench.errors import DataError, did_you_mean
from workbench.wording import folded
from workbench.yaml_files import MUST_BE, YamlFile, misplaced_keys, set_command

_MUST_BE = MUST_BE | {"tuple_type": "a list with a dash before each entry"}  # as instruments are written


def faults_of(
    error: pydantic.ValidationError,
    model: type[pydantic.BaseModel],
    read: YamlFile,
    disagreements: Sequence[tuple[tuple[object, ...], str]] = (),
) -> list[tuple[tuple[object, ...], str]]:
    """Say each fault in words, with its place, in the order of the lines of the file.

    `disagreements` between parts, with their places, stand in for the one fault without a place that pydantic finds
    only where all parts are right in themselves.
    """
    found: list[tuple[int, tuple[object, ...], str]] = [
        (line, place, f"line {line}: {words}. Correct it.")
        for place, words in disagreements
        for line in [read.nearest_line(place)]
    ]
    misplaced = misplaced_keys(model, read)
    found += [(read.nearest_line(one.place), one.place, one.words) for one in misplaced]
    for fault in error.errors():
        place = [part for part in fault["loc"] if part != "[key]"]
        if (disagreements and not place) or any(one.explains(place) for one in misplaced):
            continue
        line = read.nearest_line(place)
        what = _words(dict(fault), place, model)
        found.append((line, tuple(place), f"{'the file' if not place else f'line {line}'}: {what}"))
    return [(place, words) for _, place, words in sorted(found, key=lambda one: one[0])]


@contextmanager
def naming_file(path: Path, *, by_command: bool) -> Iterator[None]:
    """Let a refusal of an instrument file end with the way to mend this file, and not the codebook that names it."""
    try:
        yield
    except DataError as error:
        command = set_command(path, "KEY=VALUE", seen_from=Path.cwd())
        error.add_note(
            f"Mend {path.name} itself, in the lines that are named: in an editor"
            f"{f' or by {command}' if by_command else ''}. Or describe the scale anew, under another name, by "
            "`workbench instrument new`."
        )
        raise


def _words(fault: dict[str, Any], place: list[Any], model: type[pydantic.BaseModel]) -> str:
    """One fault and its repair."""
    kind, where = fault["type"], f"`{'.'.join(map(_visible, place))}`" if place else "it"
    if kind == "extra_forbidden":
        known = _keys(model, place[:-1])
        return f"the key {where} is not known.{did_you_mean(str(place[-1]), known)} Allowed here: {', '.join(known)}."
    if kind == "missing":
        return f"{where} is missing. Add it."
    if fault["input"] is None and place:
        return f"{where} has no value. Write one, or remove the key if the scale does not need it."
    if kind == "string_type":
        return (
            f"{where} is read as {fault['input']!r}, not as text. Put it in quotes: YAML reads no, yes and numbers so."
        )
    if kind == "literal_error":
        return f"{where} is {fault['input']!r}. Write {fault['ctx']['expected'].replace(chr(39), '`')}."
    if kind == "too_short":
        ctx = fault["ctx"]
        return (
            f"{where} has {ctx['actual_length']} entries, and a scale needs at least {ctx['min_length']}. Add what is "
            "missing."
        )
    if kind in _MUST_BE:
        return f"{where} is not {_MUST_BE[kind]}. Write it so."
    words = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"{f'{where}: ' if place else ''}{words}. Correct it."


def _visible(part: Any) -> str:
    return str(part) if folded(str(part)) else ascii(str(part))[1:-1]


def _keys(model: type[pydantic.BaseModel], place: list[Any]) -> list[str]:
    """Keys that are allowed at a place of the file."""
    for part in place:
        if isinstance(part, int) or part not in model.model_fields:
            continue  # an entry of a list or a name: its model is that of the field that holds it
        inner = _model_in(model.model_fields[part].annotation)
        model = inner if inner is not None else model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[pydantic.BaseModel] | None:
    """Model that a field holds, alone or in a tuple or dict."""
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _model_in(part))), None)
