"""Csv files with the decimal mark of a language."""

import dataclasses
import zipfile

import pandas as pd
import pytest

from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats import local_csv
from workbench.reports.publishing import Edition


def page(label):
    own = outcome()
    payload = own.exhibits.tables[0].payload | {
        "columns": ["level", "share", "n", "share_text"], "rows": [[label, 0.099, 3, "9.9 %"], ["Men", None, 12.5, "–"]]
    }  # fmt: skip
    table = dataclasses.replace(own.exhibits.tables[0], payload=payload)
    return dataclasses.replace(own, exhibits=dataclasses.replace(own.exhibits, tables=(table,)))


def read(folder, language, label="Women"):
    local_csv.write(folder, outcomes=[page(label)], facts=facts(), edition=Edition(languages=(language,)))
    with zipfile.ZipFile(folder / f"tables-{language}.zip") as archive:
        return archive.read("01_short.csv")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_comma_language_has_its_mark_and_semicolons(tmp_path, language):
    assert read(tmp_path, language).decode("utf-8-sig") == "level;share;n\nWomen;0,099;3\nMen;;12,5\n"


def test_english_keeps_comma_and_point(tmp_path):
    assert read(tmp_path, "en").decode("utf-8-sig") == "level,share,n\nWomen,0.099,3\nMen,,12.5\n"


def test_excel_sees_by_the_first_bytes_that_letters_are_utf_8(tmp_path):
    assert read(tmp_path, "fi").startswith(b"\xef\xbb\xbf")


def test_a_label_with_a_separator_or_a_formula_stays_one_inert_cell(tmp_path):
    read(tmp_path, "fi", label="=a;b")
    with zipfile.ZipFile(tmp_path / "tables-fi.zip") as archive, archive.open("01_short.csv") as file:
        frame = pd.read_csv(file, sep=";", decimal=",", encoding="utf-8-sig")
    assert list(frame["level"]) == ["'=a;b", "Men"]
    assert list(frame["n"]) == [3.0, 12.5]


def test_words_are_those_of_the_language(tmp_path):
    own = page("Women")
    words = {"sv": {"rows": [["Kvinnor", 0.099, 3, "9,9 %"], ["Män", None, 12.5, "–"]]}}
    table = dataclasses.replace(own.exhibits.tables[0], words=words)
    said = dataclasses.replace(own, exhibits=dataclasses.replace(own.exhibits, tables=(table,)))
    local_csv.write(tmp_path, outcomes=[said], facts=facts(), edition=Edition(languages=("sv",)))
    with zipfile.ZipFile(tmp_path / "tables-sv.zip") as archive:
        assert archive.read("01_short.csv").decode("utf-8-sig") == "level;share;n\nKvinnor;0,099;3\nMän;;12,5\n"
    assert table.csv().decode() == "level,share,n,share_text\nWomen,0.099,3,9.9 %\nMen,,12.5,–\n"
