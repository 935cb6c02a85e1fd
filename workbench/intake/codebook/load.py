"""Reading a codebook file, and every refusal of one in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pydantic

from workbench.errors import DataError, did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codebook.codebook import Codebook
from workbench.intake.codebook.design_keys import DesignColumns, Margin
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.intake.codebook.measures import Measure
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation
from workbench.intake.codebook.variables import BackgroundVariable, ItemColumn, NumericVariable
from workbench.intake.files import FILE_FORMATS
from workbench.intake.project import folder_words, near_file
from workbench.wording import folded
from workbench.yaml_files import (
    MUST_BE,
    YamlFile,
    misplaced_keys,
    read_yaml,
    shortened,
    unwritten_values,
    values_in,
)

_OPEN_PLACE = "?"
_WHICH_SCALE = (
    "Name the scale, e.g. `esis`, or describe your own by `workbench instrument new DATA --name NAME`, and draft the "
    "codebook with it by `workbench codebook DATA --instrument NAME`."
)
Place = tuple[object, ...]


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
        near = near_file(file, (".yaml", ".yml"))
        raise DataError(
            f"There is no codebook {file.name} in {folder_words(file)}.{near} Correct its path, or draft one: "
            "`workbench codebook DATA`.",
            in_report=f"There is no codebook {file.name}.",
        )
    if file.suffix.lower() in FILE_FORMATS:
        raise DataError(
            f"{file.name} stands where the codebook belongs, and is a survey file. Name the survey file first and then "
            "its codebook, which ends in .yaml."
        )
    read = read_yaml(file, kind="Codebook")
    if not isinstance(read.content, dict):
        raise DataError(
            f"Codebook {file.name} is empty or not a list of keys. Draft one with `workbench codebook DATA`."
        )
    for _, words in _unusable_values(read):
        raise DataError(f"Codebook {file.name}: {words}")
    try:
        return Codebook.model_validate(read.content)
    except pydantic.ValidationError as error:
        for misplaced in misplaced_keys(Codebook, read):
            raise DataError(f"Codebook {file.name}: {misplaced.words}") from error
        # A misspelt key is also reported as a missing one; the misspelling is the better hint.
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise DataError(f"Codebook {file.name}: {_fault_words(faults[0], read)}") from error


def codebook_faults(read: YamlFile) -> Iterator[tuple[Place, str]]:
    """Name each fault of a codebook, with the place that it is at; no place where parts disagree."""
    unusable = list(_unusable_values(read))
    yield from unusable
    told = {tuple(map(str, place)) for place, _ in unusable}
    try:
        Codebook.model_validate(read.content)
    except pydantic.ValidationError as error:
        misplaced = misplaced_keys(Codebook, read)
        yield from ((one.place, one.words) for one in misplaced)
        for fault in error.errors():
            place = tuple(_place_of(fault))
            if place not in told and not any(one.explains(place) for one in misplaced):
                yield place, _fault_words(fault, read)


def _unusable_values(read: YamlFile) -> Iterator[tuple[Place, str]]:
    """Find where the draft left `?` for a person to fill in, or a command `…`, and `no` where a code should stand."""
    yield from unwritten_values(read)
    for *place, value in values_in(read.content):
        where = f"`{'.'.join(map(str, place))}`"
        if value == _OPEN_PLACE:
            repair = (
                _WHICH_SCALE if place == ["instrument"] else "Write what the questionnaire says, or remove the entry."
            )
            yield tuple(place), f"{where} in line {read.line(place)} is still `?`, as the draft left it. {repair}"
        if isinstance(value, bool) and (isinstance(place[-1], int) or place[-1] == "reference"):
            yield tuple(place), _not_text(where, value, place, read)


_MUST_BE = MUST_BE | {"too_short": "filled in: it has no entry"}
_PARTS_OF_PYDANTIC = ("int", "float", "str", "[key]")


def _place_of(fault: Mapping[str, Any]) -> list[str]:
    parts = [str(part) for part in fault["loc"] if part not in _PARTS_OF_PYDANTIC]
    return [part for part in parts if not part.startswith("dict[")]


def _fault_words(fault: Mapping[str, Any], read: YamlFile) -> str:
    """One of pydantic's faults as a plain sentence and its repair."""
    place = _place_of(fault)
    where = f"`{'.'.join(part if folded(part) else ascii(part)[1:-1] for part in place)}`"
    if fault["type"] == "extra_forbidden":
        model = _model_at(place[:-1])
        near = did_you_mean(place[-1], model.model_fields)
        return f"unknown key {where}.{near} Allowed here: {', '.join(model.model_fields)}."
    if fault["type"] == "missing":
        example = getattr(_model_at(place[:-1]), "example", "")
        repair = f"Add it, as in `{example}`." if example else "Add it."
        return f"{where} is missing. {_WHICH_SCALE if place == ['instrument'] else repair}"
    if fault["type"] == "string_type":
        return _not_text(where, fault["input"], place, read)
    if fault["input"] is None:
        return f"{where} has no value. Give it one or remove the key."
    if "merge" in place and fault["type"].startswith("int_"):
        key = ".".join(place[: place.index("merge") + 1])
        return (
            f"`{key}` has {shortened(repr(fault['input']))}, no point of an option. Write the points of neighbouring "
            "options between commas, e.g. `[[1, 2]]`."
        )
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
    sentence = text if text.endswith("?") else f"{text}."
    return f"{where} is not right: {sentence} Correct it." if place else f"{sentence} Correct it."


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


def _model_at(place: list[str]) -> type[pydantic.BaseModel]:
    models: dict[str, Any] = {
        "items": ItemColumn,
        "background": BackgroundVariable,
        "numeric": NumericVariable,
        "measures": Measure,
        "design": DesignColumns,
        "cutoffs": Cutoff,
        "disclosure": DisclosureThresholds,
        "standard_population": StandardPopulation,
        "compare_with": PublishedPopulation,
    }
    if place[:2] == ["design", "margins"] and len(place) > 2:
        return Margin
    return models.get(place[0], Codebook) if place else Codebook
