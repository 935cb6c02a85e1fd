"""Parameters that papermill puts into a notebook: a name that the notebook does not declare is refused."""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Sequence

from workbench.errors import ParameterError, did_you_mean

_INJECTED = "# Parameters"  # first line of the cell that papermill adds below the parameters cell


def check_injected_parameters() -> None:
    """Refuse to read a survey for a notebook that was given a parameter it does not declare.

    Plain papermill only warns of `gruop`, and the notebook would show the numbers of its default group. The runner of
    the workbench checks names itself; here the cells that this kernel has run are read. Outside a notebook nothing is.

    Raises
    ------
    ParameterError
        The name, and the nearest declared one.
    """
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    if shell is not None:
        check_cells([str(cell) for cell in shell.user_ns.get("In", [])])


def check_cells(cells: Sequence[str]) -> None:
    """Compare the cell that papermill added with the parameters cell above it."""
    for above, cell in itertools.pairwise(cells):
        if cell.split("\n")[0].strip() != _INJECTED:
            continue
        typed = [line.target for line in _lines(above) if isinstance(line, ast.AnnAssign)]
        declared = [target.id for target in typed if isinstance(target, ast.Name)]
        given = [t.id for s in _lines(cell) if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)]
        for name in given:
            if declared and name not in declared:
                raise ParameterError(
                    f"Unknown parameter `{name}`.{did_you_mean(name, declared)} Declared: {', '.join(declared)}."
                )


def _lines(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:  # a magic: no parameters
        return []
