"""A second report on nearly the same respondents: the run finds by itself what was published."""

import json
from pathlib import Path

import pytest

from tests.reports import toys
from workbench.disclosure.ledger import ledger_folder
from workbench.errors import PublicationError
from workbench.intake import read_survey
from workbench.reports.running import audited, foresee
from workbench.reports.running.run import run_report


@pytest.fixture
def project(tmp_path):
    """Two hundred respondents of four areas, and a notebook that shows a table."""
    project = toys.write_project(tmp_path / "project", n=200)
    data, codebook = project / "data" / "toy.csv", project / "data" / "toy.yaml"
    head, *rows = data.read_text(encoding="utf-8").splitlines()
    at = head.split(",").index("area")
    split = [row.split(",") for row in rows]
    lines = [",".join([*row[:at], str(place % 4 + 1), *row[at + 1 :]]) for place, row in enumerate(split)]
    data.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    text = codebook.read_text(encoding="utf-8").replace("2: Small", "2: Small, 3: East, 4: West")
    text = text.replace("synthetic: true\n", "")
    codebook.write_text(text, encoding="utf-8")
    with toys.inside(project):
        yield project


def run(project: Path, name: str):
    return run_report(notebooks=[toys.write_notebook(project / "shows", "01_shows", toys.TABLE)], name=name)


def withdraw(project: Path, *, areas: dict[int, int]) -> None:
    """Take the first respondents of these areas out of the file."""
    data = project / "data" / "toy.csv"
    head, *rows = data.read_text(encoding="utf-8").splitlines()
    at, left, kept = head.split(",").index("area"), dict(areas), []
    for row in rows:
        area = int(row.split(",")[at])
        if left.get(area, 0):
            left[area] -= 1
        else:
            kept.append(row)
    data.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")


def cleared(finished) -> list[dict[str, str]]:
    text = (finished.folder / "disclosure.json").read_text(encoding="utf-8")
    return json.loads(text)["kept_from_earlier_runs"]


def test_the_same_data_may_be_published_as_often_as_one_likes(project):
    for name in ("first", "second"):
        finished = run(project, name)
        assert finished.whole
        assert cleared(finished) == []
        assert "the numbers of the earlier run" not in (finished.folder / "index.html").read_text(encoding="utf-8")


def test_a_group_that_lost_a_few_keeps_its_numbers_and_the_run_says_so(project):
    run(project, "first")
    withdraw(project, areas={1: 9, 2: 8, 3: 2, 4: 7})
    second = run(project, "second")
    assert second.whole
    assert {"variable": "area", "level": "East", "run": "first"} in cleared(second)
    n = len(cleared(second))
    index = (second.folder / "index.html").read_text(encoding="utf-8")
    assert f"Of {n} groups the numbers of the earlier run first stand" in index
    assert "East" not in index, "which group lost a few is not for readers"


@pytest.mark.slow
def test_the_audit_also_sees_what_was_published_of_the_same_people(project, monkeypatch):
    seen = []
    audit = audited.audit
    monkeypatch.setattr(
        audited, "audit", lambda tables, **given: (seen.append(given["earlier"]), audit(tables, **given))[1]
    )
    for name in ("first", "second"):
        assert run(project, name).whole
    withdraw(project, areas={1: 9, 2: 8, 3: 7, 4: 7})
    assert run(project, "third").whole
    assert [list(earlier) for earlier in seen] == [[], ["first/tables/01_shares.csv"], []]


def test_a_survey_that_lost_a_few_is_refused_before_anything_is_written(project):
    run(project, "first")
    withdraw(project, areas={1: 3})
    with pytest.raises(PublicationError, match="since the run `first` was published"):
        run(project, "second")
    assert [path.name for path in (project / "reports").iterdir()] == ["first"]
    # before a run, `check` and the form say the same
    survey = read_survey(project / "data" / "toy.csv", codebook=project / "data" / "toy.yaml")
    with pytest.raises(PublicationError, match="since the run `first` was published"):
        foresee(survey, values={})


@pytest.mark.slow
def test_a_corrected_codebook_does_not_hide_who_left(project):
    """Without ids; the columns of two items had been taken for each other."""
    run(project, "first")
    codebook = project / "data" / "toy.yaml"
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text.replace("esis1: esis1,", "esis1: esis9,").replace("esis9: esis9", "esis9: esis1"), "utf-8")
    withdraw(project, areas={3: 2})
    with pytest.raises(PublicationError, match="since the run `first` was published"):
        run(project, "second")
    withdraw(project, areas={1: 9, 2: 8, 4: 7})
    second = run(project, "second")
    assert {"variable": "area", "level": "East", "run": "first"} in cleared(second)


def test_what_was_not_kept_as_a_report_was_not_published(project):
    path = toys.write_notebook(project / "shows", "01_fails", toys.TABLE, "1 / 0")
    assert not run_report(notebooks=[path], name="first").whole
    withdraw(project, areas={1: 3})
    assert run(project, "second").whole


@pytest.mark.slow
def test_a_report_whose_ledger_was_lost_stands_against_all_that_may_be_about_the_same_people(project):
    run(project, "first")
    for path in ledger_folder().iterdir():
        path.unlink()
    survey = read_survey(project / "data" / "toy.csv", codebook=project / "data" / "toy.yaml")
    for refused in (lambda: run(project, "second"), lambda: foresee(survey, values={})):
        with pytest.raises(PublicationError, match="first is a finished report with the same survey file"):
            refused()
    withdraw(project, areas={1: 30})
    title = project / "data" / "toy.yaml"
    title.write_text(title.read_text(encoding="utf-8").replace("title: Toy", "title: Another"), encoding="utf-8")
    path = toys.write_notebook(project / "shows", "01_shows", toys.TABLE)
    with pytest.raises(PublicationError, match="first is a finished report with a survey file of the same name"):
        run_report(notebooks=[path], name="second", output_folder=project / "elsewhere")
    (project / "reports" / "first").rename(project / "first")
    second = run_report(notebooks=[path], name="second", output_folder=project / "elsewhere")
    assert second.whole
    assert "no other one stands in its ledger" in (second.folder / "index.html").read_text(encoding="utf-8")


def test_who_clears_is_told_whether_anything_is_known_of_earlier_publications(project):
    for name, found in (("first", False), ("second", True)):
        finished = run(project, name)
        for file in ("record.json", "disclosure.json"):
            content = json.loads((finished.folder / file).read_text(encoding="utf-8"))
            assert content["earlier_ledger_found"] is found
        index = (finished.folder / "index.html").read_text(encoding="utf-8")
        assert ("For the person who clears this report" in index) is not found


def test_an_open_survey_is_published_anew_whatever_changed(project):
    codebook = project / "data" / "toy.yaml"
    opened = "disclosure: open\nopen_because: CC0, archive\n"
    codebook.write_text(codebook.read_text(encoding="utf-8") + opened, encoding="utf-8")
    run(project, "first")
    withdraw(project, areas={1: 1})
    assert run(project, "second").whole
    assert not ledger_folder().exists()


def test_a_run_that_cannot_be_remembered_is_not_kept(project, monkeypatch):
    run(project, "first")
    withdraw(project, areas={1: 9, 2: 8, 3: 2, 4: 7})

    def fails(*_, **__):
        raise PublicationError("Another run. Run again.")

    monkeypatch.setattr("workbench.reports.running.run.remember", fails)
    second = run(project, "second")
    assert not second.whole
    assert second.problem == "Another run. Run again."
    assert [path.name for path in second.folder.iterdir()] == ["record.json"]
