"""`workbench instrument new`: a scale of one's own from a survey file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from workbench.cli.commands import EXISTING
from workbench.errors import RunError


@click.group()
def instrument() -> None:
    """Describe a scale of your own."""


@instrument.command()
@click.argument("file", type=EXISTING)
@click.option("--name", help="Name of the instrument and of its file, e.g. stress.")
@click.option("--items", help="Columns of the items: first..last or a,b,c; default: the longest series in the file.")
@click.option("--sheet", help="Sheet of an Excel workbook, where several hold a table.")
@click.option("--title", help="What pages call the scale.")
@click.option("--language", help="Language of the statements, e.g. en.")
@click.option("--lowest", type=int, help="Points of the first answer option.")
@click.option("--highest", type=int, help="Points of the last answer option.")
@click.option("--score", help="sum, mean or 0-100.")
@click.option("--higher-means", help="What a high score says, e.g. 'more symptoms'.")
def new(file: Path, items: str | None, sheet: str | None = None, **given: Any) -> None:
    """Draft an instrument from a survey FILE and write it to data/instruments/NAME.yaml."""
    from workbench.intake import OWN_INSTRUMENTS, ScaleFacts, draft_instrument, item_series, resolve

    series = item_series(file.absolute(), sheet=sheet)
    if items is None and not series:
        raise RunError(
            f"{file.name} has no three columns of one name with running numbers and the same options. Name the columns "
            "of the items with `--items a,b,c`."
        )
    columns = series[0].columns if items is None else _columns(items, [one.columns for one in series])
    near = next((one for one in series if set(columns) <= set(one.columns)), None)
    click.echo(f"Items: {', '.join(columns)}.", err=True)
    for other in series[1:] if items is None else ():
        click.echo(f"Not taken: {', '.join(other.columns)}; choose them with `--items`.", err=True)
    guesses = {"lowest": near.lowest, "highest": near.highest} if near else {}
    facts = ScaleFacts(**{key: _known(key, value, guesses.get(key)) for key, value in given.items()})
    output = resolve(OWN_INSTRUMENTS) / f"{facts.name}.yaml"
    if not facts.name.replace("-", "").replace("_", "").isalnum():
        raise RunError(f"`--name` is {facts.name!r}. Write letters, digits, hyphens and underscores only.")
    if output.exists():
        raise RunError(
            f"{OWN_INSTRUMENTS}/{output.name} exists already. Choose another `--name`, so that it is not lost."
        )
    draft = draft_instrument(file.absolute(), columns=columns, facts=facts, sheet=sheet)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(draft, encoding="utf-8")
    click.echo(output)


def _known(key: str, value: Any, guess: int | None) -> Any:
    """Return what was given, else ask on a terminal."""
    if value is not None:
        return value
    flag = f"--{key.replace('_', '-')}"
    if not sys.stdin.isatty():
        found = f" The codes of the file suggest {guess}." if guess is not None else ""
        raise RunError(f"The file does not say `{flag}` of the scale.{found} Give it; `--help` says what it means.")
    kind = int if key in ("lowest", "highest") else str
    return click.prompt(f"{key.replace('_', ' ').capitalize()} ({flag})", type=kind, default=guess)


def _columns(items: str, series: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Columns of a list, or of a part of a series from its first to its last."""
    first, dots, last = (part.strip() for part in items.partition(".."))
    for columns in series if dots else ():
        if first in columns and last in columns:
            return columns[columns.index(first) : columns.index(last) + 1]
    if dots:
        raise RunError(
            f"`--items` is {items}, but no series of columns with the same options runs so. Name all columns, "
            "separated by commas."
        )
    return tuple(part.strip() for part in items.split(","))
