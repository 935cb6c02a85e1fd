"""`workbench report` and `workbench run`: from a survey to pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.commands import EXISTING, FAILED
from workbench.cli.given import assignments_option, what_is_given
from workbench.cli.setting import naming_set
from workbench.errors import ParameterError

Command = Callable[..., Any]

if TYPE_CHECKING:  # the commands import what they need, so that --help and a wrong option answer at once
    from workbench.reports.batches import Batch
    from workbench.reports.pages import Follows
    from workbench.reports.publishing import Edition
    from workbench.reports.running import Run
    from workbench.reports.warm import Begun


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_options_of_all = _options(
    click.option("--data", type=EXISTING, help="Survey file: .sav .por .dta .sas7bdat .csv .xlsx .parquet."),
    click.option(
        "--codebook",
        type=EXISTING,
        help="Codebook that explains the columns of --data (.yaml); without it, one is drafted and asked about.",
    ),
    click.option("--name", help="Name of the run (data file, date and time) or batch (data file and groups)."),
    click.option("--output-folder", type=EXISTING, help="Where the run's folder is made (reports/)."),
    assignments_option,
    click.option("--lang", metavar="fi,sv,en", help="Languages of the pages, the first one's on top (en)."),
    click.option(
        "--depth", metavar="DEPTH", help="How deep pages go: summary, report, or appendix, which is all (appendix)."
    ),
    click.option(
        "--formats", metavar="pdf,docx,xlsx,csv,json,figures", help="What is made beside pages and csv files."
    ),
    click.option("--timeout", type=float, help="Seconds that one notebook may take (1800)."),
    click.option("--cell-timeout", type=float, help="Seconds that one cell of it may take (no other limit)."),
    click.option("--memory", type=int, metavar="MB", help="Megabytes that one notebook may take, on Linux (no limit)."),
)
_options_of_a_run = _options(
    _options_of_all,
    click.option(
        "--private",
        type=EXISTING,
        metavar="FOLDER",
        help="Also write the tables with full precision, not for publication, into a folder that git ignores.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["workbench", "kernel"]),
        help="Forked children of one warm process (Linux), or an ordinary kernel for each notebook.",
    ),
    click.option(
        "--follows", type=EXISTING, metavar="RUN", help="An earlier report: the first page says what changed since."
    ),
    click.option("--profile", is_flag=True, help="Say at the end where the time went."),
)


@click.command()
@_options_of_a_run
def report(**options: Any) -> None:
    """Run all notebooks on a survey; without --data, on the synthetic example.

    The last line printed is the path of the report's first page.
    """
    _run(notebooks=None, **options)


@click.command()
@click.argument("notebook", type=EXISTING)
@_options_of_a_run
def run(notebook: Path, **options: Any) -> None:
    """Run one NOTEBOOK and keep its page, tables and figures like a report; without --data, on the example."""
    _run(notebooks=[notebook.absolute()], **options)


@click.command()
@click.argument("plan", type=EXISTING, required=False)
@click.option("--by", metavar="VARIABLE[,VARIABLE]", help="Background variables that make the groups.")
@click.option("--workers", type=int, default=None, help="Reports at the same time (number of processors).")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers make the reports: tcp://HOST:PORT.")
@click.option("--force", is_flag=True, help="Make every report anew, also what has not changed.")
@click.option("--accept", is_flag=True, help="Let reports stand of which only notebooks or program changed.")
@_options_of_all
def batch(*, plan: Path | None, force: bool, accept: bool, **options: Any) -> None:
    """Make a report of everyone and one of each group, e.g. of each municipality; without --data, on the example.

    A PLAN is a YAML file with the keys data, codebook, by, name, output_folder, parameters, lang, depth, formats,
    workers, scheduler, timeout, cell_timeout, memory, on_failure and keep, in place of options; without `by` it makes
    one report of everyone. What is made already of the same data, codebook and notebooks stays. The last line printed
    is the path of the page that links to all reports.
    """
    if plan is not None:
        beside = [name for name, value in options.items() if value not in (None, ())]
        _batch_of_plan(plan, force=force, accept=accept, beside=beside)
    elif options["by"] is None:
        raise ParameterError("Neither a plan nor `--by` is given. Name the variables that make the groups, or a plan.")
    else:
        where = _where(workers=options.pop("workers"), scheduler=options.pop("scheduler"))
        _batch_by(workers=where, force=force, accept=accept, **options)


def _where(*, workers: int | None, scheduler: str | None) -> int | str | None:
    if workers is not None and scheduler is not None:
        raise ParameterError(
            "`--workers` stands beside `--scheduler`, whose cluster has workers of its own. Leave it out."
        )
    return workers if scheduler is None else scheduler


def _batch_of_plan(path: Path, *, force: bool, accept: bool, beside: list[str]) -> None:
    if beside:
        option = "-p" if beside[0] == "assignments" else f"--{beside[0].replace('_', '-')}"
        raise ParameterError(f"`{option}` stands beside the plan {path.name}. Write it into the plan, or give no plan.")
    from workbench.reports.batches import Batch
    from workbench.reports.unattended import carry_out, read_plan

    finished = carry_out(read_plan(path), force=force, accept=accept)
    if isinstance(finished, Batch):
        _tell_batch(finished)
    else:
        _tell(finished)


def _batch_by(
    *,
    by: str,
    workers: int | str | None,
    force: bool,
    accept: bool,
    data: Path | None,
    codebook: Path | None,
    name: str | None,
    output_folder: Path | None,
    assignments: Iterable[str],
    **others: Any,
) -> None:
    early = (
        nullcontext()
        if isinstance(workers, str)
        else _beginning(others.get("lang"), "workbench.reports.batches.part_report")
    )
    with naming_set(codebook), early as begun:
        parameters, given = what_is_given(None, data, codebook, assignments)
        from workbench.reports.batches import run_batch
        from workbench.reports.comparing import follows_replaced
        from workbench.reports.warm import Limits

        finished = run_batch(
            by=[variable.strip() for variable in by.split(",")],
            parameters=parameters,
            assignments=given,
            name=name,
            output_folder=None if output_folder is None else output_folder.absolute(),
            workers=workers,
            edition=_edition(others),
            limits=Limits(**{name: value for name, value in others.items() if value is not None}),
            force=force,
            accept=accept,
            begun=begun,
            earlier=follows_replaced,
        )
    _tell_batch(finished)


def _tell_batch(finished: Batch) -> None:
    for report_ in finished.faulty:
        click.echo(f"{report_.label}: {report_.status}. {report_.reason}", err=True)
    for report_ in finished.reports:
        if report_.status == "stands":
            click.echo(f"{report_.label}: {report_.reason}", err=True)
    whole = [own for own in finished.reports if own.status == "whole"]
    number = len(finished.reports)
    changed = Counter(own.reason for own in whole if own.name in finished.made | finished.accepted and own.reason)
    for reason, n in changed.items():  # Made anew, since …; Accepted …
        click.echo(f"{n} of {number} {reason[0].lower()}{reason[1:]}", err=True)
    standing = sum(own.name not in finished.made | finished.accepted for own in whole)
    if standing:
        click.echo(f"{standing} of {number} stand as they were: nothing changed for them.", err=True)
    if finished.left:
        folders = ", ".join(f"{own.name}/" for own in finished.left)
        click.echo(
            f"Left from earlier runs, of groups that have no report any more: {folders}. Delete these folders, or "
            "move them elsewhere if they were published.",
            err=True,
        )
    click.echo(finished.page)
    if finished.faulty:
        raise SystemExit(FAILED)


def _run(
    *,
    notebooks: list[Path] | None,
    data: Path | None,
    codebook: Path | None,
    name: str | None,
    output_folder: Path | None,
    assignments: Iterable[str],
    private: Path | None,
    engine: str | None,
    profile: bool,
    follows: Path | None = None,
    **others: Any,
) -> None:
    early = nullcontext() if engine == "kernel" or notebooks else _beginning(others.get("lang"))
    with naming_set(codebook), early as begun:
        files, given = what_is_given(notebooks, data, codebook, assignments)
        from workbench.reports.running import run_report  # seconds, which a refusal above does not cost
        from workbench.reports.warm import Limits

        finished = run_report(
            notebooks=notebooks,
            parameters=files,
            assignments=given,
            name=name,
            output_folder=None if output_folder is None else output_folder.absolute(),
            private=None if private is None else private.absolute(),
            edition=_edition(others),
            limits=Limits(**{name: value for name, value in others.items() if value is not None}),
            engine=engine,
            follows=_compared_with(follows),
            begun=begun,
        )
    if profile:
        click.echo("\n".join(finished.spent.lines()), err=True)
    _tell(finished)


def _beginning(languages: str | None, *also: str) -> AbstractContextManager[Begun | None]:
    """Have another processor import what pages import, while this one imports and reads."""
    from workbench.reports.warm import beginning

    return beginning(["workbench.page", *also], languages=languages or "")


def _compared_with(earlier: Path | None) -> Follows | None:
    if earlier is None:
        return None
    from workbench.reports.comparing import follows

    return follows(earlier)


def _edition(options: dict[str, Any]) -> Edition:
    """Take out of the options in which languages, how deep and in which formats a report is written."""
    from workbench.reports.publishing import edition_of

    asked = {name: options.pop(name) for name in ("lang", "formats")}
    languages, formats = (None if value is None else value.split(",") for value in asked.values())
    return edition_of(languages=languages, depth=options.pop("depth"), formats=formats)


def _tell(finished: Run) -> None:
    if not finished.whole:
        faulty = [f"{o.notebook.name} ({o.status})" for o in finished.outcomes if not o.whole]
        click.echo(finished.problem or f"The run failed: {', '.join(faulty)}.", err=True)
    click.echo(finished.page)
    if not finished.whole:
        raise SystemExit(FAILED)
