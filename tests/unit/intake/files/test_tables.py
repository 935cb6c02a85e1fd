"""Sheets of a workbook: the one that the codebook names, or the only one that may be meant."""

from __future__ import annotations

import re
import zipfile

import pandas as pd
import pytest

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import draft_codebook, load_codebook, read_survey

LEGEND = pd.DataFrame({"code": [1, 2], "meaning": ["Men", "Women"]})


def workbook(folder, **sheets: pd.DataFrame):
    with pd.ExcelWriter(folder / "my.xlsx", engine="openpyxl") as book:
        for title, frame in sheets.items():
            frame.to_excel(book, sheet_name=title, index=False)
    return folder / "my.xlsx"


def read(folder, path, **keys):
    return read_survey(path, codebook=example.save_codebook(folder, example.codebook(**keys)))


def test_the_named_sheet_is_read(tmp_path):
    path = workbook(tmp_path, y2023=example.frame(40), y2024=example.frame())
    assert len(read(tmp_path, path, sheet="y2024").responses) == 60
    assert len(read(tmp_path, path, sheet="y2023").responses) == 40


def test_the_only_sheet_with_the_columns_is_read_and_named_in_the_report(tmp_path):
    survey = read(tmp_path, workbook(tmp_path, Codes=LEGEND, Answers=example.frame()))
    assert "sheet Answers" in set(survey.report.table["value"])


def test_a_hidden_sheet_is_read_by_name_only(tmp_path):
    path = tmp_path / "my.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        example.frame(40).to_excel(book, sheet_name="old", index=False)
        example.frame().to_excel(book, sheet_name="new", index=False)
        book.sheets["old"].sheet_state = "hidden"
    assert len(read(tmp_path, path).responses) == 60
    assert len(read(tmp_path, path, sheet="old").responses) == 40


def test_a_draft_of_several_tables_asks_for_the_sheet_and_writes_it(tmp_path):
    path = workbook(tmp_path, Answers=example.frame(), Codes=LEGEND)
    with pytest.raises(DataError, match="in several sheets: `Answers`, `Codes`"):
        draft_codebook(path)
    draft = draft_codebook(path, sheet="Answers", design={"sampling_weights": "weight"}).replace(
        'instrument: "?"', "instrument: esis"
    )
    (tmp_path / "draft.yaml").write_text(draft, encoding="utf-8")
    assert load_codebook(tmp_path / "draft.yaml").sheet == "Answers"


def test_a_draft_passes_over_sheets_without_a_table(tmp_path):
    notes = pd.DataFrame({"Read me": ["Exported on Monday", "by the service"]})
    assert 'instrument: "?"' in draft_codebook(workbook(tmp_path, Notes=notes, Answers=example.frame()))


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("[Content_Types].xml", b' Extension="xml"', b""),
        ("xl/workbook.xml", b' sheetId="1"', b""),
        ("xl/styles.xml", b"<styleSheet", b"<styleSheet/><styleSheet"),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="2"'),
    ],
)
def test_a_workbook_with_a_broken_part_is_damaged(tmp_path, part, before, after):
    changed_part(example.frame(), tmp_path / "my.xlsx", part, lambda content: content.replace(before, after, 1))
    with pytest.raises(DataError, match="begins like Excel but cannot be read to its end"):
        read(tmp_path, tmp_path / "my.xlsx")


def test_a_cell_that_cannot_be_a_date_is_repeated_nowhere(tmp_path, recwarn):
    frame = example.frame().assign(born=pd.Timestamp("1980-02-03"))
    born = re.compile(rb"<v>29254</v>|<v>1980-02-03T00:00:00</v>")
    changed_part(
        frame, tmp_path / "my.xlsx", "xl/worksheets/sheet1.xml", lambda part: born.sub(b"<v>47114711</v>", part)
    )
    assert len(read(tmp_path, tmp_path / "my.xlsx").responses) == 60
    assert list(recwarn) == []


def changed_part(frame, path, name, change):
    """Write a workbook, one part of which is other than openpyxl would write it."""
    frame.to_excel(path.with_suffix(".honest"), index=False, engine="openpyxl")
    with zipfile.ZipFile(path.with_suffix(".honest")) as honest, zipfile.ZipFile(path, "w") as packed:
        for part in honest.namelist():
            content = honest.read(part)
            new = change(content) if part == name else content
            assert new != content or part != name
            packed.writestr(part, new)
