"""What a notebook computes and says, whatever way it is typed: where this is the same, so are its numbers."""

from __future__ import annotations

import ast

from workbench.reports.notebooks.notebook import Notebook


def normalised(notebook: Notebook) -> str:
    """Return the code of a notebook without outputs, comments and blanks, and its prose."""
    parts = []
    for cell in notebook.node.cells:
        source = "".join(cell.source)
        parts.append(_code(source) if cell.cell_type == "code" else " ".join(source.split()))
    return "\n".join(parts)


def _code(source: str) -> str:
    try:
        return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError):  # the notebook itself will show it
        return source
