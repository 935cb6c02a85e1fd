"""Who is asked to keep the time, and the command that any scheduler can call."""

import os
import subprocess
import sys

import pytest

from tests.unit.reports.unattended.plans import write_program
from tests.unit.reports.unattended.schedules import test_crontab, test_systemd_timer
from workbench.errors import ParameterError, RunError
from workbench.reports.unattended.schedules import add, add_words, command_of, find, remove, schedules


@pytest.fixture
def system(tmp_path, monkeypatch):
    """Put fake commands of the system, and no others, on the path."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SYSTEMCTL_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("CRONTAB_FILE", str(tmp_path / "tab"))
    fakes = {"systemctl": test_systemd_timer.FAKE, "crontab": test_crontab.FAKE}
    return lambda *names: [write_program(tmp_path / "bin", name, fakes[name]) for name in names]


def test_systemd_comes_before_cron_and_lingering_is_explained(system, tmp_path):
    system("systemctl", "crontab")
    added = add(tmp_path / "weekly.yaml", every="week", when_changed=False)
    assert added.keeper == "systemd"
    assert "loginctl enable-linger" in add_words(added)[-1]
    assert not (tmp_path / "tab").exists()


def test_a_schedule_moves_from_cron_to_systemd_and_is_never_kept_twice(system, tmp_path):
    system("crontab")
    add(tmp_path / "weekly.yaml", every="day", when_changed=False)
    system("systemctl")
    add(tmp_path / "weekly.yaml", every="0  22 * * 5", when_changed=True)
    assert [(found.keeper, found.every, found.words) for found in schedules()] == [
        ("systemd", "0 22 * * 5", "at 0 22 * * 5")
    ]
    assert find(tmp_path / "." / "weekly.yaml").command[-1] == "--when-changed"
    remove(tmp_path / "weekly.yaml")
    assert schedules() == []


def test_without_either_the_command_is_told(system, tmp_path):
    with pytest.raises(RunError, match="schedule run"):
        add(tmp_path / "weekly.yaml", every="week", when_changed=False)


def test_a_plan_without_a_schedule_is_named(system, tmp_path):
    system("crontab")
    add(tmp_path / "weekly.yaml", every="week", when_changed=False)
    with pytest.raises(ParameterError, match=r"Did you mean `.*/weekly\.yaml`"):
        remove(tmp_path / "weekl.yaml")


def test_the_command_holds_whole_paths_and_the_ledger_that_is_named_now(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_LEDGER", "our ledger")
    command = command_of("/surveys/weekly.yaml", when_changed=False)
    assert command[:2] == ("/usr/bin/env", f"WORKBENCH_LEDGER={tmp_path / 'our ledger'}")
    assert os.path.isabs(command[2])
    monkeypatch.delenv("WORKBENCH_LEDGER")
    assert command_of("/surveys/weekly.yaml", when_changed=False)[0] == sys.executable


@pytest.mark.parametrize("plan", ["/a\nb.yaml", "/a\\b.yaml", "/a\x1b.yaml", "/a\udcff.yaml"])
def test_a_path_that_no_scheduler_can_hold_is_refused(plan):
    with pytest.raises(ParameterError, match="Rename the file or folder"):
        command_of(plan, when_changed=False)


def test_the_command_answers_with_an_empty_environment_in_any_folder(tmp_path):
    plan = tmp_path / "there is none.yaml"
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "yaml.py").write_text("raise SystemExit('shadowed')", encoding="utf-8")
    done = subprocess.run(
        command_of(str(plan), when_changed=False), env={}, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("there is none.yaml: refused. There is no plan there is none.yaml")
