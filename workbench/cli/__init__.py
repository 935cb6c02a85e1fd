"""The command line, one module per family of commands: reports, finished ones, schedules, surveys, scales, the lab."""

from __future__ import annotations

import click

from workbench.cli.commands import Commands
from workbench.cli.comparing import diff, verify
from workbench.cli.instruments import instrument
from workbench.cli.lab import lab
from workbench.cli.reports import batch, report, run
from workbench.cli.schedules import schedule, status
from workbench.cli.setting import set_
from workbench.cli.site import site
from workbench.cli.surveys import check, codebook, example

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error; it may quote data.")
def main(debug: bool) -> None:
    """From a survey file to a report on the scale that it holds."""
    del debug  # read from the context, where errors are caught


for command in (
    report,
    run,
    batch,
    schedule,
    status,
    verify,
    diff,
    site,
    check,
    codebook,
    instrument,
    set_,
    example,
    lab,
):
    main.add_command(command)
