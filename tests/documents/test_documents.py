"""The generated pages of docs/reference say what the code says today."""

from collections import Counter
from pathlib import Path

import nbformat
import pytest

from tests.documents import columns, exported_tables, key_figures, names
from tests.documents.chapters import ROOT
from workbench.columns import COLUMNS
from workbench.reports.notebooks.exported_columns import ONLY_EXPORTED

REFERENCE = ROOT / "docs" / "reference"
AGAIN = "Write it again: make docs"


def written(page):
    return (REFERENCE / page.PAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [columns, names, key_figures], ids=lambda page: page.PAGE)
def test_page_is_current(page):
    assert written(page) == page.text(), AGAIN


def test_exported_tables_list_as_many_as_the_notebooks_show():
    listed = Counter(name[:2] for name in exported_tables.columns_of(written(exported_tables)))
    shown = Counter()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        # a run of the example survey has none of a validation's
        code = [c for c in cells if c.cell_type == "code" and "validation" not in c.metadata.get("tags", [])]
        shown[path.stem[:2]] = sum("\ntables." in f"\n{cell.source}" for cell in code)
    assert listed == shown, AGAIN


def test_exported_tables_explain_columns_as_the_glossary_does():
    page = written(exported_tables)
    explained = {line for line in page.split("\n") if line.startswith("| `")}
    known = {column for listed in exported_tables.columns_of(page).values() for column in listed}
    assert explained == {exported_tables.row(column) for column in known}, AGAIN


def test_a_column_of_results_is_explained_in_the_glossary_alone():
    assert not set(ONLY_EXPORTED) & set(COLUMNS)


@pytest.mark.slow
def test_exported_tables_are_those_of_a_run():
    assert written(exported_tables) == exported_tables.text(), AGAIN


def test_reference_pages_are_all_in_the_index():
    index = (REFERENCE.parent / "README.md").read_text(encoding="utf-8")
    pages = [str(path.relative_to(REFERENCE.parent)) for path in sorted(REFERENCE.parent.rglob("*.md"))]
    assert not [page for page in pages if Path(page).name != "README.md" and f"({page})" not in index]


def test_terms_stand_in_three_languages_with_where_they_come_from():
    page = (REFERENCE / "terms.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 150
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    english = [row[0].casefold() for row in rows]
    assert english == sorted(english) and len(set(english)) == len(english)
