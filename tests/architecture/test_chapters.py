"""One chapter, one word: numbers of R and an explanation under the word that the package uses."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(
    room.parent.name
    for part in ("psychometrics", "population")
    for room in (ROOT / "workbench" / part).glob("*/__init__.py")
    if room.parent.name != "answers"  # selects respondents, estimates nothing
)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_numbers_and_an_explanation(chapter):
    assert list((ROOT / "tests" / "reference" / chapter).glob("test_*.py"))
    assert (ROOT / "docs" / "explanation" / f"{chapter.replace('_', '-')}.md").exists()


def test_numbers_of_r_stand_under_no_other_word():
    folders = {path.parent.name for path in (ROOT / "tests" / "reference").glob("*/test_*.py")}
    assert folders == set(CHAPTERS)
    index = (ROOT / "tests" / "reference" / "README.md").read_text(encoding="utf-8")
    assert [word for word in CHAPTERS if f"]({word})" not in index] == []


def test_every_explanation_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = (ROOT / "docs" / "explanation").glob("*.md")
    assert [page.name for page in pages if f"explanation/{page.name}" not in index] == []
