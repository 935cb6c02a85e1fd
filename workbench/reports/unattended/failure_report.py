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

_MOST_REPORTS = 40
_LAST_LINES = 15
# What the workbench says about the end of a report or page; no other line of a log goes on a page or into a mail,
# since whatever a library prints may quote data.
_STATUS = "whole|done|refused|failed|timed out|died|not run"
_PROGRESS = re.compile(rf"[^\n]{{1,100}}: (?:{_STATUS}), \d+\.\d s(?: \([^()\n]*\))?")
_ADVICE = {
    "refused": "Correct what is said above and run the plan again.",
    "failed": "Open the page of what was made; the pages that failed say why. Then run the plan again: what is whole "
    "stands, and only the rest is made.",
    "timed out": "Give `timeout` more seconds in the plan, or take fewer `workers`, and run it again: only the rest is "
    "made.",
    "died": "Most often memory was full, or the computer was switched off. Take fewer `workers` in the plan and run it "
    "again: only the rest is made.",
    "interrupted": "Run the plan again: what is whole stands, and only the rest is made.",
}


def failure_text(record: RunRecord) -> str:
    """Return the failure as plain text, for a mail."""
    lines = [f"{Path(record.plan).name} {record.status}", "", *(f"{name}: {text}" for name, text in _facts(record))]
    if record.reports:
        lines += ["", "Not made:", *(f"- {text}" for text in _reports(record))]
    if last := _last_lines(record.log):
        lines += ["", "Last lines of the log about reports and pages:", *(f"  {line}" for line in last)]
    return "\n".join([*lines, "", "What to do:", _ADVICE.get(record.status, ""), f"    {_again(record)}", ""])


def write_failure_page(record: RunRecord) -> None:
    """Write the same as a page beside the log."""
    page = (
        _environment()
        .get_template("failure.html.j2")
        .render(
            title=f"{Path(record.plan).name}: {record.status}",
            facts=_facts(record),
            reports=_reports(record),
            last=_last_lines(record.log),
            advice=_ADVICE.get(record.status, ""),
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
        ("Why", record.message),
        ("Plan", record.plan),
        ("Computer", platform.node()),
        ("Began", record.started),
        ("Ended", record.ended),
        ("Page of what was made", record.page),
        ("Log, for you only", str(record.log)),
    ]
    return [(name, _visible(text)) for name, text in facts if text]


def _reports(record: RunRecord) -> list[str]:
    shown = [_visible(f"{label}: {status}. {reason}").strip() for label, status, reason in record.reports]
    more = len(shown) - _MOST_REPORTS
    return shown if more <= 0 else [*shown[:_MOST_REPORTS], f"and {more} more, named in the log"]


def _last_lines(log: Path) -> list[str]:
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    return [line for line in text.splitlines() if _PROGRESS.fullmatch(line)][-_LAST_LINES:]


def _again(record: RunRecord) -> str:
    return _visible(shlex.join(command_words(record.plan)))


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
