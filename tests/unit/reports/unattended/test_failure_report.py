"""The page and the text about a failure: what a log quotes of the data stands in neither."""

import shlex

import pytest

from workbench.reports.unattended.failure_report import failure_text, write_failure_page
from workbench.reports.unattended.run_records import RunRecord
from workbench.reports.unattended.schedules import command_of

SECRET = "Matti Meikäläinen 010101-123N"


@pytest.fixture
def record(tmp_path):
    (tmp_path / "log.txt").write_text(
        "all: whole, 12.3 s (1 of 4, about 30 s left)\n"
        f"UserWarning: {SECRET}\n"
        f"  Column `name` has the value {SECRET}.\n"
        "äänekoski: died, 2.0 s (2 of 4, 1 failed, about 20 s left)\n"
        "  Its process was ended by signal 9; most often memory was full.\n",
        encoding="utf-8",
    )
    return RunRecord(
        folder=tmp_path,
        plan="/surveys/<b>weekly.yaml",
        status="failed",
        started="2026-03-01T00:30:00+00:00",
        ended="2026-03-01T00:40:30+00:00",
        message="2 of 4 reports could not be made.",
        page="/reports/towns/index.html",
        reports=(
            ("Äänekoski", "died", "Signal 9 ended it."),
            ("<script>\n", "timed out", "01 failed."),
        ),
    )


def test_the_text_says_what_how_when_where_and_what_to_do(record):
    text = failure_text(record)
    assert text.startswith("<b>weekly.yaml failed\n")
    for said in (
        "Why: 2 of 4 reports could not be made.",
        "Plan: /surveys/<b>weekly.yaml",
        "Began: 2026-03-01T00:30:00+00:00",
        f"Log, for you only: {record.log}",
        "- Äänekoski: died. Signal 9 ended it.",
        "- <script> : timed out. 01 failed.",
        "  äänekoski: died, 2.0 s (2 of 4, 1 failed, about 20 s left)",
        " -m workbench.cli schedule run '/surveys/<b>weekly.yaml'",
    ):
        assert said in text


def test_the_command_to_run_again_is_the_one_that_a_schedule_calls(record, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LEDGER", "/srv/our ledger")
    command = failure_text(record).splitlines()[-1].strip()
    assert tuple(shlex.split(command)) == command_of(record.plan, when_changed=False)
    assert command.startswith("/usr/bin/env 'WORKBENCH_LEDGER=/srv/our ledger' ")


def test_the_page_says_the_same_and_runs_nothing(record):
    write_failure_page(record)
    page = (record.folder / "failure.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;weekly.yaml: failed" in page
    assert "all: whole, 12.3 s" in page


def test_nothing_that_somebody_else_wrote_into_the_log_is_told(record):
    write_failure_page(record)
    for text in (failure_text(record), (record.folder / "failure.html").read_text(encoding="utf-8")):
        assert "Matti" not in text
        assert "Column" not in text


def test_many_failures_are_counted_and_not_all_told(record, tmp_path):
    many = RunRecord(
        folder=tmp_path, plan="/p.yaml", status="failed", reports=tuple((f"Town {n}", "died", "") for n in range(309))
    )
    assert failure_text(many).count("\n- Town") == 40
    assert "- and 269 more, named in the log" in failure_text(many)
