"""`workbench codebook`, `check` and `example`: survey files before any analysis."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.commands import EXISTING
from workbench.cli.drafted import alike_words
from workbench.cli.given import assignments_option, what_is_given
from workbench.cli.setting import change_words, naming_set, set_command
from workbench.errors import ParameterError, RunError

if TYPE_CHECKING:
    from workbench.reports.running import Foreseen


@click.command()
@click.argument("data", type=EXISTING)
@click.argument("codebook", type=EXISTING)
@click.option(
    "--crossing", "crossings", multiple=True, metavar="A,B", help="A table to ask about: two or three variables."
)
@assignments_option
@click.option("--lang", metavar="fi,sv,en", help="Say which words of the codebook lack one of these languages.")
def check(
    data: Path, codebook: Path, crossings: Iterable[str], assignments: Iterable[str], lang: str | None = None
) -> None:
    """Read DATA with CODEBOOK, say what was read, how exactly it would be published, what would be refused.

    With -p, what would be refused is that of a report with these parameters.
    """
    languages = None
    if lang is not None:
        from workbench.reports.publishing import edition_of

        languages = edition_of(languages=lang.split(",")).languages
    with naming_set(codebook):
        _check(data, codebook, crossings, assignments, languages)


def _check(
    data: Path,
    codebook: Path,
    crossings: Iterable[str],
    assignments: Iterable[str],
    languages: Sequence[str] | None,
) -> None:
    from workbench.intake import (
        check_confirmed,
        how_matched,
        open_points,
        read_survey,
        scale_sentence,
    )
    from workbench.wording import n_rows

    files, given = what_is_given(None, data, codebook, assignments)
    survey = read_survey(data.absolute(), codebook=codebook.absolute())
    click.echo(scale_sentence(survey))
    for item, how in how_matched(survey).items():
        click.echo(f"  {item}: column `{survey.matched[item].column}`, {how}")
    check_confirmed(survey)

    from workbench.population import preflight, protection_plan  # seconds, which a file that is refused does not cost
    from workbench.reports.running import foresee, report_values

    values = report_values(survey, parameters=files, assignments=given)
    click.echo(f"{survey.codebook.title}: {n_rows(survey.report.n_rows)} of {survey.report.file_name}.")
    steps = survey.report.table.astype(object)
    for row in steps.where(steps.notna(), "").to_dict("records"):
        what = " ".join(str(row[part]) for part in ("step", "column", "value") if str(row[part]))
        click.echo(f"  {what}: {n_rows(row['n_rows'])}, {row['action']}")
    for note in survey.report.notes:
        click.echo(note)
    plan = protection_plan(survey)
    groups = "1 group" if len(plan.table) == 1 else f"{len(plan.table)} groups"
    click.echo(plan.method)
    click.echo(
        f"The protection plan names {groups} whose numbers are published more coarsely, or are small"
        f"{' (for your eyes only):' if len(plan.table) else '.'}"
    )
    for (variable, rule, reason), rows in plan.table.groupby(["variable", "rule", "reason"], sort=False):
        click.echo(f"  {variable} ({rule}): {', '.join(rows['level'])}. What is published: {reason}.")
    for point in open_points(survey, codebook=codebook.absolute(), seen_from=Path.cwd(), languages=languages):
        click.echo(point.sentence)
    _tell_foreseen(foresee(survey, values=values), codebook)
    for crossing in crossings:
        click.echo(preflight(survey, variables=[name.strip() for name in crossing.split(",")]).sentence)


def _tell_foreseen(lost: Sequence[Foreseen], codebook: Path) -> None:
    if not lost:
        click.echo("A report would show all of its parts that the survey has something for.")
        return
    click.echo("A report would not show, or would show with fewer groups, and says so in its place:")
    places: dict[str, dict[str, list[str]]] = {}
    for one in lost:
        places.setdefault(one.sentence, {}).setdefault(one.page, []).extend([one.part] if one.part else [])
    for sentence, pages in places.items():
        where = [f"{page} ({', '.join(parts)})" if parts else page for page, parts in pages.items()]
        click.echo(f"  {'; '.join(where)}: {sentence.replace(' CODEBOOK ', f' {shlex.quote(str(codebook))} ')}")
    click.echo(change_words(codebook))


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--output", type=EXISTING, help="File to write; default: print it.")
@click.option("--sheet", help="Sheet of an Excel workbook, where several hold a table.")
@click.option("--instrument", help="Name of the scale; default: the one whose statements the file has.")
@click.option(
    "--items", help="Columns of its items in their order: first..last, a,b,c or a,c..e; default: by wording or by id."
)
@click.option(
    "--confirmed", is_flag=True, help="You have compared each column with its statement in the questionnaire."
)
@click.option("--background", help="Columns of the background variables: a,b,c; default: the likeliest of the file.")
@click.option("--weights", "sampling_weights", help="Column of the weights; default: by name and label.")
@click.option("--strata", help="Column of the strata; default: by name and label.")
@click.option("--clusters", help="Column of the clusters, such as schools; default: by name and label.")
def codebook(
    file: Path,
    output: Path | None,
    sheet: str | None = None,
    instrument: str | None = None,
    items: str | None = None,
    confirmed: bool = False,
    background: str | None = None,
    **design: str | None,
) -> None:
    """Draft a codebook from the labels of a survey FILE."""
    from workbench.intake import draft_codebook, listed_columns, named_columns, scales_alike, unsaid_keys
    from workbench.yaml_files import WRITE_HERE, key_text, proposed_names

    if output is not None and output.exists():
        raise RunError(f"{output.name} exists already. Choose another `--output`, so that no edited codebook is lost.")
    if output is not None and not output.absolute().parent.is_dir():
        raise RunError(
            f"There is no folder {output.absolute().parent.name}/ for {output.name}. Make it, or correct `--output`."
        )
    if instrument is None and (items or confirmed):
        raise ParameterError("`--items` and `--confirmed` stand without `--instrument`. Name the scale of the items.")
    if instrument is None and output is not None and (alike := scales_alike(file.absolute(), sheet=sheet)):
        raise ParameterError(f"{alike_words(alike)} Nothing was written.")
    columns = named_columns(file.absolute(), items, sheet=sheet) if items else ()
    named = listed_columns(background) if background else ()
    draft = draft_codebook(
        file.absolute(),
        sheet=sheet,
        instrument=instrument,
        items=columns,
        confirmed=confirmed,
        background=named,
        design={key: column for key, column in design.items() if column},
    )
    if output is None:
        click.echo(draft, nl=False)
        return
    output.write_text(draft, encoding="utf-8")
    click.echo(output)
    unsaid = dict.fromkeys(['title="…"', *unsaid_keys(draft)])
    click.echo(
        f"What the file cannot say, you say by {set_command(output, *unsaid)}, and likewise `groups`, `predictors`, "
        "`crossings` and what else a codebook has (docs/how-to/write-a-codebook.md).",
        err=True,
    )
    whole = "\n".join(line for line in draft.splitlines() if '"?"' not in line)
    if (proposed := proposed_names(whole) or proposed_names(draft)) and "\nbackground: {" in draft:
        taken = shlex.quote(f"{key_text(['background', proposed[0], 'label'])}={WRITE_HERE}")
        click.echo(
            "The draft describes no background variable, so that a report would compare no groups. Take what it "
            f"proposes behind `#`, such as by {set_command(output, taken)}.",
            err=True,
        )


@click.command()
@click.option("--output-folder", type=EXISTING, help="Where the files are written (data/example/).")
def example(output_folder: Path | None) -> None:
    """Write the synthetic example survey anew; the same bytes each time."""
    from workbench.intake import project_folder
    from workbench.simulation import write_example

    for path in write_example(output_folder or project_folder() / "data" / "example"):
        click.echo(path)
