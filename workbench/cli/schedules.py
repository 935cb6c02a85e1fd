"""`workbench schedule` and `workbench status`: runs while nobody watches."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.commands import EXISTING, FAILED

if TYPE_CHECKING:
    from workbench.reports.unattended import RunRecord, Standing

_EXIT = {"done": 0, "nothing to do": 0, "refused": 2, "interrupted": 130}
_PLAN = click.argument("plan", type=EXISTING)
_WHEN_CHANGED = click.option(
    "--when-changed", is_flag=True, help="Make nothing where data, codebook, notebooks and program are the same."
)


@click.group()
def schedule() -> None:
    """Run a PLAN (docs/how-to/run-unattended.md) every month, week or day while nobody watches."""


@schedule.command()
@_PLAN
@click.option("--every", required=True, metavar="WHEN", help="month, week, day, or a cron expression in quotes.")
@_WHEN_CHANGED
def add(plan: Path, every: str, when_changed: bool) -> None:
    """Let systemd, or else cron, run PLAN; an earlier schedule of it is replaced.

    The last line printed is the command that it calls, for any other scheduler.
    """
    from workbench.reports.unattended import read_plan
    from workbench.reports.unattended.schedules import add, add_words

    read_plan(plan)
    added = add(plan, every=every, when_changed=when_changed)
    click.echo(f"{plan.name} is run {added.words}.", err=True)
    for line in add_words(added):
        click.echo(line, err=True)
    click.echo(shlex.join(added.command))


@schedule.command(name="list")
def list_() -> None:
    """List the schedules: plan, when, next time, who keeps the time, and the command that is called."""
    from workbench.intake import project_folder
    from workbench.reports.unattended import standings

    found = [standing for standing in standings(project_folder()) if standing.schedule is not None]
    for standing in found:
        if standing.schedule is not None:
            click.echo(f"{standing.plan}\n  {standing.when_words}")
            click.echo(f"  {shlex.join(standing.schedule.command)}")
    if not found:
        click.echo("No plan has a schedule. Add one: `workbench schedule add PLAN --every week`.")


@schedule.command()
@_PLAN
def remove(plan: Path) -> None:
    """Remove the schedule of PLAN; its runs and reports stay."""
    from workbench.reports.unattended.schedules import remove

    remove(plan)
    click.echo(f"{plan.name} is not run any more.", err=True)


@schedule.command(name="run-now")
@_PLAN
def run_now(plan: Path) -> None:
    """Run PLAN as its schedule would, and wait for the end."""
    from workbench.reports.unattended import read_runs
    from workbench.reports.unattended.schedules import find, run_now

    kept = find(plan)
    before = {record.folder for record in read_runs(kept.plan)}
    run_now(kept)
    made = [record for record in read_runs(kept.plan) if record.folder not in before]
    if not made:
        click.echo(f"{plan.name} was not started; see what {kept.keeper} says.", err=True)
        raise SystemExit(FAILED)
    if kept.keeper == "systemd":  # else the command itself has told
        _tell(made[0])
    raise SystemExit(_EXIT.get(made[0].status, FAILED))


@schedule.command()
@_PLAN
@_WHEN_CHANGED
def run(plan: Path, when_changed: bool) -> None:
    """Run PLAN once, with log, record and notification; this is what schedulers call."""
    from workbench.reports.unattended import run_plan

    record = run_plan(plan, when_changed=when_changed)
    _tell(record)
    raise SystemExit(_EXIT.get(record.status, FAILED))


@click.command()
def status() -> None:
    """Show how the plans stand and which runs are kept; exit code 1 if the last run of a plan did not end well."""
    from workbench.intake import project_folder
    from workbench.reports.publishing import kept_runs
    from workbench.reports.unattended import standings

    project = project_folder()
    found = standings(project)
    for standing in found:
        _show(standing)
    runs = kept_runs(project / "reports", most=10)
    click.echo("Reports:" if runs else "No reports yet.")
    for run in runs:
        click.echo(f"  {run.folder.name}: {run.state}{f', {_clock(run.ended)}' if run.ended else ''}")
    if any(standing.fault for standing in found):
        raise SystemExit(FAILED)


def _show(standing: Standing) -> None:
    last = f", {standing.last_words}" if standing.last_words else ""
    click.echo(f"{standing.plan}: {standing.status}{last}\n  {standing.when_words}")
    if standing.fault:
        click.echo(f"  {standing.fault}")
    if standing.last is not None:
        click.echo(f"  log {standing.last.log}")


def _clock(moment: str) -> str:
    from datetime import datetime

    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def _tell(record: RunRecord) -> None:
    name = Path(record.plan).name
    click.echo(f"{name}: {record.status}. {record.message}".strip(), err=not record.good)
    for line in record.told:
        click.echo(line, err=True)
    click.echo(record.page or str(record.log))
