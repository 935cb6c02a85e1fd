"""Columns that somebody names: a list, a part of a series, or a run as in *first TO last* of SPSS."""

import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.intake import columns_in_codes, item_series, listed_columns, named_columns

TRUST = ["trstprl", "trstlgl", "trstplc", "trstun"]


@pytest.fixture
def survey(tmp_path):
    """Four neighbours with other names and the same options, a number, and a series that stands as 2, 1, 3."""
    frame = pd.DataFrame({column: list(range(6)) * 10 for column in TRUST})
    frame["age"] = range(20, 80)
    frame[["b2", "b1", "b3"]] = frame[TRUST[:3]]
    frame.to_csv(tmp_path / "survey.csv", index=False)
    return tmp_path / "survey.csv"


@pytest.mark.parametrize(
    ("items", "columns"),
    [
        ("trstprl..trstun", TRUST),
        ("trstlgl .. trstplc", TRUST[1:3]),
        ("b1..b3", ["b1", "b2", "b3"]),
        ("b1, age", ["b1", "age"]),
    ],
)
def test_columns_are_named_one_by_one_or_by_their_ends(survey, items, columns):
    assert named_columns(survey, items) == tuple(columns)


def test_a_name_with_a_comma_stands_in_quotes(survey):
    assert listed_columns('"Your age, in bands" , sex,') == ("Your age, in bands", "sex")
    assert listed_columns("") == ()
    assert named_columns(survey, '"b1", age') == ("b1", "age")


def test_a_run_over_a_column_without_options_is_refused(survey):
    with pytest.raises(DataError, match="takes in the column `age`"):
        named_columns(survey, "trstplc..b2")


def odd_series(tmp_path, **columns):
    """Five items 1–5 of which some are changed."""
    frame = pd.DataFrame({f"s{number}": [1, 2, 3, 4, 5] * 12 for number in range(1, 6)}).assign(**columns)
    frame.to_csv(tmp_path / "odd.csv", index=False)
    return tmp_path / "odd.csv"


@pytest.mark.parametrize(
    "answers",
    [[1, 2, 3, 4] * 15, [2, 3, 4, 5] * 15, [3] * 60, [None] * 60, [0, 1, 2, 3, 4, 5] * 10],
    ids=["highest unused", "lowest unused", "constant", "empty", "a code more"],
)
def test_a_run_names_all_of_its_columns_whatever_their_answers(tmp_path, answers):
    assert named_columns(odd_series(tmp_path, s2=answers), "s1..s5") == ("s1", "s2", "s3", "s4", "s5")


def test_a_series_takes_in_a_column_whose_options_nobody_chose_and_names_what_it_leaves_out(tmp_path):
    (series,) = item_series(odd_series(tmp_path, s2=[1, 2, 3, 4] * 15, s4=[0, 9] * 30, s9=[1, 2] * 30))
    assert series.columns == ("s1", "s2", "s3", "s5")
    assert (series.left_out, series.gaps) == (("s4", "s9"), ("s4",))


def test_a_workbook_with_merged_headings_above_the_names_is_refused_by_the_row_of_the_names(tmp_path):
    rows = [["Questions", None, None, None, "Background"], ["s1", "s2", "s3", "s4", "sex"], *[[1, 2, 3, 4, 1]] * 5]
    pd.DataFrame(rows).to_excel(tmp_path / "merged.xlsx", index=False, header=False)
    with pytest.raises(DataError, match=r"column names in row 2\. Delete the rows above"):
        named_columns(tmp_path / "merged.xlsx", "s1..s4")


def test_a_column_without_a_name_is_none_of_the_items(tmp_path):
    frame = pd.DataFrame({f"s{number}": [1, 2, 3] * 10 for number in range(1, 4)})
    frame.assign(note="x").rename(columns={"note": ""}).to_excel(tmp_path / "survey.xlsx", index=False)
    assert named_columns(tmp_path / "survey.xlsx", "s1..s3") == ("s1", "s2", "s3")


@pytest.mark.parametrize("items", ["t1,t3..t5,x", "t1, t3..t5, x"])
def test_a_list_may_hold_runs(tmp_path, items):
    frame = pd.DataFrame({name: [1, 2, 3] * 10 for name in ["x", "t5", "t4", "t3", "t2", "t1"]})
    frame.to_csv(tmp_path / "my.csv", index=False)
    assert named_columns(tmp_path / "my.csv", items) == ("t1", "t3", "t4", "t5", "x")
    with pytest.raises(DataError, match=r"has no column `t9`, which `t3..t9` names"):
        named_columns(tmp_path / "my.csv", "t1,t3..t9")


def test_columns_of_many_options_are_alike_though_few_rows_have_the_ends(tmp_path):
    """Statements from 0 to 10 in headers: no name with a number, and the lowest answers are rare."""
    codes = {"I feel at home": range(11), "I trust them": range(1, 11), "They help me": range(2, 11)}
    frame = pd.DataFrame({name: (list(own) * 12)[:99] for name, own in codes.items()})
    frame = frame.assign(party=[1, 2, 3, 4, 5, 6] * 16 + [1, 2, 3], sex=[1, 2] * 49 + [1], pet=[0, 1] * 49 + [0])
    frame.to_csv(tmp_path / "place.csv", index=False)
    assert columns_in_codes(tmp_path / "place.csv") == [list(codes)]
