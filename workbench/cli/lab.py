"""`workbench lab`: JupyterLab, opened on the project."""

from __future__ import annotations

from collections.abc import Sequence

import click


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[JUPYTER-OPTIONS]…")
def lab(options: Sequence[str]) -> None:
    """Open JupyterLab on the project, with the start page in front; Ctrl-C closes it.

    Options of `jupyter lab` may follow, such as --no-browser or --port=8890.
    """
    from workbench.lab import lab_notices, open_lab

    for notice in lab_notices(options):
        click.echo(notice, err=True)
    open_lab(options)
