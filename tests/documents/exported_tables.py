"""docs/reference/exported-tables.md: every table of a report, with its columns and the functions behind it."""

import ast
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from tests.documents import chapters
from tests.reports.toys import FEWER_DRAWS
from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.instruments import load_instrument
from workbench.media_types import TABLE_MIME
from workbench.reports.notebooks import file_name
from workbench.reports.notebooks.exported_columns import general_name, meaning

PAGE = "exported-tables.md"
# Tables that the example survey has nothing for, and the one of the same page and columns, with what differs in words.
TWINS = {"tables.yearly_change": ("yearly_change", "trends", ("per step of an ordered variable", "per year"))}
ESTIMATORS = ("intake", "psychometrics", "population")
GATE = "population.protect"
INTRODUCTION = """# Exported tables

Every csv file in `tables/` of a report, by page: what it shows, the functions behind it, its columns from left to
right. Captions are those of the example survey. On another survey a file is missing where the survey has nothing for it
or it cannot be estimated, and so are the columns of people where the weights do not count people. The link of a
function leads to its module and proof.

Read them so:

- Numbers are as [published](../explanation/disclosure.md), not exact: a number of respondents is the middle of its
  window (2 for 0 to 4, 12 for 10 to 14; 4.5 or 14.5 of windows twice as wide).
- Where `withheld` is true, the row has no outcome. Its empty cells are unknown, neither 0 nor missing at random: leave
  the row out, and say so.
- Where `bound` is `under` or `over`, the number left of it is a bound: a share of 0.13 with `under` is anything from 0
  to 0.13. Never average, plot or rank it as an estimate; in R, `subset(x, !withheld & bound == "")` (or `is.na(bound)`,
  where empty cells are read as missing) leaves the estimates. `share_bound` says the same of `share`.
- An empty cell of another row is explained under the table on its page.
- `columns.csv`, beside `tables/` in each report, names every column of its csv files with meaning and unit.
- The same tables with full precision, not for publication, are written by `workbench report --private FOLDER`
  ([how](../how-to/run-a-report.md)).
"""


def text() -> str:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "workbench.cli", "report", "--name", "run", "--output-folder", folder]
        own = os.environ | {FOLDER_VARIABLE: str(Path(folder) / "ledger")}  # nobody reads this run
        subprocess.run([*command, *FEWER_DRAWS], cwd=chapters.ROOT, env=own, check=True, capture_output=True)
        return text_of(Path(folder) / "run")


def text_of(run: Path) -> str:
    """The page, made from a run of the example survey."""
    items = [item.id for item in load_instrument("esis").items]
    headings, parts = [], []
    for path in sorted((run / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        number, title = path.stem[:2], notebook.cells[0].source.split("\n")[0].removeprefix("# ")
        headings.append(f"{number} {title}")
        parts.append(f"## {headings[-1]}\n")
        parts += [_section(file_name(number, table["name"]), table, calls, items) for table, calls in _tables(notebook)]
    return "\n".join([INTRODUCTION, chapters.contents(headings), *parts])


def columns_of(page: str) -> dict[str, list[str]]:
    """Columns of each file, read back from the page."""
    sections = [part.split("\n") for part in page.split("\n### ")[1:]]
    return {lines[0].strip("`"): [line.split("`")[1] for line in lines if line.startswith("| `")] for lines in sections}


def general_columns(columns: list[str], items: list[str]) -> list[str]:
    """Columns of one file under the names they have whatever the survey."""
    return list(dict.fromkeys(general_name(column, items) for column in columns))


def row(column: str) -> str:
    """Line of the page for one column."""
    return f"| `{column}` | {' | '.join(meaning(column))} |"


def _section(name: str, table: dict, calls: list[str], items: list[str]) -> str:
    shown, *computed = map(_link, calls)
    rows = [row(column) for column in general_columns(table["columns"], items)]
    head = f"### `{name}.csv`\n\n{table['caption']}. Computed by {', '.join(computed)}; shown by {shown}.\n"
    return "\n".join([head, "| column | meaning | unit |", "|---|---|---|", *rows, ""])


def _link(call: str) -> str:
    face, name = call.split(".")
    module = getattr(importlib.import_module(f"workbench.{face}"), name).__module__
    return f"[`{call}`](names.md#{chapters.anchor(chapters.heading(chapters.chapter_of(module)))})"


def _tables(notebook: nbformat.NotebookNode) -> Iterator[tuple[dict, list[str]]]:
    """Yield what each cell exports, with the function that shows it and those whose results it shows."""
    made: dict[str, list[str]] = {}
    seen: dict[str, dict] = {}
    for cell in notebook.cells:
        statements = ast.parse(cell.source).body if cell.cell_type == "code" else []
        for statement in statements:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                made[statement.targets[0].id] = list(_sources(statement.value, made))
        for output in cell.get("outputs", []):
            if TABLE_MIME in output.get("data", {}):
                seen[output["data"][TABLE_MIME]["name"]] = output["data"][TABLE_MIME]
                yield output["data"][TABLE_MIME], _calls(statements[-1], made)
        calls = _calls(statements[-1], made) if statements and isinstance(statements[-1], ast.Expr) else [""]
        if calls[0] in TWINS and not cell.outputs:
            name, twin, words = TWINS[calls[0]]
            yield seen[twin] | {"name": name, "caption": seen[twin]["caption"].replace(*words)}, calls


def _calls(shown: ast.stmt, made: dict[str, list[str]]) -> list[str]:
    """The function that shows, then those whose results it is given, through the gate and through names."""
    call = shown.value
    arguments = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg != "survey")]
    found = [name for argument in arguments for name in _sources(argument, made)]
    return list(dict.fromkeys([ast.unparse(call.func), *found]))


def _sources(node: ast.expr, made: dict[str, list[str]]) -> Iterator[str]:
    """Yield the estimators behind an expression; `made` holds those behind each name so far."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=face))) if face in ESTIMATORS:
            name = ast.unparse(node.func)
            if name != GATE:
                yield name
            else:
                yield from _sources(node.args[0], made)
        case ast.Call(func=ast.Name(id="first_estimated")):
            yield from (name for argument in node.args for name in _sources(argument, made))
        case ast.Name(id=name) if name in made:
            yield from made[name]
        case ast.Attribute(value=inner) | ast.Starred(value=inner):
            yield from _sources(inner, made)
        case ast.Tuple(elts=parts):
            for part in parts:
                yield from _sources(part, made)
