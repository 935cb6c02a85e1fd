"""The codebook of columns that stands beside the tables."""

import csv
import io

from workbench.columns import COLUMNS
from workbench.reports.notebooks import TableFile, columns_csv


def read(*columns):
    tables = [TableFile(name="01_t.csv", payload={"columns": list(columns)})] * 2
    return list(csv.reader(io.StringIO(columns_csv(tables, ["q1", "q2"]).decode("utf-8"))))


def test_each_column_stands_once_with_meaning_and_unit():
    assert read("term", "share") == [
        ["column", "meaning", "unit"],
        ["term", COLUMNS["term"].meaning, ""],
        ["share", COLUMNS["share"].meaning, "0–1"],
    ]


def test_columns_of_items_and_models_are_explained_by_their_parts():
    found = {row[0]: row[1] for row in read("n_missing_q1", "odds_ratio_2")}
    assert found["n_missing_q1"] == f"{COLUMNS['n_missing'].meaning}; of one item"
    assert found["odds_ratio_2"].startswith(COLUMNS["odds_ratio"].meaning)


def test_a_column_that_a_survey_brings_is_led_to_its_table_and_is_inert():
    assert read("=own")[1] == ["'=own", "what the caption of its table says", ""]
