"""Every error a user can meet, once, word for word."""

import re

import pytest

from tests.messages import document

CASES = [(chapter, case) for chapter, cases in document.chapters().items() for case in cases]


@pytest.mark.parametrize(("chapter", "case"), CASES, ids=[f"{c}: {case.title}" for c, case in CASES])
def test_message(chapter, case, tmp_path):
    with pytest.raises(case.error) as caught:
        case.provoke(tmp_path)
    assert type(caught.value) is case.error
    assert str(caught.value) == case.text


@pytest.mark.parametrize(("chapter", "case"), CASES, ids=[f"{c}: {case.title}" for c, case in CASES])
def test_message_states_fault_and_repair(chapter, case):
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", case.text) if s]
    assert len(sentences) >= 2, "one sentence for the fault, one for the repair"
    assert case.text.endswith((".", "?"))


def test_titles_are_distinct():
    titles = [(chapter, case.title) for chapter, case in CASES]
    assert len(set(titles)) == len(titles)


def test_documentation_lists_exactly_these_messages():
    assert document.DOCUMENT.read_text(encoding="utf-8") == document.text(), (
        "Write it again: .venv/bin/python -m tests.messages.document"
    )
