"""How numbers are written for people: rounding happens here and nowhere else."""

from __future__ import annotations

import math

from workbench.wording.languages import signs_of_numbers
from workbench.wording.said import retold, say

DASH = "–"
MINUS = "−"
MARK = "†"  # beside a number that its footnote calls unreliable
_BANDS = {0.001: "< {}001", 0.01: "< {}01", 0.05: "< {}05", 1.0: "≥ {}05"}


@retold
def count(value: float) -> str:
    """Whole number with spaces between thousands."""
    return in_signs(f"{int(value):,}")


@retold
def number(value: float, decimals: int = 2) -> str:
    """Write fixed decimals, a real minus sign, and no negative zero."""
    if math.isinf(value):
        return (MINUS if value < 0 else "") + "∞"
    text = f"{value:,.{decimals}f}"
    return in_signs(text if text.strip("-0.,") else text.removeprefix("-"))


@retold
def shortest(value: float) -> str:
    """Write a number with as many digits as it needs, such as a cut-off."""
    return in_signs(f"{value:g}")


def in_signs(text: str) -> str:
    """Write an English number with the decimal mark of the language that is spoken, and its mark between thousands."""
    mark, space = signs_of_numbers()
    return text.replace("-", MINUS).replace(",", space).replace(".", mark)


@retold
def percent(value: float, decimals: int = 1) -> str:
    """Share as a percentage."""
    return f"{number(100 * value, decimals)} %"


@retold
def proportion(value: float, decimals: int = 2) -> str:
    """Write a statistic that cannot go beyond 1 as journals do: without its zero in English, with it elsewhere."""
    text = number(value, decimals)
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


@retold
def p_value(value: float) -> str:
    """Three decimals, never zero."""
    return f"< {number(0.001, 3)}" if value < 0.001 else number(value, 3)


@retold
def p_band(value: float) -> str:
    """Band of a p-value by its upper end, .001, .01, .05 or 1; another number is no band and is written as it is."""
    mark = signs_of_numbers()[0]
    ends = "." if mark == "." else f"0{mark}"  # a probability has no leading zero in English
    return _BANDS[float(value)].format(ends) if float(value) in _BANDS else p_value(value)


@retold
def size(value: float) -> str:
    """Write a statistic that grows with the respondents, such as a chi-square: a whole number."""
    return number(value, 0)


@retold
def people(middle: float, width: int) -> str:
    """Write the window of a number of respondents from its middle: `<5`, `12` for 10 to 14, `10–19` where it is wide.

    Parameters
    ----------
    middle : float
    width : int
        Of the survey's windows; a middle that is none of theirs is that of a window twice as wide. 1: exact numbers.
    """
    if width == 1:
        return count(middle)
    wide = (middle - (width - 1) / 2) % width != 0
    own = 2 * width if wide else width
    low = round(middle - (own - 1) / 2)
    if low == 0:
        return f"<{own}"
    return count(middle) if own % 2 else f"{count(low)}–{count(low + own - 1)}"


@retold
def about(middle: float, width: int) -> str:
    """Write the window of a number of respondents inside a sentence: `fewer than 5`, `about 12`, `10 to 19`."""
    text = people(middle, width)
    if width == 1:
        return text
    if text.startswith("<"):
        return say("fewer than {n}", n=text[1:])
    if DASH in text:
        low, high = text.split(DASH)
        return say("{low} to {high}", low=low, high=high)
    return say("about {n}", n=text)


@retold
def part_of(part: float, whole: float, *, width: int) -> str:
    """Write a part of a number of respondents that is too small for a share, or leaves too few: `<5 of 42`."""
    if width == 1:
        return say("{some} of {whole}", some=count(part), whole=count(whole))
    if part < width:
        return say("{some} of {whole}", some=people(part, width), whole=people(whole, width))
    few = people(whole - part + (width - 1) / 2, width)
    return say("all but {few} of {whole}", few=few, whole=people(whole, width))


@retold
def bound(share: float, side: str) -> str:
    """Share that is only known to lie on one side: `under 13 %`, `over 87 %`, `under 4.2 %`."""
    share = 100 * share
    text = number(share, 0 if number(share, 1).endswith("0") else 1)
    return say("under {share} %", share=text) if side == "under" else say("over {share} %", share=text)


@retold
def interval(low: float, high: float, decimals: int = 2, *, as_percent: bool = False) -> str:
    """Two ends of an interval; a word between them where a minus sign would confuse a dash."""
    scale = 100 if as_percent else 1
    ends = [number(scale * low, decimals), number(scale * high, decimals)]
    joined = say("{low} to {high}", low=ends[0], high=ends[1]) if any(MINUS in e for e in ends) else DASH.join(ends)
    return f"{joined} %" if as_percent else joined


@retold
def with_interval(value: float, low: float, high: float, decimals: int = 2) -> str:
    """Write an estimate and its interval as journals do: `1.83 (1.20–2.79)`."""
    return f"{number(value, decimals)} ({interval(low, high, decimals)})"


@retold
def with_df(statistic: float, df: float) -> str:
    """Write a statistic that grows with the respondents and its degrees of freedom: `130 (35)`."""
    return f"{size(statistic)} ({count(df)})"
