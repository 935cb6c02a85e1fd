"""The rules that keep notebooks thin: they call the workbench and show what it returns, and compute nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import nbformat

from workbench.errors import ParameterError
from workbench.reports.notebooks.parameters import read_parameters

PAGE = "workbench.page"
MODULES = ("intake", "psychometrics", "population", "tables", "plots")
NAMES = (*MODULES, "first_estimated")
SHOWING = ("tables", "plots")
MOST_LINES = 8

_FORBIDDEN: dict[type[ast.AST], str] = {
    ast.FunctionDef: "a function",
    ast.AsyncFunctionDef: "a function",
    ast.ClassDef: "a class",
    ast.Lambda: "a lambda",
    ast.For: "a loop",
    ast.AsyncFor: "a loop",
    ast.While: "a loop",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.If: "a branch",
    ast.IfExp: "a branch",
    ast.BoolOp: "a branch",
    ast.Match: "a branch",
    ast.Try: "a try",
    ast.With: "a with",
    ast.Assert: "an assert",
    ast.Raise: "a raise",
    ast.Delete: "a del",
    ast.Compare: "a comparison",
    ast.BinOp: "a calculation",
    ast.UnaryOp: "a calculation",
    ast.NamedExpr: "an assignment inside an expression",
    ast.Await: "an await",
}
_PATH = re.compile(r"[/\\]|\.(csv|sav|por|dta|sas7bdat|xlsx|parquet|ya?ml|png|svg)$", re.IGNORECASE)


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """Everything about a notebook that breaks a rule, as sentences; empty if it is thin."""
    return [*_stored_outputs(notebook), *_opening(notebook), *_code_faults(notebook)]


def _code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _is_parameters(cell: nbformat.NotebookNode) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def _stored_outputs(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for number, cell in enumerate(_code(notebook), start=1):
        if cell.outputs:
            yield f"Code cell {number} stores outputs."
        if cell.execution_count is not None:
            yield f"Code cell {number} stores an execution count."


def _opening(notebook: nbformat.NotebookNode) -> Iterator[str]:
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.cell_type != "markdown" or not re.match(r"# \S.*\n\s*\n\S", first.source):
        yield "The first cell is not a title (`# …`) followed by the question."
    code = _code(notebook)
    if sum(_is_parameters(cell) for cell in code) != 1 or not _is_parameters(code[0]):
        yield "The first code cell, and no other, must be tagged `parameters`."
    later_titles = [c for c in notebook.cells[1:] if c.cell_type == "markdown" and re.search(r"(?m)^# ", c.source)]
    if later_titles:
        yield "There is more than one title (`# …`); use `##` below the first."


def _code_faults(notebook: nbformat.NotebookNode) -> Iterator[str]:
    known: set[str] = set()
    rest = []
    for number, cell in enumerate(_code(notebook), start=1):
        place = f"Code cell {number}"
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            yield f"{place} is not plain Python (a magic, a shell command or a fault)."
            continue
        if _is_parameters(cell):
            yield from _parameter_faults(cell.source, place)
            known |= {s.target.id for s in tree.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)}
        else:
            rest.append((place, cell.source, tree))
    if rest:
        yield from _import_faults(*rest[0])
        known |= {
            alias.asname or alias.name for s in rest[0][2].body if isinstance(s, ast.ImportFrom) for alias in s.names
        }
    for place, source, tree in rest[1:]:
        yield from _cell_faults(place, source, tree, known)


def _parameter_faults(source: str, place: str) -> Iterator[str]:
    try:
        parameters = read_parameters(source, notebook="the notebook")
    except ParameterError as error:
        yield f"{place}: {error}"
        return
    for parameter in parameters:
        if not parameter.meaning:
            yield f"{place}: parameter `{parameter.name}` has no `# meaning`."


def _import_faults(place: str, source: str, tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        names = [alias.name for alias in statement.names] if isinstance(statement, ast.ImportFrom) else []
        aliased = isinstance(statement, ast.ImportFrom) and any(alias.asname for alias in statement.names)
        if not names or statement.module != PAGE or aliased or not set(names) <= set(NAMES):
            got = ast.unparse(statement)
            yield f"{place} may only say `from {PAGE} import …` with {', '.join(NAMES)}; got `{got}`."
    if not tree.body:
        yield f"{place} must be the import cell."


def _cell_faults(place: str, source: str, tree: ast.Module, known: set[str]) -> Iterator[str]:
    lines = [line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    if len(lines) > MOST_LINES:
        yield f"{place} has {len(lines)} lines of code; at most {MOST_LINES}."
    if not tree.body or not _shows(tree.body[-1]):
        yield f"{place} does not end in one call of `tables.…` or `plots.…`."
    for statement in tree.body[:-1]:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            yield f"{place} has a statement that is not `name = call(…)`: `{ast.unparse(statement)}`."
    for node in ast.walk(tree):
        yield from _node_faults(place, node)
    yield from _unknown_calls(place, tree, known)


def _shows(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=module)))):
            return module in SHOWING
    return False


def _node_faults(place: str, node: ast.AST) -> Iterator[str]:
    if (what := _FORBIDDEN.get(type(node))) is not None:
        yield f"{place} has {what}: `{ast.unparse(node).splitlines()[0]}`."
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield f"{place} imports; only the import cell may."
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield f"{place} has the number {node.value}; declare it as a parameter."
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PATH.search(node.value):
        yield f"{place} has the path {node.value!r}; declare it as a parameter."
    if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Call | ast.Attribute | ast.Subscript):
        yield f"{place} assigns something that is not a call or a part of a result: `{ast.unparse(node)}`."


def _unknown_calls(place: str, tree: ast.Module, known: set[str]) -> Iterator[str]:
    """Calls must start at an imported module or at a name of an earlier call: no built-ins."""
    known |= {
        name.id
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (root := _root(node.func)) not in known:
            yield f"{place} calls `{root}`, which is neither imported nor a result."


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ast.unparse(node)
