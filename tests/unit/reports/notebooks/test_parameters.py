"""Parameters cells as people write them, and values as people give them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from workbench.errors import ParameterError
from workbench.reports.notebooks.parameters import check_parameters, parse_assignment, parse_value, read_parameters

SOURCE = """\
survey: str = "data/a=b.csv"  # survey file, e.g. x = "y"
cutoff: str | None = None  # None = the codebook's first
seed: int = 1  # seed of random numbers; 1 = one
conf_level: float = 0.95
weighted: bool = True  # True, False
limit: int | None = -3  # a # b
"""


@pytest.fixture
def declared():
    return read_parameters(SOURCE, notebook="x.ipynb")


def test_every_line_is_read(declared):
    assert [(p.name, p.annotation, p.default, p.meaning) for p in declared] == [
        ("survey", "str", "data/a=b.csv", 'survey file, e.g. x = "y"'),
        ("cutoff", "str | None", None, "None = the codebook's first"),
        ("seed", "int", 1, "seed of random numbers; 1 = one"),
        ("conf_level", "float", 0.95, ""),
        ("weighted", "bool", True, "True, False"),
        ("limit", "int | None", -3, "a # b"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "x = 1",
        "x: int",
        "x: int = f()",
        "x: list = []",
        "x: 'int' = 1",
        "x: int = 1.5",
        "x: bool = 1",
        "import os",
        "x: int =",
    ],
)
def test_anything_but_a_typed_literal_is_refused(line):
    with pytest.raises(ParameterError, match=r"Line 2 of the parameters cell of x\.ipynb"):
        read_parameters(f"a: int = 1\n{line}", notebook="x.ipynb")


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        ("conf_level", 1, 1.0),
        ("conf_level", np.float64(0.5), 0.5),
        ("seed", np.int64(3), 3),
        ("weighted", np.bool_(False), False),
        ("survey", Path("a/b.csv"), "a/b.csv"),
        ("cutoff", None, None),
        ("cutoff", "very_weak", "very_weak"),
        ("limit", None, None),
    ],
)
def test_values_of_the_declared_type_become_plain(declared, name, value, plain):
    checked = check_parameters(declared, {name: value})[name]
    assert checked == plain
    assert type(checked) is type(plain)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", True),
        ("seed", 1.0),
        ("seed", "1"),
        ("seed", None),
        ("conf_level", "0.9"),
        ("conf_level", True),
        ("conf_level", float("nan")),
        ("conf_level", float("inf")),
        ("weighted", 1),
        ("weighted", "true"),
        ("survey", 3),
        ("survey", None),
        ("survey", ("a", "b")),
        ("cutoff", ["a"]),
        ("seed", np.array([1, 2])),
    ],
)
def test_values_of_another_type_are_refused(declared, name, value):
    with pytest.raises(ParameterError, match=f"Parameter `{name}` is"):
        check_parameters(declared, {name: value})


def test_an_unknown_name_is_refused_with_the_nearest(declared):
    with pytest.raises(
        ParameterError, match=r"Unknown parameter `conf_levl`\. Did you mean `conf_level`\? Declared: survey"
    ):
        check_parameters(declared, {"conf_levl": 0.9})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("seed", "7", 7),
        ("conf_level", "0.9", 0.9),
        ("conf_level", "1", 1.0),
        ("weighted", "true", True),
        ("weighted", "False", False),
        ("cutoff", "None", None),
        ("cutoff", "very_weak", "very_weak"),
        ("survey", "None", "None"),
        ("survey", "true", "true"),
        ("survey", "12", "12"),
        ("limit", "None", None),
        ("limit", "-4", -4),
    ],
)
def test_texts_of_the_command_line_are_read_by_the_declared_type(declared, name, text, value):
    parsed = parse_value({p.name: p for p in declared}[name], text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("name", "text"), [("seed", "1.5"), ("seed", ""), ("weighted", "maybe"), ("conf_level", "nan"), ("limit", "x")]
)
def test_texts_that_spell_no_such_value_are_refused(declared, name, text):
    with pytest.raises(ParameterError, match=f"Parameter `{name}` is"):
        parse_value({p.name: p for p in declared}[name], text)


def test_an_assignment_is_split_at_its_first_equals_sign():
    assert parse_assignment("survey=a=b.csv") == ("survey", "a=b.csv")
    for text in ("seed", "=3"):
        with pytest.raises(ParameterError, match="is not an assignment"):
            parse_assignment(text)
