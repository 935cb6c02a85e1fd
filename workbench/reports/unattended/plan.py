"""A plan: a file that says once which reports are made of which data, so that nobody has to type it again."""

from __future__ import annotations

import math
import os
import shlex
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pydantic

from workbench.errors import ParameterError, did_you_mean
from workbench.options import SCHEDULER
from workbench.yaml_files import MOST_BYTES, MUST_BE, YamlFile, read_yaml, shortened

if TYPE_CHECKING:  # whoever watches over a run reads its plan, and needs no memory for notebooks
    from workbench.reports.notebooks import Value

DEFAULT_KEEP = 20
_LIMITS = {"timeout", "cell_timeout", "memory"}
_FILES = {"survey": "data", "codebook": "codebook"}  # parameters of notebooks that have keys of their own in a plan


def _path(text: str) -> str:
    if not text.strip() or any(unicodedata.category(sign) == "Cc" for sign in text):
        raise ValueError("it is no path")
    return text


def _number(value: float) -> float:
    if not (math.isfinite(value) and value > 0):
        raise ValueError("it must be above 0")
    return value


def _address(text: str) -> str:
    if not SCHEDULER.fullmatch(text):
        raise ValueError("it is no address of a Dask scheduler, such as tcp://10.0.0.5:8786")
    return text


_PathText = Annotated[str, pydantic.AfterValidator(_path)]
_Count = Annotated[int, pydantic.AfterValidator(_number)]
_Seconds = Annotated[float, pydantic.AfterValidator(_number)]


def _separate(value: object) -> object:
    return value.split(",") if isinstance(value, str) else value


class _Keys(pydantic.BaseModel):
    """The keys as the file has them."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True)

    data: _PathText
    codebook: _PathText
    by: list[str] = []
    name: str | None = None
    output_folder: _PathText | None = None
    parameters: dict[str, Any] = {}
    lang: Annotated[list[str], pydantic.BeforeValidator(_separate)] | None = None
    depth: str | None = None
    formats: Annotated[list[str], pydantic.BeforeValidator(_separate)] | None = None
    workers: _Count | None = None
    scheduler: Annotated[str, pydantic.AfterValidator(_address)] | None = None
    timeout: _Seconds | None = None
    cell_timeout: _Seconds | None = None
    memory: _Count | None = None
    on_failure: list[str] = []
    keep: _Count = DEFAULT_KEEP

    @pydantic.field_validator("on_failure", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        words = shlex.split(value) if isinstance(value, str) else value
        if words in ([], [""]) or (isinstance(words, list) and any("\0" in str(word) for word in words)):
            raise ValueError("it names no command")
        return words

    @pydantic.field_validator("parameters")
    @classmethod
    def _values(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name, value in values.items():
            if name in _FILES:
                raise ValueError(f"`{name}` is given by the key `{_FILES[name]}`")
            if not isinstance(value, str | int | float | bool | None):
                raise ValueError(f"`{shortened(name)}` is neither text nor a number, true, false or empty")
        return values

    @pydantic.model_validator(mode="after")
    def _together(self) -> _Keys:
        for key in ("workers", "scheduler"):
            if getattr(self, key) is not None and not self.by:
                raise ValueError(f"`{key}` stands without `by`, and one report has no others beside it")
        if self.workers is not None and self.scheduler is not None:
            raise ValueError("`workers` stands beside `scheduler`, whose cluster has workers of its own")
        return self


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which reports are made of which data.

    Attributes
    ----------
    file : Path
        Of the plan, absolute; the project is the one that it lies in.
    data, codebook : Path
        Absolute.
    by : tuple of str
        Background variables whose levels get reports; empty: one report of everyone.
    name : str or None
        Of the batch; of a single report its beginning, followed by date and time.
    output_folder : Path or None
    parameters : mapping of str to value
        Of the notebooks.
    lang : tuple of str or None
    depth : str or None
    formats : tuple of str or None
        Languages, depth and formats of the reports, as `edition_of` takes them.
    workers : int or None
    scheduler : str or None
        Address of a Dask scheduler.
    limits : mapping of str to float
        What one notebook may take, by the names of the keys timeout, cell_timeout and memory.
    on_failure : tuple of str
        A command and its arguments; empty: none.
    keep : int
        How many runs are remembered with their logs.
    """

    file: Path
    data: Path
    codebook: Path
    by: tuple[str, ...]
    name: str | None
    output_folder: Path | None
    parameters: Mapping[str, Value]
    lang: tuple[str, ...] | None
    depth: str | None
    formats: tuple[str, ...] | None
    workers: int | None
    scheduler: str | None
    limits: Mapping[str, Any]
    on_failure: tuple[str, ...]
    keep: int


def read_plan(path: Path) -> Plan:
    """Read and check a plan.

    Parameters
    ----------
    path : Path
        A YAML file; paths in it begin in its folder.

    Raises
    ------
    ParameterError
        The file is missing, or a key or value is not allowed.
    DataError
        It is no YAML.
    """
    file = Path(os.path.abspath(path))
    if not file.is_file():
        raise ParameterError(f"There is no plan {file.name} in {file.parent.as_posix()}/. Correct its path.")
    read = read_yaml(file, kind="Plan", longest=MOST_BYTES)  # a parameter may be any text
    if not isinstance(read.content, dict):
        raise ParameterError(f"Plan {file.name} is empty or not a list of keys. Write at least `data` and `codebook`.")
    try:
        keys = _Keys.model_validate(read.content)
    except pydantic.ValidationError as error:
        raise ParameterError(f"Plan {file.name}: {_first_fault(error, read)}") from error
    folder = file.parent
    return Plan(
        file=file,
        data=_absolute(keys.data, folder),
        codebook=_absolute(keys.codebook, folder),
        by=tuple(keys.by),
        name=keys.name,
        output_folder=None if keys.output_folder is None else _absolute(keys.output_folder, folder),
        parameters=keys.parameters,
        lang=None if keys.lang is None else tuple(keys.lang),
        depth=keys.depth,
        formats=None if keys.formats is None else tuple(keys.formats),
        workers=keys.workers,
        scheduler=keys.scheduler,
        limits=keys.model_dump(include=_LIMITS, exclude_none=True),
        on_failure=tuple(keys.on_failure),
        keep=keys.keep,
    )


def _absolute(text: str, folder: Path) -> Path:
    path = Path(text)
    return folder / (Path.home() / Path(*path.parts[1:]) if path.parts[:1] == ("~",) else path)


_MUST_BE = MUST_BE | {"list_type": MUST_BE["tuple_type"], "string_type": "text. YAML reads yes, no and numbers as such"}


def _first_fault(error: pydantic.ValidationError, read: YamlFile) -> str:
    """Pydantic's first fault as one plain sentence and its repair."""
    faults = error.errors()
    # A misspelt key is also reported as a missing one; the misspelling is the better hint.
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    place = [part for part in fault["loc"] if part != "[key]"]
    shown = ascii(".".join(map(str, place)))[1:-1]
    where = f"`{shortened(shown)}` in line {read.nearest_line(place)}"
    if fault["type"] == "extra_forbidden":
        known = _Keys.model_fields
        return f"unknown key {where}.{did_you_mean(str(place[-1]), known)} Allowed: {', '.join(known)}."
    if fault["type"] == "missing":
        return f"`{shown}` is missing. Add it."
    if fault["input"] is None:
        return f"{where} has no value. Give it one or remove the key."
    if plain := _MUST_BE.get(fault["type"]):
        return f"{where} must be {plain}. Correct it, or put it in quotes if it is text."
    text = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"{f'{where} is not right: ' if place else ''}{text}. Correct it."
