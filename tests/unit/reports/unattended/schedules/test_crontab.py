"""Lines of the crontab: those of others stay to the byte, ours are found again and read by cron as they are meant."""

import os
import re
import subprocess

import pytest

from tests.unit.reports.unattended.plans import write_program
from workbench.errors import RunError
from workbench.reports.unattended.schedules import Schedule, crontab
from workbench.reports.unattended.schedules.crontab import crontab_schedules, job_line, put, take_away

FAKE = """\
import os, sys
path = os.environ["CRONTAB_FILE"]
if sys.argv[1] == "-l":
    if os.path.exists(path + ".broken"):
        sys.exit("crontab: you may not")
    if not os.path.exists(path):
        sys.exit("no crontab for ann")
    sys.stdout.buffer.write(open(path, "rb").read())
else:
    open(path, "wb").write(sys.stdin.buffer.read())
"""
OTHERS = (
    b"MAILTO=ann@example.org\n# mine: \xe4\xff\r\n\n0 5 * * * backup --all\\%  >/dev/null\n# workbench schedule: {}\n"
)


@pytest.fixture
def file(tmp_path, monkeypatch):
    write_program(tmp_path / "bin", "crontab", FAKE)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CRONTAB_FILE", str(tmp_path / "tab"))
    return tmp_path / "tab"


def schedule(plan="/surveys/weekly.yaml", command=("workbench", "schedule", "run", "/surveys/weekly.yaml")):
    return Schedule(
        plan=plan, every="week", cron="30 0 * * 1", command=command, added="2026-03-01T12:00:00", keeper="crontab"
    )


def test_a_schedule_is_put_found_replaced_and_removed_and_others_lines_stay(file):
    file.write_bytes(OTHERS)
    other = schedule(plan="/surveys/other.yaml")
    put(schedule())
    put(other)
    put(schedule(command=("another", "command")))
    assert file.read_bytes().startswith(OTHERS)
    assert crontab_schedules() == [other, schedule(command=("another", "command"))]
    assert take_away("/surveys/weekly.yaml")
    assert take_away("/surveys/other.yaml")
    assert not take_away("/surveys/other.yaml")
    assert file.read_bytes() == OTHERS


def test_a_last_line_without_an_end_is_not_joined_with_ours(file):
    file.write_bytes(b"0 5 * * * backup")
    put(schedule())
    assert file.read_bytes().startswith(b"0 5 * * * backup\n# workbench schedule: ")


def test_without_a_crontab_one_begins(file):
    assert crontab_schedules() == []
    put(schedule())
    assert crontab_schedules() == [schedule()]


def test_a_schedule_whose_line_somebody_removed_is_not_active(file):
    put(schedule())
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(lines[0] + "# " + lines[1], encoding="utf-8")
    assert [found.active for found in crontab_schedules()] == [False]


def test_a_time_that_somebody_changed_is_the_time_and_its_line_is_removed_too(file):
    put(schedule())
    file.write_text(file.read_text(encoding="utf-8").replace("\n30 0 * * 1 ", "\n15  4 * * * "), encoding="utf-8")
    assert [(found.cron, found.every, found.active) for found in crontab_schedules()] == [
        ("15 4 * * *", "15 4 * * *", True)
    ]
    assert take_away("/surveys/weekly.yaml")
    assert file.read_bytes() == b""


def test_a_crontab_that_cannot_be_read_is_never_written(file):
    file.write_bytes(OTHERS)
    file.with_name("tab.broken").touch()
    assert not crontab.is_there()
    with pytest.raises(RunError, match=r"cannot be read \(crontab: you may not\)"):
        put(schedule())
    assert file.read_bytes() == OTHERS


@pytest.mark.parametrize(
    "name", ["my plan.yaml", "50 % $HOME `id` $(id).yaml", 'it\'s "so"; touch broken #.yaml', "ä 😀.yaml"]
)
def test_cron_and_its_shell_give_the_command_its_words_back(name):
    words = ("/usr/bin/printf", "%s|", name, "--when-changed")
    line = job_line(schedule(command=words))
    assert not re.search(r"(?<!\\)%", line), "cron takes a bare % for the end of the command"
    command = line.removeprefix("30 0 * * 1 ").removesuffix(" >/dev/null").replace(r"\%", "%")
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "".join(f"{word}|" for word in words[2:])


def test_a_command_longer_than_cron_reads_is_refused(file):
    with pytest.raises(RunError, match="more than 990 characters"):
        put(schedule(command=("x" * 1000,)))
