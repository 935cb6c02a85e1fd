"""Units of systemd: what is written, and in which order systemd is told."""

import os

import pytest

from tests.unit.reports.unattended.plans import write_program
from workbench.errors import RunError
from workbench.reports.unattended.schedules import Schedule, systemd_timer
from workbench.reports.unattended.schedules.systemd_timer import put, take_away, timer_schedules, units

FAKE = """\
import os, sys
log = os.environ["SYSTEMCTL_LOG"]
open(log, "a").write(" ".join(sys.argv[1:]) + chr(10))
if os.environ.get("SYSTEMCTL_FAILS", "-") in sys.argv:
    sys.exit("Failed to do it: Unit is masked.")
"""


def schedule(plan="/surveys/weekly.yaml"):
    command = ("/usr/bin/env", "WORKBENCH_LEDGER=/a b", "python", "run", plan)
    return Schedule(
        plan=plan, every="week", cron="30 0 * * 1", command=command, added="2026-03-01T12:00:00", keeper="systemd"
    )


@pytest.fixture
def called(tmp_path, monkeypatch):
    """Return what systemctl was told so far."""
    for name in ("systemctl", "loginctl"):
        write_program(tmp_path / "bin", name, FAKE)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SYSTEMCTL_LOG", str(tmp_path / "log"))
    return lambda: (tmp_path / "log").read_text(encoding="utf-8").splitlines()


def test_what_stands_for_something_else_in_a_unit_is_written_as_itself():
    service, timer = units(schedule('/sur veys/50 % $HOME "so" it\'s ä.yaml'))
    assert (
        'ExecStart=/usr/bin/env "WORKBENCH_LEDGER=/a b" "python" "run" "/sur veys/50 %% $$HOME \\"so\\" it\'s ä.yaml"\n'
    ) in service
    assert "Description=Reports of 50 %% $HOME" in timer
    assert "OnCalendar=Mon *-*-* 00:30:00\nPersistent=true\n" in timer


def test_a_timer_is_put_found_and_removed(called, tmp_path):
    put(schedule())
    name = next((tmp_path / "config" / "systemd" / "user").glob("*.timer")).name
    assert called() == ["--user daemon-reload", f"--user enable {name}", f"--user restart {name}"]
    assert timer_schedules() == [schedule()]
    assert take_away("/surveys/weekly.yaml")
    assert called()[-3:] == [
        f"--user disable --now {name}",
        f"--user clean --what=state {name}",
        "--user daemon-reload",
    ]
    assert not list((tmp_path / "config" / "systemd" / "user").iterdir())
    assert not take_away("/surveys/weekly.yaml")


def test_a_timer_that_systemd_does_not_keep_is_not_active(called, monkeypatch):
    put(schedule())
    monkeypatch.setenv("SYSTEMCTL_FAILS", "is-active")
    assert [found.active for found in timer_schedules()] == [False]


def test_what_systemd_does_not_take_leaves_nothing_behind(called, tmp_path, monkeypatch):
    monkeypatch.setenv("SYSTEMCTL_FAILS", "enable")
    with pytest.raises(RunError, match=r"\(Failed to do it: Unit is masked\)"):
        put(schedule())
    assert not list((tmp_path / "config" / "systemd" / "user").iterdir())


def test_somebody_without_a_systemd_has_none(called, monkeypatch):
    assert systemd_timer.is_there()
    monkeypatch.setenv("SYSTEMCTL_FAILS", "show-environment")
    assert not systemd_timer.is_there()
