"""What the start page lists of a project, and in which order."""

from __future__ import annotations

from pathlib import Path

from tests.reports import toys
from workbench.lab.start_page import codebook_files, notebook_links, start_page, survey_files, text_links

PROJECT = Path(__file__).parents[3]


def test_files_to_choose_from_are_surveys_and_codebooks_of_the_project_ones_own_first(tmp_path):
    project = toys.write_project(tmp_path / "project")
    for name in ("private/my.sav", "private/my.yaml", "published/values.csv", "instruments/own.yaml", "notes.txt"):
        (project / "data" / name).parent.mkdir(exist_ok=True)
        (project / "data" / name).touch()
    (project / "data" / ".hidden").mkdir()
    (project / "data" / ".hidden" / "my.csv").touch()
    (tmp_path / "elsewhere.csv").touch()
    (project / "data" / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert survey_files(project) == ["data/private/my.sav", "data/toy.csv"]
    assert codebook_files(project) == ["data/private/my.yaml", "data/toy.yaml"]


def test_each_notebook_of_the_project_has_a_sentence():
    links = notebook_links(PROJECT)
    assert [link.path for link in links] == sorted(
        path.relative_to(PROJECT).as_posix() for path in (PROJECT / "notebooks").glob("*.ipynb")
    )
    assert all(link.sentence[-1] in ".?" for link in links)
    assert "How exactly does the sum score measure?" in [link.sentence for link in links]


def test_texts_are_named_by_their_headings_and_those_for_users_come_first():
    titles = [link.title for link in text_links(PROJECT)]
    assert titles[0] == "Your first report"
    assert titles.index("Glossary") < titles.index("Add a column")


def test_names_of_files_are_no_markup(tmp_path):
    project = toys.write_project(tmp_path / "project")
    toys.write_notebook(project / "notebooks", "01_shows", toys.TABLE)
    (project / "data" / "<b>.csv").touch()
    (project / "reports" / 'x"><script>').mkdir(parents=True)
    page = start_page(project, root=project, base_url="/")
    assert "&lt;b&gt;.csv" in page
    assert "<script>" not in page
    assert "unfinished" in page
