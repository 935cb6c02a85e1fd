"""Reading a codebook file, and every refusal of one in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pydantic

from workbench.errors import DataError, did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codebook.codebook import Codebook
from workbench.intake.codebook.design_keys import DesignColumns, Margin
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation
from workbench.intake.codebook.variables import BackgroundVariable, ItemColumn, NumericVariable
from workbench.intake.project import folder_words
from workbench.yaml_files import MUST_BE, YamlFile, read_yaml, shortened

_OPEN_PLACE = "?"


def load_codebook(path: str | Path) -> Codebook:
    """Read and check a codebook file.

    Parameters
    ----------
    path : str or Path
        A YAML file; relative paths are taken as given (`read_survey` takes them from the project folder).

    Raises
    ------
    DataError
        The file is missing, is not YAML, or breaks the schema; the key and the repair are named.
    """
    file = Path(path)
    if not file.is_file():
        raise DataError(
            f"There is no codebook {file.name} in {folder_words(file)}. Correct its path, or draft one: "
            "`workbench codebook DATA`.",
            in_report=f"There is no codebook {file.name}.",
        )
    read = read_yaml(file, kind="Codebook")
    if not isinstance(read.content, dict):
        raise DataError(
            f"Codebook {file.name} is empty or not a list of keys. Draft one with `workbench codebook DATA`."
        )
    _check_values(read, file.name)
    try:
        return Codebook.model_validate(read.content)
    except pydantic.ValidationError as error:
        raise DataError(f"Codebook {file.name}: {_first_fault(error, read)}") from error


def _check_values(read: YamlFile, file: str) -> None:
    """Refuse a place where the draft left `?` for a person to fill in, and `no` where a code should stand."""
    for *place, value in _places(read.content):
        where = f"`{'.'.join(map(str, place))}`"
        if value == _OPEN_PLACE:
            raise DataError(
                f"Codebook {file}: {where} in line {read.line(place)} is still `?`, as the draft left it. "
                "Write what the questionnaire says, or remove the entry."
            )
        if isinstance(value, bool) and (isinstance(place[-1], int) or place[-1] == "reference"):
            raise DataError(f"Codebook {file}: {_not_text(where, value, place, read)}")


def _places(content: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Path of every value, with the value at its end."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _places(value, (*place, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _places(value, (*place, number))
    else:
        yield (*place, content)


_MUST_BE = MUST_BE | {"too_short": "filled in: it has no entry"}
_PARTS_OF_PYDANTIC = ("int", "float", "str", "[key]")


def _first_fault(error: pydantic.ValidationError, read: YamlFile) -> str:
    """Pydantic's first fault as one plain sentence and its repair."""
    faults = error.errors()
    # A misspelt key is also reported as a missing one; the misspelling is the better hint.
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    parts = [str(part) for part in fault["loc"] if part not in _PARTS_OF_PYDANTIC]
    place = [part for part in parts if not part.startswith("dict[")]
    where = f"`{'.'.join(place)}`"
    if fault["type"] == "extra_forbidden":
        model = _model_at(place[:-1])
        if (belongs := _belongs(place, read)) is not None:
            return belongs
        near = did_you_mean(place[-1], model.model_fields)
        return f"unknown key {where}.{near} Allowed here: {', '.join(model.model_fields)}."
    if fault["type"] == "missing":
        return f"{where} is missing. Add it."
    if fault["type"] == "string_type":
        return _not_text(where, fault["input"], place, read)
    if fault["input"] is None:
        return f"{where} has no value. Give it one or remove the key."
    if fault["type"] == "literal_error":
        return f"{where} must be {fault['ctx']['expected'].replace(chr(39), '`')}. Correct it."
    if plain := _MUST_BE.get(fault["type"]):
        keys = (
            f" Its keys: {', '.join(_model_at(place).model_fields)}."
            if fault["type"] == "model_type"
            else " Correct it."
        )
        return f"{where} must be {plain}.{keys}"
    text = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    end = "" if text.endswith("?") else "."
    return f"{f'{where} is not right: ' if place else ''}{text}{end} Correct it."


def _not_text(where: str, value: object, place: Sequence[object], read: YamlFile) -> str:
    written, line = read.written(place), read.line(place)
    if isinstance(value, bool) and written:
        return (
            f"{where} in line {line} is `{written}`, which YAML reads as {str(value).lower()}. Put it in quotes: "
            f"`'{written}'`."
        )
    shown = f"`{written}`" if written else shortened(repr(value))
    at = "" if line is None else f" in line {line}"
    return f"{where}{at} is {shown}, not text. Put it in quotes; YAML reads yes, no, dates and numbers as such."


def _belongs(place: list[str], read: YamlFile) -> str | None:
    """Say that a known key is indented too far; None if it is not known."""
    inner = range(1, len(place)) if place[0] == "items" else range(max(1, len(place) - 1), len(place))
    found = next((depth for depth in inner if place[depth] in Codebook.model_fields), None)
    if found is None:
        return None
    key, above = place[found], place[found - 1]
    return (
        f"`{key}` hangs under `{above}`, because it is indented (line {read.line(place[: found + 1])}). Let its line "
        f"begin with `{key}`, without spaces before it."
    )


def _model_at(place: list[str]) -> type[pydantic.BaseModel]:
    models: dict[str, Any] = {
        "items": ItemColumn,
        "background": BackgroundVariable,
        "numeric": NumericVariable,
        "design": DesignColumns,
        "cutoffs": Cutoff,
        "disclosure": DisclosureThresholds,
        "standard_population": StandardPopulation,
        "compare_with": PublishedPopulation,
    }
    if place[:2] == ["design", "margins"] and len(place) > 2:
        return Margin
    return models.get(place[0], Codebook) if place else Codebook
