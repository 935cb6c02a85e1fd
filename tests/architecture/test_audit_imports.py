"""The audit shares nothing with the gate that it attacks but the survey and the glossary."""

import ast
from pathlib import Path

import pytest

DISCLOSURE = Path(__file__).parents[2] / "workbench" / "disclosure"
ALLOWED = {"intake", "numerics", "results", "columns", "arrays"}


@pytest.mark.parametrize("room", ["audit", "clearance"])
def test_a_room_that_checks_the_gate_takes_nothing_from_it(room):
    taken = set()
    for path in (DISCLOSURE / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            taken |= {
                n for n in names if n.startswith("workbench") and not n.startswith(f"workbench.disclosure.{room}")
            }
    assert {name.split(".")[1] for name in taken} <= ALLOWED, sorted(taken)
