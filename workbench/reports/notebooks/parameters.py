"""Notebook parameters: read from the parameters cell by ast, and checked before anything starts."""

from __future__ import annotations

import ast
import io
import math
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike, fspath

import numpy as np

from workbench.errors import ParameterError, did_you_mean

Value = str | int | float | bool | None
_TYPES = ("str", "int", "float", "bool", "None")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One line of a parameters cell: ``name: type = default  # meaning``."""

    name: str
    types: tuple[str, ...]
    default: Value
    meaning: str

    @property
    def annotation(self) -> str:
        """The type as the notebook writes it."""
        return " | ".join(self.types)


def read_parameters(source: str, *, notebook: str) -> tuple[Parameter, ...]:
    """Read the declared parameters from the source of a parameters cell.

    Parameters
    ----------
    source : str
        Python source; it is parsed and never run.
    notebook : str
        File name, for messages.

    Raises
    ------
    ParameterError
        A line that is not ``name: type = literal``, or a type other than str, int, float, bool and None.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise _bad_line(notebook, error.lineno or 1) from error
    comments = _comments(source)
    return tuple(_parameter(statement, comments, notebook) for statement in statements)


def _parameter(statement: ast.stmt, comments: Mapping[int, str], notebook: str) -> Parameter:
    if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name) or not statement.value:
        raise _bad_line(notebook, statement.lineno)
    types = tuple(part.strip() for part in ast.unparse(statement.annotation).split("|"))
    if not set(types) <= set(_TYPES):
        raise _bad_line(notebook, statement.lineno)
    try:
        default = ast.literal_eval(statement.value)
    except ValueError as error:
        raise _bad_line(notebook, statement.lineno) from error
    declared = Parameter(
        name=statement.target.id, types=types, default=default, meaning=comments.get(statement.end_lineno or 0, "")
    )
    if not _fits(default, types):
        raise _bad_line(notebook, statement.lineno)
    return declared


def _bad_line(notebook: str, line: int) -> ParameterError:
    return ParameterError(
        f"Line {line} of the parameters cell of {notebook} is not a parameter. "
        "Write `name: type = literal  # meaning`, with a type of str, int, float, bool, or one of these `| None`."
    )


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}


def check_parameters(declared: Iterable[Parameter], given: Mapping[str, object]) -> dict[str, Value]:
    """Return the given values, each as a plain value of its declared type.

    Parameters
    ----------
    declared : iterable of Parameter
        What the notebook declares.
    given : mapping of str to object
        Values from Python; a whole number stands for a float, a path for a str, a numpy scalar for its own kind.

    Raises
    ------
    ParameterError
        An unknown name (the nearest one is suggested) or a value that is not of the declared type.
    """
    known = {parameter.name: parameter for parameter in declared}
    for name in given:
        if name not in known:
            raise unknown_parameter(name, known)
    return {name: _checked(known[name], value) for name, value in given.items()}


def unknown_parameter(name: str, known: Iterable[str]) -> ParameterError:
    """Error about a parameter that no notebook of the run declares."""
    names = list(known)
    return ParameterError(
        f"Unknown parameter `{name}`.{did_you_mean(name, names)} Declared: {', '.join(names) or 'none'}."
    )


def parse_assignment(text: str) -> tuple[str, str]:
    """Split ``name=value`` of the command line at the first equals sign.

    Raises
    ------
    ParameterError
        No equals sign or no name.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ParameterError(f"`-p {text}` is not an assignment. Write `-p name=value`.")
    return name.strip(), value


def parse_value(parameter: Parameter, text: str) -> Value:
    """Turn the text of ``-p name=text`` into a value of the declared type.

    Raises
    ------
    ParameterError
        The text does not spell a value of that type.
    """
    if text == "None" and "None" in parameter.types:
        return None
    for kind in parameter.types:
        value = _parsed(kind, text)
        if value is not None and (kind == "str" or "str" not in parameter.types or str(value) == text):
            return value  # where a text may stand, 007 is one
    raise _ill_typed(parameter, text)


def _parsed(kind: str, text: str) -> Value:
    """Return the value, or None where the text does not spell one."""
    try:
        match kind:
            case "bool":
                return _WORDS.get(text.strip().casefold())
            case "int":
                return int(text)
            case "float":
                number = float(text)
                return number if math.isfinite(number) else None
            case "str":
                return text
    except ValueError:
        return None
    return None


def _checked(parameter: Parameter, value: object) -> Value:
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, PathLike):
        plain = fspath(plain)
    if not _fits(plain, parameter.types):
        raise _ill_typed(parameter, plain)
    if isinstance(plain, int) and not isinstance(plain, bool) and "int" not in parameter.types:
        return float(plain)
    return plain  # type: ignore[return-value]  # _fits has seen to it


def _fits(value: object, types: tuple[str, ...]) -> bool:
    if value is None:
        return "None" in types
    if isinstance(value, bool):
        return "bool" in types
    if isinstance(value, int):
        return "int" in types or "float" in types
    if isinstance(value, float):
        return "float" in types and math.isfinite(value)
    return isinstance(value, str) and "str" in types


def _ill_typed(parameter: Parameter, value: object) -> ParameterError:
    shown = repr(value) if isinstance(value, str | int | float | bool | None) else f"a {type(value).__name__}"
    meaning = f" It is: {parameter.meaning}." if parameter.meaning else ""
    return ParameterError(
        f"Parameter `{parameter.name}` is {shown}, but the notebook declares it as `{parameter.annotation}`. "
        f"Give such a value, e.g. {parameter.default!r}.{meaning}"
    )
