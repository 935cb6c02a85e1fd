"""The form as its pages are asked for and sent: who is answered, what is refused, and that looking changes nothing."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from tests.reports import toys
from tests.unit.intake import example
from tests.unit.lab.form_pages import begin, fields_of, send
from tests.unit.lab.served import AS_A_PROGRAM, serve
from workbench.lab import sent_forms
from workbench.lab.my_survey import STEPS, Drafts, bringing
from workbench.yaml_files import read_yaml, yaml_text

PROJECT = Path(__file__).parents[3]
CODEBOOK = PROJECT / "data" / "codebooks" / "synthetic-adult-survey.yaml"


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
    book["items"]["esis6"] = {"column": "esis6", "merge": [[1, 2], [4, 5]]}
    book["design"] |= {"margins": [{"variables": "sex", "people": {1: 100, 2: 110}}], "lonely_strata": "centre"}
    toys.write_notebook(folder / "notebooks", "01_crosses", toys.TABLE, requires=("crossings",))
    (folder / "data" / "adult.yaml").write_text(yaml_text(book | further), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(project, tmp_path_factory):
    with serve(project, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


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


def test_too_much_at_once_is_refused_with_a_sentence(server):
    begin(server)
    for limit, said in (("LARGEST_FORM", "more than 10 bytes"), ("MOST_FIELDS", "more than 10 fields")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sent_forms, limit, 10)
            answer = send(server, "questions", {"title": "a title", "groups": list("abcdefghij")})
        assert (answer.status, said in answer.text) == (413, True)


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


@pytest.mark.slow
def test_what_cannot_be_estimated_is_told_beside_the_check_with_its_step(server, project):
    begin(server, "data/toy.csv", "data/toy.yaml")
    assert send(server, "check", {"wanted": "write"}).status == 303
    for _ in range(120):
        page = server.ask("/workbench/survey/check?part=foreseen", headers=AS_A_PROGRAM).text
        section = BeautifulSoup(page, "html.parser").select_one("#foreseen")
        if section["data-state"] != "looking":
            break
        time.sleep(0.5)
    assert section["data-state"] == "found"
    assert str(section) in str(
        BeautifulSoup(server.ask("/workbench/survey/check", headers=AS_A_PROGRAM).text, "html.parser")
    )
    assert "Not run, because the codebook names no crossing" in section.text
    assert section.select_one("a")["href"] == "/workbench/survey/questions#crossings"


def test_a_workbook_with_several_sheets_offers_their_names(server, project):
    frame = pd.read_csv(project / "data" / "toy.csv")
    with pd.ExcelWriter(project / "data" / "years.xlsx") as workbook:
        for name in ("2023", "2024"):
            frame.to_excel(workbook, sheet_name=name, index=False)
    chosen = server.ask("/workbench/survey/file?survey=data/years.xlsx", headers=AS_A_PROGRAM).text
    options = BeautifulSoup(chosen, "html.parser").select("#sheets option")
    assert [option["value"] for option in options] == ["", "2023", "2024"]
    outside = server.ask("/workbench/survey/file?survey=../years.xlsx", headers=AS_A_PROGRAM).text
    assert not BeautifulSoup(outside, "html.parser").select("#sheets option")
    refused = begin(server, survey="data/years.xlsx", codebook="")
    page = BeautifulSoup(refused.text, "html.parser")
    assert refused.status == 422
    assert [option["value"] for option in page.select("#sheet option")] == ["", "2023", "2024"]
    assert page.select_one("#survey option[selected]").text == "data/years.xlsx"
    chosen = {"survey": "data/years.xlsx", "sheet": "2024", "codebook": "", "wanted": "begin"}
    assert send(server, "file", chosen).status == 303
    assert Drafts(project).current().content["sheet"] == "2024"
    other = {"survey": "data/adult.sav", "sheet": "2024", "codebook": "", "wanted": "begin"}  # as an old page sends it
    assert send(server, "file", other).status == 303


def step_as_sent(server, step):
    return fields_of(server.ask(f"/workbench/survey/{step}", headers=AS_A_PROGRAM).text, step)


def changed(fields, name, value):
    return [(own, value if own == name else sent) for own, sent in fields]


def test_two_tabs_lose_no_change_of_each_other(server, project):
    begin(server)
    first, second = (step_as_sent(server, "questions") for _ in range(2))
    without_sex = [one for one in first if one != ("groups", "sex")]
    assert send(server, "questions", [*without_sex, ("wanted", "keep")], **{"X-Keep": "1"}).status == 200
    assert Drafts(project).current().content["groups"] == ["education"]
    late = [*changed(second, "title", "Another title"), ("wanted", "keep")]
    refused = send(server, "questions", late, **{"X-Keep": "1"})
    page = BeautifulSoup(refused.text, "html.parser")
    assert refused.status == 409
    assert page.select_one("#fault").text.split(". ")[0].strip() == (
        "This page is older than the draft of data/adult.sav, which has changed in another tab or window"
    )
    assert page.select_one("#fault a")["href"] == "/workbench/survey/questions"
    assert Drafts(project).current().content["groups"] == ["education"]
    assert Drafts(project).current().content["title"]["en"] != "Another title"
    again = [*changed(step_as_sent(server, "questions"), "title", "Another title"), ("wanted", "next")]
    assert send(server, "questions", again).status == 303
    assert Drafts(project).current().content["groups"] == ["education"]
    assert Drafts(project).current().content["title"]["en"] == "Another title"


def test_a_page_of_one_survey_never_describes_another(server, project):
    begin(server)
    page = changed(step_as_sent(server, "background"), "background.sex.label", "Gender of mine")
    begin(server, "data/toy.csv", "data/toy.yaml")
    before = Drafts(project).current()
    for wanted in ("keep", "next", "undo"):
        refused = send(server, "background", [*page, ("wanted", wanted)])
        assert refused.status == 409
        assert "the draft is now of <code>data/toy.csv</code>" in refused.text
    assert Drafts(project).current() == before
    assert (
        send(server, "file", {"wanted": "take up", "earlier": "data/adult.sav"}).headers["location"].endswith("items")
    )
    assert Drafts(project).current().survey == "data/adult.sav"


def test_a_kept_change_tells_the_version_that_the_page_goes_on_with(server):
    begin(server)
    fields = step_as_sent(server, "questions")
    for title in ("One", "Two"):
        answer = send(server, "questions", [*changed(fields, "title", title), ("wanted", "keep")], **{"X-Keep": "1"})
        assert answer.status == 200
        version = BeautifulSoup(answer.text, "html.parser").select_one("input[name='draft.version']")["value"]
        assert version != dict(fields)["draft.version"]
        fields = changed(fields, "draft.version", version)


def test_undo_says_what_it_took_back(server):
    begin(server)
    fields = changed(step_as_sent(server, "questions"), "title", "A title to take back")
    send(server, "questions", [*fields, ("wanted", "next")])
    answer = send(server, "sample", {"wanted": "undo"})
    page = server.ask(answer.headers["location"], headers=AS_A_PROGRAM)
    assert "Taken back in the step Questions: “Title of the survey”." in page.text
    assert "Taken back" not in server.ask("/workbench/survey/sample", headers=AS_A_PROGRAM).text


def test_what_rare_values_are_is_asked_where_there_are_some(server, project):
    words = ["Nainen"] * 30 + ["Mies"] * 28 + ["omin sanoin"] * 2
    example.frame().assign(sukup=words, kunta=["A", "B"] * 30).to_csv(project / "data" / "rare.csv", index=False)
    begin(server, survey="data/rare.csv", codebook="")
    page = server.ask("/workbench/survey/background", headers=AS_A_PROGRAM).text
    assert "omin sanoin" not in page
    sent = fields_of(page, "background")
    others = [(name, value) for name, value in sent if name.endswith(".others")]
    assert others == [("background.sukup.others", "")]  # `?` is no level, and kunta has no rare value
    refused = send(server, "background", [*sent, ("wanted", "next")])
    assert "“Level of values that are not listed” of “sukup” is not filled in yet" in refused.text
    filled = [
        (name, "Muu" if name == "background.sukup.others" else value)
        for name, value in fields_of(refused.text, "background")
    ]
    assert send(server, "background", [*filled, ("wanted", "next")]).status == 303
    assert Drafts(project).current().content["background"]["sukup"]["others"] == "Muu"
