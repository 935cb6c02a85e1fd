"""What the report of a file repeats of values that the codebook declares missing, and what it only counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.unit.intake import example
from workbench.intake import Codebook, read_survey

RARE = "values that fewer than 5 rows have each"


def declared(folder: Path, column: str, values: list[object], missing: list[object], **changes: object) -> pd.DataFrame:
    """Lines of the report about values of one column that are declared missing."""
    frame = example.frame()
    frame["sex"] = frame["sex"].astype(object)
    frame["age"] = pd.Series(range(20, 20 + len(frame)), dtype=object)
    frame[column] = frame[column].astype(object)
    frame.loc[: len(values) - 1, column] = values
    frame.to_csv(folder / "my.csv", index=False)
    age = {"column": "age", "label": "Age", "unit": "years", "lowest": 18, "highest": 110}
    book = example.codebook(numeric={"age": age}, **changes)
    place = {"sex": "background", "age": "numeric"}[column]
    book[place] = book[place] | {column: book[place][column] | {"missing": missing}}
    table = read_survey(folder / "my.csv", codebook=Codebook.model_validate(book)).report.table
    return table[(table["column"] == column) & table["action"].str.startswith("set to missing")]


@pytest.mark.parametrize(
    ("column", "values", "missing", "shown"),
    [
        ("age", ["67 years"], ["67 years"], [(RARE, 1)]),
        ("age", ["67 years", "40 I think"], ["67 years", "40 I think"], [(RARE, 2)]),
        ("age", [111], [111], [(RARE, 1)]),
        ("age", ["not said"] * 5 + ["67 years"], ["not said", "67 years"], [("not said", 5), (RARE, 1)]),
        ("sex", ["a word of mine"], ["a word of mine"], [(RARE, 1)]),
        ("sex", [9], [9], [("9", 1)]),
    ],
)
def test_what_one_person_may_have_written_is_counted_and_not_repeated(tmp_path, column, values, missing, shown):
    lines = declared(tmp_path, column, values, missing)
    assert list(zip(lines["value"], lines["n_rows"], strict=True)) == shown


def test_a_survey_with_a_higher_minimum_hides_more(tmp_path):
    lines = declared(tmp_path, "age", ["not said"] * 7, ["not said"], disclosure={"minimum_respondents": 10})
    assert list(lines["value"]) == ["values that fewer than 10 rows have each"]


def test_a_range_that_the_file_declares_missing_repeats_no_rare_number_and_a_code_is_named(tmp_path):
    frame = example.frame().assign(age=[15.0, 16.0, 999.0, *range(20, 77)])
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), missing_ranges={"age": [{"lo": 0, "hi": 17}, 999]})
    age = {"column": "age", "label": "Age", "unit": "years", "lowest": 18, "highest": 110}
    book = Codebook.model_validate(example.codebook(numeric={"age": age}))
    table = read_survey(tmp_path / "my.sav", codebook=book).report.table
    lines = table[(table["column"] == "age") & table["action"].str.startswith("set to missing")]
    assert sorted(zip(lines["value"], lines["n_rows"], strict=True)) == [("999", 1), (RARE, 2)]
