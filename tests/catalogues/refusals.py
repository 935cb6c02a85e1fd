"""Sentences of errors as messages: f-strings with numbered places, and those of functions that fill their places."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

# Rooms whose errors people meet in the form; those of estimates and of the gate are said by `say`.
ROOMS = ("intake", "instruments", "yaml_files", "errors.py", "wording/counts.py")
_ERRORS = ("DataError", "NotEstimable", "NotInSurvey", "ParameterError", "NoSuchKey", "ValueError")


def refusals(package: Path) -> Iterator[tuple[Path, str]]:
    """Every sentence of an error, and every part of one that a function or a variable puts into it.

    Parameters
    ----------
    package : Path
        Folder of the workbench.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for room in ROOMS for path in _modules(package / room)}
    functions = {path: [node for node in ast.walk(tree) if _is_function(node)] for path, tree in trees.items()}
    wanted, done = {"damaged"}, set[str]()
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ERRORS:
                yield from ((path, text) for text in _texts([*node.args, *(k.value for k in node.keywords)]))
    for path, found in functions.items():
        for function in found:
            names = {name for call in _errors_of(function) for name in _names(call)}
            wanted |= names
            yield from ((path, text) for text in _assigned(function, names))
    while wanted - done:
        new, done = wanted - done, done | wanted
        for path, found in functions.items():
            for function in found:
                if function.name in new:
                    given = [node.value for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield)]
                    names = {name for value in given if value for name in _names(value)}
                    wanted |= names
                    yield from ((path, text) for text in _texts(filter(None, given)))
                    yield from ((path, text) for text in _assigned(function, names))


def _modules(place: Path) -> list[Path]:
    return [place] if place.suffix else sorted(place.rglob("*.py"))


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


def _errors_of(function: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ERRORS:
            yield node


def _names(node: ast.AST) -> set[str]:
    """Functions that are called and variables that are used."""
    found = {
        getattr(one.func, "id", getattr(one.func, "attr", "")) for one in ast.walk(node) if isinstance(one, ast.Call)
    }
    return found | {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _assigned(function: ast.AST, names: set[str]) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(target, "id", "") in names for target in targets):
                yield from _texts([node.value])


def _texts(values: Iterable[ast.AST]) -> Iterator[str]:
    """Texts that a value can be, and that stand in their places."""
    for value in values:
        match value:
            case ast.Constant(value=str(text)) if " " in text.strip() or text.strip()[:1].isupper():
                yield _escaped(text)
            case ast.JoinedStr():
                message, inner = _message(value)
                if any(letter.isalpha() for letter in message):
                    yield message
                yield from _texts(inner)
            case ast.IfExp():
                yield from _texts([value.body, value.orelse])
            case ast.BoolOp():
                yield from _texts(value.values)
            case ast.Tuple() | ast.List():
                yield from _texts(value.elts)


def _message(joined: ast.JoinedStr) -> tuple[str, list[ast.AST]]:
    parts, inner = [], list[ast.AST]()
    for value in joined.values:
        if isinstance(value, ast.Constant):
            parts.append(_escaped(str(value.value)))
        elif isinstance(value, ast.FormattedValue):
            parts.append(f"{{{len(inner)}}}")
            inner.append(value.value)
    return "".join(parts), inner


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
