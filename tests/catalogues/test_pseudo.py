"""The marking language itself: it finds words that nobody said, and only those."""

import pytest

from tests.catalogues.pseudo import LANGUAGE, mark_messages, unmarked
from workbench.wording import listed, numbers, say, speaking


@pytest.fixture(autouse=True)
def marked(monkeypatch):
    mark_messages(monkeypatch)
    with speaking(LANGUAGE):
        yield


@pytest.mark.parametrize(
    "text",
    [
        lambda: "Share of men",
        lambda: f"{say('Share')} of men",
        lambda: say("Share of {group}", group="men"),
        lambda: f"{say('Mean')} 2.5",
        lambda: f"{say('Mean')} .5",
    ],
)
def test_words_and_numbers_that_nobody_said_are_found(text):
    assert unmarked(text(), ["men and women"])


@pytest.mark.parametrize(
    "text",
    [
        lambda: say("Share of {group}", group="men and women"),
        lambda: say("{kind}: {ends}", kind=say("Mean"), ends=numbers.interval(-0.1, 0.25)),
        lambda: listed(["men and women", "q1"]),
        lambda: f"{say('Share of')[:6]} …",
        lambda: "Hu & Bentler 1999, CFI 12 %",
    ],
)
def test_messages_numbers_names_and_words_of_users_are_not(text):
    assert not unmarked(text(), ["men and women", "q1"])
