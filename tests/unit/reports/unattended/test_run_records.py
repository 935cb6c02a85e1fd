"""Records of runs: their order, and what is kept of them."""

from datetime import UTC, datetime

import pytest

from workbench.file_locks import holding
from workbench.reports.unattended.run_records import RunRecord, keep_last, plans_with_runs, read_runs, runs_folder


@pytest.fixture
def write(tmp_path):
    (tmp_path / "pyproject.toml").touch()
    plan = str(tmp_path / "weekly.yaml")

    def write(name, **facts):
        folder = runs_folder(plan) / name
        folder.mkdir(parents=True)
        record = RunRecord(folder=folder, plan=plan, **facts)
        record.write()
        return record

    return plan, write


def test_what_goes_on_comes_first_then_what_ended_last(write):
    plan, put = write
    put("1", status="done", started="2026-03-01T00:30:00+00:00", ended="2026-03-01T03:00:00+00:00")
    put("2", status="refused", started="2026-03-01T01:00:00+00:00", ended="2026-03-01T01:00:01+00:00")
    held = put("0", started="2026-02-01T00:00:00+00:00")
    with holding(held.folder):
        assert [run.status for run in read_runs(plan)] == ["going on", "done", "refused"]
    first = read_runs(plan)[0]
    assert (first.status, first.seconds) == ("died", None)
    assert (datetime.now(UTC) - datetime.fromisoformat(first.ended)).total_seconds() < 60


def test_a_record_is_read_back_as_it_was_written(write):
    plan, put = write
    record = put(
        "1",
        status="failed",
        started="2026-03-01T00:30:00+00:00",
        ended="2026-03-01T00:40:30+00:00",
        message="1 of 3 reports could not be made.",
        reports=(("Äänekoski", "died", "Why"),),
        told=("A mail was sent.",),
    )
    assert read_runs(plan) == [record]
    assert record.seconds == 630


def test_damaged_records_are_no_runs(write, tmp_path):
    plan, put = write
    for number, content in enumerate(["", "[]", "{}", '{"plan": 1}', "\xff"]):
        folder = put(f"x{number}").folder
        (folder / "run.json").write_text(content, encoding="latin-1")
    assert read_runs(plan) == []
    assert plans_with_runs(tmp_path) == []


def test_only_the_last_are_kept_and_never_one_that_goes_on_removed(write):
    plan, put = write
    for number in range(1, 5):
        put(
            str(number),
            status="done",
            started=f"2026-03-0{number}T00:00:00+00:00",
            ended=f"2026-03-0{number}T01:00:00+00:00",
        )
    held = put("0", started="2026-02-01T00:00:00+00:00")
    with holding(held.folder):
        keep_last(plan, 2)
        assert [run.folder.name for run in read_runs(plan)] == ["0", "4", "3"]
