"""The workbook of tables, as openpyxl reads it."""

import dataclasses
import zipfile

import openpyxl
import pytest

from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats import xlsx
from workbench.reports.formats.shown_table import Head, Number
from workbench.reports.formats.xlsx_sheet import number_format
from workbench.reports.publishing import Edition

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "http://example.org"]


def written(folder, *outcomes, languages=("en",)):
    folder.mkdir(exist_ok=True)
    xlsx.write(folder, outcomes=outcomes, facts=facts(), edition=Edition(languages=languages))
    return openpyxl.load_workbook(folder / f"tables-{languages[0]}.xlsx")


def with_label(label):
    """A page whose first table has another label than Women."""
    page = outcome("01")
    table = page.exhibits.tables[0]
    payload = table.payload | {"rows": [[label, 0.099]]}
    other = dataclasses.replace(table, payload=payload, html=table.html.replace("Women", label))
    return dataclasses.replace(page, exhibits=dataclasses.replace(page.exhibits, tables=(other,)))


def test_there_is_a_book_for_each_language_and_a_sheet_for_each_table(tmp_path):
    book = written(tmp_path, outcome("01"), outcome("02"), languages=("fi", "en"))
    assert {path.name for path in tmp_path.iterdir()} == {"tables-fi.xlsx", "tables-en.xlsx"}
    assert book.sheetnames == ["Sisällys", "01_short", "01_long", "02_short", "02_long"]


def test_a_sheet_holds_numbers_as_numbers_shown_as_the_page_shows_them(tmp_path):
    sheet = written(tmp_path, outcome())["01_short"]
    assert sheet["A1"].value == "Shares of short"
    assert [cell.value for cell in sheet[4]] == ["Group", "Share"]
    assert [cell.value for cell in sheet[5]] == ["Women", 0.099]
    assert sheet["B5"].number_format == "0.0 %"


def test_headings_stay_in_view_and_are_marked_as_those_of_a_table(tmp_path):
    sheet = written(tmp_path, outcome())["01_short"]
    assert sheet.freeze_panes == "B5"
    (table,) = sheet.tables.values()
    assert (table.displayName, table.ref) == ("table_01_short", "A4:B5")
    assert sheet.print_title_rows == "$4:$4"


def test_contents_lead_to_each_table_and_name_its_page_and_file(tmp_path):
    book = written(tmp_path, outcome("01"), outcome("02"))
    contents = book["Contents"]
    links = {cell.value: cell.hyperlink.location for row in contents for cell in row if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    rows = [[cell.value for cell in row] for row in contents.iter_rows()]
    assert ["02_long", "Shares of long", "Page 02", "tables/02_long.csv"] in rows
    assert any("Use is free" in str(row[0]) or "For research on groups" in str(row[0]) for row in rows)


@pytest.mark.parametrize("label", FORMULAS)
def test_a_label_never_becomes_a_formula_or_a_link(tmp_path, label):
    sheet = written(tmp_path, with_label(label))["01_short"]
    assert (sheet["A5"].value, sheet["A5"].data_type, sheet["A5"].hyperlink) == (label, "s", None)
    if label[0] in "=+-@'":
        assert sheet["A5"].quotePrefix  # so that it stays a text where somebody edits the cell


def test_sheets_of_long_names_are_told_apart():
    long = "04_" + "a" * 40
    names = xlsx._sheet_names([f"{long}1", f"{long}2", f"{long}3"])
    assert len(set(names)) == 3
    assert max(map(len, names)) == 31


def test_the_same_report_gives_the_same_bytes(tmp_path):
    for folder in ("one", "other"):
        written(tmp_path / folder, outcome())
    assert len({path.read_bytes() for path in tmp_path.rglob("*.xlsx")}) == 1


def test_the_file_names_no_author_and_the_time_of_the_run(tmp_path):
    about = written(tmp_path, outcome()).properties
    assert (about.creator or "", about.created) == ("", facts().ended.replace(tzinfo=None))
    with zipfile.ZipFile(tmp_path / "tables-en.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}  # no clock is read


@pytest.mark.parametrize(
    ("decimals", "percent", "pattern"),
    [(1, True, "0.0 %"), (0, True, "0 %"), (0, False, "#,##0"), (2, False, "#,##0.00")],
)
def test_numbers_are_shown_with_the_digits_of_the_page(decimals, percent, pattern):
    assert number_format(Number(value=1.0, decimals=decimals, percent=percent)) == pattern


@pytest.mark.parametrize(
    ("label", "kind", "ends", "labels"),
    [
        ("Share", "percent", 1, ["Share"]),
        ("Interval", "interval", 2, ["Interval, low", "Interval, high"]),
        ("Crude (95 % CI)", "with_interval", 3, ["Crude", "Crude, 95 % CI, low", "Crude, 95 % CI, high"]),
        ("χ² (df)", "with_df", 2, ["χ²", "df"]),
    ],
)
def test_each_number_of_a_cell_has_a_column_with_a_name(label, kind, ends, labels):
    assert xlsx._labels([Head(label=label, is_text=False, ends=ends, kind=kind)]) == labels


def test_what_stands_in_one_cell_of_a_page_is_apart_in_a_sheet(tmp_path):
    page = outcome("01")
    table = page.exhibits.tables[0]
    columns = ["level", "reference", "odds_ratio", "low", "high"]
    rows = [["Women", "Women", 1.0, None, None], ["Men", "Women", 2.234, 1.2, 4.14]]
    html = table.html.replace("9.9 %", "1").replace("Share<", "Crude (95 % CI)<").replace("percent", "with_interval")
    more = '<tr><th scope="row">Men</th><td class="with_interval">2.23 (1.20–4.14)</td></tr></tbody>'
    payload = table.payload | {"columns": columns, "shown": [["level"], columns[2:]], "rows": rows}
    other = dataclasses.replace(table, payload=payload, html=html.replace("</tbody>", more))
    page = dataclasses.replace(page, exhibits=dataclasses.replace(page.exhibits, tables=(other,)))
    sheet = written(tmp_path, page)["01_short"]
    assert [[cell.value for cell in row] for row in sheet["A5:D6"]] == [
        ["Women", 1, None, None],
        ["Men", 2.234, 1.2, 4.14],
    ]
    assert [cell.number_format for cell in sheet[6]][1:] == ["#,##0.00"] * 3


def test_a_row_is_as_high_as_its_lines_and_no_sign_calls_a_code_a_mistake(tmp_path):
    for length, lines in ((46, 1), (90, 2)):  # of a column of 44
        sheet = written(tmp_path / str(length), with_label("n " * (length // 2)))["01_short"]
        assert (sheet.row_dimensions[5].height or 15) == 15 * lines
    with zipfile.ZipFile(tmp_path / "46" / "tables-en.xlsx") as archive:
        assert b'numberStoredAsText="1"' in archive.read("xl/worksheets/sheet2.xml")
