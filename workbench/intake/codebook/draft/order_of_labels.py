"""Whether the labels of a variable look ordered: by rising numbers, or as steps of a ladder of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from workbench.intake.files import Code

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
BAND = re.compile(
    r"\d\s*[-–—]\s*\d|\d\s*\+|[<>≤≥]\s*\d|\b(under|over|less|more|below|above|up to|years?|times|alle|yli|enintään|"
    r"vähintään|vuo|kertaa|högst|minst|över|år)",
    re.IGNORECASE,
)
_BELOW = re.compile(r"[<≤]|\b(under|less|below|up to|alle|enintään|högst)\b", re.IGNORECASE)
_FEWEST = 3  # two levels are ordered by nothing
_LADDERS = [
    [re.compile(step, re.IGNORECASE) for step in ladder]
    for ladder in (
        # education
        (
            r"^(no|none|ei|ingen)\b",
            r"basic|primary|elementary|lower secondary|perus|kansakoulu|grund",
            r"\b(upper )?secondary|vocational|high school|toi(nen|sen?) aste|keskiaste|ammatillinen|lukio|"
            r"ylioppilas|gymnasi",
            r"higher|tertiary|bachelor|college|alempi korkea|korkea|högskol|university|yliopisto",
            r"master|postgraduate|ylempi|doctor|tohtor|licentiat|lisensiaat",
        ),
        # amount and quality
        (
            r"^(very|erittäin|hyvin|mycket) (low|poor|bad|small|huono|heikko|alhainen|pien|vähän|dålig|låg)",
            r"^(rather |fairly |melko )?(low|poor|bad|small|lower|huono|heikko|alhainen|pien|vähän|dålig|låg)",
            r"^(middle|medium|fair|average|moderate|moderately|keski|kohtalai|medel)",
            r"^(rather |fairly |melko )?(high|good|large|big|higher|hyvä|korkea|suur|paljon|bra|hög|stor)",
            r"^(very|erittäin|hyvin|mycket) (high|good|large|hyvä|korkea|suur|paljon|bra|hög|stor)|^excellent|erinomai",
        ),
        # frequency
        (
            r"^(never|not at all|en koskaan|ei koskaan|ei lainkaan|en lainkaan|aldrig)",
            r"^(rarely|seldom|hardly ever|almost never|a little of the time|harvoin|sällan)",
            r"^(sometimes|occasionally|some of the time|several days|on some days|joskus|silloin tällöin|ibland)",
            r"^(often|usually|frequently|most of the time|more than half|on most days|usein|ofta)",
            r"^(always|all of the time|nearly every day|every day|daily|aina|päivittäin|alltid)",
        ),
        # agreement
        (
            r"^(strongly|fully|completely|totally|täysin|helt) (disagree|eri)",
            r"^(somewhat |rather |jokseenkin |osittain |delvis )?(disagree|eri mieltä)",
            r"^(neither|e[in] samaa|neutral|en osaa|varken)",
            r"^(somewhat |rather |jokseenkin |osittain |delvis )?(agree|samaa mieltä)",
            r"^(strongly|fully|completely|totally|täysin|helt) (agree|samaa)",
        ),
    )
]


def look_ordered(labels: list[str]) -> bool:
    """Tell whether labels, in their order, rise in number, or rise or fall on one ladder of words."""
    if len(labels) < _FEWEST:
        return False
    numbers = [_NUMBER.search(label) for label in labels]
    firsts = [float(found[0].replace(",", ".")) for found in numbers if found]
    bands = any(map(BAND.search, labels))  # districts have numbers too, and no order
    if bands and len(firsts) == len(labels) and all(a <= b for a, b in pairwise(firsts)) and firsts[0] < firsts[-1]:
        return True
    return any(_on_ladder(labels, ladder) for ladder in _LADDERS)


def on_a_ladder(codes: Sequence[Code]) -> list[Code]:
    """Put words that are steps of one ladder, or bands of one number, into their order; others stay as they are."""
    return words_on_a_ladder(codes) or _bands_in_order(codes) or list(codes)


def _bands_in_order(codes: Sequence[Code]) -> list[Code]:
    """Return bands such as `under 18`, `18–29`, `65 or older`, the lowest first; none where a text is no band."""
    texts = [str(code) for code in codes]
    numbers = [_NUMBER.search(text) for text in texts]
    firsts = [float(found[0].replace(",", ".")) for found in numbers if found]
    if len(firsts) < len(texts) or not any(map(BAND.search, texts)):
        return []
    places = [(first, not _BELOW.search(text)) for first, text in zip(firsts, texts, strict=True)]
    return [code for _, code in sorted(zip(places, codes, strict=True), key=lambda pair: pair[0])]


def words_on_a_ladder(codes: Sequence[Code]) -> list[Code]:
    """Return words that are steps of one ladder in its order, the least first; none where they are not."""
    for ladder in _LADDERS:
        steps = _steps([str(code) for code in codes], ladder)
        if len(codes) >= _FEWEST and -1 not in steps and len(set(steps)) == len(steps):
            return [code for _, code in sorted(zip(steps, codes, strict=True), key=lambda pair: pair[0])]
    return []


def _steps(labels: list[str], ladder: list[re.Pattern[str]]) -> list[int]:
    return [next((place for place, step in enumerate(ladder) if step.search(label)), -1) for label in labels]


def _on_ladder(labels: list[str], ladder: list[re.Pattern[str]]) -> bool:
    steps = _steps(labels, ladder)
    rising = all(a < b for a, b in pairwise(steps)) or all(a > b for a, b in pairwise(steps))
    return rising and -1 not in steps
