"""`workbench codebook`, `check` and `example`: survey files before any analysis."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.commands import EXISTING
from workbench.cli.given import assignments_option, what_is_given
from workbench.cli.setting import change_words, naming_set, set_command
from workbench.errors import ParameterError, RunError

_MOST_KEYS = 20  # that are named of those that lack something

if TYPE_CHECKING:
    from workbench.intake import Survey
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
        cutoff_sentence,
        how_matched,
        order_sentence,
        read_survey,
        scale_sentence,
    )
    from workbench.wording import n_rows

    files, given = what_is_given(None, data, codebook, assignments)
    survey = read_survey(data.absolute(), codebook=codebook.absolute())
    click.echo(scale_sentence(survey))
    for item, how in how_matched(survey).items():
        click.echo(f"  {item}: column `{survey.matched[item].column}`, {how}")
    for sentence in filter(None, (order_sentence(survey), cutoff_sentence(survey))):
        click.echo(sentence)
    check_confirmed(survey)
    _tell_unsaid(survey, codebook)

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
    _tell_spellings(survey, codebook)
    _tell_bare_codes(survey, codebook)
    _tell_languages(survey, languages)
    _tell_foreseen(foresee(survey, values=values), codebook)
    for crossing in crossings:
        click.echo(preflight(survey, variables=[name.strip() for name in crossing.split(",")]).sentence)


def _tell_unsaid(survey: Survey, codebook: Path) -> None:
    """Name what nobody has said of the scale, which reports leave out, and the command that says it."""
    from workbench.intake import unsaid_keys
    from workbench.intake.project import instrument_file

    file = instrument_file(survey.codebook.instrument, beside=codebook.absolute().parent)
    if unsaid := unsaid_keys(file.read_text(encoding="utf-8")):
        keys = ", ".join(f"`{key.strip(chr(39)).partition('=')[0]}`" for key in unsaid)
        click.echo(
            f"Not stated yet of the scale, and left out of reports: {keys}. Say it by {set_command(file, *unsaid)}."
        )


def _tell_spellings(survey: Survey, codebook: Path) -> None:
    """Name labels that differ in accents alone, which may be one group, and the command that joins them."""
    from workbench.wording import spelled_alike
    from workbench.yaml_files import key_text, yaml_in_line

    for name, variable in survey.codebook.background.items():
        rows = survey.background[name].value_counts()
        joined = {label for labels in variable.merge.values() for label in labels}
        for group in spelled_alike(label for label in variable.labels.values() if label not in joined):
            held = sorted(group, key=lambda label: -rows.get(label, 0))
            key = key_text(["background", name, "merge", held[0]])
            command = set_command(codebook, shlex.quote(f"{key}={yaml_in_line(held)}"))
            click.echo(
                f"{' and '.join(f'`{label}`' for label in group)} of {variable.label} are spelled nearly alike. If "
                f"they are one group, join them: {command}."
            )


def _tell_bare_codes(survey: Survey, codebook: Path) -> None:
    """Name variables whose labels are their codes, which say nothing to a reader, and the command that says more."""
    for name, variable in survey.codebook.background.items():
        bare = [code for code, label in variable.labels.items() if not isinstance(code, str) and label == str(code)]
        if bare:
            command = set_command(codebook, *(f"background.{name}.labels.{code}='…'" for code in bare))
            click.echo(f"Labels of {variable.label} are bare codes. Say what they stand for by {command}.")


def _tell_languages(survey: Survey, languages: Sequence[str] | None) -> None:
    """Name the words of the codebook that lack a language: one that is asked for, or one that others are given in."""
    from workbench.intake.codebook import in_one_wording, lacking, languages_of
    from workbench.wording import LANGUAGES

    book = survey.codebook
    given = languages_of(book)
    for language, keys in lacking(book, given if languages is None else languages).items():
        click.echo(
            f"Words without a text in {LANGUAGES[language]} (`{language}`), which reports in it show in the language "
            f"that stands first: {_some(keys)}."
        )
    keys = in_one_wording(book)
    if keys and languages is not None and len(languages) > 1:
        click.echo(
            f"Words with one text for all languages: {_some(keys)}. Where they should change with the language, write "
            "one for each: `{fi: …, sv: …, en: …}`."
        )


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(f"`{key}`" for key in keys[:_MOST_KEYS])
    return shown if len(keys) <= _MOST_KEYS else f"{shown} and {len(keys) - _MOST_KEYS} more"


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
    from workbench.intake import draft_codebook, listed_columns, named_columns, unsaid_keys

    if output is not None and output.exists():
        raise RunError(f"{output.name} exists already. Choose another `--output`, so that no edited codebook is lost.")
    if output is not None and not output.absolute().parent.is_dir():
        raise RunError(
            f"There is no folder {output.absolute().parent.name}/ for {output.name}. Make it, or correct `--output`."
        )
    if instrument is None and (items or confirmed):
        raise ParameterError("`--items` and `--confirmed` stand without `--instrument`. Name the scale of the items.")
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


@click.command()
@click.option("--output-folder", type=EXISTING, help="Where the files are written (data/example/).")
def example(output_folder: Path | None) -> None:
    """Write the synthetic example survey anew; the same bytes each time."""
    from workbench.intake import project_folder
    from workbench.simulation import write_example

    for path in write_example(output_folder or project_folder() / "data" / "example"):
        click.echo(path)
