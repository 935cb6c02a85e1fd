"""What the form sees of a file: columns, roles, and counts as windows only."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.instruments import load_instrument
from workbench.intake.codebook import file_overview, proposed_item

EXAMPLE = "data/example/synthetic-adult-survey.sav"


@pytest.fixture(scope="module")
def overview():
    return file_overview(EXAMPLE)


def test_counts_are_windows(overview):
    rows = [code.rows for column in overview.columns.values() for code in (*column.codes, *column.missing)]
    assert overview.rows == "about 6\u202f002"
    assert len(rows) > 100
    middles = [int(text.removeprefix("about ").replace("\u202f", "")) for text in rows if text != "fewer than 5"]
    assert {middle % 5 for middle in middles} == {2}


def test_roles_and_kinds_are_suggested(overview):
    assert overview.with_role("sampling_weights") == ["weight"]
    assert overview.with_role("respondent_id") == ["respondent_id"]
    assert overview.columns["sex"].kind == "groups"
    assert [code.code for code in overview.columns["esis1"].missing] == [8, 9]


def test_no_row_is_kept(overview):
    assert len(overview.words.frame) == 0


def test_rare_codes_without_a_label_are_not_repeated(tmp_path):
    values = [1] * 20 + [2] * 20 + [77] * 4
    pd.DataFrame({"area": values, "age": range(44)}).to_csv(tmp_path / "my.csv", index=False)
    found = file_overview(tmp_path / "my.csv").columns
    assert [code.code for code in found["area"].codes] == [1, 2]
    assert found["area"].has_rare and not found["age"].has_rare
    assert (found["age"].kind, found["age"].codes) == ("number", ())


def test_value_labels_tell_direction_and_missing_codes_of_an_item(overview):
    assert proposed_item(overview, "esis1", load_instrument("esis")) == {"column": "esis1", "missing": [8, 9]}
    assert proposed_item(overview, "sex", load_instrument("esis")) == {"column": "sex"}
