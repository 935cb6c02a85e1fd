"""Make the fonts that pages of a report hold, from the whole ones: ``python -m tests.documents.page_fonts``."""

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from workbench.reports.pages import FONTS

# Basic and western Latin, Š and Ž, Greek letters of statistics, dashes, quotation marks, arrows, signs of reckoning.
RANGES = [(0x20, 0x7E), (0xA0, 0xFF), (0x2013, 0x2014), (0x2018, 0x201E), (0x2190, 0x2193)]
SIGNS = "ŠšŽžΔΣαβκλμρτχωθ†•…\N{NARROW NO-BREAK SPACE}‰−√∞≈≠≤≥"
CHARACTERS = [*(code for low, high in RANGES for code in range(low, high + 1)), *map(ord, SIGNS)]
KEPT_NAMES = (0, 13, 14)  # copyright, licence and its address
OWN_NAMES = {1: "Workbench Sans {weight}", 2: "Regular", 3: "WorkbenchSans-{weight}", 4: "Workbench Sans {weight}"}
OWN_NAMES[6] = OWN_NAMES[3]


def part_of(weight: str) -> TTFont:
    """Return the part of a font that pages need, under a name of its own: the owner reserves the name of the whole."""
    font = TTFont(FONTS / f"SourceSans3-{weight}.ttf", recalcTimestamp=False)
    options = Options(layout_features=["kern", "tnum", "mark"], hinting=False, name_IDs=[*KEPT_NAMES, *OWN_NAMES])
    part = Subsetter(options)
    part.populate(unicodes=CHARACTERS)
    part.subset(font)
    for record in font["name"].names:
        if record.nameID in OWN_NAMES:
            record.string = OWN_NAMES[record.nameID].format(weight=weight)
    font.flavor = "woff2"
    return font


if __name__ == "__main__":
    for each in ("Regular", "SemiBold"):
        part_of(each).save(FONTS / f"WorkbenchSans-{each}.woff2")
