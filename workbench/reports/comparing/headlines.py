"""The headline numbers of two reports beside each other, and what can be told about their difference."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workbench.numerics.disclosure import step_of
from workbench.reports.comparing.cells import number_in
from workbench.reports.comparing.kept_report import KeptReport
from workbench.reports.notebooks import number_of
from workbench.wording import numbers, retold, say

People = Literal["the same", "others", "shared"]

RESPONDENTS = "respondents"  # name of the headline that counts them
_PERCENT = " %"
_DIGITS = 10  # decimals of a difference, behind which lies the noise of binary fractions


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One headline number of a report.

    Attributes
    ----------
    name, label, text, detail : str
        As its first page has them.
    value, low, high : float
        As published; the ends of the interval are NaN where no table has one, or where the number is only a bound.
    step : float
        What the number was rounded to, as far as it shows.
    conf_level : float or None
        Of the interval.
    """

    name: str
    label: str
    text: str
    detail: str
    value: float
    low: float
    high: float
    step: float
    conf_level: float | None


@dataclass(frozen=True, kw_only=True)
class HeadlinePair:
    """A headline number of two reports; None where one has none of this label."""

    label: str
    before: Headline | None
    after: Headline | None
    word: str


def people_of(before: KeptReport, after: KeptReport) -> People:
    """Say whether two reports are about the same respondents, about others, or some are, or may be, in both."""
    own, other = before.record["source"], after.record["source"]
    if own["data_sha256"] != other["data_sha256"]:
        return "others"
    first, second = before.group, after.group
    if first is None or second is None:
        return "shared"
    if first == second:
        return "the same"
    apart = any(second.get(variable, level) != level for variable, level in first.items())
    return "others" if apart and own["codebook_sha256"] == other["codebook_sha256"] else "shared"


def headlines_of(report: KeptReport) -> dict[str, Headline]:
    """Return the headline numbers of a report by label, each once."""
    found: dict[str, Headline] = {}
    for place, noted in enumerate(report.record["notebooks"], start=1):
        number = number_of(noted["notebook"], position=place)
        tables = [table for name, table in report.tables.items() if name.startswith(f"{number}_")]
        level = noted["parameters"].get("conf_level")
        for headline in noted["headlines"]:
            found.setdefault(headline["label"], _headline(headline, tables, level))
    return found


def _headline(said: Mapping[str, Any], tables: Iterable[Sequence[Sequence[str]]], level: float | None) -> Headline:
    value = float(said["value"])
    row = next(_rows(str(said["label"]), value, tables), {})
    known = not row.get("bound")
    low, high = (number_in(row.get(end, "")) if known else math.nan for end in ("conf_low", "conf_high"))
    error = number_in(row.get("std_error", ""))
    return Headline(
        name=str(said["name"]),
        label=str(said["label"]),
        text=str(said["text"]),
        detail=str(said["detail"]),
        value=value,
        low=low,
        high=high,
        step=_unit(value, low, high) if math.isnan(error) else float(step_of(error / 2)),
        conf_level=level,
    )


def _unit(*published: float) -> float:
    """Return the unit of the last decimal that any of these numbers has."""
    decimals = [len(f"{number:.6f}".rstrip("0").partition(".")[2]) for number in published if math.isfinite(number)]
    return float(10.0 ** -max(decimals))


def _rows(label: str, value: float, tables: Iterable[Sequence[Sequence[str]]]) -> Iterator[dict[str, str]]:
    """Rows about what a headline number says, with its interval: the first page has it from one of them."""
    for table in tables:
        heads = table[0] if table else ()
        if {"term", "estimate", "conf_low", "conf_high"} <= set(heads):
            for row in table[1:]:
                cells = dict(zip(heads, row, strict=False))
                if cells["term"].casefold() == label.casefold() and number_in(cells["estimate"]) == value:
                    yield cells


def pair_headlines(before: KeptReport, after: KeptReport) -> tuple[HeadlinePair, ...]:
    """Pair the headline numbers of two reports, in the order of the earlier one, and say how they differ."""
    own, other = headlines_of(before), headlines_of(after)
    source, later = before.record["source"], after.record["source"]
    people = people_of(before, after)
    pairs = []
    word: str
    for label in dict.fromkeys([*own, *other]):
        first, second = own.get(label), other.get(label)
        if first is None or second is None:
            word = say("only in the second report") if first is None else say("only in the first report")
        elif source["instrument"] != later["instrument"] and first.name != RESPONDENTS:
            word = say("the scales are others, so the numbers cannot be compared")
        else:
            word = _word(first, second, people)
        pairs.append(HeadlinePair(label=label, before=first, after=second, word=word))
    return tuple(pairs)


def _word(before: Headline, after: Headline, people: People) -> str:
    change = after.value - before.value
    if math.isclose(change, 0.0, abs_tol=1e-12) and (before.text, before.detail) == (after.text, after.detail):
        return say("the same")
    direction = say("higher") if change > 0 else say("lower")
    if before.name == RESPONDENTS:
        more, fewer = say("more respondents, in another window"), say("fewer respondents, in another window")
        return (more if change > 0 else fewer) if change else say("the same")
    if people == "the same":
        how = direction if change else say("changed")
        return say("{how}, by the computation alone: both rest on the same respondents", how=how)
    if people == "shared":
        return say("no difference can be told: respondents are, or may be, in both reports")
    if before.conf_level != after.conf_level:
        return say("no difference can be told: the intervals have different levels")
    if any(math.isnan(end) for own in (before, after) for end in (own.low, own.high)):
        return say("no difference can be told: there is no interval for both")
    low, high = difference_interval(before, after)
    told = _difference(change, low, high, percent=before.text.endswith(_PERCENT))
    if low <= 0 <= high:
        return say("no difference can be told; {difference}", difference=told)
    return say("{direction}; {difference}", direction=direction, difference=told)


def difference_interval(before: Headline, after: Headline) -> tuple[float, float]:
    """Return the interval of a difference of independent estimates from the interval of each, widened by rounding.

    Squares of the distances to the ends are added (MOVER; Zou & Donner 2008), and half a step of each number.
    """
    change, rounding = after.value - before.value, (before.step + after.step) / 2
    low = change - math.hypot(after.value - after.low, before.high - before.value) - rounding
    high = change + math.hypot(after.high - after.value, before.value - before.low) + rounding
    return round(low, _DIGITS) + 0.0, round(high, _DIGITS) + 0.0  # no negative zero


def _difference(change: float, low: float, high: float, *, percent: bool) -> str:
    return _percentage_points(change, low, high) if percent else _points(change, low, high)


@retold
def _percentage_points(change: float, low: float, high: float) -> str:
    written = [numbers.in_signs(f"{100 * x:+.1f}") for x in (change, low, high)]
    return say(
        "difference {change} ({low} to {high}) percentage points", change=written[0], low=written[1], high=written[2]
    )


@retold
def _points(change: float, low: float, high: float) -> str:
    written = [numbers.in_signs(f"{x:+.3g}") for x in (change, low, high)]
    return say("difference {change} ({low} to {high})", change=written[0], low=written[1], high=written[2])
