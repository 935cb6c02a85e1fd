"""Numbers in words: those of respondents are read, those of hashes, samples and per cents are not."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exported_tables import read_tables
from workbench.disclosure.audit.sentences import (
    _IDENTIFIER,
    _NUMBER,
    _STATISTIC,
    _spoken,
    sentences,
    without_sources,
)
from workbench.intake.codebook import BackgroundVariable

PACKAGE = Path(__file__).parents[4] / "workbench"
ROOMS = ("numerics", "psychometrics", "population", "tables")  # what a page says of its methods


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("17 of 520 respondents", ["17", "520"]),
        ("percentiles of 520 bootstrap samples, all 126 splits, 100 sets in which", []),
        ("a 95 % interval", []),
        ("sha256 1f520a9b", []),
    ],
)
def test_only_numbers_that_may_count_people_are_read(sentence, read):
    assert _NUMBER.findall(sentence) == read


@pytest.mark.parametrize(
    ("note", "n_found"),
    [
        ("Least in area 123, most in 12.", 0),
        ("123 respondents answered.", 1),
        ("123 of 300 did not.", 1),
        ("A book: ISBN 978-952-373-088-0, doi 10.1080/373.2021.300.", 0),
        ("data/373.csv, of 2024-05-373, sha256 dad373ed", 0),
        ("a 373-person sample", 1),
        ("with and without 373/73", 1),
    ],
)
def test_a_number_in_a_name_is_no_count(note, n_found):
    level, below = groups_of({"area 123": (100, 23), "area 12": (200, 50)})
    census = Census(build_survey({"area": level}, below))
    table = read_tables({"a": {"columns": [], "rows": [], "notes": [note]}}, census)[0]
    assert len(sentences(table, census)) == n_found


def test_numbers_in_labels_of_the_codebook_are_no_counts():
    level, below = groups_of({"north": (100, 23), "south": (200, 50)})
    survey = build_survey({"area": level}, below)
    area = BackgroundVariable(column="a", label="Area of 123", labels={1: "north 373", 2: "south"})
    census = Census(replace(survey, codebook=survey.codebook.model_copy(update={"background": {"area": area}})))
    said = ["By “Area of 123”.", "Joined: north 373, south.", "373 in all"]
    found = [sentences(read_tables({"a": {"columns": [], "rows": [], "notes": [n]}}, census)[0], census) for n in said]
    assert [len(one) for one in found] == [0, 0, 1]


@pytest.mark.parametrize(
    ("note", "n_found"),
    [
        ("Adjusted (Holm 1979).", 0),
        ("By Hedges (1979), or Kish 1979, as elsewhere (Muthén, du Toit & Spisic 1979; Lee 1979)", 0),
        ("chi-square = 1979, df = 1979, χ²(1979) = 1979", 0),
        ("chi-square = 9\u202f979, df = 45; chi-square = 9 979", 0),
        ("(answered 1979)", 1),
        ("(Women 1979)", 1),
        ("n = 1979", 1),
    ],
)
def test_the_year_of_a_source_is_no_count(note, n_found):
    sex, below = groups_of({"Women": (100, 1479), "Men": (300, 500)})
    census = Census(build_survey({"sex": sex}, below))
    table = read_tables({"a": {"columns": [], "rows": [], "notes": [note]}}, census)[0]
    assert len(sentences(table, census)) == n_found


def test_the_ends_of_the_score_are_no_counts():
    level, below = groups_of({"Women": (60, 40), "Men": (240, 60)})
    census = Census(build_survey({"sex": level}, below))
    notes = ["A score of 0–100.", "300", "100 respondents"]
    table = read_tables({"a": {"columns": [], "rows": [], "notes": notes}}, census)[0]
    assert [says for *_, says in sentences(table, census)] == [
        f"says {n}, which is an exact number of respondents" for n in (300, 100)
    ]


@pytest.mark.parametrize(("highest", "n_found"), [(373, 0), (380, 1)])
def test_the_numbers_of_a_codebook_are_no_counts_and_those_in_its_words_are(highest, n_found):
    level, below = groups_of({"north": (100, 23), "south": (200, 50)})
    survey = build_survey({"area": level}, below)
    hours = BackgroundVariable.model_validate({"column": "h", "label": "Hours", "groups": (0, 150), "highest": highest})
    changes = {"title": "A survey of 373 people", "background": survey.codebook.background | {"hours": hours}}
    background = survey.background.assign(
        hours=pd.Categorical.from_codes([0] * 200 + [1] * 173, ["0–149", "150 or over"])
    )
    census = Census(replace(survey, background=background, codebook=survey.codebook.model_copy(update=changes)))
    told = read_tables({"a": {"columns": [], "rows": [], "notes": ["numbers 0–373 cut into 2 groups"]}}, census)[0]
    assert len(sentences(told, census)) == n_found


class _Everything:
    """As if a survey had every total: of what is left, nothing may be a number of the program's own words."""

    def __contains__(self, _: int) -> bool:
        return True


def test_no_number_in_what_the_program_says_of_its_methods_can_be_taken_for_a_count():
    found = []
    for path in (path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))):
        for text in _said_in(ast.parse(path.read_text(encoding="utf-8"))):
            plain = _STATISTIC.sub("", _IDENTIFIER.sub("", text))
            found += [(path.name, n) for n in _spoken(without_sources(plain, ()), _Everything(), set(), width=5)]
    assert found == []


def _said_in(tree: ast.Module):
    """Texts with numbers, values in them as X; no docstrings."""
    expressions = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
        if " " in text and re.search(r"\d{3}", text) and not {id(node)} & (expressions | parts):
            yield text


@pytest.mark.parametrize(
    ("words", "n_found"),
    [
        ("6\u202f000–6\u202f009 of 7000", 0),
        ("6 000 to 6 009 respondents, 6,000–6,019", 0),
        ("6000", 1),
        ("6000–6010", 1),
        ("6000–6008", 1),
        ("6000–6004", 1),
        ("5995–6000", 1),
        ("6000 to 6009 and 6000", 1),
    ],
)
@pytest.mark.parametrize("place", ["notes", "headlines"])
def test_the_ends_of_a_window_of_even_width_are_no_count(words, n_found, place):
    sex, below = groups_of({"Women": (1000, 2000), "Men": (1200, 1800)})
    survey = build_survey({"sex": sex}, below)
    raised = survey.codebook.disclosure.model_copy(update={"minimum_respondents": 10})
    census = Census(replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": raised})))
    told = {"notes": [words], "headlines": [{"value": words, "text": words}]}
    table = read_tables({"a": {"columns": [], "rows": [], place: told[place]}}, census)[0]
    assert len(sentences(table, census)) == n_found


@pytest.mark.parametrize(("n_above", "value", "n_found"), [(51, 33.5, 0), (52, 25 + 52 / 6, 1), (53, 247 / 300, 1)])
def test_a_headline_is_exact_where_no_rule_would_have_rounded_to_it(n_above, value, n_found):
    """The mean of 300 is 25 and a sixth for each who is not below: 33.5 is what all from 33.25 to 33.75 become."""
    sex, below = groups_of({"Women": (n_above, 150), "Men": (0, 150 - n_above)})
    census = Census(build_survey({"sex": sex}, below))
    heads = [{"name": "mean", "label": "", "value": value, "text": "", "detail": ""}]
    table = read_tables({"a": {"columns": [], "rows": [], "headlines": heads}}, census)[0]
    assert len(sentences(table, census)) == n_found
