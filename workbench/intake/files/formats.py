"""Survey files: which format a file has, and its columns exactly as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbench.errors import DataError
from workbench.intake.files.codes import Code
from workbench.intake.files.file_checks import check_bytes
from workbench.intake.project import folder_words, near_file

Columns = Sequence[str] | None
"""Columns to read by the codebook's names; None reads all (to draft a codebook)."""

_HEAD_BYTES = 1024


@dataclass(frozen=True, eq=False, kw_only=True)
class FileContent:
    """What a survey file holds, before anything is made of it.

    Attributes
    ----------
    frame : DataFrame, shape (n_rows, n_columns)
        The chosen columns under the codebook's names: stored codes, never labels.
    names : tuple of str
        Names of all columns of the file.
    remarks : tuple of str
        How the file had to be read: encoding, separator, sheet, upper-cased names.
    user_missing : dict
        Column → ranges (low, high) that the file itself declares missing.
    extended_missing : dict
        Column → rows of each of Stata's and SAS's missing values ``.a`` to ``.z``; their cells are already empty.
    only_first : int, optional
        Rows in the frame, where the file has more.
    labels, value_labels : dict
        Column → variable label; column → code → value label.
    dates : frozenset of str
        Columns of numbers that the file shows as days.
    """

    frame: pd.DataFrame
    names: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    user_missing: dict[str, tuple[tuple[Code, Code], ...]] = field(default_factory=dict)
    extended_missing: dict[str, dict[str, int]] = field(default_factory=dict)
    only_first: int | None = None
    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[Code, str]] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()

    def place(self, column: str) -> int:
        """Place in the file of a column, by its name in the codebook; behind all columns if there is none."""
        names = [*self.names, *(name.casefold() for name in self.names)]  # portable files hold upper-case names only
        found = next((name for name in (column, column.casefold()) if name in names), None)
        return len(names) if found is None else names.index(found) % len(self.names)


def _is_stata(head: bytes) -> bool:
    return head.startswith(b"<stata_dta>") or (104 <= (head or b"\0")[0] <= 115 and head[1:3] in (b"\1\1", b"\2\1"))


_SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "SPSS": lambda head: head.startswith((b"$FL2", b"$FL3")),
    "SPSS portable": lambda head: b"SPSSPORT" in head,
    "Stata": _is_stata,
    "SAS": lambda head: head.startswith(bytes(12) + b"\xc2\xea\x81\x60"),
    "Excel": lambda head: head.startswith(b"PK\x03\x04"),
    "Parquet": lambda head: head.startswith(b"PAR1"),
}
FILE_FORMATS = {
    ".sav": "SPSS",
    ".zsav": "SPSS",
    ".por": "SPSS portable",
    ".dta": "Stata",
    ".sas7bdat": "SAS",
    ".xlsx": "Excel",
    ".parquet": "Parquet",
    ".csv": "CSV",
}


def check_is_file(path: Path) -> None:
    """Refuse a path where no file is.

    Raises
    ------
    DataError
        Nothing is there, or a folder.
    """
    if path.is_dir():
        raise DataError(
            f"{path.resolve().name}/ in {folder_words(path.resolve())} is a folder, and no survey file. Name the file "
            "in it.",
            in_report=f"{path.name} is a folder, and no survey file.",
        )
    if not path.is_file():
        raise DataError(
            f"There is no survey file {path.name} in {folder_words(path)}.{near_file(path, FILE_FORMATS)} Correct its "
            "path.",
            in_report=f"There is no survey file {path.name}.",
        )


def file_format(path: Path) -> str:
    """Name of the format of a survey file, once its content agrees with its name.

    Raises
    ------
    DataError
        No such file, an empty or huge one, an ending that is not read, or content of another format.
    """
    check_is_file(path)
    expected = FILE_FORMATS.get(path.suffix.lower())
    if expected is None:
        raise DataError(
            f"Survey file {path.name} has an ending that is not read. "
            f"Save it as one of {', '.join(sorted(FILE_FORMATS))}."
        )
    check_bytes(path)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise DataError(f"Survey file {path.name} is empty (0 bytes). Export it again from its source.")
    found = next((name for name, matches in _SIGNATURES.items() if matches(head)), "CSV")
    if found == "CSV" and expected != "CSV":
        raise DataError(
            f"Survey file {path.name} is not {expected}, as its name says: its first bytes belong to no such file. "
            "Give it the ending of its real format or export it again."
        )
    if found != expected:
        raise DataError(
            f"Survey file {path.name} is not {expected}, as its name says: its content is {found}. "
            "Give it the ending of its real format."
        )
    return expected


def damaged(path: Path, name: str) -> DataError:
    """Build the error for a file that begins well and cannot be read to its end.

    It repeats nothing the parser said, because that may hold data.
    """
    return DataError(
        f"Survey file {path.name} begins like {name} but cannot be read to its end: it is truncated or damaged. "
        "Copy or export it again from its source."
    )
