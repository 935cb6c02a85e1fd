"""The form as its pages are asked for and sent: who is answered, what is refused, and that looking changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from tests.reports import toys
from tests.unit.lab.served import AS_A_PROGRAM, serve
from workbench.lab import form_handlers
from workbench.lab.my_survey import STEPS, Drafts, bringing
from workbench.yaml_files import read_yaml, yaml_text

PROJECT = Path(__file__).parents[3]
CODEBOOK = PROJECT / "data" / "codebooks" / "synthetic-adult-survey.yaml"
FORM = AS_A_PROGRAM | {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = toys.write_project(tmp_path_factory.mktemp("form") / "project")
    shutil.copy(PROJECT / "data" / "example" / "synthetic-adult-survey.sav", folder / "data" / "adult.sav")
    book = read_yaml(CODEBOOK, kind="Codebook").content
    further = {"area": ["county", "municipality"], "disclosure": {"minimum_respondents": 10}}
    further |= {"groups": ["education", "sex"], "crossings": [["sex", "age_group"]], "social_order": ["education"]}
    further["numeric"] = {
        "height": {"column": "respondent_id", "label": "Number", "unit": "1", "lowest": 0, "highest": 9}
    }
    book["design"] |= {"margins": [{"variables": "sex", "people": {1: 100, 2: 110}}], "lonely_strata": "centre"}
    (folder / "data" / "adult.yaml").write_text(yaml_text(book | further), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(project, tmp_path_factory):
    with serve(project, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


def send(server, step, values, **headers):
    body = urlencode(values, doseq=True).encode()
    return server.ask(f"/workbench/survey/{step}", method="POST", body=body, headers=FORM | headers)


def begin(server, survey="data/adult.sav", codebook="data/adult.yaml"):
    return send(server, "file", {"survey": survey, "codebook": codebook, "wanted": "begin"})


def fields_of(text, step):
    """What a browser sends of a page that nobody has touched."""
    form = BeautifulSoup(text, "html.parser").select_one(f"form[action$='/{step}'][data-keep]")
    sent = [(one["name"], one.get("value", "")) for one in form.select("input[name]:not([type=checkbox])")]
    sent += [(one["name"], one["value"]) for one in form.select("input[type=checkbox][checked]")]
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        sent.append((one["name"], chosen.get("value", chosen.text)))
    return sent


def test_looking_at_the_steps_changes_nothing_and_keeps_what_the_form_does_not_know(server, project):
    assert begin(server).status == 303
    drafts = Drafts(project)
    before = drafts.current()
    for step in ("items", "background", "sample", "questions"):
        page = server.ask(f"/workbench/survey/{step}", headers=AS_A_PROGRAM)
        assert page.status == 200
        assert send(server, step, [*fields_of(page.text, step), ("wanted", "next")]).status == 303
        assert drafts.current() == before, step
    assert {"area", "disclosure", "social_order", "source"} <= set(before.content)
    assert before.content["design"]["lonely_strata"] == "centre"


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_shown_without_exact_counts(server, step):
    begin(server)
    page = server.ask(f"/workbench/survey/{step}", headers=AS_A_PROGRAM)
    assert page.status == 200
    assert f"<h1>{STEPS[step]}</h1>" in page.text
    assert "6 000 rows" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")


def test_without_a_file_each_step_asks_for_one(server, project):
    shutil.rmtree(project / "data" / "private" / ".my-survey", ignore_errors=True)
    page = server.ask("/workbench/survey/background", headers=AS_A_PROGRAM)
    assert "Survey file of the project" in page.text
    answer = send(server, "background", {"wanted": "next"})
    assert (answer.status, "No survey file is chosen yet." in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("../secret.sav", ""), "leads out of project/"),
        (("data/adult.sav", "../../etc/passwd"), "leads out of project/"),
        (("data/absent.sav", ""), "There is no file <code>data/absent.sav</code>"),
        (("", ""), "No survey file is chosen."),
    ],
)
def test_files_outside_the_project_are_refused(server, files, said):
    answer = begin(server, *files)
    assert (answer.status, said in answer.text) == (422, True)


def test_a_foreign_origin_is_refused(server, project):
    begin(server)
    before = Drafts(project).current()
    cookies = server.browser()
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), "X-XSRFToken": cookies["_xsrf"]}
    headers |= {"Origin": "http://elsewhere.example", "Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/workbench/survey/items", "/workbench/survey-file?name=my.csv"):
        method = "PUT" if "file" in path else "POST"
        assert server.ask(path, method=method, body=b"title=x&wanted=undo", headers=headers).status in (403, 404)
    assert server.ask("/workbench/survey/items", headers=headers).status == 403
    assert Drafts(project).current() == before
    assert not (project / "data" / "private" / "my.csv").exists()


def test_a_page_must_repeat_the_xsrf_cookie(server):
    cookies = server.browser()
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    path = "/workbench/survey/check"
    assert server.ask(path, method="POST", body=b"wanted=stay", headers=headers).status == 403
    body = f"wanted=stay&_xsrf={cookies['_xsrf']}".encode()
    assert server.ask(path, method="POST", body=body, headers=headers).status == 303


def test_without_a_token_nothing_is_told(server):
    assert server.ask("/workbench/survey/items").status in (302, 403)
    assert server.ask("/workbench/survey-file?name=my.csv", method="PUT", body=b"a").status in (302, 403)


def test_too_much_at_once_is_refused(server, monkeypatch):
    monkeypatch.setattr(form_handlers, "LARGEST_FORM", 10)
    assert send(server, "questions", {"title": "more than ten bytes"}).status == 413


def bring(server, name, content):
    return server.ask(f"/workbench/survey-file?name={name}", method="PUT", body=content, headers=AS_A_PROGRAM)


def test_a_file_is_brought_once_and_for_its_owner_alone(server, project):
    answer = bring(server, "brought.csv", b"a;b\n1;2\n")
    file = project / "data" / "private" / "brought.csv"
    assert (answer.status, answer.json) == (200, {"survey": "data/private/brought.csv"})
    assert file.read_bytes() == b"a;b\n1;2\n"
    assert file.stat().st_mode & 0o077 == 0
    assert bring(server, "brought.csv", b"other").status == 413
    assert file.read_bytes() == b"a;b\n1;2\n"


@pytest.mark.parametrize("name", ["../up.csv", "a/b.csv", ".hidden.csv", "", "notes.txt", "%2e%2e%2fup.csv"])
def test_a_wrong_name_is_refused(server, project, name):
    before = sorted(project.rglob("*"))
    assert bring(server, name, b"a\n1\n").status == 400
    assert sorted(project.rglob("*")) == before


def test_a_file_over_the_limit_is_refused_before_it_is_read(server, project, monkeypatch):
    monkeypatch.setattr(bringing, "LARGEST_SURVEY", 8)
    assert bring(server, "large.csv", b"123456789").status == 413
    assert bring(server, "empty.csv", b"").status == 400
    assert not [
        path for path in (project / "data" / "private").iterdir() if "large" in path.name or "empty" in path.name
    ]
