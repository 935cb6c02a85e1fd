"""How numbers are written for people: rounding happens here and nowhere else."""

from __future__ import annotations

import math

DASH = "–"
MINUS = "−"
MARK = "†"  # beside a number that its footnote calls unreliable
_THIN_SPACE = "\u202f"


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


def interval(low: float, high: float, decimals: int = 2, *, as_percent: bool = False) -> str:
    """Two ends of an interval; a word between them where a minus sign would confuse a dash."""
    scale = 100 if as_percent else 1
    ends = [number(scale * low, decimals), number(scale * high, decimals)]
    joined = (" to " if any(MINUS in end for end in ends) else DASH).join(ends)
    return f"{joined} %" if as_percent else joined
