"""How numbers are written for people: rounding happens here and nowhere else."""

from __future__ import annotations

import math

DASH = "–"
MINUS = "−"
MARK = "†"  # beside a number that its footnote calls unreliable
_THIN_SPACE = "\u202f"
_BANDS = {0.001: "< .001", 0.01: "< .01", 0.05: "< .05", 1.0: "≥ .05"}


def count(value: float) -> str:
    """Whole number with thin spaces between thousands."""
    return f"{int(value):,}".replace(",", _THIN_SPACE).replace("-", MINUS)


def number(value: float, decimals: int = 2) -> str:
    """Write fixed decimals, a real minus sign, and no negative zero."""
    if math.isinf(value):
        return (MINUS if value < 0 else "") + "∞"
    text = f"{value:,.{decimals}f}".replace(",", _THIN_SPACE)
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0.,") else MINUS + text[1:]
    return text


def percent(value: float, decimals: int = 1) -> str:
    """Share as a percentage."""
    return f"{number(100 * value, decimals)} %"


def p_value(value: float) -> str:
    """Three decimals, never zero."""
    return "< 0.001" if value < 0.001 else number(value, 3)


def p_band(value: float) -> str:
    """Band of a p-value by its upper end, .001, .01, .05 or 1; another number is no band and is written as it is."""
    return _BANDS.get(float(value), "") or p_value(value)


def size(value: float) -> str:
    """Write a statistic that grows with the respondents, such as a chi-square: a whole number."""
    return number(value, 0)


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


def about(middle: float, width: int) -> str:
    """Write the window of a number of respondents inside a sentence: `fewer than 5`, `about 12`, `10 to 19`."""
    text = people(middle, width)
    if width == 1:
        return text
    if text.startswith("<"):
        return f"fewer than {text[1:]}"
    return text.replace("–", " to ") if "–" in text else f"about {text}"


def part_of(part: float, whole: float, *, width: int) -> str:
    """Write a part of a number of respondents that is too small for a share, or leaves too few: `<5 of 42`."""
    if width == 1:
        return f"{count(part)} of {count(whole)}"
    some = people(part, width) if part < width else f"all but {people(whole - part + (width - 1) / 2, width)}"
    return f"{some} of {people(whole, width)}"


def bound(share: float, side: str) -> str:
    """Share that is only known to lie on one side: `under 13 %`, `over 87 %`, `under 4.2 %`."""
    text = number(100 * share, 1)
    return f"{side} {text.removesuffix('.0')} %"


def interval(low: float, high: float, decimals: int = 2, *, as_percent: bool = False) -> str:
    """Two ends of an interval; a word between them where a minus sign would confuse a dash."""
    scale = 100 if as_percent else 1
    ends = [number(scale * low, decimals), number(scale * high, decimals)]
    joined = (" to " if any(MINUS in end for end in ends) else DASH).join(ends)
    return f"{joined} %" if as_percent else joined
