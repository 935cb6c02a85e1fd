"""Write a site: what may be written where, and each file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from workbench.errors import RunError
from workbench.reports.publishing import BATCH, RECORD, KeptRun, edition_of
from workbench.reports.site.feed import GENERATOR, feed_of, id_of
from workbench.reports.site.pages import AREAS, areas_page, file_of, index_page
from workbench.reports.site.publications import INDEX, Publication, publications
from workbench.wording import speaking

FEED = "feed.xml"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site that was written.

    Attributes
    ----------
    page : Path
        The page to open.
    n_reports : int
    left_out : tuple of KeptRun
        Runs of which no report is whole.
    """

    page: Path
    n_reports: int
    left_out: tuple[KeptRun, ...]


def write_site(folder: Path, *, output: Path | None = None, languages: Iterable[str] | None = None) -> Site:
    """Write a site about the reports of a folder; the same bytes as long as these are the same.

    It is made from records, first pages and tables, which the reports publish, and from nothing else.

    Parameters
    ----------
    folder : Path
        Holds the folders of runs and batches, as ``reports/`` does.
    output : Path, optional
        Where the site is written: `folder` itself, as by default, or a folder in, above or beside it, since links
        between them name no other.
    languages : iterable of str, optional
        Of its pages, the first one's on top; default: as reports are made.

    Raises
    ------
    ParameterError
        A language that there is not.
    RunError
        There are no reports; or the site cannot be, or may not be, written there.
    """
    spoken = edition_of(languages=languages).languages
    folder = folder.resolve()
    output = folder if output is None else output.resolve()
    _check_places(folder, output)
    found, without = publications(folder)
    if not found:
        raise RunError(
            f"Folder {folder.name} holds no finished report. Make one with `workbench report`, or give the folder that "
            "holds the folders of reports."
        )
    pages = _pages(found, root=_root(folder, output), languages=spoken, feed_before=_text(output / FEED))
    _check_own(output, pages)
    _write(output, pages)
    n_reports = sum(len(publication.reports) for publication in found)
    return Site(page=output / INDEX, n_reports=n_reports, left_out=tuple(without))


def _pages(found: Sequence[Publication], *, root: str, languages: tuple[str, ...], feed_before: str) -> dict[str, str]:
    """Return the files of a site by name."""
    pages = {}
    for language in languages:
        with speaking(language):
            areas = areas_page(found, root=root, languages=languages)
            pages[file_of(INDEX, languages)] = index_page(found, root=root, languages=languages, areas=bool(areas))
            if areas:
                pages[file_of(AREAS, languages)] = areas
    with speaking(languages[0]):
        pages[FEED] = feed_of(found, root=root, before=id_of(feed_before))
    return pages


def _check_places(folder: Path, output: Path) -> None:
    if not folder.is_dir():
        raise RunError(f"There is no folder {folder.name}. Give the one that holds the folders of reports.")
    for place in (folder, output):
        if any((place / name).is_file() for name in (RECORD, BATCH)):
            raise RunError(
                f"{place.name} is the folder of a run or batch, which has pages of its own. Give the folder that "
                "holds it."
            )
    if not folder.is_relative_to(output.parent) and not output.is_relative_to(folder):
        raise RunError(
            f"From {output.name} links to the reports would tell names of other folders of this machine. Give a "
            f"folder in, above or beside {folder.name}."
        )


def _check_own(output: Path, names: Iterable[str]) -> None:
    """Refuse to write over a file that somebody else made."""
    if foreign := next((name for name in names if (output / name).exists() and not _is_own(output / name)), None):
        raise RunError(
            f"{foreign} in the folder {output.name} was not made by `workbench site`. Move it away, or give another "
            "`--output`."
        )


def _is_own(path: Path) -> bool:
    return GENERATOR in _text(path)


def _root(folder: Path, output: Path) -> str:
    """Return the address of the folder of reports from the site; empty, or ends in a slash."""
    way = Path(os.path.relpath(folder, output)).as_posix()
    return "" if way == "." else f"{quote(way)}/"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _write(output: Path, pages: Mapping[str, str]) -> None:
    """Write all files, and remove those of an earlier site that this one does not have."""
    new = output / f"{INDEX}.new"
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            new.write_text(text, encoding="utf-8", newline="\n")
            os.replace(new, output / name)
        for path in [*output.glob("index.*.html"), *output.glob("areas*.html")]:
            if path.name not in pages and _is_own(path):
                path.unlink()
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise RunError(
            f"Folder {output.name} cannot be written to ({error.strerror}). Let yourself write there, or give another "
            "`--output`."
        ) from error
