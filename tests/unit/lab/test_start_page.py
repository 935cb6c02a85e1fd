"""What the start page lists of a project, and in which order."""

from __future__ import annotations

import re
from pathlib import Path

from tests.reports import toys
from workbench.lab.start_page import codebook_files, notebook_links, start_page, survey_files, text_links
from workbench.reports.unattended.run_records import RunRecord, new_folder, now
from workbench.reports.unattended.schedules import Schedule
from workbench.reports.unattended.schedules.schedule import described

PROJECT = Path(__file__).parents[3]


def test_files_to_choose_from_are_surveys_and_codebooks_of_the_project_ones_own_first(tmp_path):
    project = toys.write_project(tmp_path / "project")
    full = "private/full/001_result_mean.NOT-FOR-PUBLICATION.csv"
    left_out = ("published/values.csv", "instruments/own.yaml", "notes.txt")
    for name in ("private/my.sav", "private/my.yaml", full, *left_out):
        (project / "data" / name).parent.mkdir(exist_ok=True, parents=True)
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
    assert "How exactly does the score measure?" in [link.sentence for link in links]


def test_texts_are_named_by_their_headings_and_those_for_users_come_first():
    titles = [link.title for link in text_links(PROJECT)]
    assert titles[0] == "Your first report"
    assert titles.index("Glossary") < titles.index("Add a column")


def test_names_of_files_are_no_markup(tmp_path):
    project = toys.write_project(tmp_path / "project")
    toys.write_notebook(project / "notebooks", "01_shows", toys.TABLE)
    (project / "data" / "<b>.csv").touch()
    (project / "reports" / 'x"><script>').mkdir(parents=True)
    page = start_page(project, root=project, base_url="/", language_links={})
    assert "&lt;b&gt;.csv" in page
    assert "<script>" not in page
    assert "unfinished" in page


def test_plans_stand_with_their_last_run_and_those_out_of_order_first(tmp_path, monkeypatch):
    project = toys.write_project(tmp_path / "project")
    toys.write_notebook(project / "notebooks", "01_shows", toys.TABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Plans and schedules" not in start_page(project, root=project, base_url="/", language_links={})
    for name, status in (("a.yaml", "done"), ("<b>.yaml", "failed")):
        plan = str(project / name)
        record = RunRecord(folder=new_folder(plan), plan=plan, status=status, started=now(), ended=now())
        record.write()
        record.log.touch()
        if status == "failed":
            record.failure_page.touch()
            timer_schedule(tmp_path, plan)
    page = start_page(project, root=project, base_url="/", language_links={})
    assert page.index("&lt;b&gt;.yaml") < page.index("a.yaml")
    assert '<span class="status done">done</span>' in page
    assert "does not start it any more" in page
    paths = re.findall(r'data-file="(data/private/runs/[^"]*)"', page)
    assert [path.rsplit("/", 1)[1] for path in paths] == ["failure.html", "log.txt", "log.txt"]
    assert all((project / path).is_file() for path in paths)


def timer_schedule(folder: Path, plan: str) -> None:
    """Leave the unit of a timer that no systemd keeps."""
    schedule = Schedule(
        plan=plan, every="day", cron="30 0 * * *", command=("run",), added="2026-03-01T12:00:00", keeper="systemd"
    )
    units = folder / "config" / "systemd" / "user"
    units.mkdir(parents=True)
    (units / "workbench-x.timer").write_text(described(schedule), encoding="utf-8")
