"""`workbench instrument new`: a scale of one's own from a survey file."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.commands import EXISTING
from workbench.cli.setting import set_command, twin_statements
from workbench.errors import DataError, ParameterError, RunError, WorkbenchError

if TYPE_CHECKING:
    from workbench.instruments import Instrument

_CHECKED = ("name", "language", "lowest", "highest", "score")  # answers that can be told to be wrong at once

_ENDS = ("lowest", "highest")
_MOST_NAMED = 20  # columns


@click.group()
def instrument() -> None:
    """Describe a scale of your own."""


@instrument.command()
@click.argument("file", type=EXISTING)
@click.option("--name", help="Name of the instrument and of its file, e.g. stress.")
@click.option(
    "--items", help="Columns of the items: first..last, a,b,c or a,c..e; default: the longest series in the file."
)
@click.option("--sheet", help="Sheet of an Excel workbook, where several hold a table.")
@click.option("--title", help="What pages call the scale.")
@click.option("--language", help="Language of the statements, e.g. en.")
@click.option("--lowest", type=int, help="Points of the first answer option.")
@click.option("--highest", type=int, help="Points of the last answer option.")
@click.option("--score", help="Rule of the score: sum, mean or 0-100.")
@click.option("--higher-means", help="What a high score says, e.g. 'more symptoms'.")
@click.option("--reversed", "turned", help="Columns worded against the scale: a,b; default: by their correlations.")
@click.option("--statement", "statements", multiple=True, nargs=2, metavar="COLUMN TEXT", help="Where no label has it.")
@click.option("--option", "options", multiple=True, nargs=2, type=(int, str), metavar="POINTS TEXT", help="Its words.")
@click.option("--no-answer", "no_answer", multiple=True, metavar="TEXT", help="Words that mean no answer.")
@click.option(
    "--cutoff",
    "cutoffs",
    multiple=True,
    nargs=4,
    type=(str, click.Choice(["below", "at-or-above"]), float, str),
    metavar="NAME below|at-or-above SCORE TEXT",
    help="A published cut-off, and what its group is called.",
)
def new(
    file: Path,
    items: str | None,
    sheet: str | None = None,
    turned: str | None = None,
    statements: Iterable[tuple[str, str]] = (),
    options: Iterable[tuple[int, str]] = (),
    no_answer: Iterable[str] = (),
    cutoffs: Iterable[tuple[str, str, float, str]] = (),
    **given: Any,
) -> None:
    """Draft an instrument from a survey FILE and write it to data/instruments/NAME.yaml."""
    from workbench.instruments import Cutoff
    from workbench.intake import (
        ScaleFacts,
        check_alike,
        check_points,
        check_words,
        draft_codebook,
        draft_instrument,
        listed_columns,
        unsaid_keys,
    )

    survey = file.absolute()
    for key in _CHECKED:
        if given[key] is not None:
            _checked(key, given[key], given)
    columns, guesses = _items(survey, items, sheet)
    click.echo(f"Items: {', '.join(columns)}.", err=True)
    limits = {
        name: Cutoff.model_validate({side.replace("-", "_"): limit, "label": label})
        for name, side, limit, label in cutoffs
    }
    worded = dict(options)
    known = _known(given, guesses, only=_ENDS)  # with these the file is checked, before the rest is typed
    ends = {end: known[end] for end in _ENDS}
    none = (*no_answer, *_said_to_be_none(survey, columns, worded, tuple(no_answer), sheet))
    check_alike(survey, columns=columns, no_answer=none, sheet=sheet)
    check_points(survey, columns=columns, **ends, worded=worded, sheet=sheet)
    check_words(survey, columns=columns, **ends, worded=worded, no_answer=none, sheet=sheet)
    known = _known(known, guesses)
    facts = ScaleFacts(**known, statements=dict(statements), options=worded, no_answer=none, cutoffs=limits)
    output = _new_file(facts.name)
    against = None if turned is None else listed_columns(turned)
    draft = draft_instrument(survey, columns=columns, facts=facts, sheet=sheet, against=against)
    scale = _check(draft, facts.name)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(draft, encoding="utf-8")
    click.echo(output)
    drafted = draft_codebook(survey, sheet=sheet, instrument=facts.name, items=columns)
    missing = _with_drafted(drafted, none)
    for taken in _taken(scale, columns, missing, suggested=turned is None):
        click.echo(taken, err=True)
    twins = twin_statements(output, scale)
    for twin in twins:
        click.echo(twin, err=True)
    on_sheet = f"--sheet {shlex.quote(sheet)} " if sheet else ""
    unsaid = ['short_name="…"', *unsaid_keys(draft)]
    click.echo(f"What the file cannot say, you say by {set_command(output, *unsaid)}.", err=True)
    if none:
        said = shlex.quote(f"missing={json.dumps(missing, ensure_ascii=False)}")
        click.echo(
            f"In the codebook, once it is drafted: `workbench set CODEBOOK {said}`. The list takes the place of "
            "that of the draft, whose codes it has too.",
            err=True,
        )
    by_hand = facts.statements or twins or any(item.statement == item.id for item in scale.items)
    confirmed = ", with `--confirmed` once each column has been compared with the questionnaire" if by_hand else ""
    click.echo(
        f"Compare {output.name} with the publication of the scale. Then: `workbench codebook {shlex.quote(str(file))} "
        f"{on_sheet}--instrument {facts.name} --output CODEBOOK`{confirmed}.",
        err=True,
    )


def _taken(scale: Instrument, columns: Sequence[str], missing: Sequence[Any], *, suggested: bool) -> list[str]:
    """Say what the draft took from the file, each of which changes the score."""
    turned = [column for column, item in zip(columns, scale.items, strict=True) if item.reversed]
    how = "suggested by their correlations: compare the wording" if suggested else "as named"
    options = ", ".join(f"{option.points} = {option.label}" for option in scale.options)
    return [
        f"Worded against the scale ({how}): {', '.join(turned)}." if turned else "Worded against the scale: none.",
        f"Answers, from the fewest points to the most: {options}.",
        f"No answer, for all items: {', '.join(map(str, missing))}." if missing else "No answer, for all items: none.",
    ]


def _with_drafted(draft: str, none: tuple[str, ...]) -> list[Any]:
    """Return the codes of no answer that a drafted codebook has for all items, and the words that mean none too."""
    from workbench.yaml_files import read_yaml_text

    content = read_yaml_text(draft, called="The draft").content
    found = [code for code in content.get("missing") or () if code != "?"]
    return [*found, *(word for word in none if word not in found)]


def _columns(survey: Path, sheet: str | None) -> str:
    """Name the columns that there are, of a workbook with their sheet, which may be the wrong one."""
    from workbench.intake.files import read_file
    from workbench.yaml_files import shortened

    names = read_file(survey, None, sheet=sheet)[1].names
    shown = ", ".join(f"`{shortened(name)}`" for name in names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f", or another sheet by `--sheet`; sheet `{sheet}` has {shown}{more}" if sheet else f"; it has {shown}{more}"


def _items(survey: Path, items: str | None, sheet: str | None) -> tuple[tuple[str, ...], dict[str, int]]:
    """Columns of the items, and the points that their codes suggest."""
    from workbench.intake import columns_in_codes, columns_in_words, item_series, named_columns, quoted

    series = item_series(survey, sheet=sheet)
    if items is None and not series:
        alike = [*columns_in_words(survey, sheet=sheet), *columns_in_codes(survey, sheet=sheet)]
        named = ", ".join(dict.fromkeys(f"`--items {shlex.quote(quoted(found))}`" for found in alike))
        found = f"; these have the same answers: {named}" if alike else f" by `--items a,b,c`{_columns(survey, sheet)}"
        raise RunError(
            f"{survey.name} has no three columns of one name with running numbers and the same options. Name the "
            f"columns of the items{found}."
        )
    if items is None and (left_out := series[0].left_out):
        span = f"{series[0].lowest}–{series[0].highest}"
        click.echo(f"Not taken: {', '.join(left_out)}, whose codes are not {span}; name all by `--items`.", err=True)
    for other in series[1:] if items is None else ():
        click.echo(f"Not taken: {', '.join(other.columns)}; choose them with `--items`.", err=True)
    columns = series[0].columns if items is None else named_columns(survey, items, sheet=sheet)
    near = max(series, key=lambda one: len({*columns} & {*one.columns}), default=None)
    near = near if near and {*columns} & {*near.columns} else None
    return columns, {"lowest": near.lowest, "highest": near.highest} if near else {}


def _said_to_be_none(
    survey: Path, columns: tuple[str, ...], worded: dict[int, str], known: tuple[str, ...], sheet: str | None
) -> list[str]:
    """Ask on a terminal whether words that stand among the numbers of items mean no answer."""
    from workbench.intake import words_among_numbers

    if not sys.stdin.isatty():
        return []
    found = words_among_numbers(survey, columns=columns, worded=worded, no_answer=known, sheet=sheet)
    return [
        text
        for text, column in found.items()
        if click.confirm(f"Among the numbers of {column} stands {text!r}. Does it mean no answer (--no-answer)?")
    ]


def _known(given: dict[str, Any], guesses: dict[str, int], *, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return what was given, and ask for the rest, or for some, on a terminal; without one, name all that lacks."""
    flags = {key: f"--{key.replace('_', '-')}" for key, value in given.items() if value is None}
    if flags and not sys.stdin.isatty():
        *first, last = [f"`{flag}`{_suggested(guesses.get(key))}" for key, flag in flags.items()]
        named = f"{', '.join(first)} and {last}" if first else last
        raise RunError(
            f"The file does not say {named} of the scale. Give {'them' if first else 'it'}; `--help` says what "
            f"{'each' if first else 'it'} means."
        )
    meant = {option.name: getattr(option, "help", "") for option in new.params}
    known = dict(given)
    for key, flag in flags.items():
        if only is not None and key not in only:
            continue
        known[key] = click.prompt(
            f"{str(meant[key]).rstrip('.')} ({flag})",
            default=guesses.get(key),
            value_proc=_answer(key, known) if key in _CHECKED else None,
        )
    return known


def _answer(key: str, known: dict[str, Any]) -> Callable[[Any], Any]:
    """Check an answer at once, so that it is asked for again before anything else."""

    def convert(answer: Any) -> Any:
        text = str(answer).strip()
        try:
            return _checked(key, int(text) if key in _ENDS else text, known)
        except WorkbenchError as error:
            raise click.UsageError(str(error)) from error
        except ValueError as error:
            raise click.UsageError(f"{text!r} is no whole number. Write one, such as 1 or 5.") from error

    return convert


def _checked(key: str, answer: Any, known: dict[str, Any]) -> Any:
    """Refuse a name, language or rule of the score that is none, and a last option that is not above the first."""
    from workbench.intake import LANGUAGE_CODE, SCORE_RULES
    from workbench.options import check_option

    if key == "name":
        _new_file(answer)
    elif key == "score":
        check_option("score", answer, SCORE_RULES)
    elif key == "language" and not LANGUAGE_CODE.fullmatch(answer):
        raise ParameterError(
            f"`--language` is {answer!r}, no code of a language. Write one of two letters, such as fi, sv, en or de."
        )
    elif key in _ENDS:
        low, high = ({**known, key: answer}[end] for end in _ENDS)
        if low is not None and high is not None and low >= high:
            raise ParameterError(
                f"`--highest` is {high}, not above `--lowest`, which is {low}. Give the points of the first and of the "
                "last answer option."
            )
    return answer


def _suggested(guess: int | None) -> str:
    return "" if guess is None else f" (the codes of the file suggest {guess})"


def _new_file(name: str) -> Path:
    """Path of the instrument, which must not be there yet."""
    from workbench.intake import OWN_INSTRUMENTS, resolve

    if not name.replace("-", "").replace("_", "").isalnum():
        raise RunError(f"`--name` is {name!r}. Write letters, digits, hyphens and underscores only.")
    output = resolve(OWN_INSTRUMENTS) / f"{name}.yaml"
    if output.exists():
        raise RunError(
            f"{OWN_INSTRUMENTS}/{output.name} exists already. Choose another `--name`, so that it is not lost."
        )
    return output


def _check(draft: str, name: str) -> Instrument:
    """Load a draft before it is written: one that is not valid would be found by every survey."""
    from workbench.instruments import load_instrument

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.yaml").write_text(draft, encoding="utf-8")
        try:
            return load_instrument(name, folder=Path(folder))
        except DataError as error:
            raise RunError(f"The scale would not be valid, so nothing was written. {error}") from error
