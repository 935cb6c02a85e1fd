"""Write docs/reference/columns.md from the glossary: ``.venv/bin/python -m tests.architecture.document_columns``."""

from pathlib import Path

from workbench.columns import COLUMNS

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "columns.md"


def text() -> str:
    rows = [f"| `{name}` | {column.meaning} | {column.unit} |" for name, column in COLUMNS.items()]
    head = "# Columns of results\n\nMade from `workbench/columns.py`.\n\n| column | meaning | unit |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
