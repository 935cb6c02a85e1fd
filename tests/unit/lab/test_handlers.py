"""Who is answered, and what: token, XSRF, foreign origins, paths outside the project, what is over a limit."""

from __future__ import annotations

import time

import pytest

from tests.reports import toys
from tests.unit.lab.served import AS_A_PROGRAM, TOKEN, serve
from workbench.lab import paths

REPORT = b'<!doctype html><title>Report</title><a href="tables/01_shares.csv">shares</a>'


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = toys.write_project(tmp_path_factory.mktemp("lab") / "project")
    toys.write_notebook(folder / "notebooks", "01_shows", toys.TABLE)
    run = folder / "reports" / "spring"
    (run / "tables").mkdir(parents=True)
    (run / "index.html").write_bytes(REPORT)
    (run / "tables" / "01_shares.csv").write_text("term\n", encoding="utf-8")
    (run / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "reports" / "outside.html").symlink_to(folder / "pyproject.toml")
    return folder


@pytest.fixture(scope="module")
def server(project, tmp_path_factory):
    with serve(project, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@pytest.fixture(scope="module")
def cookies(server):
    return server.browser()


def as_a_browser(cookies, **headers):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), **headers}


@pytest.mark.parametrize("path", ["/workbench/", "/workbench/run", "/workbench/reports/spring/index.html"])
def test_without_a_token_nothing_is_told(server, path):
    answer = server.ask(path)
    assert answer.status in (302, 403)
    assert b"spring" not in answer.body.replace(path.encode(), b"")


def test_the_start_page_shows_the_project(server):
    answer = server.ask("/workbench/", headers=AS_A_PROGRAM)
    assert answer.status == 200
    for shown in ("spring", "Title of 01_shows", "What is the *question*?", "<option>data/toy.csv</option>"):
        assert shown in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("part", ["start.js", "start.css", "report.css"])
def test_parts_of_the_page_are_sent(server, part):
    assert server.ask(f"/workbench/parts/{part}", headers=AS_A_PROGRAM).status == 200


@pytest.mark.parametrize("path", ["/workbench/", "/workbench/run", "/workbench/reports/spring/index.html"])
def test_a_foreign_origin_is_refused(server, cookies, path):
    answer = server.ask(path, headers=as_a_browser(cookies, Origin="http://elsewhere.example"))
    assert answer.status in (403, 404)
    assert b"spring" not in answer.body.replace(path.encode(), b"")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_browser_must_repeat_the_xsrf_cookie(server, cookies, method):
    body = None if method == "DELETE" else {"codebook": "data/toy.yaml"}
    assert server.ask("/workbench/run", method=method, body=body, headers=as_a_browser(cookies)).status == 403
    headers = as_a_browser(cookies, **{"X-XSRFToken": cookies["_xsrf"]})
    assert server.ask("/workbench/run", method=method, body=body, headers=headers).status in (200, 400)


def test_a_foreign_origin_with_the_cookies_starts_nothing(server, cookies):
    headers = as_a_browser(cookies, Origin="http://elsewhere.example", **{"X-XSRFToken": cookies["_xsrf"]})
    assert server.ask("/workbench/run", method="POST", body={}, headers=headers).status == 404
    assert server.ask("/workbench/run", headers=AS_A_PROGRAM).json is None


def test_a_report_is_shown_and_its_tables_are_saved(server):
    page = server.ask("/workbench/reports/spring/index.html", headers=AS_A_PROGRAM)
    assert (page.status, page.body) == (200, REPORT)
    assert "script-src" not in page.headers["content-security-policy"]  # default-src 'none' holds for scripts
    table = server.ask("/workbench/reports/spring/tables/01_shares.csv", headers=AS_A_PROGRAM)
    assert table.status == 200
    assert table.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name",
    ["../pyproject.toml", "%2e%2e/data/toy.csv", "spring/../../data/toy.csv", "outside.html", "/etc/passwd", "spring"],
)
def test_only_files_of_reports_are_sent(server, name):
    answer = server.ask(f"/workbench/reports/{name}", headers=AS_A_PROGRAM)
    assert answer.status == 404
    assert b"esis1" not in answer.body
    assert b"root:" not in answer.body


def test_other_kinds_of_files_are_not_sent(server):
    assert server.ask("/workbench/reports/spring/notes.txt", headers=AS_A_PROGRAM).status == 404


def test_a_file_over_the_limit_is_not_sent(server, monkeypatch):
    monkeypatch.setattr(paths, "LARGEST_FILE", len(REPORT))
    assert server.ask("/workbench/reports/spring/index.html", headers=AS_A_PROGRAM).status == 200
    monkeypatch.setattr(paths, "LARGEST_FILE", len(REPORT) - 1)
    assert server.ask("/workbench/reports/spring/index.html", headers=AS_A_PROGRAM).status == 413


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"survey": "../secret.csv", "codebook": "data/toy.yaml"}, "leads out of project/"),
        ({"survey": "data/absent.csv", "codebook": "data/toy.yaml"}, "There is no file `data/absent.csv`"),
        (b" " * 20_000, "more than 10000 bytes"),
    ],
)
def test_a_refused_request_says_why(server, body, said):
    answer = server.ask("/workbench/run", method="POST", body=body, headers=AS_A_PROGRAM)
    assert answer.status == 400
    assert said in answer.json["message"]


def test_a_run_is_started_followed_and_leads_to_its_report(server):
    files = {"survey": "data/toy.csv", "codebook": "data/toy.yaml"}
    run = server.ask("/workbench/run", method="POST", body=files, headers=AS_A_PROGRAM)
    assert run.status == 202
    assert run.json["command"].endswith("workbench report --data data/toy.csv --codebook data/toy.yaml")
    assert run.json["asked"] == {"survey": "data/toy.csv", "codebook": "data/toy.yaml", "notebook": None}
    second = server.ask("/workbench/run", method="POST", body=files, headers=AS_A_PROGRAM)
    assert (second.status, "A run goes on" in second.json["message"]) == (400, True)
    state = _last_state(server)
    assert (state["state"], state["message"]) == ("whole", "")
    assert state["pages"] == [{"title": "Title of 01_shows", "words": "done", "status": "done", "reason": ""}]
    assert server.ask(f"/workbench/reports/{state['report']}", headers=AS_A_PROGRAM).status == 200
    assert state["report"].split("/")[0] in server.ask("/workbench/", headers=AS_A_PROGRAM).text


def test_a_notebook_shows_its_parameters_with_the_groups_of_the_codebook(server):
    page = server.ask("/workbench/notebooks/01_shows.ipynb?codebook=data/toy.yaml", headers=AS_A_PROGRAM)
    assert page.status == 200
    assert '<option value="area">Area</option>' in page.text
    assert "coverage of intervals, 0–1" in page.text
    assert 'name="survey" value' not in page.text


@pytest.mark.parametrize(
    "path", ["notebooks/absent.ipynb", "notebooks/../../secret.ipynb", "notebooks/%2e%2e/toy.ipynb"]
)
def test_only_notebooks_of_the_project_are_shown(server, path):
    assert server.ask(f"/workbench/{path}", headers=AS_A_PROGRAM).status == 404


@pytest.mark.slow
def test_one_notebook_is_run_with_its_parameters(server):
    asked = {"survey": "data/toy.csv", "codebook": "data/toy.yaml", "notebook": "notebooks/01_shows.ipynb"}
    run = server.ask(
        "/workbench/run", method="POST", body=asked | {"parameters": {"group": "sx"}}, headers=AS_A_PROGRAM
    )
    assert run.json["command"].endswith(
        "run notebooks/01_shows.ipynb --data data/toy.csv --codebook data/toy.yaml -p group=sx"
    )
    state = _last_state(server)
    assert state["state"] == "refused"
    assert "Did you mean `sex`?" in state["message"]
    asked["notebook"] = "../01_shows.ipynb"
    assert server.ask("/workbench/run", method="POST", body=asked, headers=AS_A_PROGRAM).status == 400


def _last_state(server):
    for _ in range(600):
        state = server.ask("/workbench/run", headers=AS_A_PROGRAM).json
        if state["state"] != "running":
            return state
        time.sleep(0.2)
    raise AssertionError("the run does not end")


def test_another_folder_than_the_project_is_said(project, tmp_path):
    with serve(project, tmp_path, root=project / "notebooks") as elsewhere:
        answer = elsewhere.ask(f"/workbench/?token={TOKEN}")
    assert answer.status == 409
    assert "start it in the project with `workbench lab`" in answer.text
