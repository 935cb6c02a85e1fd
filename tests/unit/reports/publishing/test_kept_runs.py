"""Runs of a folder, the last first, each with its state and what it kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from workbench.reports.publishing.kept_runs import kept_runs


def write_run(folder, name, *, time, record=None, index=True):
    (folder / name).mkdir(parents=True)
    if record is not None:
        (folder / name / "record.json").write_text(record, encoding="utf-8")
    if index:
        (folder / name / "index.html").touch()
    os.utime(folder / name, (time, time))


def record(status):
    return json.dumps({"status": status, "ended": "2026-03-01T10:00:00+00:00", "source": {"title": "Spring survey"}})


def test_each_state_is_told(tmp_path):
    write_run(tmp_path, "a", time=10, record=record("whole"))
    write_run(tmp_path, "b.failed", time=20, record=record("interrupted"), index=False)
    write_run(tmp_path, "c.partial", time=30)
    write_run(tmp_path, "d", time=40, record="{")
    (tmp_path / "README.md").touch()
    runs = kept_runs(tmp_path, most=10)
    assert [(run.folder.name, run.state, run.title) for run in runs] == [
        ("d", "unfinished", "d"),
        ("c.partial", "unfinished", "c.partial"),
        ("b.failed", "interrupted", "Spring survey"),
        ("a", "whole", "Spring survey"),
    ]
    assert [run.page is not None for run in runs] == [False, False, False, True]
    assert [run.record is not None for run in runs] == [False, False, True, True]


def test_a_run_that_goes_on_is_none_that_was_killed(tmp_path):
    write_run(tmp_path, "a.partial", time=10, index=False)
    program = "import sys, time; from pathlib import Path; from workbench.file_locks import holding\n"
    program += "with holding(Path(sys.argv[1])): print('locked', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", program, str(tmp_path / "a.partial")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "locked\n"
        assert [run.state for run in kept_runs(tmp_path, most=10)] == ["going on"]
        process.kill()
    assert [run.state for run in kept_runs(tmp_path, most=10)] == ["unfinished"]


def test_the_latest_are_kept_where_there_are_many_and_none_where_there_is_no_folder(tmp_path):
    for place in range(3):
        write_run(tmp_path / "reports", f"r{place}", time=place, record=record("whole"))
    assert [run.folder.name for run in kept_runs(tmp_path / "reports", most=2)] == ["r2", "r1"]
    assert kept_runs(tmp_path / "absent", most=2) == []


def test_a_batch_is_told_by_its_own_state(tmp_path):
    for name, status in (("done", "whole"), ("killed", "running"), ("broken", None)):
        write_run(tmp_path, name, time=10)
        text = json.dumps({"status": status, "ended": "2026-03-01T10:00:00+00:00", "title": "Towns"}) if status else "{"
        (tmp_path / name / "batch.json").write_text(text, encoding="utf-8")
    found = {run.folder.name: (run.state, run.title, run.page is not None) for run in kept_runs(tmp_path, most=10)}
    assert found == {
        "done": ("whole", "Towns", True),
        "killed": ("unfinished", "Towns", True),
        "broken": ("unfinished", "broken", False),
    }
