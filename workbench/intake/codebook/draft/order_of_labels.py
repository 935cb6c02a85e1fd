"""Whether the labels of a variable look ordered: by rising numbers, or as steps of a ladder of words."""

from __future__ import annotations

import re
from itertools import pairwise

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BAND = re.compile(
    r"\d\s*[-–]\s*\d|\d\s*\+|\b(under|over|less|more|below|above|up to|years?|times|alle|yli|enintään|"
    r"vähintään|vuo|kertaa|högst|minst|över|år)",
    re.IGNORECASE,
)
_FEWEST = 3  # two levels are ordered by nothing
_LADDERS = [
    [re.compile(step, re.IGNORECASE) for step in ladder]
    for ladder in (
        # education
        (
            r"^(no|none|ei|ingen)\b",
            r"basic|primary|elementary|lower secondary|perus|kansakoulu|grund",
            r"\b(upper )?secondary|vocational|high school|toisen? aste|keskiaste|ammatillinen|lukio|ylioppilas|gymnasi",
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
            r"^(rarely|seldom|harvoin|sällan)",
            r"^(sometimes|occasionally|joskus|silloin tällöin|ibland)",
            r"^(often|usually|frequently|usein|ofta)",
            r"^(always|every day|daily|aina|päivittäin|alltid)",
        ),
        # agreement
        (
            r"^(strongly|fully|completely|totally|täysin|helt) (disagree|eri)",
            r"^(somewhat |rather |jokseenkin |osittain |delvis )?(disagree|eri mieltä)",
            r"^(neither|ei samaa|neutral|en osaa|varken)",
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
    bands = any(map(_BAND.search, labels))  # districts have numbers too, and no order
    if bands and len(firsts) == len(labels) and all(a <= b for a, b in pairwise(firsts)) and firsts[0] < firsts[-1]:
        return True
    return any(_on_ladder(labels, ladder) for ladder in _LADDERS)


def _on_ladder(labels: list[str], ladder: list[re.Pattern[str]]) -> bool:
    steps = [next((place for place, step in enumerate(ladder) if step.search(label)), -1) for label in labels]
    rising = all(a < b for a, b in pairwise(steps)) or all(a > b for a, b in pairwise(steps))
    return rising and -1 not in steps
