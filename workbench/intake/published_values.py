"""Published values of a scale, matched to a survey whose codebook names population and year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.columns import EVERYONE
from workbench.errors import DataError
from workbench.instruments import Cutoff
from workbench.intake.project import folder_words, near_file, resolve
from workbench.intake.survey import Survey
from workbench.results import Result
from workbench.wording import say

_SPAN = r"\d{4}–\d{4}"  # of years, as of a change: the value belongs to neither year
_COLUMNS = ("quantity", "population", "year", "group", "value", "comparison", "source")
MEAN_SCORE = "mean_score"
_SHARES = ("share_below_", "share_at_or_above_")  # followed by the cut-off


def share_quantity(cutoff: Cutoff) -> str:
    """Name the quantity under which the share of a cut-off is published, e.g. `share_below_50`."""
    return f"share_{cutoff.side.replace(' ', '_')}_{cutoff.limit:g}"


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class PublishedValues(Result):
    """Published values that have a counterpart in the survey.

    Attributes
    ----------
    table : pandas.DataFrame
        quantity, population, year, term (the group as published), variable, level (the group of the survey),
        published, comparison, source.
    """


def published_values(path: str | Path, *, survey: Survey) -> PublishedValues:
    """Read published values and keep those of the populations and years that the codebook names.

    Parameters
    ----------
    path : str or Path
        A csv file in UTF-8 with the columns quantity, population, year, group, value, comparison, source; rows of
        changes have two years (2019–2021) and are passed over. Relative paths start at the project folder.
    survey : Survey
        Its codebook's `compare_with` names populations and years, and the groups of the survey that published groups
        correspond to; the published group `all` is everyone.

    Returns
    -------
    PublishedValues
        No rows where the codebook names nothing. Quantities other than means of the score and shares beyond a cut-off
        are left out and counted in the notes, and so are groups without a counterpart.

    Raises
    ------
    DataError
        No such file, columns missing, a value or year that is not a number, a population and year without any value.
    """
    entries, known = survey.codebook.compare_with, _read(resolve(path))
    rows, left_out = [], 0
    for entry in entries:
        own = known[(known["population"] == entry.population) & (known["year"] == entry.year)]
        if own.empty:
            raise DataError(
                f"`compare_with` names `{entry.population}` in {entry.year}, of which {Path(path).name} has no value. "
                "Write population and year as they stand there, or remove the entry from the codebook."
            )
        levels = {EVERYONE: (EVERYONE, EVERYONE)}
        for name, group in entry.groups.items():
            ((variable, code),) = group.items()
            levels[name] = (variable, str(survey.codebook.background[variable].label_of(code)))
        for row in own.to_dict("records"):
            comparable = row["quantity"] == MEAN_SCORE or str(row["quantity"]).startswith(_SHARES)
            if comparable and row["group"] in levels:
                variable, level = levels[row["group"]]
                rows.append(
                    {**row, "population": str(entry.label or entry.population), "variable": variable, "level": level}
                )
            else:
                left_out += 1
    frame = pd.DataFrame(rows, columns=[*_COLUMNS, "variable", "level"])
    note = say("Published values without a counterpart in this survey or this table: {n}.", n=left_out)
    return PublishedValues(
        table=frame.rename(columns={"group": "term", "value": "published"}),
        method=say(
            "Published values as their sources state them, for description only: no uncertainty was published, so no "
            "difference is tested."
        ),
        notes=(note,) if left_out else (),
    )


def _read(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise DataError(
            f"There is no file {file.name} of published values in {folder_words(file)}.{near_file(file, ['.csv'])} "
            "Correct its path, which a notebook has in `published`.",
            in_report=f"There is no file {file.name} of published values.",
        )
    try:
        frame = pd.read_csv(file, encoding="utf-8", dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            f"{file.name} is not a csv file in UTF-8. Save it as one, with commas between values."
        ) from error
    if absent := [name for name in _COLUMNS if name not in frame]:
        raise DataError(f"{file.name} lacks the column `{absent[0]}`. Its columns must be {', '.join(_COLUMNS)}.")
    frame = frame[~frame["year"].str.fullmatch(_SPAN)]
    numbers = {name: pd.to_numeric(frame[name], errors="coerce") for name in ("year", "value")}
    for name, column in numbers.items():
        if wrong := int(column.isna().sum()):
            raise DataError(
                f"Column `{name}` of {file.name} is not a number in {wrong} of {len(frame)} rows. Write numbers with a "
                "decimal point and shares as fractions."
            )
    return frame.assign(**numbers)
