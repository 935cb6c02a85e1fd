"""The command of a plan: called with its words as they are, not for long, and its own faults are told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.reports.unattended.plans import write_program
from workbench.intake import project_folder
from workbench.reports.unattended import notification
from workbench.reports.unattended.notification import notify


@pytest.fixture
def told(tmp_path, monkeypatch):
    for name in ("HOST", "PASSWORD"):
        monkeypatch.delenv(f"WORKBENCH_SMTP_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "log.txt"
    return lambda *command: notify(command, folder=tmp_path, subject="weekly failed", text="Why: ä\n", log=log), log


def test_the_command_gets_its_words_and_the_text_and_no_shell_sees_them(told, tmp_path):
    tell, log = told
    words = ["$(touch broken)", "`touch broken`", "; touch broken", 'it\'s "so"', "two\nlines", "*", "", "~"]
    code = "import sys; print(sys.argv[1:]); print(sys.stdin.buffer.read())"
    assert tell(sys.executable, "-c", code, *words) == ["`on_failure` was called."]
    assert log.read_text(encoding="utf-8").splitlines() == [str(words), str("Why: ä\n".encode())]
    assert not (tmp_path / "broken").exists()


def test_its_password_is_not_handed_to_the_command(told, monkeypatch):
    tell, log = told
    monkeypatch.setenv("WORKBENCH_SMTP_PASSWORD", "s3cret")
    tell(sys.executable, "-c", "import os; print(dict(os.environ))")
    assert "s3cret" not in log.read_text(encoding="utf-8")


def test_a_command_that_does_not_work_is_told(told, tmp_path):
    tell, _ = told
    assert tell("/there/is/none") == ["`on_failure` did not work: it could not be started (No such file or directory)."]
    assert tell(str(tmp_path)) == ["`on_failure` did not work: it could not be started (Permission denied)."]
    assert tell("false") == ["`on_failure` did not work: it ended with exit status 1."]
    crash = "import os; os.kill(os.getpid(), 9)"
    assert tell(sys.executable, "-c", crash) == ["`on_failure` did not work: it ended with signal 9."]


def test_a_command_that_does_not_end_is_ended_with_its_children(told, tmp_path, monkeypatch):
    monkeypatch.setattr(notification, "COMMAND_SECONDS", 0.3)
    late = tmp_path / "late"
    program = write_program(
        tmp_path / "bin",
        "slow",
        f"import os, time\nos.fork()\ntime.sleep(1.5)\nopen({str(late)!r}, 'w').close()\n",
    )
    begun = time.monotonic()
    assert told[0](str(program)) == ["`on_failure` did not work: it took longer than 0 s and was ended."]
    assert time.monotonic() - begun < 1.4
    time.sleep(max(0.0, begun + 2.0 - time.monotonic()))
    assert not late.exists()


RUNNER = """
import signal, sys
from pathlib import Path
from workbench.reports.unattended.notification import notify
def stopped(*_):
    raise KeyboardInterrupt
signal.signal(signal.SIGTERM, stopped)
code = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
notify([sys.executable, "-c", code], folder=Path.cwd(), subject="", text="", log=Path("log.txt"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_command_does_not_outlive_a_run_that_is_ended(tmp_path, by):
    environment = {**os.environ, "PYTHONPATH": str(project_folder())}
    log = tmp_path / "log.txt"
    with subprocess.Popen(
        [sys.executable, "-c", RUNNER], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    ) as runner:
        command = waited(lambda: log.is_file() and log.read_text(encoding="utf-8").strip())
        runner.send_signal(by)
    waited(lambda: not Path(f"/proc/{command}").exists())


def waited(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def test_mail_that_is_set_up_wrong_is_told_and_hides_nothing(told, monkeypatch):
    monkeypatch.setenv("WORKBENCH_SMTP_HOST", "127.0.0.1")
    monkeypatch.delenv("WORKBENCH_SMTP_TO", raising=False)
    monkeypatch.setenv("WORKBENCH_SMTP_FROM", "a@example.org")
    assert told[0]("true") == [
        "`on_failure` was called.",
        "No mail was sent. `WORKBENCH_SMTP_TO` is empty or has a line break. Give a mail address.",
    ]
