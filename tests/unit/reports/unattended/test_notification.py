"""The command of a plan: called with its words as they are, not for long, and its own faults are told."""

import sys
import time

import pytest

from tests.unit.reports.unattended.plans import write_program
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


def test_mail_that_is_set_up_wrong_is_told_and_hides_nothing(told, monkeypatch):
    monkeypatch.setenv("WORKBENCH_SMTP_HOST", "127.0.0.1")
    monkeypatch.delenv("WORKBENCH_SMTP_TO", raising=False)
    monkeypatch.setenv("WORKBENCH_SMTP_FROM", "a@example.org")
    assert told[0]("true") == [
        "`on_failure` was called.",
        "No mail was sent. `WORKBENCH_SMTP_TO` is empty or has a line break. Give a mail address.",
    ]
