"""How plans stand: a fault is a last run that is not done, a run that never began, a schedule that nobody keeps."""

from datetime import datetime, timedelta

import pytest

from tests.unit.reports.unattended.schedules import test_crontab
from tests.unit.reports.unattended.test_run_records import write  # noqa: F401
from workbench.file_locks import holding
from workbench.reports.unattended import standings
from workbench.reports.unattended.schedules.crontab import put

file = test_crontab.file
NOW = datetime.now().astimezone()


def ago(**time):
    return (NOW - timedelta(**time)).isoformat(timespec="seconds")


def day_schedule(plan, added):
    return test_crontab.Schedule(
        plan=plan,
        every="day",
        cron="30 0 * * *",
        command=("run", plan),
        added=(NOW - added).replace(tzinfo=None).isoformat(timespec="seconds"),
        keeper="crontab",
    )


@pytest.fixture
def standing(write, file, tmp_path, monkeypatch):  # noqa: F811
    """Return how a plan with a daily schedule stands after runs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    plan, record = write

    def stand(*runs, added=timedelta(minutes=1)):
        for number, facts in enumerate(runs):
            record(str(number), **facts)
        put(day_schedule(plan, added))
        (found,) = standings(tmp_path)
        return found

    return stand


DONE = {"status": "done", "started": ago(minutes=50), "ended": ago(minutes=40)}


def test_a_new_schedule_is_in_order_and_has_a_next_time(standing):
    found = standing()
    assert (found.status, found.fault, found.name) == ("has not run yet", "", "weekly.yaml")
    assert found.next > datetime.now()
    assert (found.next.hour, found.next.minute) == (0, 30)


@pytest.mark.parametrize("status", ["done", "nothing to do"])
def test_a_run_that_ended_well_is_in_order(standing, status):
    assert standing(DONE | {"status": status}).fault == ""


@pytest.mark.parametrize("status", ["refused", "failed", "timed out", "died", "interrupted"])
def test_a_run_that_did_not_is_a_fault_until_the_next_one_ended_well(standing, status):
    bad = {"status": status, "started": ago(minutes=20), "ended": ago(minutes=10), "message": "Why it is so."}
    assert standing(DONE, bad).fault == "Why it is so."
    assert standing().fault == "Why it is so."


def test_a_run_that_goes_on_does_not_cover_up_the_one_before(standing, write):  # noqa: F811
    bad = {"status": "failed", "started": ago(minutes=20), "ended": ago(minutes=10)}
    record = write[1]("going", started=ago(minutes=5))
    with holding(record.folder):
        found = standing(bad)
    assert (found.status, found.fault) == ("going on", "failed")


def test_a_time_at_which_nothing_began_is_a_fault(standing):
    long_ago = {"status": "done", "started": ago(days=4), "ended": ago(days=4)}
    assert "It should have begun at " in standing(long_ago, added=timedelta(days=9)).fault


def test_a_schedule_that_nobody_keeps_is_a_fault(standing, file):
    standing(DONE)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(lines[0], encoding="utf-8")
    (found,) = standings(file.parent)
    assert found.fault.startswith("It is not started any more: crontab does not keep it.")
    assert found.next is None
