"""Which columns of a file are the items of a scale: a numbered series, a list, or a run from one column to another."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import DataError, did_you_mean
from workbench.intake.codebook import answer_codes, columns_alike
from workbench.intake.files import Code, FileContent, read_file
from workbench.intake.option_codes import option_codes

_NUMBERED = re.compile(r"^(.*?)(\d+)\D?$")
_MANY_STEPS = 6  # from the first to the last option
_FEWEST_ITEMS = 3
_RUN = ".."


@dataclass(frozen=True, kw_only=True)
class ItemSeries:
    """Columns of a file that look like the items of one scale: one name with running numbers, the same options."""

    columns: tuple[str, ...]
    lowest: int
    highest: int
    left_out: tuple[str, ...] = ()  # columns of the same name whose codes are other ones

    @property
    def gaps(self) -> tuple[str, ...]:
        """Columns that are left out between the first and the last one."""
        first, last = _number(self.columns[0]), _number(self.columns[-1])
        return tuple(column for column in self.left_out if first < _number(column) < last)


def item_series(path: str | Path, *, sheet: str | None = None) -> tuple[ItemSeries, ...]:
    """Find columns that may be the items of a scale, the longest series first.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Returns
    -------
    tuple of ItemSeries
        At least three columns each, of one name with running numbers and with the same few whole numbers as codes; and
        those between them that have some of these codes only.
        Codes that fewer than five rows have and no label names are passed over, and so are codes that mean no answer
        and codes apart from the rest, such as 99.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says.
    """
    return _series(read_file(Path(path), None, sheet=sheet)[1])


def _series(content: FileContent) -> tuple[ItemSeries, ...]:
    series = []
    for numbered in _numbered(content).values():
        of_reach: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, column in numbered.items():
            if reach := option_codes(content, column):
                of_reach[reach].append(number)
        found = {reach: numbers for reach, numbers in of_reach.items() if len(numbers) >= _FEWEST_ITEMS}
        taken = {number for numbers in found.values() for number in numbers}
        for reach, own in found.items():
            within = range(min(own), max(own))
            free = {number: column for number, column in numbered.items() if number not in taken}
            joined = [number for number, column in free.items() if number in within and _holds(content, column, reach)]
            series.append(
                ItemSeries(
                    columns=tuple(numbered[number] for number in sorted([*own, *joined])),
                    lowest=reach[0],
                    highest=reach[1],
                    left_out=tuple(free[number] for number in sorted(free) if number not in joined),
                )
            )
    return tuple(sorted(series, key=lambda one: -len(one.columns)))


def quoted(columns: Sequence[str]) -> str:
    """Write names as `listed_columns` reads them."""
    return ",".join(f'"{column}"' if "," in column else column for column in columns)


def columns_in_words(path: str | Path, *, sheet: str | None = None) -> list[list[str]]:
    """Find columns that may be the items of a scale by their answers in words, whatever their names are.

    Parameters
    ----------
    path : str or Path
        The survey file.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.
    """
    return columns_alike(read_file(Path(path), None, sheet=sheet)[1])


def columns_in_codes(path: str | Path, *, sheet: str | None = None) -> list[list[str]]:
    """Find columns that may be the items of a scale by their codes, whatever their names are.

    Parameters
    ----------
    path : str or Path
        The survey file.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.
    """
    content = read_file(Path(path), None, sheet=sheet)[1]
    reaches = {c: reach for c in map(str, content.frame.columns) if (reach := option_codes(content, c))}
    found = []
    for widest in sorted(set(reaches.values()), key=lambda reach: (reach[0] - reach[1], reach)):
        alike = [column for column, reach in reaches.items() if _reaches_as_far(reach, widest)]
        if len(alike) >= _FEWEST_ITEMS:
            found.append(alike)
            reaches = {column: reach for column, reach in reaches.items() if column not in alike}
    return found


def _reaches_as_far(reach: tuple[int, int], widest: tuple[int, int]) -> bool:
    """Whether codes are the same, but for some at the ends of many that few rows have, as of a scale from 0 to 10."""
    n_steps = widest[1] - widest[0]
    lacking = n_steps - (reach[1] - reach[0])
    is_inside = widest[0] <= reach[0] and reach[1] <= widest[1]
    return is_inside and lacking <= (n_steps // 4 if n_steps >= _MANY_STEPS else 0)


def _number(column: str) -> int:
    found = _NUMBERED.match(column)
    return int(found[2]) if found else 0


def _numbered(content: FileContent) -> dict[str, dict[int, str]]:
    """Columns by the name before their number; of two with one number, the first."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for column in map(str, content.frame.columns):
        if numbered := _NUMBERED.match(column):
            found[numbered[1]].setdefault(int(numbered[2]), column)
    return found


def _holds(content: FileContent, column: str, reach: tuple[int, int]) -> bool:
    """Whether a column has no codes but these options: some of them nobody may have chosen."""
    codes = answer_codes(content, column)
    return all(isinstance(code, int) and reach[0] <= code <= reach[1] for code in codes) and not _is_odd(
        content, column, codes
    )


def _is_odd(content: FileContent, column: str, codes: Sequence[Code]) -> bool:
    """Whether a column has several values of which none can be named as an answer, as free text and ages have."""
    return not codes and content.frame[column].nunique() > 1


def listed_columns(names: str) -> tuple[str, ...]:
    """Read names between commas, as a csv line has them: one that has a comma itself stands in double quotes."""
    (line,) = csv.reader([" ".join(names.splitlines())], skipinitialspace=True) if names.strip() else ([],)
    return tuple(name for part in line if (name := part.strip()))


def named_columns(path: str | Path, items: str, *, sheet: str | None = None) -> tuple[str, ...]:
    """Read columns that somebody has named: `a,b,c`, `first..last`, or both in one list.

    Parameters
    ----------
    path : str or Path
        The survey file.
    items : str
        A list of columns and runs: the first and the last of all columns of one name with running numbers, else of
        columns that stand side by side in the file, as *first TO last* of SPSS. A name with a comma stands in double
        quotes.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        An end of a run that the file lacks, ends in the wrong order, or a run with a column that has no answer options.
    """
    if _RUN not in items:
        return listed_columns(items)
    _, content = read_file(Path(path), None, sheet=sheet)
    names = list(map(str, content.frame.columns))
    is_one_run = all(end.strip() in names for end in items.partition(_RUN)[::2])
    parts = (items,) if is_one_run else listed_columns(items)
    return tuple(column for part in parts for column in (_run(content, part, path) if _RUN in part else (part,)))


def _run(content: FileContent, items: str, path: str | Path) -> tuple[str, ...]:
    """Columns from the first to the last one."""
    names = list(map(str, content.frame.columns))
    if items in names:
        return (items,)
    first, _, last = (part.strip() for part in items.partition(_RUN))
    for end in (first, last):
        if end not in names:
            raise DataError(
                f"{Path(path).name} has no column `{end}`, which `{items}` names."
                f"{did_you_mean(end, names)} Name the first and the last column as they stand in the file."
            )
    for numbered in _numbered(content).values():
        if first in numbered.values() and last in numbered.values():
            names = [numbered[number] for number in sorted(numbered)]
    run = _between(names, first, last, items)
    answered = [column for column in run if option_codes(content, column)]
    odd = [column for column in run if column not in answered and content.frame[column].nunique() > 1]
    if answered and odd:
        raise DataError(
            f"`{items}` takes in the column `{odd[0]}`, whose codes are no answer options. Name the columns of the "
            "items one by one, separated by commas."
        )
    return run


def _between(columns: list[str], first: str, last: str, items: str) -> tuple[str, ...]:
    start, end = columns.index(first), columns.index(last)
    if start >= end:
        raise DataError(f"`{items}` runs backwards: `{last}` stands before `{first}`. Write `{last}{_RUN}{first}`.")
    return tuple(columns[start : end + 1])
