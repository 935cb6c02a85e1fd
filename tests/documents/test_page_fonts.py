"""The fonts that pages hold: small, with every letter of our words, and under a name of their own."""

import base64

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from tests.documents import page_fonts
from tests.unit.reports.pages.test_report_pages import pages  # noqa: F401
from workbench.instruments import load_instrument
from workbench.reports.pages import FONTS
from workbench.wording import LANGUAGES, MARK, numbers
from workbench.wording.catalogue import CATALOGUES

WEIGHTS = ("Regular", "SemiBold")
MOST = 60_000  # characters that a page may grow by


def letters_of_our_words():
    found = set(MARK + numbers.DASH + numbers.MINUS + "↑↓")
    for language in LANGUAGES:
        path = CATALOGUES / f"{language}.po"
        if path.exists():
            with path.open(encoding="utf-8") as file:
                for message in read_po(file, locale=language):
                    found |= set(str(message.id)) | set(str(message.string))
    for scale in ("esis", "bfi-agreeableness"):
        for item in load_instrument(scale).items:
            found |= set(item.statement)
    return found - set("\n\t")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_letter_of_our_words_is_there(weight):
    held = TTFont(FONTS / f"WorkbenchSans-{weight}.woff2").getBestCmap()
    assert sorted(letter for letter in letters_of_our_words() if ord(letter) not in held) == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_part_does_not_bear_the_name_that_the_owner_reserves(weight):
    names = TTFont(FONTS / f"WorkbenchSans-{weight}.woff2")["name"].names
    assert {record.toUnicode() for record in names if record.nameID == 1} == {f"Workbench Sans {weight}"}
    assert not [record for record in names if record.nameID not in page_fonts.KEPT_NAMES and "Source" in str(record)]
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def widths(font):
    return {code: font["hmtx"][name] for code, name in font.getBestCmap().items()}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_part_is_what_its_recipe_makes(weight):
    assert widths(TTFont(FONTS / f"WorkbenchSans-{weight}.woff2")) == widths(page_fonts.part_of(weight))


def test_a_page_holds_both_and_grows_by_little(pages):  # noqa: F811
    fonts = [base64.b64encode((FONTS / f"WorkbenchSans-{weight}.woff2").read_bytes()).decode() for weight in WEIGHTS]
    assert sum(map(len, fonts)) < MOST
    for page in pages.values():
        assert all(font in page for font in fonts)
        assert "font-src data:" in page
