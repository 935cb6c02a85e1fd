"""The codebook: what each column of a survey file means, in a strict and versioned schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic
import yaml
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from workbench.errors import DataError, did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codes import Code, as_code

ALL = "all"
NOT_ANSWERED = "not answered"
"""Names that tables give to everyone and to the rows of a variable that hold no value."""


def _as_item(value: object) -> object:
    """`esis1: q1` is short for `esis1: {column: q1}`."""
    return {"column": value} if isinstance(value, str | int | float) else value


class _Strict(pydantic.BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemColumn(_Strict):
    """Where an item stands in the file and how its codes become points.

    Points = code + `shift`; with `reversed` the codes run against the official options and are turned
    (lowest + highest − points). This is about the file only: the instrument marks items worded against the scale.
    """

    column: str
    reversed: bool = False
    shift: int = 0
    missing: tuple[Code, ...] = ()


class BackgroundVariable(_Strict):
    """A background variable: its codes with labels, in the order in which tables show them.

    `reference` is the code that other levels are compared with (default: the first). `ordered`
    says that the order means something.
    """

    column: str
    label: str
    labels: dict[Code, str] = Field(min_length=1)
    reference: Code | None = None
    ordered: bool = False
    missing: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> BackgroundVariable:
        codes = [as_code(code) for code in self.labels]
        if twice := [code for code in self.labels if codes.count(as_code(code)) > 1]:
            raise ValueError(f"the codes {twice} are one and the same")
        if self.reference is not None and self.reference not in self.labels:
            raise ValueError(f"reference {self.reference!r} is not one of the labelled codes {list(self.labels)}")
        if not self.label.strip() or not all(label.strip() for label in self.labels.values()):
            raise ValueError("a label is empty; tables and figures would show a nameless group")
        if len({label.strip() for label in self.labels.values()}) != len(self.labels):
            raise ValueError("two codes share one label; give each code its own label")
        if NOT_ANSWERED in self.labels.values():
            raise ValueError(
                f"the label `{NOT_ANSWERED}` is what tables call rows without a value; put its code under `missing`, "
                "or use other words"
            )
        if both := [code for code in self.missing if as_code(code) in codes]:
            raise ValueError(f"code {both[0]!r} is both labelled and missing")
        return self


class DesignColumns(_Strict):
    """Columns that describe how the sample was drawn."""

    sampling_weights: str | None = None
    strata: str | None = None
    clusters: str | None = None
    population_size: str | None = None


class Codebook(_Strict):
    """Everything the workbench must know about one survey file.

    Attributes
    ----------
    title : str
        Name of the survey, shown on every page.
    synthetic : bool
        True for generated data; every page then says so.
    items : dict of str to ItemColumn
        One entry for each item of the instrument.
    missing : tuple
        User-missing codes of every item, added to those of the single items.
    background : dict of str to BackgroundVariable
    groups : tuple of str
        Background variables that reports compare; default all.
    predictors : tuple of str
        Background variables of the regression model; default all.
    crossings : tuple of tuple of str
        Crossed background variables that reports show; the protection plan rests on them.
    year, wave : int, str or None
        A number for the whole file, or the background variable that holds it.
    area : tuple of str
        Background variables that are areas, from large to small.
    cutoffs : dict of str to Cutoff
        Cut-offs of this survey, put before those of the instrument.
    """

    schema_version: Literal[1]
    title: str
    instrument: str
    items: dict[str, Annotated[ItemColumn, BeforeValidator(_as_item)]]
    missing: tuple[Code, ...] = ()
    background: dict[str, BackgroundVariable] = {}
    groups: tuple[str, ...] = ()
    predictors: tuple[str, ...] = ()
    crossings: tuple[tuple[str, ...], ...] = ()
    respondent_id: str | None = None
    design: DesignColumns = DesignColumns()
    year: int | str | None = None
    wave: int | str | None = None
    area: tuple[str, ...] = ()
    cutoffs: dict[str, Cutoff] = {}
    synthetic: bool = False
    source: str = ""

    @model_validator(mode="after")
    def _known_variables(self) -> Codebook:
        named = {
            "groups": self.groups,
            "predictors": self.predictors,
            "crossings": tuple(v for crossing in self.crossings for v in crossing),
            "area": self.area,
            "year": (self.year,) if isinstance(self.year, str) else (),
            "wave": (self.wave,) if isinstance(self.wave, str) else (),
        }
        for key, variables in named.items():
            for variable in variables:
                if variable not in self.background:
                    near = did_you_mean(variable, self.background)
                    raise ValueError(f"`{key}` names `{variable}`, which is not in `background`.{near}")
        if taken := [variable for variable in self.background if variable == ALL or "×" in variable]:
            raise ValueError(
                f"`background` has a variable `{taken[0]}`; a variable cannot be called `{ALL}`, which is everyone, or "
                "have a × in its name, which marks a crossing"
            )
        if bad := [list(c) for c in self.crossings if len(c) not in (2, 3) or len(set(c)) != len(c)]:
            raise ValueError(f"`crossings` has {bad}; cross two or three different variables")
        return self


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
    "literal_error": "1",
}
_PARTS_OF_PYDANTIC = ("int", "float", "str", "[key]")


def _first_fault(error: pydantic.ValidationError) -> str:
    """Pydantic's first fault as one plain sentence and its repair."""
    faults = error.errors()
    # A misspelt key is also reported as a missing one; the misspelling is the better hint.
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    place = [str(part) for part in fault["loc"] if part not in _PARTS_OF_PYDANTIC]
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
        "design": DesignColumns,
        "cutoffs": Cutoff,
    }
    return models.get(place[0], Codebook) if place else Codebook
