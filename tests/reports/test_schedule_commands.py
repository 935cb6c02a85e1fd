"""`workbench schedule` and `workbench status`, with a crontab that writes to a file."""

import os
import shlex
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from tests.unit.reports.unattended.plans import write_plan, write_program
from tests.unit.reports.unattended.schedules.test_crontab import FAKE
from workbench.cli import main
from workbench.reports.unattended.run_records import RunRecord, new_folder


@pytest.fixture
def command(tmp_path, monkeypatch):
    write_program(tmp_path / "bin", "crontab", FAKE)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("CRONTAB_FILE", str(tmp_path / "tab"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("WORKBENCH_SMTP_HOST", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, list(words))


def ended(plan, status, **facts):
    moment = datetime.now(UTC)
    record = RunRecord(
        folder=new_folder(str(plan)),
        plan=str(plan),
        status=status,
        started=(moment - timedelta(seconds=90)).isoformat(),
        ended=moment.isoformat(),
        **facts,
    )
    record.log.touch()
    record.write()
    return record


def test_a_schedule_is_added_listed_and_removed_and_its_command_is_printed_last(command, tmp_path):
    write_plan(tmp_path, name="50 % of it.yaml")
    added = command("schedule", "add", "50 % of it.yaml", "--every", "week", "--when-changed")
    assert added.exit_code == 0, added.output
    assert "is run every week." in added.stderr
    words = shlex.split(added.stdout)
    assert words[-4:] == ["schedule", "run", str(tmp_path / "50 % of it.yaml"), "--when-changed"]
    listed = command("schedule", "list").stdout.splitlines()
    assert listed[0] == str(tmp_path / "50 % of it.yaml")
    assert listed[1].startswith("  every week, next 2")
    assert shlex.split(listed[2]) == words
    os.remove(tmp_path / "50 % of it.yaml")
    assert command("schedule", "remove", "50 % of it.yaml").exit_code == 0
    assert (tmp_path / "tab").read_bytes() == b""
    assert command("schedule", "list").stdout.startswith("No plan has a schedule.")


def test_a_plan_that_is_not_in_order_gets_no_schedule(command, tmp_path):
    write_plan(tmp_path, wrokers=2)
    refused = command("schedule", "add", "weekly.yaml", "--every", "week")
    assert refused.exit_code == 2
    assert "Did you mean `workers`?" in refused.stderr
    assert not (tmp_path / "tab").exists()


def test_run_now_does_what_the_scheduler_does_and_gives_its_exit_code(command, tmp_path):
    write_plan(tmp_path)
    command("schedule", "add", "weekly.yaml", "--every", "day")
    write_plan(tmp_path, keep="many")
    assert command("schedule", "run-now", "weekly.yaml").exit_code == 2
    shown = command("status")
    assert shown.exit_code == 1
    assert f"{tmp_path / 'weekly.yaml'}: refused, 2" in shown.stdout
    assert "`keep` in line" in shown.stdout
    (tmp_path / "tab").write_text((tmp_path / "tab").read_text().replace("-m", "-c 0 -m"), encoding="utf-8")
    assert "was not started" in command("schedule", "run-now", "weekly.yaml").stderr


def test_status_is_in_order_while_the_last_runs_of_all_plans_are_done(command, tmp_path):
    by_hand, weekly = write_plan(tmp_path, name="hand.yaml"), write_plan(tmp_path)
    ended(by_hand, "failed", message="Why it is so.")
    shown = command("status")
    assert shown.exit_code == 1 and "  Why it is so." in shown.stdout
    by_hand.unlink()  # given up
    command("schedule", "add", "weekly.yaml", "--every", "week")
    record = ended(weekly, "done")
    shown = command("status")
    assert shown.exit_code == 0, shown.output
    assert f"{by_hand}: failed, " in shown.stdout
    lines = shown.stdout.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{weekly}: done, "))
    assert lines[place].endswith(", 90 s")
    assert lines[place + 1].startswith("  every week, next 2")
    assert lines[place + 2] == f"  log {record.log}"
    ended(weekly, "died", message="Its process ended without a word.")
    shown = command("status")
    assert shown.exit_code == 1
    assert "  Its process ended without a word." in shown.stdout
