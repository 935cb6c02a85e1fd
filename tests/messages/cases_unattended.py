"""Messages of plans, schedules and unattended runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.messages.case import Case
from tests.unit.reports.unattended.plans import write_program
from workbench.cli.reports import batch
from workbench.errors import DataError, ParameterError, RunError
from workbench.file_locks import alone, try_lock
from workbench.reports.unattended import read_plan, run_plan
from workbench.reports.unattended.mail import mail_settings
from workbench.reports.unattended.schedules import Schedule, add, command_of, crontab, remove, systemd_timer
from workbench.reports.unattended.schedules.timing import cron_of


def _plan(text: str) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        path = folder / "weekly.yaml"
        path.write_text(text, encoding="utf-8")
        return read_plan(path)

    return read


def _no_plan(_: Path) -> None:
    read_plan(Path("/surveys/weekly.yaml"))


def _batch(*words: str) -> Callable[[Path], object]:
    return lambda _: CliRunner().invoke(batch, list(words), catch_exceptions=False, standalone_mode=False)


def _on(programs: dict[str, str], do: Callable[[], object]) -> Callable[[Path], object]:
    """Do something where only these programs are there, as shell words `exit 1` or the like."""

    def provoke(folder: Path) -> object:
        for name, code in programs.items():
            write_program(folder / "bin", name, code)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", str(folder / "bin"))
            patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
            patch.delenv("WORKBENCH_LEDGER", raising=False)
            patch.setattr("sys.executable", "/workbench/python")
            return do()

    return provoke


def _schedule(folder: str = "/surveys") -> Schedule:
    plan = f"{folder}/weekly.yaml"
    return Schedule(
        plan=plan, every="week", cron="30 0 * * 1", command=("run", plan), added="2026-03-01T12:00:00", keeper="crontab"
    )


def _add() -> object:
    return add(Path("/surveys/weekly.yaml"), every="week", when_changed=False)


def _unwritable(folder: Path) -> None:
    (folder / "config").touch()
    _on({}, lambda: systemd_timer.put(_schedule()))(folder)


def _goes_on(folder: Path) -> None:
    with (folder / "lock").open("w", encoding="utf-8") as other:
        try_lock(other)
        other.write("process 4711, since 2026-03-01T21:00:00+00:00\n")
        other.flush()
        with (folder / "lock").open("a+", encoding="utf-8") as own, alone(own, "run of the plan weekly.yaml"):
            pass


def _no_log(folder: Path) -> None:
    for name in ("pyproject.toml", "data"):
        (folder / name).touch()
    run_plan(folder / "weekly.yaml")


def _mail(**given: str) -> Callable[[Path], object]:
    whole = {"HOST": "mail.example.org", "FROM": "a@example.org", "TO": "b@example.org"} | given
    return lambda _: mail_settings({f"WORKBENCH_SMTP_{name}": value for name, value in whole.items()})


_NO_CRONTAB = "import sys\nsys.exit('no crontab for ann' if sys.argv[1] == '-l' else 'crontab: disk full')"
_FILES = "data: my.sav\ncodebook: my.yaml\n"

CASES = [
    Case(
        "Batch of neither plan nor groups",
        _batch(),
        ParameterError,
        "Neither a plan nor `--by` is given. Name the variables that make the groups, or a plan.",
    ),
    Case(
        "Option beside a plan",
        _batch("weekly.yaml", "--workers", "0"),
        ParameterError,
        "`--workers` stands beside the plan weekly.yaml. Write it into the plan, or give no plan.",
    ),
    Case(
        "Plan that is not there",
        _no_plan,
        ParameterError,
        "There is no plan weekly.yaml in /surveys/. Correct its path.",
    ),
    Case(
        "Plan that is empty",
        _plan("# later\n"),
        ParameterError,
        "Plan weekly.yaml is empty or not a list of keys. Write at least `data` and `codebook`.",
    ),
    Case(
        "Plan with a number that YAML reads as another one",
        _plan(_FILES + "timeout: 0600\n"),
        DataError,
        "Plan weekly.yaml: `0600` in line 3 is read as the number 384. Put it in quotes if it is text, or write the "
        "plain number.",
    ),
    Case(
        "Plan with a number that YAML reads as text",
        _plan(_FILES + "timeout: 1e-9\n"),
        ParameterError,
        "Plan weekly.yaml: `timeout` in line 3 must be a number, written in digits. Correct it, or put it in quotes if "
        "it is text.",
    ),
    Case(
        "Plan that is no YAML",
        _plan("data: [my.sav\n"),
        DataError,
        "Plan weekly.yaml is not valid YAML: the bracket that opens in line 1 is not closed, or a comma is missing in it. "
        "Close it, or separate its entries by commas.",
    ),
    Case(
        "Plan with an unknown key",
        _plan("data: my.sav\ncodeboook: my.yaml\n"),
        ParameterError,
        "Plan weekly.yaml: unknown key `codeboook` in line 2. Did you mean `codebook`? Allowed: data, codebook, by, name, "
        "output_folder, parameters, lang, depth, formats, workers, scheduler, timeout, cell_timeout, memory, on_failure, keep.",
    ),
    Case(
        "Plan without a codebook",
        _plan("data: my.sav\n"),
        ParameterError,
        "Plan weekly.yaml: `codebook` is missing. Add it.",
    ),
    Case(
        "Plan with a key without a value",
        _plan(_FILES + "keep:\n"),
        ParameterError,
        "Plan weekly.yaml: `keep` in line 3 has no value. Give it one or remove the key.",
    ),
    Case(
        "Plan with a value of another kind",
        _plan(_FILES + "by: municipality\n"),
        ParameterError,
        "Plan weekly.yaml: `by` in line 3 must be a list in brackets, e.g. `[first, second]`. Correct it, or put it in "
        "quotes if it is text.",
    ),
    Case(
        "Plan with a number that cannot be",
        _plan(_FILES + "timeout: 0\n"),
        ParameterError,
        "Plan weekly.yaml: `timeout` in line 3 is not right: it must be above 0. Correct it.",
    ),
    Case(
        "Plan that names a file twice",
        _plan(_FILES + "parameters: {survey: other.sav}\n"),
        ParameterError,
        "Plan weekly.yaml: `parameters` in line 3 is not right: `survey` is given by the key `data`. Correct it.",
    ),
    Case(
        "Plan with a parameter that is a list",
        _plan(_FILES + "parameters: {group: [sex]}\n"),
        ParameterError,
        "Plan weekly.yaml: `parameters` in line 3 is not right: `group` is neither text nor a number, true, false or "
        "empty. Correct it.",
    ),
    Case(
        "Plan of one report with workers",
        _plan(_FILES + "workers: 2\n"),
        ParameterError,
        "Plan weekly.yaml: `workers` stands without `by`, and one report has no others beside it. Correct it.",
    ),
    Case(
        "Plan of one report with a scheduler",
        _plan(_FILES + "scheduler: tcp://10.0.0.5:8786\n"),
        ParameterError,
        "Plan weekly.yaml: `scheduler` stands without `by`, and one report has no others beside it. Correct it.",
    ),
    Case(
        "Plan with a scheduler that is no address",
        _plan(_FILES + "by: [town]\nscheduler: cluster\n"),
        ParameterError,
        "Plan weekly.yaml: `scheduler` in line 4 is not right: it is no address of a Dask scheduler, such as "
        "tcp://10.0.0.5:8786. Correct it.",
    ),
    Case(
        "Plan with a scheduler beside workers",
        _plan(_FILES + "by: [town]\nworkers: 2\nscheduler: tcp://10.0.0.5:8786\n"),
        ParameterError,
        "Plan weekly.yaml: `workers` stands beside `scheduler`, whose cluster has workers of its own. Correct it.",
    ),
    Case(
        "Schedule at a time that is none",
        lambda _: cron_of("weekly"),
        ParameterError,
        "`--every` is 'weekly'. Give month, week, day or five fields of a crontab that every cron understands: minute, "
        "hour, day of the month, month, day of the week, e.g. '0 22 * * 1-5'.",
    ),
    Case(
        "Schedule of a plan with a line break in its name",
        lambda _: command_of("/surveys/two\nlines.yaml", when_changed=False),
        ParameterError,
        "The path '/surveys/two\\nlines.yaml' has a backslash, a line break or another sign that no scheduler can be "
        "told. Rename the file or folder.",
    ),
    Case(
        "Schedule without a scheduler",
        _on({}, _add),
        RunError,
        "Neither a systemd of yours nor a crontab answers here. Let another scheduler call this command: "
        "`/workbench/python -P -m workbench.cli schedule run /surveys/weekly.yaml`.",
    ),
    Case(
        "Plan without a schedule",
        _on({}, lambda: remove(Path("/surveys/weekly.yaml"))),
        ParameterError,
        "The plan /surveys/weekly.yaml has no schedule. `workbench schedule list` names those that have one.",
    ),
    Case(
        "Crontab that cannot be read",
        _on({"crontab": "import sys\nsys.exit('crontab: you may not')"}, lambda: crontab.put(_schedule())),
        RunError,
        "The crontab cannot be read (crontab: you may not). See what `crontab -l` says.",
    ),
    Case(
        "Crontab that cannot be written",
        _on({"crontab": _NO_CRONTAB}, lambda: crontab.put(_schedule())),
        RunError,
        "The crontab cannot be written (crontab: disk full). See whether `crontab -e` works for you.",
    ),
    Case(
        "Command that is too long for cron",
        lambda _: crontab.put(_schedule("/" + "x" * 1000)),
        RunError,
        f"The command for /{'x' * 1000}/weekly.yaml has more than 990 characters, which cron does not read. Move the plan "
        "to a folder with a shorter path.",
    ),
    Case(
        "Timer that systemd does not take",
        _on({"systemctl": "import sys\nsys.exit('Unit is masked.')"}, lambda: systemd_timer.put(_schedule())),
        RunError,
        "systemd does not take the timer workbench-weekly-602dcf41.timer (Unit is masked). See what `systemctl --user status` "
        "says.",
    ),
    Case(
        "Timer that cannot be written",
        _unwritable,
        RunError,
        "The timer workbench-weekly-602dcf41.timer cannot be written (Not a directory). Let yourself write to the folder of "
        "your systemd units.",
    ),
    Case(
        "Plan of which a run goes on already",
        _goes_on,
        RunError,
        "A run of the plan weekly.yaml goes on already (process 4711, since 2026-03-01T21:00:00+00:00). Wait until it ends, "
        "or end that process.",
    ),
    Case(
        "Run whose log cannot be kept",
        _no_log,
        RunError,
        "Log and record of the run cannot be kept in data/private/runs/ of the project of weekly.yaml (Not a directory). Free the "
        "disk, or let yourself write there.",
    ),
    Case(
        "Mail by an encryption that is none",
        _mail(SECURITY="tls"),
        ParameterError,
        "`WORKBENCH_SMTP_SECURITY` is 'tls'. Give starttls, ssl or none.",
    ),
    Case(
        "Mail to nobody",
        _mail(TO=""),
        ParameterError,
        "`WORKBENCH_SMTP_TO` is empty or has a line break. Give a mail address.",
    ),
    Case(
        "Mail by a port that is none",
        _mail(PORT="smtp"),
        ParameterError,
        "`WORKBENCH_SMTP_PORT` is 'smtp'. Give the number of the server's port, e.g. 587.",
    ),
    Case(
        "Mail that would show its password",
        _mail(SECURITY="none", USER="ann"),
        ParameterError,
        "`WORKBENCH_SMTP_SECURITY` is none, and a password would be sent readable by all. Give starttls or ssl.",
    ),
]
