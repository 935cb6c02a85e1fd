"""Messages about a site for many reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages.case import Case
from tests.unit.reports.site.shelves import write_batch, write_run
from workbench.errors import RunError
from workbench.reports.site import write_site


def _empty(folder: Path) -> object:
    write_run(folder / "reports" / "spring.failed", status="failed")
    return write_site(folder / "reports")


def _output(name: str) -> object:
    def provoke(folder: Path) -> object:
        write_run(folder / "reports" / "spring")
        (folder / "a.txt").touch()
        return write_site(folder / "reports", output=folder / name)

    return provoke


def _foreign(folder: Path) -> object:
    write_run(folder / "reports" / "spring")
    (folder / "reports" / "index.html").write_text("<p>A page of ours.</p>", encoding="utf-8")
    return write_site(folder / "reports")


def _read_only(folder: Path) -> object:
    write_run(folder / "reports" / "spring")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.reports.site.site.os.replace", refuse)
        return write_site(folder / "reports")


CASES = [
    Case(
        "Site of a folder that is not there",
        lambda folder: write_site(folder / "reports"),
        RunError,
        "There is no folder reports. Give the one that holds the folders of reports.",
    ),
    Case(
        "Site of a folder without finished reports",
        _empty,
        RunError,
        "Folder reports holds no finished report. Make one with `workbench report`, or give the folder that holds the "
        "folders of reports.",
    ),
    Case(
        "Site of a single batch",
        lambda folder: write_site(write_batch(folder / "towns")),
        RunError,
        "towns is the folder of a run or batch, which has pages of its own. Give the folder that holds it.",
    ),
    Case(
        "Site in a folder far from its reports",
        _output("others/of/mine"),
        RunError,
        "From mine links to the reports would tell names of other folders of this machine. Give a folder in, above or "
        "beside reports.",
    ),
    Case(
        "Site where a file has the name of its folder",
        _output("a.txt"),
        RunError,
        "Folder a.txt cannot be written to (File exists). Let yourself write there, or give another `--output`.",
    ),
    Case(
        "Site in a folder that cannot be written to",
        _read_only,
        RunError,
        "Folder reports cannot be written to (Permission denied). Let yourself write there, or give another `--output`.",
    ),
    Case(
        "Site over a page of somebody else",
        _foreign,
        RunError,
        "index.html in the folder reports was not made by `workbench site`. Move it away, or give another `--output`.",
    ),
]
