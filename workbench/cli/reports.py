"""`workbench report` and `workbench run`: from a survey to pages."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.commands import EXISTING, FAILED
from workbench.cli.drafted import drafted_codebook
from workbench.errors import ParameterError

if TYPE_CHECKING:  # the commands import what they need, so that --help and a wrong option answer at once
    from workbench.reports.running import Run


def _run_options(command: Any) -> Any:
    for option in (
        click.option(
            "--engine",
            type=click.Choice(["workbench", "kernel"]),
            help="Forked children of one warm process (Linux), or an ordinary kernel for each notebook.",
        ),
        click.option("--timeout", type=float, default=None, help="Seconds that one notebook may take (1800)."),
        click.option(
            "-p", "assignments", multiple=True, metavar="NAME=VALUE", help="A notebook parameter; repeatable."
        ),
        click.option(
            "--private",
            type=EXISTING,
            metavar="FOLDER",
            help="Also write the tables with full precision, not for publication, into a folder that git ignores.",
        ),
        click.option("--output-folder", type=EXISTING, help="Where the run's folder is made (reports/)."),
        click.option("--name", help="Name of the run (data file, date and time)."),
        click.option(
            "--codebook",
            type=EXISTING,
            help="Codebook that explains the columns of --data (.yaml); without it, one is drafted and asked about.",
        ),
        click.option("--data", type=EXISTING, help="Survey file: .sav .por .dta .sas7bdat .csv .xlsx .parquet."),
    ):
        command = option(command)
    return command


@click.command()
@_run_options
def report(**options: Any) -> None:
    """Run all notebooks on a survey; without --data, on the synthetic example.

    The last line printed is the path of the report's first page.
    """
    _run(notebooks=None, **options)


@click.command()
@click.argument("notebook", type=EXISTING)
@_run_options
def run(notebook: Path, **options: Any) -> None:
    """Run one NOTEBOOK and keep its page, tables and figures like a report; without --data, on the example."""
    _run(notebooks=[notebook.absolute()], **options)


def _run(
    *,
    notebooks: list[Path] | None,
    data: Path | None,
    codebook: Path | None,
    name: str | None,
    output_folder: Path | None,
    assignments: Iterable[str],
    private: Path | None,
    timeout: float | None,
    engine: str | None,
) -> None:
    from workbench.reports.notebooks import parse_assignment
    from workbench.reports.running import DEFAULT_TIMEOUT, run_report

    files = _files(data, codebook)
    given = dict(parse_assignment(text) for text in assignments)
    if both := sorted(set(given) & set(files)):
        raise ParameterError(f"`{both[0]}` is given twice. Use either `-p {both[0]}=…` or `--data` and `--codebook`.")
    finished = run_report(
        notebooks=notebooks,
        parameters=files,
        assignments=given,
        name=name,
        output_folder=None if output_folder is None else output_folder.absolute(),
        private=None if private is None else private.absolute(),
        timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
        engine=engine,
    )
    _tell(finished)


def _files(data: Path | None, codebook: Path | None) -> dict[str, str]:
    """Name the two files as notebooks take them, the codebook drafted and asked about; none for their defaults."""
    if data is not None and codebook is None:
        codebook = drafted_codebook(data)
    if data is not None and codebook is not None:
        return {"survey": _from_here(data), "codebook": _from_here(codebook)}
    if codebook is None:
        return {}
    raise ParameterError("`--codebook` stands without `--data`. Give both.")


def _tell(finished: Run) -> None:
    if not finished.whole:
        faulty = [f"{o.notebook.name} ({o.status})" for o in finished.outcomes if not o.whole]
        click.echo(finished.problem or f"The run failed: {', '.join(faulty)}.", err=True)
    click.echo(finished.page)
    if not finished.whole:
        raise SystemExit(FAILED)


def _from_here(path: Path) -> str:
    """Return a path as notebooks take it: from the project folder where it lies inside, else whole."""
    from workbench.intake import project_folder

    whole = Path(os.path.abspath(path))
    return str(whole.relative_to(project_folder()) if whole.is_relative_to(project_folder()) else whole)
