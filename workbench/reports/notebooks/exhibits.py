"""Tables, figures and headline numbers, taken out of an executed notebook and written as files; nothing is computed."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from workbench.errors import PublicationError
from workbench.media_types import FIGURE_MIME, LANGUAGES_MIME, TABLE_MIME
from workbench.wording import inert_text, spoken_language

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """One exported table: `name` is the file name without folder, `payload` what the notebook published.

    `html` is what people see of it, and `words` what they read of it in other languages than English, by language.
    """

    name: str
    payload: dict[str, Any]
    html: str = ""
    words: dict[str, dict[str, Any]] = field(default_factory=dict)

    def said(self, part: str) -> Any:
        """Return a part that people read, in the language that is spoken."""
        return self.words.get(spoken_language(), self.payload | {"html": self.html})[part]

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a frame; withheld values are missing."""
        return pd.DataFrame(self.payload["rows"], columns=self.payload["columns"])

    def csv(self, *, mark: str = ".") -> bytes:
        """UTF-8, comma, full precision, withheld cells empty; the same bytes for the same table.

        Parameters
        ----------
        mark : {".", ","}
            Decimal mark; where it is the comma, a semicolon stands between cells.
        """
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n", delimiter=";" if mark == "," else ",")
        writer.writerow([inert_text(name) for name in self.payload["columns"]])
        writer.writerows([_csv_cell(value, mark) for value in row] for row in self.payload["rows"])
        return buffer.getvalue().encode("utf-8")


@dataclass(frozen=True, kw_only=True)
class FigureFile:
    """One exported figure: `name` is the file name without folder and ending.

    `words` has caption, alternative text and picture in other languages than English, by language.
    """

    name: str
    caption: str
    alt: str
    png: bytes
    svg: bytes
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def said(self, part: str) -> str:
        """Return `caption`, `alt` or `png` (in base64) in the language that is spoken."""
        english = {"caption": self.caption, "alt": self.alt, "png": base64.b64encode(self.png).decode("ascii")}
        return self.words.get(spoken_language(), english)[part]


@dataclass(frozen=True, kw_only=True)
class Exhibits:
    """What one executed notebook publishes."""

    tables: tuple[TableFile, ...] = ()
    figures: tuple[FigureFile, ...] = ()

    @property
    def headlines(self) -> list[dict[str, Any]]:
        """Headline numbers in the order of the notebook: name, label, value, text."""
        return [headline for table in self.tables for headline in table.payload["headlines"]]

    @property
    def n_withheld(self) -> int:
        """Rows of all tables that are not published."""
        return sum(int(table.payload["n_withheld"]) for table in self.tables)

    def write(self, folder: Path) -> None:
        """Write the files to ``tables/`` and ``figures/`` below `folder`."""
        for table in self.tables:
            (folder / "tables" / table.name).write_bytes(table.csv())
        for figure in self.figures:
            (folder / "figures" / f"{figure.name}.png").write_bytes(figure.png)
            (folder / "figures" / f"{figure.name}.svg").write_bytes(figure.svg)
            for language, words in figure.words.items():
                (folder / "figures" / f"{figure.name}.{language}.png").write_bytes(base64.b64decode(words["png"]))


def file_name(number: str, name: str) -> str:
    """File name of an exhibit, ``NN_name`` without ending.

    Raises
    ------
    PublicationError
        The name is not made of small letters, digits, `_` and `-`.
    """
    if not _NAME.fullmatch(name):
        raise PublicationError(
            f"`{name}` cannot be a file name. Name tables and figures in small letters, digits, `_`."
        )
    return f"{number}_{name}"


def extract_exhibits(executed: nbformat.NotebookNode, *, number: str) -> Exhibits:
    """Take tables and figures out of the outputs of a notebook.

    Parameters
    ----------
    executed : NotebookNode
    number : str
        Two digits put before every file name.

    Raises
    ------
    PublicationError
        Two tables or two figures of one name, or a name that cannot be a file name.
    """
    bundles = list(_bundles(executed))
    tables = [
        TableFile(
            name=file_name(number, bundle[TABLE_MIME]["name"]) + ".csv",
            payload=bundle[TABLE_MIME],
            html="".join(bundle.get("text/html", "")),
            words=bundle.get(LANGUAGES_MIME, {}),
        )
        for bundle in bundles
        if TABLE_MIME in bundle
    ]
    figures = [_figure(bundle, number) for bundle in bundles if FIGURE_MIME in bundle]
    names = [table.name for table in tables] + [figure.name for figure in figures]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PublicationError(
            f"The notebook shows {', '.join(twice)} more than once. Show each once, under its own name."
        )
    return Exhibits(tables=tuple(tables), figures=tuple(figures))


def _bundles(executed: nbformat.NotebookNode) -> Iterator[dict[str, Any]]:
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                yield output["data"]


def _figure(bundle: dict[str, Any], number: str) -> FigureFile:
    described = bundle[FIGURE_MIME]
    return FigureFile(
        name=file_name(number, described["name"]),
        caption=described["caption"],
        alt=described["alt"],
        png=base64.b64decode("".join(bundle["image/png"])),
        svg="".join(bundle["image/svg+xml"]).encode("utf-8"),
        words=bundle.get(LANGUAGES_MIME, {}),
    )


def _csv_cell(value: object, mark: str) -> str:
    if value is None:
        return ""
    return inert_text(value) if isinstance(value, str) else repr(value).replace(".", mark)
