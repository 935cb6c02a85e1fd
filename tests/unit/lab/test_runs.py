"""Runs as processes: how each ending is told, that one waits for the other, and that none outlives the server."""

from __future__ import annotations

import signal
import time

import pytest

from tests.reports import toys
from workbench.errors import RunError
from workbench.lab.runs import Runs, command_line, language_words
from workbench.wording import LANGUAGES_VARIABLE, speaking


@pytest.fixture
def project(tmp_path):
    folder = toys.write_project(tmp_path / "project")
    with toys.inside(folder):
        yield folder


@pytest.fixture
def runs(project):
    made = Runs(project)
    yield made
    made.close()


def ended(runs):
    for _ in range(600):
        state = runs.state()
        if state["state"] != "running":
            return state
        time.sleep(0.1)
    raise AssertionError("the run does not end")


OWN = {"survey": "data/toy.csv", "codebook": "data/toy.yaml"}


def test_nothing_is_told_before_the_first_run(runs):
    assert runs.state() is None
    runs.stop()


def test_a_run_refused_before_it_began_shows_the_sentence(runs, project):
    toys.write_notebook(project / "notebooks", "01_shows", toys.TABLE)
    (project / "data" / "toy.yaml").write_text("schema_version: 1\n", encoding="utf-8")
    runs.start(**OWN)
    state = ended(runs)
    assert state["state"] == "refused"
    assert "toy.yaml" in state["message"]
    assert state["report"] is None


@pytest.mark.slow
def test_a_failed_page_is_told_with_its_reason_and_the_report_of_the_rest(runs, project):
    toys.write_notebook(project / "notebooks", "01_fails", toys.OURS)
    toys.write_notebook(project / "notebooks", "02_refused", toys.REFUSED)
    runs.start(**OWN)
    state = ended(runs)
    assert state["state"] == "failed"
    assert "01_fails (failed)" in state["message"]
    assert [page["status"] for page in state["pages"]] == ["failed", "refused"]
    assert state["pages"][1]["reason"] == "Only 3 answers. Choose a larger group."
    assert state["report"].endswith(".failed/index.html")


def test_a_run_can_be_stopped_and_only_one_goes_on(runs, project):
    toys.write_notebook(project / "notebooks", "01_sleeps", toys.SLEEPS)
    runs.start(**OWN)
    with pytest.raises(RunError, match="A run goes on"):
        runs.start(survey=None, codebook=None)
    for _ in range(300):  # until the run has its folder, and so a place where an interruption is told
        if list((project / "reports").glob("*.partial")):
            break
        time.sleep(0.1)
    assert runs.state()["pages"][0]["status"] == "running"
    runs.stop()
    state = ended(runs)
    assert (state["state"], state["message"]) == ("interrupted", "Interrupted.")
    assert state["pages"][0]["status"] == "not reached"


def test_a_run_that_was_killed_says_what_to_do(runs, project):
    toys.write_notebook(project / "notebooks", "01_sleeps", toys.SLEEPS)
    runs.start(**OWN)
    runs._last.process.send_signal(signal.SIGKILL)
    state = ended(runs)
    assert state["state"] == "failed"
    assert "Close other programs and run it again." in state["message"]


def test_closing_the_server_ends_the_run(runs, project):
    toys.write_notebook(project / "notebooks", "01_sleeps", toys.SLEEPS)
    runs.start(**OWN)
    runs.close()
    assert runs._last.process.returncode is not None


def test_the_command_of_a_button_is_the_one_that_messages_and_pages_name():
    assert command_line(["report", "--data", "my survey.sav"]) == "workbench report --data 'my survey.sav'"


def test_a_report_is_made_in_the_language_of_the_page_unless_reports_are_made_in_it_anyhow(monkeypatch):
    monkeypatch.setenv(LANGUAGES_VARIABLE, "fi,en")
    with speaking("fi"):
        assert language_words() == []
    with speaking("sv"):
        assert language_words() == ["--lang", "sv"]
