"""Word and Excel files of the example, opened by LibreOffice: they open, and say what pages and csv files say."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.reports import toys
from tests.reports.tools import tool

PROJECT = Path(__file__).parents[2]
LANGUAGES = ("fi", "sv", "en")
FOOT = re.compile(r"^\f?\s*Synthetic adult survey\s+\d+ / \d+\s*$", re.MULTILINE)
OFFICE = "libreoffice-writer-nogui libreoffice-calc-nogui"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    asked = ("--lang", ",".join(LANGUAGES), "--depth", "report", "--formats", "docx,xlsx,csv,json")
    command = [sys.executable, "-m", "workbench.cli", "report", "--name", "run", "--output-folder", str(folder)]
    done = subprocess.run(
        [*command, *asked, *toys.FEWER_DRAWS], cwd=PROJECT, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "run"


@pytest.fixture(scope="module")
def key_figures(run):
    return json.loads((run / "documents" / "key_figures.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def printed_files(run, tmp_path_factory):
    """Each file as LibreOffice prints it."""
    office, folder = tool("soffice"), tmp_path_factory.mktemp("printed")
    files = [
        run / "documents" / f"{depth}-{language}.docx" for depth in ("summary", "report") for language in LANGUAGES
    ]
    files.append(run / "documents" / "tables-fi.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, capture_output=True, timeout=900, check=True)
    return {file.name: folder / f"{file.stem}.pdf" for file in files}


@pytest.fixture(scope="module")
def printed(printed_files):
    """Text of each printed file."""
    return {name: _text(path) for name, path in printed_files.items()}


def _text(path):
    command = [tool("pdftotext"), "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return _joined(FOOT.sub("", text))  # a sentence may go on over the page


def _joined(text):
    """A text without its blanks: lines break at hyphens too."""
    return "".join(text.split())


def _digits(number):
    """A number as it can be compared: Excel keeps fifteen digits."""
    return f"{number:.13g}"


def _numbers(path):
    """Numbers of a csv file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            for cell in row:
                if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell):
                    yield float(cell)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("depth", ["summary", "report"])
def test_word_files_print_the_sentences_of_the_first_page(printed, key_figures, depth, language):
    text = printed[f"{depth}-{language}.docx"]
    assert len(key_figures["findings"]) >= 8
    elsewhere = "invariance" if depth == "summary" else None  # stands on its own page alone
    said = [f["sentence"][language] for f in key_figures["findings"] if f["topic"] != elsewhere]
    missing = [sentence for sentence in said if _joined(sentence) not in text]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_has_two_pages(printed_files, language):
    command = [tool("pdfinfo"), str(printed_files[f"summary-{language}.docx"])]
    assert "Pages:           2\n" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_file_prints_the_main_numbers_in_its_language(printed, key_figures, language):
    main = {own["name"]: own["text"][language] for own in key_figures["key_figures"]}
    text = printed[f"report-{language}.docx"]
    for name in ("mean_score", "share_below_cutoff", "coefficient_alpha"):
        assert _joined(main[name]) in text, name


def test_a_printed_workbook_shows_each_table_with_its_caption(printed, run):
    text = printed["tables-fi.xlsx"]
    book = openpyxl.load_workbook(run / "documents" / "tables-fi.xlsx")
    missing = [sheet.title for sheet in book.worksheets[1:] if _joined(sheet["A1"].value) not in text]
    assert not missing
    assert "###" not in text  # what Calc shows where a number does not fit


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_the_numbers_of_the_csv_files_and_no_others(run, language):
    book = openpyxl.load_workbook(run / "documents" / f"tables-{language}.xlsx")
    tables = {path.stem: set(map(_digits, _numbers(path))) for path in (run / "tables").glob("*.csv")}
    assert sorted(book.sheetnames[1:]) == sorted(tables)
    found = 0
    for sheet in book.worksheets[1:]:
        held = [
            cell.value for row in sheet.iter_rows(min_row=5) for cell in row if cell.data_type == "n" and cell.value
        ]
        assert set(map(_digits, held)) <= tables[sheet.title], sheet.title
        found += len(held)
    assert found > 2000


def test_key_figures_are_numbers_of_the_csv_files_that_they_name(run, key_figures):
    for own in key_figures["key_figures"]:
        numbers = set(_numbers(run / own["table"]))
        ends = own["interval"] or {}
        published = {ends[end] for end in ("low", "high") if end in ends}
        assert published <= numbers, own["name"]
    main = {own["name"]: own["value"] for own in key_figures["key_figures"]}
    assert main["share_below_cutoff"] in set(_numbers(run / "tables" / "04_overall.csv"))


def test_the_codebook_of_columns_names_every_column(run):
    with (run / "columns.csv").open(encoding="utf-8", newline="") as file:
        explained = {row["column"]: row["meaning"] for row in csv.DictReader(file)}
    columns = set()
    for path in (run / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            columns |= set(next(csv.reader(file)))
    assert columns == set(explained)
    assert not [name for name, meaning in explained.items() if meaning == "what the caption of its table says"]
