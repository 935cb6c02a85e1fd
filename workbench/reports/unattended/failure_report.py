"""One page about a run that did not end as it should: what was to be made, what ended how, what to do."""

from __future__ import annotations

import platform
import re
import shlex
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbench.reports.unattended.run_records import RunRecord
from workbench.reports.unattended.schedules import command_words
from workbench.wording import heard, say, spoken, spoken_language

_MOST_REPORTS = 40
_LAST_LINES = 15
# What the workbench says about the end of a report or page; no other line of a log goes on a page or into a mail,
# since whatever a library prints may quote data.
_STATUS = "whole|done|refused|failed|timed out|died|not run"
_PROGRESS = re.compile(rf"[^\n]{{1,100}}: (?:{_STATUS}), \d+\.\d s(?: \([^()\n]*\))?")


def failure_subject(record: RunRecord) -> str:
    """Return the subject of a mail, in the language that is spoken."""
    return say("Workbench: {plan} {status}", plan=Path(record.plan).name, status=_status(record.status))


def failure_text(record: RunRecord) -> str:
    """Return the failure as plain text, for a mail, in the language that is spoken."""
    lines = [f"{Path(record.plan).name} {_status(record.status)}", ""]
    lines += [f"{name}: {text}" for name, text in _facts(record)]
    if record.reports:
        lines += ["", say("Not made") + ":", *(f"- {text}" for text in _reports(record))]
    if last := _last_lines(record.log):
        lines += ["", say("Last lines of the log about reports and pages") + ":", *(f"  {line}" for line in last)]
    return "\n".join([*lines, "", say("What to do") + ":", _advice(record.status), f"    {_again(record)}", ""])


def write_failure_page(record: RunRecord) -> None:
    """Write the same as a page beside the log."""
    page = (
        _environment()
        .get_template("failure.html.j2")
        .render(
            title=f"{Path(record.plan).name}: {_status(record.status)}",
            language=spoken_language(),
            facts=_facts(record),
            reports=_reports(record),
            last=_last_lines(record.log),
            advice=_advice(record.status),
            again=_again(record),
        )
    )
    try:
        record.failure_page.write_text(page, "utf-8", "replace")
    except OSError:
        record.failure_page.unlink(missing_ok=True)  # rather none than half
        raise


def _facts(record: RunRecord) -> list[tuple[str, str]]:
    facts = [
        (say("Why"), heard(record.message)),
        (say("Plan"), record.plan),
        (say("Computer"), platform.node()),
        (say("Began"), record.started),
        (say("Ended"), record.ended),
        (say("Page of what was made"), record.page),
        (say("Log, for you only"), str(record.log)),
    ]
    return [(name, _visible(text)) for name, text in facts if text]


def _reports(record: RunRecord) -> list[str]:
    shown = [
        _visible(f"{label}: {_status(status)}. {heard(reason)}").strip() for label, status, reason in record.reports
    ]
    more = len(shown) - _MOST_REPORTS
    return shown if more <= 0 else [*shown[:_MOST_REPORTS], say("and {n} more, named in the log", n=more)]


def _status(status: str) -> str:
    """Say how a run, a report or a page ended."""
    return {
        "refused": say("refused"),
        "failed": say("failed"),
        "timed out": say("timed out"),
        "died": say("died"),
        "interrupted": say("interrupted"),
        "not run": say("not run"),
    }.get(status, status)


def _advice(status: str) -> str:
    """Say what to do about it."""
    return {
        "refused": say("Correct what is said above and run the plan again."),
        "failed": say(
            "Open the page of what was made; the pages that failed say why. Then run the plan again: what is whole "
            "stands, and only the rest is made."
        ),
        "timed out": say(
            "Give `timeout` more seconds in the plan, or take fewer `workers`, and run it again: only the rest is made."
        ),
        "died": say(
            "Most often memory was full, or the computer was switched off. Take fewer `workers` in the plan and run it "
            "again: only the rest is made."
        ),
        "interrupted": say("Run the plan again: what is whole stands, and only the rest is made."),
    }.get(status, "")


def _last_lines(log: Path) -> list[str]:
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    return [line for line in text.splitlines() if _PROGRESS.fullmatch(line)][-_LAST_LINES:]


def _again(record: RunRecord) -> str:
    return _visible(shlex.join(command_words(record.plan)))


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=lambda shown: spoken(shown) if isinstance(shown, str) else shown,
    )
    environment.globals["say"] = say
    return environment
