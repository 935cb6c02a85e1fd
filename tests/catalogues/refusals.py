"""Sentences of errors as messages: f-strings with numbered places, and the parts that functions and names put there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Rooms whose errors people meet in the form; those of estimates and of the gate are said by `say`.
ROOMS = ("intake", "instruments", "yaml_files", "errors.py", "wording/counts.py", "wording/worded.py")
_ERRORS = ("DataError", "NotEstimable", "NotInSurvey", "ParameterError", "NoSuchKey", "ValueError")
_DRAFTS = ("whole.py", "items.py", "background.py", "instrument_draft.py")  # whose texts are lines of files
# Parts that travel in a field of a result before an error says them.
_CARRIED = ("why_no_weight", "why_not_numbers", "unfit", "damaged", "of_owner", "of_ways")


def refusals(package: Path) -> Iterator[tuple[Path, str]]:
    """Every sentence of an error, and every part of one that a function, a loop or a name puts into it.

    Parameters
    ----------
    package : Path
        Folder of the workbench.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for room in ROOMS for path in _modules(package / room)}
    wanted, done = set(_CARRIED), set[str]()
    for path, tree in trees.items():
        for call in _errors_of(tree):
            yield from ((path, text) for text in _texts([*call.args, *(k.value for k in call.keywords)]))
        for function in _functions(tree):
            names = {name for call in _errors_of(function) for name in _names(call)}
            texts, names = _given(function, names)
            wanted |= names
            yield from ((path, text) for text in texts)
    while new := wanted - done:
        done |= wanted
        for path, tree in trees.items():
            for function in _functions(tree):
                if function.name in new:
                    values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield)]
                    texts, names = _given(function, {name for value in values if value for name in _names(value)})
                    wanted |= names
                    yield from ((path, text) for text in (*_texts(filter(None, values)), *texts))
            for node in tree.body:
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in new:
                    wanted |= _names(node.value)
                    yield from ((path, text) for text in _texts([node.value]))


def _modules(place: Path) -> list[Path]:
    return [place] if place.suffix else sorted(path for path in place.rglob("*.py") if path.name not in _DRAFTS)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _errors_of(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ERRORS:
            yield node


def _names(node: ast.AST) -> set[str]:
    """Functions that are called and names that are used."""
    calls = {getattr(one.func, "attr", "") for one in ast.walk(node) if isinstance(one, ast.Call)}
    return calls | {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _given(function: ast.FunctionDef, names: set[str]) -> tuple[list[str], set[str]]:
    """Texts that names have inside a function, and all names that these come from."""
    texts, before = list[str](), set[str]()
    while names != before:
        before = set(names)
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=targets, value=value) if before & _names(ast.Tuple(elts=targets)):
                    pass
                case ast.NamedExpr(target=target, value=value) if target.id in before:
                    pass
                case ast.For(target=target, iter=value) if before & _names(target):
                    pass
                case _:
                    continue
            texts += _texts([value])
            names = names | _names(value)
    return texts, names


def _texts(values: Iterable[ast.AST]) -> Iterator[str]:
    """Texts that a value can be, and that stand in their places."""
    for value in values:
        inner = _inner(value)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            text = value.value.strip()
            if " " in text or text == text.capitalize() != text.casefold():
                yield _escaped(value.value)
        elif isinstance(value, ast.JoinedStr):
            message, inner = _message(value)
            if re.search(r"[^\W\d_]", re.sub(r"{\w+}", "", message)) and not re.search(r"[\n#]|{{|.yaml", message):
                yield message
        yield from _texts(inner)


def _inner(value: ast.AST) -> list[ast.AST]:
    match value:
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return [one, other]
        case ast.BoolOp(values=inner) | ast.Tuple(elts=inner) | ast.List(elts=inner):
            return list(inner)
        case ast.Dict(values=inner):
            return [one for one in inner if " " in str(getattr(one, "value", ""))]
        case ast.GeneratorExp(elt=one) | ast.ListComp(elt=one):
            return [one]
        case ast.Call(func=ast.Attribute(attr="join"), args=inner):
            return list(inner)
    return []


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
