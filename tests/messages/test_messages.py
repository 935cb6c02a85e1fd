"""Every error a user can meet, once, word for word."""

import re

import pytest

from tests.documents import chapters, errors

CASES = [(file, case) for file, cases in errors.cases().items() for case in cases]
PAGE = (chapters.ROOT / "docs" / "reference" / errors.PAGE).read_text(encoding="utf-8")
SECTIONS = errors.sections(PAGE)


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}: {case.title}" for file, case in CASES])
def test_message_and_its_place_in_the_documentation(file, case, tmp_path):
    with pytest.raises(case.error) as caught:
        case.provoke(tmp_path)
    assert type(caught.value) is case.error
    assert str(caught.value) == case.text
    chapter = chapters.heading(errors.chapter_of(caught.tb))
    assert errors.entry(case) in SECTIONS.get(chapter, ""), f"Not under {chapter} of {errors.PAGE}. Run `make docs`."


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}: {case.title}" for file, case in CASES])
def test_message_states_fault_and_repair(file, case):
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", case.text) if s]
    assert len(sentences) >= 2, "one sentence for the fault, one for the repair"
    assert case.text.endswith((".", "?"))


def test_titles_are_distinct():
    titles = [(file, case.title) for file, case in CASES]
    assert len(set(titles)) == len(titles)


def test_documentation_lists_no_other_message():
    rest = PAGE
    for _, case in CASES:
        rest = rest.replace(errors.entry(case), "", 1)
    assert "\n> " not in rest, "A message that nobody raises any more. Run `make docs`."
