"""Numbers in words: those of respondents are read, those of hashes, samples and per cents are not."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exported_tables import read_tables
from workbench.disclosure.audit.sentences import _NUMBER, sentences


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


@pytest.mark.parametrize(
    ("note", "n_found"), [("Adjusted (Holm 1979).", 0), ("(answered 1979)", 1), ("(Women 1979)", 1)]
)
def test_the_year_of_a_source_is_no_count(note, n_found):
    sex, below = groups_of({"Women": (100, 1479), "Men": (300, 500)})
    census = Census(build_survey({"sex": sex}, below))
    table = read_tables({"a": {"columns": [], "rows": [], "notes": [note]}}, census)[0]
    assert len(sentences(table, census)) == n_found
