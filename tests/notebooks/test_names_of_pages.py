"""Each page has one name: in its file, the README, the start page of the lab and the reference of tables."""

import re
from pathlib import Path

import pytest

from workbench.lab.start_page import notebook_links
from workbench.reports.notebooks import find_notebooks, load_notebook

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = [load_notebook(path, position=1) for path in find_notebooks(PROJECT / "notebooks")]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name)
def test_a_page_is_called_the_same_everywhere(notebook):
    words = re.sub(r"\W+", "_", notebook.title.replace("-", "")).lower()
    assert f"{notebook.number}_{words}" == notebook.name
    shown, path = f"{notebook.number} {notebook.title}", f"notebooks/{notebook.path.name}"
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert f"| [{shown}]({path}) |" in readme
    assert f"\n## {shown}\n" in (PROJECT / "docs/reference/exported-tables.md").read_text(encoding="utf-8")
    assert [link.title for link in notebook_links(PROJECT) if link.path == path] == [notebook.title]


def test_documents_name_no_page_otherwise():
    names = {notebook.path.name: f"{notebook.number} {notebook.title}" for notebook in NOTEBOOKS}
    for text in (PROJECT / "docs").rglob("*.md"):
        for said, file in re.findall(r"\[(\d\d [^]]*)\]\([^)]*notebooks/([^)]*)\)", text.read_text(encoding="utf-8")):
            assert said == names[file], text.name
