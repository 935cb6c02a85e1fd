"""The command line: `workbench report`, `run`, `check`, `codebook`, `example`."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from workbench.errors import ParameterError, RunError, WorkbenchError

if TYPE_CHECKING:  # the commands import what they need, so that --help and a wrong option answer at once
    from workbench.reports.run import Run

_REFUSED, _FAILED, _INTERRUPTED = 2, 1, 130
_EXISTING = click.Path(path_type=Path)


class _Commands(click.Group):
    """Turns errors into one message on standard error; a traceback only with --debug."""

    def invoke(self, ctx: click.Context) -> Any:
        signal.signal(signal.SIGTERM, _interrupt)  # a stopped timer or terminal leaves a `.failed` folder, no kernel
        try:
            return super().invoke(ctx)
        except click.ClickException:
            raise
        except click.exceptions.Exit:
            raise
        except WorkbenchError as error:
            _stop(str(error), code=_REFUSED, debug=ctx.params["debug"])
        except KeyboardInterrupt:
            _stop("Interrupted.", code=_INTERRUPTED, debug=False)
        except Exception as error:  # noqa: BLE001  # the message may quote data, so it is not shown unasked
            _stop(
                f"The workbench met an unexpected {type(error).__name__}. Run `workbench --debug …` to see where; "
                "the traceback may quote data, so read it before you pass it on.",
                code=_FAILED,
                debug=ctx.params["debug"],
            )


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _stop(message: str, *, code: int, debug: bool) -> NoReturn:
    if debug:
        traceback.print_exc()
    click.echo(message, err=True)
    raise SystemExit(code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error; it may quote data.")
def main(debug: bool) -> None:
    """From a survey file to a report on the experience of social inclusion."""
    del debug  # read from the context, where errors are caught


def _run_options(command: Any) -> Any:
    for option in (
        click.option("--timeout", type=float, default=None, help="Seconds that one notebook may take (1800)."),
        click.option(
            "-p", "assignments", multiple=True, metavar="NAME=VALUE", help="A notebook parameter; repeatable."
        ),
        click.option(
            "--earlier",
            type=_EXISTING,
            multiple=True,
            help="Folder of a published run of the same data, which readers may lay beside this one; repeatable.",
        ),
        click.option("--output-folder", type=_EXISTING, help="Where the run's folder is made (reports/)."),
        click.option("--name", help="Name of the run (data file, date and time)."),
        click.option("--codebook", type=_EXISTING, help="Codebook that explains the columns of --data (.yaml)."),
        click.option("--data", type=_EXISTING, help="Survey file: .sav .por .dta .sas7bdat .csv .xlsx .parquet."),
    ):
        command = option(command)
    return command


@main.command()
@_run_options
def report(**options: Any) -> None:
    """Run all notebooks on a survey; without --data, on the synthetic example.

    The last line printed is the path of the report's first page.
    """
    _run(notebooks=None, **options)


@main.command()
@click.argument("notebook", type=_EXISTING)
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
    earlier: Iterable[Path],
    timeout: float | None,
) -> None:
    from workbench.reports.parameters import parse_assignment
    from workbench.reports.run import DEFAULT_TIMEOUT, run_report

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
        earlier=[folder.absolute() for folder in earlier],
        timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
    )
    _tell(finished)


def _files(data: Path | None, codebook: Path | None) -> dict[str, str]:
    """Name the two files as notebooks take them; none for the defaults of the notebooks."""
    if data is not None and codebook is not None:
        return {"survey": _from_here(data), "codebook": _from_here(codebook)}
    if data is None and codebook is None:
        return {}
    absent, given = ("--codebook", "--data") if codebook is None else ("--data", "--codebook")
    raise ParameterError(
        f"`{given}` stands without `{absent}`. Give both; `workbench codebook FILE` drafts a codebook from a file."
    )


def _tell(finished: Run) -> None:
    if not finished.whole:
        faulty = [f"{o.notebook.name} ({o.status})" for o in finished.outcomes if not o.whole]
        click.echo(finished.problem or f"The run failed: {', '.join(faulty)}.", err=True)
    click.echo(finished.page)
    if not finished.whole:
        raise SystemExit(_FAILED)


@main.command()
@click.argument("data", type=_EXISTING)
@click.argument("codebook", type=_EXISTING)
@click.option(
    "--crossing", "crossings", multiple=True, metavar="A,B", help="A table to ask about: two or three variables."
)
def check(data: Path, codebook: Path, crossings: Iterable[str]) -> None:
    """Read DATA with CODEBOOK, say what was read, and how much would be withheld."""
    from workbench.intake import read_survey
    from workbench.population import preflight, protection_plan
    from workbench.wording.counts import n_rows

    survey = read_survey(data.absolute(), codebook=codebook.absolute())
    click.echo(f"{survey.codebook.title}: {n_rows(survey.report.n_rows)} of {survey.report.file_name}.")
    steps = survey.report.table.astype(object)
    for row in steps.where(steps.notna(), "").to_dict("records"):
        what = " ".join(str(row[part]) for part in ("step", "column", "value") if str(row[part]))
        click.echo(f"  {what}: {n_rows(row['n_rows'])}, {row['action']}")
    for note in survey.report.notes:
        click.echo(note)
    withheld = protection_plan(survey).table
    groups = "1 group" if len(withheld) == 1 else f"{len(withheld)} groups"
    click.echo(
        f"The protection plan withholds {groups} from publication{' (for your eyes only):' if len(withheld) else '.'}"
    )
    for row in withheld.to_dict("records"):
        click.echo(f"  {row['variable']}, {row['level']} ({row['term']}): {row['reason']}")
    for crossing in crossings:
        click.echo(preflight(survey, variables=[name.strip() for name in crossing.split(",")]).sentence)


@main.command()
@click.argument("file", type=_EXISTING)
@click.option("--output", type=_EXISTING, help="File to write; default: print it.")
def codebook(file: Path, output: Path | None) -> None:
    """Draft a codebook from the labels of a survey FILE."""
    from workbench.intake import draft_codebook

    if output is not None and output.exists():
        raise RunError(f"{output.name} exists already. Choose another `--output`, so that no edited codebook is lost.")
    if output is not None and not output.absolute().parent.is_dir():
        raise RunError(
            f"There is no folder {output.absolute().parent.name}/ for {output.name}. Make it, or correct `--output`."
        )
    draft = draft_codebook(file.absolute())
    if output is None:
        click.echo(draft, nl=False)
        return
    output.write_text(draft, encoding="utf-8")
    click.echo(output)


@main.command()
@click.option("--output-folder", type=_EXISTING, help="Where the files are written (data/example/).")
def example(output_folder: Path | None) -> None:
    """Write the synthetic example survey anew; the same bytes each time."""
    from workbench.intake.project import project_folder
    from workbench.simulation.example_survey import write_example

    for path in write_example(output_folder or project_folder() / "data" / "example"):
        click.echo(path)


def _from_here(path: Path) -> str:
    """Return a path as notebooks take it: from the project folder where it lies inside, else whole."""
    from workbench.intake.project import project_folder

    whole = Path(os.path.abspath(path))
    return str(whole.relative_to(project_folder()) if whole.is_relative_to(project_folder()) else whole)


if __name__ == "__main__":
    sys.exit(main())
