"""A finished report beside the same one executed again: every cell, figure and sentence, and every file of it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.disclosure import MARK
from workbench.errors import RunError, WorkbenchError
from workbench.reports.comparing.again import Again, Executions, no_plan
from workbench.reports.comparing.cells import TableChange, compare_tables, equal, number_in, read_table
from workbench.reports.comparing.kept_report import KeptReport, kept_reports, words_of, words_of_page
from workbench.reports.comparing.rounding import only_rounding, without_numbers
from workbench.reports.comparing.sources import elsewhere, other_program, sources_of
from workbench.reports.publishing import Outcome, file_sha256
from workbench.reports.scratch_folder import ScratchFolder

_RELATIVE, _NOTHING = 1e-9, 1e-12  # how close numbers of full precision are; what is taken for zero


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What became of a report that was executed again.

    Attributes
    ----------
    name : str
    tables : tuple of TableChange
        Of all published tables, those that are the same too.
    rounding : tuple of str
        Names of tables in which numbers are one step of rounding apart, and nothing else; only on another machine.
    tables_gone, tables_new : tuple of str
        Published then and not now, and the other way round.
    words : dict of str to (str, str)
        Sentences that differ, by their place.
    rounded_words : dict of str to (str, str)
        Sentences that differ by numbers alone, where such numbers are one step of rounding apart.
    n_words, n_figures : int
        Compared.
    figures : tuple of str
        Files of figures whose bytes differ.
    files : dict of str to str
        Files that are not as the record says, and what became of each.
    private : tuple of TableChange or None
        Of tables with full precision; None where they were not asked for.
    elsewhere : tuple of str
        In what this machine differs from the one of the report.
    program : str
        In what the program does.
    """

    name: str
    tables: tuple[TableChange, ...]
    rounding: tuple[str, ...]
    tables_gone: tuple[str, ...]
    tables_new: tuple[str, ...]
    words: Mapping[str, tuple[str, str]]
    rounded_words: Mapping[str, tuple[str, str]]
    n_words: int
    figures: tuple[str, ...]
    n_figures: int
    files: Mapping[str, str]
    private: tuple[TableChange, ...] | None
    elsewhere: tuple[str, ...]
    program: str

    @property
    def differing(self) -> tuple[TableChange, ...]:
        """Tables that differ by more than rounding."""
        return tuple(table for table in self.tables if not table.same and table.name not in self.rounding)

    @property
    def same(self) -> bool:
        """Whether the report is what the data say; on another machine but for single steps of rounding."""
        other = (self.differing, self.tables_gone, self.tables_new, self.words, self.figures, self.files)
        return not any(other) and all(table.same for table in self.private or ())


@dataclass(frozen=True, kw_only=True)
class NotVerified:
    """A report of a batch that cannot be verified, and why."""

    name: str
    reason: str


def verify(
    run: Path, *, data: Path | None = None, codebook: Path | None = None, private: Path | None = None
) -> Iterator[Verification | NotVerified]:
    """Execute a finished report again and compare; of a batch each of its reports in turn.

    Parameters
    ----------
    run : Path
        Folder of a report, of a batch, or of one report of it.
    data, codebook : Path, optional
        Where the files are now; default: where the record says.
    private : Path, optional
        The folder that the report was given for its tables of full precision: these are compared too.

    Yields
    ------
    Verification or NotVerified
        The latter of a batch alone, whose other reports can be verified.

    Raises
    ------
    WorkbenchError
        A report by itself cannot be verified: what it was made from is gone or has changed.
    """
    reports = kept_reports(run)
    if private is not None:
        _check_private(private, reports)
    with ScratchFolder() as scratch:
        executions = Executions(scratch)
        for report in reports:
            try:
                sources = sources_of(report, data=data, codebook=codebook)
                again = executions.execute(report, sources, private=private is not None, silent=len(reports) > 1)
            except WorkbenchError as error:
                if len(reports) == 1:
                    raise
                yield NotVerified(name=report.name, reason=str(error))
            else:
                found = compare_again(report, again, private)
                if found.same or again.has_plan:
                    yield found
                elif len(reports) == 1:
                    raise no_plan(report)
                else:
                    yield NotVerified(name=report.name, reason=str(no_plan(report)))


def _check_private(private: Path, reports: list[KeptReport]) -> None:
    folder = private / reports[0].folder.name
    if reports[0].part is not None:
        raise RunError(
            f"`--private` stands beside {reports[0].name}, which is of a batch, and batches write no tables of full "
            "precision. Leave it out."
        )
    if not folder.is_dir():
        raise RunError(
            f"The folder that `--private` names has no tables of {folder.name}. Give the folder that the report was "
            "given by `--private`, or leave it out."
        )


def compare_again(report: KeptReport, again: Again, private: Path | None = None) -> Verification:
    """Compare what a report published with what came out of it this time.

    Parameters
    ----------
    report : KeptReport
    again : Again
    private : Path, optional
        The folder that the report was given for its tables of full precision.
    """
    now = {table.name: read_table(table.csv()) for own in again.outcomes for table in own.exhibits.tables}
    tables = [compare_tables(name, own, now[name]) for name, own in report.tables.items() if name in now]
    other_machine = elsewhere(report)
    rounding = [t.name for t in tables if not t.same and other_machine and only_rounding(t, width=again.width)]
    words = _words(again.outcomes)
    then = report.words
    pairs = {place: (then.get(place, ""), words.get(place, "")) for place in {**then, **words}}
    differing = {place: pair for place, pair in pairs.items() if pair[0] != pair[1]}
    rounded = {p: pair for p, pair in differing.items() if rounding and len(set(map(without_numbers, pair))) == 1}
    figures = [] if other_machine else _figures(report.folder, again.outcomes)
    return Verification(
        name=report.name,
        tables=tuple(tables),
        rounding=tuple(rounding),
        tables_gone=tuple(name for name in report.tables if name not in now),
        tables_new=tuple(name for name in now if name not in report.tables),
        words={place: pair for place, pair in differing.items() if place not in rounded},
        rounded_words=rounded,
        n_words=len(pairs),
        figures=tuple(figures),
        n_figures=0 if other_machine else sum(len(own.exhibits.figures) for own in again.outcomes),
        files=_files(report),
        private=_private(private / report.folder.name, again.private) if private and again.private else None,
        elsewhere=tuple(other_machine),
        program=other_program(report),
    )


def _words(outcomes: tuple[Outcome, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for own in outcomes:
        found |= words_of_page(own.notebook.path.name, own.status, own.reason, own.refused_parts)
        found |= words_of(own.exhibits)
    return found


def _figures(folder: Path, outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    """Name the pictures whose bytes differ; a missing one is told by the files."""
    for figure in (figure for own in outcomes for figure in own.exhibits.figures):
        for ending, content in (("png", figure.png), ("svg", figure.svg)):
            path = folder / "figures" / f"{figure.name}.{ending}"
            if path.is_file() and file_sha256(path) != hashlib.sha256(content).hexdigest():
                yield path.name


def _files(report: KeptReport) -> dict[str, str]:
    """Name the files that are not as the record says."""
    found = {}
    for name, sha256 in report.record["files"].items():
        path = report.folder / name
        if not path.is_file():
            found[name] = "is gone"
        elif file_sha256(path) != sha256:
            found[name] = "was changed since the report was made"
    return found


def _private(then: Path, now: Path) -> tuple[TableChange, ...]:
    """Compare all tables of full precision; one that is missing on a side is empty there."""
    found = (path.relative_to(place) for place in (then, now) for path in place.rglob(f"*.{MARK}.csv"))
    names = sorted({path.as_posix() for path in found})
    return tuple(compare_tables(name, _content(then / name), _content(now / name), same=nearly) for name in names)


def _content(path: Path) -> list[list[str]]:
    return read_table(path.read_bytes()) if path.is_file() else []


def nearly(before: str, after: str) -> bool:
    """Whether two numbers of full precision are the same but for how a processor adds up."""
    return equal(before, after) or math.isclose(
        number_in(before), number_in(after), rel_tol=_RELATIVE, abs_tol=_NOTHING
    )
