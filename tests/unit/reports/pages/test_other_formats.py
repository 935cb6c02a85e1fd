"""The list of what there is beside pages: in reading order, of one language, with sizes."""

import pytest

from workbench.reports.pages.other_formats import DOCUMENTS, other_formats
from workbench.wording import speaking

SIZES = {
    "appendix-fi.pdf": 2_340_000,
    "summary-fi.pdf": 100_000,
    "summary-en.pdf": 99_400,
    "report-fi.docx": 400_000,
    "tables-fi.xlsx": 90_000,
    "figures-fi.zip": 1_000,
    "key_figures.json": 7,
    "notes-fi.txt": 1,
}


@pytest.fixture
def run(tmp_path):
    (tmp_path / DOCUMENTS).mkdir()
    for name, size in SIZES.items():
        (tmp_path / DOCUMENTS / name).write_bytes(b"x" * size)
    return tmp_path


def test_short_first_each_format_together_and_sizes_in_the_signs_of_the_language(run):
    with speaking("fi"):
        told = [(each.file, each.title, each.size) for each in other_formats(run)]
    assert told == [
        ("summary-fi.pdf", "Tiivistelmä, PDF", "0,1 Mt"),
        ("appendix-fi.pdf", "Raportti ja kaikki lasketut tulokset, PDF", "2,3 Mt"),
        ("report-fi.docx", "Raportti, Word", "0,4 Mt"),
        ("tables-fi.xlsx", "Kaikki taulukot, Excel", "90 kt"),
        ("key_figures.json", "Keskeiset luvut, JSON", "1 kt"),
        ("figures-fi.zip", "Kaikki kuviot, zip", "1 kt"),
    ]


def test_another_language_has_its_own_files_and_those_without_one(run):
    with speaking("en"):
        assert [(each.file, each.size) for each in other_formats(run)] == [
            ("summary-en.pdf", "99 kB"),
            ("key_figures.json", "1 kB"),
        ]


def test_without_other_formats_there_is_no_list(tmp_path):
    assert other_formats(tmp_path) == []
