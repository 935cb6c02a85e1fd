"""docs/reference/columns.md: the glossary of result columns."""

from workbench.columns import COLUMNS

PAGE = "columns.md"


def text() -> str:
    rows = [f"| `{name}` | {column.meaning} | {column.unit} |" for name, column in COLUMNS.items()]
    head = "# Columns of results\n\nMade from `workbench/columns.py`.\n\n| column | meaning | unit |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"
