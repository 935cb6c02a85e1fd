"""Unattended runs that make reports: done, nothing to do where nothing changed, and again where something did."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.reports import batches, toys
from workbench.reports.unattended import read_plan, read_runs
from workbench.reports.unattended.attempt import attempt
from workbench.reports.unattended.unchanged import is_unchanged

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")


def write_plan(project, **keys):
    path = project / "weekly plan.yaml"
    content = {"data": "data/toy.csv", "codebook": "data/toy.yaml", **keys}
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path):
    project = toys.write_project(tmp_path / "project")
    toys.write_notebook(project / "notebooks", "01_shows", toys.TABLE)
    with toys.inside(project):
        yield project


def test_a_report_is_made_and_nothing_is_done_while_it_would_be_made_of_the_same(project, tmp_path, capfd):
    plan, before = write_plan(project, name="wave"), tmp_path / "made_from.json"
    made = attempt(plan, tmp_path, [before])
    assert made["status"] == "done", made
    assert made["page"].startswith(str(project / "reports" / "wave-"))
    assert "01_shows: done" in capfd.readouterr().err
    assert attempt(plan, tmp_path, [before])["status"] == "nothing to do"
    other = read_plan(write_plan(project, parameters={"conf_level": 0.9}))
    assert not is_unchanged(other, project, before)
    data = project / "data" / "toy.csv"
    data.write_text(data.read_text(encoding="utf-8").rsplit("\n", 10)[0] + "\n", encoding="utf-8")
    assert not is_unchanged(read_plan(write_plan(project, name="wave")), project, before)


def test_a_report_follows_the_last_one_of_its_plan(project, tmp_path):
    def made(**keys):
        told = attempt(write_plan(project, name="wave", **keys), tmp_path, [])
        assert told["status"] == "done", told
        return Path(told["page"])

    first, second = made(), made()
    (project / "data" / "toy.yaml").rename(project / "data" / "other.yaml")
    third = made(codebook="data/other.yaml")
    told = [page.read_text(encoding="utf-8") for page in (first, second, third)]
    assert ["What changed since" in page for page in told] == [False, True, False]
    assert f"What changed since {first.parent.name}<" in told[1]
    assert "share below 50: 25.0\u00a0% before, 25.0\u00a0% now; the same." in told[1]


def test_what_the_data_say_in_an_error_stays_in_the_log(project, capfd):
    with (project / "data" / "toy.csv").open("a", encoding="utf-8") as file:
        file.write("9,9,9,9,9,9,9,9,9,9,1,1\n")
    told = attempt(write_plan(project), project, [])
    assert "has the value 9" in capfd.readouterr().err
    assert told == {
        "status": "refused",
        "message": "The data or the codebook stand against it; the log says what is wrong and what to do.",
    }


def test_an_error_of_somebody_else_is_told_by_its_kind_alone(project, capfd, monkeypatch):
    def broken(_):
        raise ValueError("Matti")

    monkeypatch.setattr("workbench.reports.unattended.attempt.carry_out", broken)
    told = attempt(write_plan(project), project, [])
    assert told == {"status": "failed", "message": "The workbench met an unexpected ValueError."}
    said = capfd.readouterr().err
    assert "attempt.py:" in said
    assert "Matti" not in said


@pytest.mark.slow
def test_a_batch_that_a_scheduler_starts_tells_the_truth_about_late_pages_and_goes_on(tmp_path):
    project = batches.write_project(tmp_path / "50 % $HOME")
    plan = write_plan(project, by=["town"], name="towns", workers=2)
    command = [sys.executable, "-P", "-m", "workbench.cli", "schedule", "run", str(plan), "--when-changed"]
    environment = {"WORKBENCH_LEDGER": str(tmp_path / "ledger")}

    def run():
        return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)

    done = run()
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"{project / 'reports' / 'towns' / 'index.html'}\n")
    assert run().stdout.startswith("weekly plan.yaml: nothing to do. Nothing has changed.\n")
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, toys.SLEEPS)
    write_plan(project, by=["town"], name="towns", workers=2, timeout=3)
    late = run()
    assert late.returncode == 1
    record = read_runs(os.fspath(plan))[0]
    assert record.status == "timed out", record
    assert {status for _, status, _ in record.reports} == {"timed out"}
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE)
    write_plan(project, by=["town"], name="towns", workers=2)
    assert run().returncode == 0
    assert [run.status for run in read_runs(os.fspath(plan))] == ["done", "timed out", "nothing to do", "done"]
