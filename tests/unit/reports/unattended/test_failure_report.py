"""The page and the text about a failure: what a log quotes of the data stands in neither."""

import shlex

import pytest

from workbench.reports.unattended.failure_report import failure_subject, failure_text, write_failure_page
from workbench.reports.unattended.run_records import RunRecord
from workbench.reports.unattended.schedules import command_of
from workbench.wording import speaking

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


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("fi", ("epäonnistui", "Miksi: Raporteista 2/4 jäi tekemättä.", "- Äänekoski: keskeytyi. ", "Mitä tehdä:")),
        ("sv", ("misslyckades", "Varför: 2 av 4 rapporter kunde inte göras.", "- Äänekoski: avbröts. ")),
    ],
)
def test_page_and_mail_speak_the_language_of_the_reports(record, language, texts):
    with speaking(language):
        told = failure_text(record)
        write_failure_page(record)
        subject = failure_subject(record)
    assert all(text in told for text in texts) and subject == f"Workbench: <b>weekly.yaml {texts[0]}"
    assert "all: whole, 12.3 s" in told  # the log is no text of ours
    page = (record.folder / "failure.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page and f"weekly.yaml: {texts[0]}</h1>" in page
    assert not any(word in page + told for word in ("What to do", "Not made", "Last lines", "could not"))


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
