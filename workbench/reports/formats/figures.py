"""All figures of a report in one archive, as pictures and as drawings, with a list of what they show."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.reports.pages import RunFacts
from workbench.reports.publishing import Edition, Outcome
from workbench.wording import speaking

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: the same figures give the same bytes


def check_available() -> None:
    """Python itself writes archives."""


def write(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write one archive for each language."""
    for language in edition.languages:
        with speaking(language), zipfile.ZipFile(folder / f"figures-{language}.zip", "w") as archive:
            for name, content in _files(outcomes):
                archive.writestr(zipfile.ZipInfo(name, _DATE), content)


def _files(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, bytes]]:
    listed = []
    for outcome in outcomes:
        for figure in outcome.exhibits.figures:
            yield f"{figure.name}.png", base64.b64decode(figure.said("png"))
            yield f"{figure.name}.svg", figure.svg
            listed.append(f"{figure.name}\n{figure.said('caption')}\n{figure.said('alt')}\n")
    yield "figures.txt", "\n".join(listed).encode("utf-8")
