"""`workbench set`: a key of a codebook or of a scale's file, without an editor; and where other commands name it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.commands import EXISTING
from workbench.errors import DataError

if TYPE_CHECKING:
    from workbench.instruments import Instrument


@click.command(name="set")
@click.argument("file", type=EXISTING)
@click.argument("assignments", nargs=-1, required=True, metavar="KEY=VALUE…")
def set_(file: Path, assignments: Sequence[str]) -> None:
    """Set keys of FILE, a codebook or the file of a scale, and leave its other lines as they are.

    KEY is a way of keys with dots between; a name with a dot or an equals sign stands in quotes. VALUE is read as YAML,
    where KEY holds text it is taken as typed; KEY= takes the key out. Nothing is written where one of them is refused.

    \b
    workbench set my.yaml title="Wellbeing 2026" background.sex.reference=2
    workbench set my.yaml "crossings=[[sex, age]]" "background.sex.merge={Other: [Other, No answer]}"
    workbench set data/instruments/stress.yaml source="…" options.0.label=never
    """  # noqa: D301  # the sign keeps the lines of the examples apart
    from workbench.intake import set_keys
    from workbench.wording import listed

    done = set_keys(file, assignments)
    for key, before, after in done.changes:
        click.echo(f"{key}: {before} → {after}" if before != after else f"{key}: {before}, as it was")
    if done.of_no_answer:
        click.echo(
            f"Whose answer is none is in no level of {listed([f'`{name}`' for name in done.of_no_answer])}. Where they "
            "are few, other numbers beside theirs are published more coarsely too, which joining levels by `merge` "
            f"avoids; `workbench check DATA {shlex.quote(str(file))}` says which.",
            err=True,
        )
    if done.open_fault:
        click.echo(f"Not in order yet, as before: {done.open_fault}", err=True)


def set_command(file: Path, *assignments: str) -> str:
    """Return the command that sets keys of a file, as it is typed here."""
    from workbench import yaml_files

    return yaml_files.set_command(file, *assignments, seen_from=Path.cwd())


def twin_statements(file: Path, scale: Instrument) -> list[str]:
    """Name items of a drafted scale that share one statement, and the command that corrects it."""
    of_statement: dict[str, list[str]] = {}
    for item in scale.items:
        of_statement.setdefault(item.statement.casefold().strip(), []).append(item.id)
    return [
        f"{' and '.join(ids)} have one statement, since the file labels their columns alike. Correct the one that is "
        f"wrong by {set_command(file, *(shlex.quote(f'items.{id_}.statement=…') for id_ in ids))}."
        for ids in of_statement.values()
        if len(ids) > 1
    ]


@contextmanager
def naming_set(codebook: Path | None) -> Iterator[None]:
    """Let a refusal that is mended in the codebook end with the command that does it; one that is not says its own."""
    try:
        yield
    except DataError as error:
        own = getattr(error, "__notes__", ())
        if codebook is not None and not own and "`" in str(error) and _is_yaml(codebook):
            error.add_note(change_words(codebook))
        raise


def _is_yaml(codebook: Path) -> bool:
    """Whether `set` would take the file: another one is mended in an editor."""
    from workbench.yaml_files import read_yaml

    try:
        return codebook.is_file() and bool(read_yaml(codebook, kind="Codebook").content)
    except DataError:
        return False


def change_words(codebook: Path) -> str:
    """Say how a codebook is changed."""
    return f"Change the codebook by {set_command(codebook, 'KEY=VALUE')} (`workbench set --help`), or in an editor."
