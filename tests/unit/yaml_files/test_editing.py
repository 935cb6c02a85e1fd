"""One key is set or taken out, and every other line is as it was written."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.yaml_files import NewValue, proposed_entry, read_yaml_text, with_value, without_key, yaml_text

TEXT = """\
# A codebook
title: Old  # shown on every page
items:
  ## the items
  q1: {column: a}
background:
  sex:
    column: b  # in the file
    labels:
      1: Men
      2: Women
    # reference: 1
    missing: [9]

  # age: {column: c, label: Age}  # a number
## Numbers
numeric: {
  # age: {column: c, unit: "?"},  # fill in
  }
# crossings: [["?", "?"]]  # crossed groups
# cutoffs:  # only published ones
#   high: {below: 3}
# In other files:
#   title: no
notes: |
  two
  lines
entries:
  - id: x
    text: t
  - {id: y}
empty:
"""


def root_of(text: str):
    return read_yaml_text(text, called="Text").root


def changed_lines(place, content, typed=""):
    """Lines that go, and lines that come."""
    new = with_value(TEXT, root_of(TEXT), place, NewValue(content=content, typed=typed))
    lines = list(difflib.ndiff(TEXT.splitlines(), new.splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


@pytest.mark.parametrize(
    ("place", "content", "typed", "goes", "comes"),
    [
        (
            ("title",),
            "New: b # c",
            "",
            ["title: Old  # shown on every page"],
            ["title: 'New: b # c'  # shown on every page"],
        ),
        (("items", "q1", "reversed"), True, "true", ["  q1: {column: a}"], ["  q1: {column: a, reversed: true}"]),
        (("items", "q2"), {"column": "d"}, "{column: d}", [], ["  q2: {column: d}"]),
        (("background", "sex", "reference"), 2, "2", ["    # reference: 1"], ["    reference: 2"]),
        (("background", "sex", "labels", 1), "091", "", ["      1: Men"], ["      1: '091'"]),
        (
            ("background", "sex", "labels"),
            {1: "M", 2: "F"},
            "{1: M,  2: F}",
            ["    labels:", "      1: Men", "      2: Women"],
            ["    labels: {1: M,  2: F}"],
        ),
        (("background", "sex", "missing"), [False], "[no]", ["    missing: [9]"], ["    missing: [no]"]),
        (
            ("background", "age"),
            {"column": "c"},
            "",
            ["  # age: {column: c, label: Age}  # a number"],
            ["  age: {column: c}"],
        ),
        (
            ("numeric", "age"),
            {"column": "c", "unit": "years"},
            "",
            ['  # age: {column: c, unit: "?"},  # fill in'],
            ["  age: {column: c, unit: years},"],
        ),
        (("numeric", "income"), {"column": "d"}, "", [], ["  income: {column: d},"]),
        (
            ("crossings",),
            [["sex", "age"]],
            "[[sex, age]]",
            ['# crossings: [["?", "?"]]  # crossed groups'],
            ["crossings: [[sex, age]]"],
        ),
        (
            ("cutoffs", "low", "below"),
            1.5,
            "1.5",
            ["# cutoffs:  # only published ones", "#   high: {below: 3}"],
            ["cutoffs: {low: {below: 1.5}}"],
        ),
        (("notes",), "one", "", ["notes: |", "  two", "  lines"], ["notes: one"]),
        (("entries", 0, "reversed"), True, "true", [], ["    reversed: true"]),
        (("entries", 1, "id"), "z", "", ["  - {id: y}"], ["  - {id: z}"]),
        (("empty", "a"), 1, "1", ["empty:"], ["empty: {a: 1}"]),
        (("last",), "two\nlines", "", [], ['last: "two\\nlines"']),
    ],
)
def test_a_value_is_set_in_its_place(place, content, typed, goes, comes):
    assert changed_lines(place, content, typed) == (goes, comes)


def test_what_is_too_long_for_a_line_takes_several():
    labels = {number: f"label number {number}" for number in range(9)}
    _, comes = changed_lines(("background", "sex", "labels"), labels)
    assert len(comes) > 1
    assert all(line.startswith("    ") and len(line) <= 130 for line in comes)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), "title: Old  # shown on every page\n"),
        (("background", "sex", "column"), "    column: b  # in the file\n"),
        (("background", "sex", "labels"), "    labels:\n      1: Men\n      2: Women\n"),
        (("notes",), "notes: |\n  two\n  lines\n"),
    ],
)
def test_a_key_is_taken_out(place, line):
    assert without_key(TEXT, root_of(TEXT), place) == TEXT.replace(line, "")


def test_the_last_entry_leaves_none():
    assert "q1" not in without_key(TEXT, root_of(TEXT), ("items", "q1"))
    assert without_key("a: {b: 1, c: 2}\n", root_of("a: {b: 1, c: 2}\n"), ("a", "b")) == "a: {c: 2}\n"
    assert without_key("a: {b: 1, c: 2}\n", root_of("a: {b: 1, c: 2}\n"), ("a", "c")) == "a: {b: 1}\n"


def test_an_entry_that_a_draft_proposes_is_found_behind_its_sign():
    assert read_yaml_text(proposed_entry(TEXT, root_of(TEXT), ("background", "age")), called="Entry").content == {
        "age": {"column": "c", "label": "Age"}
    }
    assert '"?"' in proposed_entry(TEXT, root_of(TEXT), ("numeric", "age"))
    assert not proposed_entry(TEXT, root_of(TEXT), ("numeric", "income"))


NAMES = st.text("abÄ 1:#'\"-{},", min_size=1, max_size=5)
VALUES = st.recursive(
    st.integers(-9, 9) | st.text("abÄ 1:#'\"-{},\n", max_size=8) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), VALUES, st.data())
def test_whatever_is_set_is_read_back_and_the_rest_is_as_it_was(content, value, data):
    text = yaml_text(content)
    place = [data.draw(st.sampled_from([*content, "new"]))]
    expected = dict(content)
    if isinstance(inner := content.get(place[0]), dict) and data.draw(st.booleans()):
        place.append(data.draw(st.sampled_from([*inner, "new"])))
        expected[place[0]] = {**inner, place[1]: value}
    else:
        expected[place[0]] = value
    new = with_value(text, root_of(text), place, NewValue(content=value))
    assert read_yaml_text(new, called="Text").content == expected
