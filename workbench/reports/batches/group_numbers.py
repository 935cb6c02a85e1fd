"""The main numbers of the groups of a batch beside each other, as its overview published them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydantic

from workbench.instruments import Cutoff
from workbench.reports.batches.jobs import OVERVIEW
from workbench.reports.notebooks import number_of
from workbench.reports.publishing import RECORD, read_record
from workbench.reports.running import Prepared
from workbench.wording import numbers, say, without_quote


class Notation(pydantic.BaseModel):
    """How the numbers of groups are written; it stands in ``batch.json``.

    Attributes
    ----------
    window : int
        Width of the windows that respondents are counted in.
    decimals : int
        Of a mean score.
    cutoff : Cutoff
        Whose share is shown.
    """

    window: int
    decimals: int
    cutoff: Cutoff


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a cell of the table says, and the value that it is sorted by."""

    text: str
    value: str


@dataclass(frozen=True, kw_only=True)
class GroupNumbers:
    """A table of groups; empty where there is no overview.

    Attributes
    ----------
    heads : tuple of str
    rows : dict of str to tuple of Cell
        By the label of the group, one cell for each of `heads`.
    page : str
        Name of the overview's page in the report of everyone; empty where it has none.
    """

    heads: tuple[str, ...] = ()
    rows: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    page: str = ""


def notation_of(prepared: Prepared) -> Notation | None:
    """Return how the numbers of a batch are written; None for a scale without a cut-off, which has no overview."""
    instrument, chosen = prepared.survey.instrument, prepared.given.get("cutoff")
    if not instrument.cutoffs:
        return None
    return Notation(
        window=prepared.plan.thresholds.minimum_respondents,
        decimals=instrument.score.decimals,
        cutoff=instrument.cutoff(None if chosen is None else str(chosen)),
    )


def read_notation(content: Mapping[str, Any]) -> Notation | None:
    """Return what ``batch.json`` says of it; None where it says nothing that can be read."""
    try:
        return Notation.model_validate(content.get("notation"))
    except pydantic.ValidationError:
        return None


def group_numbers(everyone: Path, notation: Notation | None) -> GroupNumbers:
    """Read from the report of everyone what its overview published of each group, in the language that is spoken.

    Parameters
    ----------
    everyone : Path
        Folder of a report that is whole.
    notation : Notation or None
    """
    published = _published(everyone)
    if notation is None or not published:
        return GroupNumbers()
    page = f"{OVERVIEW}.html"
    return GroupNumbers(
        heads=_heads(published, notation),
        rows={label: _cells(row, notation) for label, row in published.items()},
        page=page if (everyone / page).is_file() else "",
    )


def _published(everyone: Path) -> dict[str, dict[str, str]]:
    """Rows of the overview by the labels of the groups."""
    notebooks = [noted["notebook"] for noted in read_record(everyone / RECORD).get("notebooks", ())]
    if (name := f"{OVERVIEW}.ipynb") not in notebooks:
        return {}
    number = number_of(name, position=notebooks.index(name) + 1)
    path = everyone / "tables" / f"{number}_groups.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {without_quote(row["level"]): row for row in csv.DictReader(file)}


def _heads(published: Mapping[str, Mapping[str, str]], notation: Notation) -> tuple[str, ...]:
    levels = [float(row["conf_level"]) for row in published.values() if row["conf_level"]]
    interval = say("{level} % interval", level=numbers.shortest(100 * levels[0])) if levels else say("Interval")
    share = say("Share {group}", group=notation.cutoff.group_words)
    return say("Respondents"), say("Mean score"), interval, share, interval


def _cells(row: Mapping[str, str], notation: Notation) -> tuple[Cell, ...]:
    n, mean, share, decimals = row["n_respondents"], row["estimate"], row["share"], notation.decimals
    return (
        Cell(text=numbers.people(float(n), notation.window) if n else "–", value=n),  # none of one kept from before
        Cell(text=numbers.number(float(mean), decimals) if mean else "–", value=mean),
        Cell(text=_interval(row["conf_low"], row["conf_high"], decimals, as_percent=False), value=row["conf_low"]),
        Cell(text=_share(share, row["share_bound"]), value=share),
        Cell(text=_interval(row["share_low"], row["share_high"], 1, as_percent=True), value=row["share_low"]),
    )


def _share(share: str, bound: str) -> str:
    if not share:
        return "–"
    return numbers.bound(float(share), bound) if bound else numbers.percent(float(share))


def _interval(low: str, high: str, decimals: int, *, as_percent: bool) -> str:
    return numbers.interval(float(low), float(high), decimals, as_percent=as_percent) if low and high else "–"
