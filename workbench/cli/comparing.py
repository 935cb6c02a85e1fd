"""`workbench verify` and `workbench diff`: finished reports beside each other."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli.commands import EXISTING, FAILED, REFUSED


@click.command()
@click.argument("run", type=EXISTING)
@click.option("--data", type=EXISTING, help="The survey file, where it is no longer where the record says.")
@click.option("--codebook", type=EXISTING, help="The codebook, likewise.")
@click.option(
    "--private", type=EXISTING, metavar="FOLDER", help="Also compare the tables that the report wrote with --private."
)
def verify(run: Path, data: Path | None, codebook: Path | None, private: Path | None) -> None:
    """Execute the finished report RUN again and compare every cell; publishes nothing.

    RUN is the folder of a report, of a batch or of one report of it. Exit code 0: the same; 1: it differs, and it is
    said where and by how much; 2: it cannot be verified.
    """
    from workbench.reports.comparing import NotVerified, verification_lines
    from workbench.reports.comparing import verify as verified

    files = {"data": data, "codebook": codebook, "private": private}
    code = 0
    for found in verified(run, **{name: None if path is None else path.absolute() for name, path in files.items()}):
        code = max(code, REFUSED if isinstance(found, NotVerified) else 0 if found.same else FAILED)
        click.echo("\n".join(verification_lines(found)))
    if code:
        raise SystemExit(code)


@click.command()
@click.argument("run1", type=EXISTING)
@click.argument("run2", type=EXISTING)
@click.option("--output", type=EXISTING, metavar="FILE.csv", help="Also write every change as a row of a csv file.")
def diff(run1: Path, run2: Path, output: Path | None) -> None:
    """Say what changed from the finished report RUN1 to RUN2: headline numbers, tables, methods, versions.

    Only published files are read, so nothing new is published. Of a batch the report of everyone is taken.
    """
    from workbench.reports.comparing import compare_runs, difference_lines, write_difference

    found = compare_runs(run1, run2)
    if output is not None:
        write_difference(found, output.absolute())
    click.echo("\n".join(difference_lines(found)))
