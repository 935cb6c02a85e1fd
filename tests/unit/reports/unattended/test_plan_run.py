"""Runs of plans that end in every way, watched from beside them: no status says more than what happened."""

import errno
import json
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.unit.reports.unattended.plans import write_plan
from workbench.errors import RunError
from workbench.reports.unattended import RunRecord, read_runs, run_plan, standings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ends of processes are looked up in /proc")
ATTEMPT = b"workbench.reports.unattended.attempt"


@pytest.fixture(autouse=True)
def no_mail(monkeypatch):
    monkeypatch.delenv("WORKBENCH_SMTP_HOST", raising=False)


@pytest.fixture
def plan(tmp_path):
    """A plan that is never done: its survey is a pipe that nobody writes to."""
    told = [sys.executable, "-c", "import sys; open('told.txt', 'w').write(sys.stdin.read())"]
    path = write_plan(tmp_path, name='weekly $(id) "it\'s".yaml', data="pipe.csv", on_failure=told)
    os.mkfifo(tmp_path / "pipe.csv")
    return path


def attempts(plan):
    """Processes that make the reports of a plan."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            state = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if any(ATTEMPT in word for word in words) and os.fsencode(plan) in words and state not in "ZX":
            found.append(int(folder.name))
    return found


def waited(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def test_a_killed_attempt_died_and_a_second_run_meanwhile_is_refused(plan, tmp_path):
    records = []
    thread = threading.Thread(target=lambda: records.append(run_plan(plan)))
    thread.start()
    (attempt,) = waited(lambda: attempts(plan))
    assert [run.status for run in read_runs(str(plan))] == ["going on"]
    second = run_plan(plan)
    assert second.status == "refused"
    owner = f"process {os.getpid()} on {platform.node()}, since "
    assert second.message.startswith(f"A run of the plan {plan.name} goes on already ({owner}")
    assert [run.status for run in read_runs(str(plan))] == ["going on", "refused"]
    os.kill(attempt, signal.SIGKILL)
    thread.join()
    (record,) = records
    assert record.status == "died"
    assert "ended by signal 9" in record.message
    assert record.told == ("`on_failure` was called.",)
    assert "Its process was ended by signal 9" in (tmp_path / "told.txt").read_text(encoding="utf-8")
    assert read_runs(str(plan))[0].status == "died"
    page = (record.folder / "failure.html").read_text(encoding="utf-8")
    assert "died" in page
    assert "it&#39;s" in page


@pytest.mark.parametrize(("lang", "language"), [("sv,en", "sv"), ("xx", "en")])
def test_a_failure_is_told_in_the_first_language_of_the_reports(tmp_path, lang, language):
    record = run_plan(write_plan(tmp_path, lang=lang))  # of files that are not there
    assert record.status == "refused"
    page = (record.folder / "failure.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert ("Varför" in page) is (language == "sv")


def start(plan):
    """Run a plan in a process of its own, and wait until it has begun."""
    words = [sys.executable, "-P", "-m", "workbench.cli", "schedule", "run", str(plan)]
    process = subprocess.Popen(words, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    waited(lambda: attempts(plan))
    return process


def test_a_killed_run_died_although_it_could_not_say_so_and_leaves_no_process(plan, tmp_path):
    process = start(plan)
    assert [standing.status for standing in standings(tmp_path) if standing.plan == str(plan)] == ["going on"]
    process.kill()
    process.communicate()
    (record,) = read_runs(str(plan))
    assert record.status == "died"
    assert record.seconds is None
    assert json.loads((record.folder / "run.json").read_text(encoding="utf-8"))["status"] == "going on"
    waited(lambda: not attempts(plan), seconds=2.0)


def test_a_stopped_run_was_interrupted(plan):
    process = start(plan)
    process.terminate()
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted. It was stopped from outside." in said
    assert [run.status for run in read_runs(str(plan))] == ["interrupted"]
    assert not attempts(plan)


def test_a_run_that_cannot_begin_was_refused_and_only_the_last_are_kept(tmp_path):
    plan = write_plan(tmp_path, workers="many", by=["town"])
    for _ in range(3):
        assert run_plan(plan).status == "refused"
    assert len(read_runs(str(plan))) == 3
    write_plan(tmp_path, data="\0")
    assert run_plan(plan).message.startswith("Plan weekly.yaml: `data` in line ")
    plan.unlink()
    assert run_plan(plan).message.startswith("There is no plan weekly.yaml in ")


def test_records_and_logs_are_for_their_owner_alone(tmp_path):
    record = run_plan(write_plan(tmp_path, keep="x"))
    assert record.folder.is_relative_to(tmp_path / "data" / "private" / "runs")
    for folder in (record.folder, record.folder.parent, record.folder.parent.parent):
        assert folder.stat().st_mode & 0o077 == 0


def test_two_plans_of_one_name_do_not_mix(tmp_path):
    plans = [write_plan(tmp_path / folder, keep="x") for folder in ("a", "b")]
    (tmp_path / "pyproject.toml").touch()
    for plan in plans:
        (plan.parent / "pyproject.toml").unlink()
        run_plan(plan)
    assert [len(read_runs(str(plan))) for plan in plans] == [1, 1]


def test_a_path_that_no_scheduler_can_hold_still_gets_a_true_record(tmp_path):
    record = run_plan(write_plan(tmp_path, name="a\\b\n\udcff.yaml", keep="x"))
    assert (record.status, record.ended >= record.started) == ("refused", True)
    assert [run.status for run in read_runs(record.plan)] == ["refused"]
    assert record.failure_page.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    plan = write_plan(tmp_path)
    (tmp_path / "data").touch()
    with pytest.raises(RunError, match="Log and record of the run cannot be kept"):
        run_plan(plan)


def test_on_a_full_disk_somebody_is_told_and_nothing_half_is_left(tmp_path, monkeypatch):
    written, write = [], RunRecord.write

    def full(record):
        written.append(record.status)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(record)

    monkeypatch.setattr(RunRecord, "write", full)
    plan = write_plan(tmp_path, when_changed=True, on_failure=["true"])
    with pytest.raises(RunError, match=r"Log and record of the run cannot be kept .*No space left on device"):
        run_plan(plan)
    assert written == ["going on", "refused", "refused"]
    assert [run.status for run in read_runs(str(plan))] == ["died"], "nobody holds it, so it does not go on"
