"""`--data` alone: a codebook is drafted, shown and asked about, never taken unseen."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.errors import DataError, ParameterError

if TYPE_CHECKING:
    from workbench.intake import Survey

_FOLDER = "data/codebooks"
_NO_WEIGHTS = "none"
_MOST_LEFT = 20  # columns that are named


def drafted_codebook(data: Path) -> Path:
    """Draft a codebook for a survey file, show what it would take, and keep it if whoever sits at the terminal agrees.

    Raises
    ------
    ParameterError
        No terminal to ask on, a codebook of that name, a draft that needs to be completed, or no as the answer.
    """
    from workbench.intake import check_is_file, draft_codebook, project_folder, read_survey, resolve, scales_alike

    target = resolve(_FOLDER) / f"{data.stem}.yaml"
    shown = f"{_FOLDER}/{target.name}" if Path.cwd() == project_folder() else str(target)
    book = shlex.quote(shown)
    file = shlex.quote(str(data))
    report = f"`workbench report --data {file} --codebook {book}`"
    anew, change = f"`workbench codebook {file} --output {book}`", f"`workbench set {book} KEY=VALUE`"
    if target.exists():
        raise ParameterError(f"`--data` stands without `--codebook`, and there is {shown} already. Use it: {report}.")
    check_is_file(data.absolute())
    alike = scales_alike(data.absolute())
    if not sys.stdin.isatty():
        what, chosen = ("", "") if not alike else (f" {alike_words(alike)}", f" --instrument {alike[0]}")
        raise ParameterError(
            "`--data` stands without `--codebook`, and there is no terminal to ask on."
            f"{what} Draft one by `workbench codebook {file}{chosen} --output {book}`, look through it, and use it: "
            f"{report}."
        )
    draft = draft_codebook(data.absolute(), instrument=_ask_of_scale(alike))
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / target.name
        trial.write_text(draft, encoding="utf-8")
        _ask_of_others(trial)
        _ask_of_weights(trial, data.absolute())
        draft, near = trial.read_text(encoding="utf-8"), []
        try:
            survey, fault = read_survey(data.absolute(), codebook=trial), ""
        except DataError as error:
            survey, fault = None, str(error).replace(" DATA", f" {file}")
            near = _near(trial, data.absolute(), target)
    repair = f"Draft the codebook by {anew}, change it by {change}, and use it: {report}."
    if survey is None:
        click.echo("\n".join([f"The draft does not suffice yet. {fault}", *near]), err=True)
        _keep(draft, target, f"Write the draft to {shown}, to be completed?", repair)
        raise ParameterError(f"The draft {shown} is to be completed. Complete it by {change}, then {report}.")
    for line in [*_what_is_taken(survey), *_what_is_left(survey, data.absolute())]:
        click.echo(line, err=True)
    question = f"Is this right? Then it is written to {shown}, and the report is made."
    _keep(draft, target, question, repair)
    return target


def alike_words(scales: Sequence[str]) -> str:
    """Say that a file does not tell which of several scales it holds, and the option that does."""
    return (
        f"The file has the statements of {len(scales)} scales alike: {', '.join(f'`{name}`' for name in scales)}. "
        "`--instrument NAME` says which one is meant."
    )


def _ask_of_scale(alike: Sequence[str]) -> str | None:
    """Ask which of several scales is meant of whose statements the file has as large a part; None if none are."""
    if not alike:
        return None

    def answer(text: str) -> str:
        if text not in alike:
            raise click.UsageError(f"{text!r} is none of these. Write {' or '.join(alike)}.")
        return text

    named = " and of ".join(f"`{name}`" for name in alike)
    question = f"The file has the statements of {named} alike. The scale that the questionnaire had"
    chosen: str = click.prompt(question, value_proc=answer, err=True)
    return chosen


def _near(trial: Path, data: Path, target: Path) -> list[str]:
    """Name columns near the statements of items without a column, and the command that takes the first of each."""
    from workbench.cli.setting import set_command
    from workbench.intake import near_columns

    lines = []
    for near in near_columns(data, codebook=trial):
        words = [f"`{column}`" + (f" (“{text}”)" if text != column else "") for column, text in near.columns.items()]
        taken = set_command(target, *map(shlex.quote, near.assignments))
        lines.append(
            f"  {near.item}: near its statement “{near.statement}” is {', '.join(words)}. If the questionnaire has "
            f"this statement there, once the draft is written: {taken}"
        )
    return lines


def _ask_of_others(trial: Path) -> None:
    """Ask of each background variable what its rare values are, which a draft does not show."""
    from workbench.intake import set_keys
    from workbench.yaml_files import key_text, read_yaml

    for name, entry in (read_yaml(trial, kind="Draft").content.get("background") or {}).items():
        if entry.get("others") != "?":
            continue

        def answer(text: str, key: str = key_text(["background", name, "others"])) -> str:
            try:
                set_keys(trial, [f"{key}={text}"])
            except ParameterError as error:
                raise click.UsageError(str(error)) from error
            return text

        click.prompt(
            f"Column `{entry['column']}` has values that fewer than five rows have each, besides "
            f"{', '.join(map(str, entry['labels'].values()))}. The level that joins them, or missing if they are no "
            "answers: then other numbers are published more coarsely too, where they are few",
            value_proc=answer,
            err=True,
        )


def _ask_of_weights(trial: Path, data: Path) -> None:
    """Ask which column holds the weights, where the draft leaves it open; none is an answer."""
    from workbench.intake import likely_weights, set_keys
    from workbench.yaml_files import read_yaml, yaml_in_line

    content = read_yaml(trial, kind="Draft").content
    if (content.get("design") or {}).get("sampling_weights") != "?" or content["instrument"] == "?":
        return  # nothing to ask, or a draft that is to be completed anyway
    columns = likely_weights(data, sheet=content.get("sheet"))

    def answer(text: str) -> str:
        if text not in (*columns, _NO_WEIGHTS):
            raise click.UsageError(f"{text!r} is none of these. Write {' or '.join([*columns, _NO_WEIGHTS])}.")
        set_keys(trial, [f"design.sampling_weights={'' if text == _NO_WEIGHTS else yaml_in_line(text)}"])
        return text

    click.prompt(
        f"No label says whether {' or '.join(f'`{column}`' for column in columns)} holds the sampling weights. The "
        f"column that does, or {_NO_WEIGHTS} if everybody counts the same",
        value_proc=answer,
        err=True,
    )


def _what_is_left(survey: Survey, data: Path) -> list[str]:
    """Columns that the draft names nowhere, with the reason, those that may weigh or cut a sample first."""
    from workbench.intake import columns_of, left_columns

    left = left_columns(data, used=columns_of(survey.codebook), sheet=survey.codebook.sheet)
    named = sorted((f"`{column}` ({why})" for column, why in left.items()), key=lambda words: "(may be" not in words)
    more = [f"and {len(named) - _MOST_LEFT} more"] if len(named) > _MOST_LEFT else []
    return [f"Not taken: {', '.join([*named[:_MOST_LEFT], *more])}."] if named else []


def _what_is_taken(survey: Survey) -> list[str]:
    """Scale, columns of items, background variables, weights and id, as the draft takes them."""
    from workbench.intake import how_matched, scale_sentence

    book = survey.codebook
    lines = [scale_sentence(survey)]
    lines += [
        f"  {item}: column `{survey.matched[item].column}`, {how}"
        + (", codes turned round" if book.items[item].reversed else "")
        for item, how in how_matched(survey).items()
    ]
    lines += [
        f"  {variable.label} (`{name}`{', ordered' if variable.ordered else ''}): {', '.join(variable.levels)}"
        + (f"; taken for no answer: {', '.join(map(str, variable.missing))}" if variable.missing else "")
        + _of_others(variable.others)
        for name, variable in book.background.items()
    ]
    lines += [f"  {role}: {', '.join(columns)}" for role, columns in book.design.columns().items() if columns]
    return lines + ([f"  respondent_id: {book.respondent_id}"] if book.respondent_id else [])


def _of_others(others: str | None) -> str:
    if others is None:
        return ""
    return f"; rare values are {'no answers' if others == 'missing' else f'joined as {others}'}"


def _keep(draft: str, target: Path, question: str, repair: str) -> None:
    if not click.confirm(question, default=False, err=True):
        raise ParameterError(f"Nothing was written. {repair}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(draft, encoding="utf-8")
