"""`workbench site`: one place for many reports."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli.commands import EXISTING


@click.command()
@click.argument("folder", type=EXISTING)
@click.option(
    "--output", type=EXISTING, metavar="FOLDER", help="Where the site is written (the folder of the reports)."
)
@click.option("--lang", metavar="fi,sv,en", help="Languages of its pages, the first one's on top (en).")
def site(folder: Path, output: Path | None, lang: str | None) -> None:
    """List all finished reports of FOLDER on a page to search, with areas beside each other and a feed of new ones.

    Only what reports publish is read. The last line printed is the path of the page.
    """
    from workbench.reports.site import write_site

    made = write_site(folder, output=output, languages=None if lang is None else lang.split(","))
    for run in made.left_out:
        click.echo(f"Left out, since it is not whole: {run.folder.name} ({run.state}).", err=True)
    click.echo(made.page)
