"""Reading a codebook file, and every refusal of one in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pydantic
import yaml

from workbench.errors import DataError, did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codebook.codebook import BackgroundVariable, Codebook, ItemColumn, NumericVariable
from workbench.intake.codebook.design_keys import DesignColumns, Margin
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation


class _UniqueKeys(yaml.SafeLoader):
    """Refuses a key that stands twice: YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"the key `{key}` stands {keys.count(key)} times under one heading")
        return super().construct_mapping(node, deep=deep)


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
        raise DataError(f"There is no codebook {file.name}. Correct its path, or draft one: `workbench codebook DATA`.")
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_UniqueKeys)
    except UnicodeDecodeError as error:
        raise DataError(f"Codebook {file.name} is not text in UTF-8. Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise DataError(f"Codebook {file.name} is not valid YAML: {_yaml_fault(error)}. Correct the file.") from error
    if not isinstance(content, dict):
        raise DataError(
            f"Codebook {file.name} is empty or not a list of keys. Draft one with `workbench codebook DATA`."
        )
    try:
        return Codebook.model_validate(content)
    except pydantic.ValidationError as error:
        raise DataError(f"Codebook {file.name}: {_first_fault(error)}") from error


def _yaml_fault(error: yaml.YAMLError) -> str:
    """Say what the parser met and where, without its picture of the line."""
    mark = getattr(error, "problem_mark", None)
    text = str(getattr(error, "problem", None) or error)
    return f"{text} in line {mark.line + 1}" if mark else text


# Pydantic's kinds of faults in the words of the how-to page.
_PLAIN = {
    "tuple_type": "a list in brackets, e.g. `[first, second]`",
    "dict_type": "a list of `key: value`",
    "model_type": "a list of `key: value`",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "too_short": "filled in: it has no entry",
}
_PARTS_OF_PYDANTIC = ("int", "float", "str", "[key]")


def _first_fault(error: pydantic.ValidationError) -> str:
    """Pydantic's first fault as one plain sentence and its repair."""
    faults = error.errors()
    # A misspelt key is also reported as a missing one; the misspelling is the better hint.
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    parts = [str(part) for part in fault["loc"] if part not in _PARTS_OF_PYDANTIC]
    place = [part for part in parts if not part.startswith("dict[")]
    where = f"`{'.'.join(place)}`"
    if fault["type"] == "extra_forbidden":
        model = _model_at(place[:-1])
        near = did_you_mean(place[-1], model.model_fields)
        return f"unknown key {where}.{near} Allowed here: {', '.join(model.model_fields)}."
    if fault["type"] == "missing":
        return f"{where} is missing. Add it."
    if fault["type"] == "string_type":
        return f"{where} is {fault['input']!r}, not text. Put it in quotes; YAML reads yes, no and numbers as such."
    if fault["input"] is None:
        return f"{where} has no value. Give it one or remove the key."
    if fault["type"] == "literal_error":
        return f"{where} must be {fault['ctx']['expected'].replace(chr(39), '`')}. Correct it."
    if plain := _PLAIN.get(fault["type"]):
        keys = (
            f" Its keys: {', '.join(_model_at(place).model_fields)}."
            if fault["type"] == "model_type"
            else " Correct it."
        )
        return f"{where} must be {plain}.{keys}"
    text = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    end = "" if text.endswith("?") else "."
    return f"{f'{where} is not right: ' if place else ''}{text}{end} Correct it."


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
