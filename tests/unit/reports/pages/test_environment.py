"""What fills templates says texts in the language that is spoken, those of users and sentences of errors too."""

import pytest

from workbench.reports.pages import environment
from workbench.wording import say, speaking, worded

TITLE = worded({"fi": "Kysely", "sv": "Enkät & mer"})


@pytest.fixture
def filled(tmp_path):
    (tmp_path / "page.html.j2").write_text("<p>{{ title }}: {{ reason | sentence }}</p>", encoding="utf-8")
    return environment(tmp_path).get_template("page.html.j2")


@pytest.mark.parametrize("reason", [say("It ended before its last cell."), "It ended before its last cell."])
def test_texts_are_said_and_english_sentences_are_heard(filled, reason):
    with speaking("sv"):
        page = filled.render(title=TITLE, reason=reason)
    assert page == "<p>Enkät &amp; mer: Den avslutades före sin sista cell.</p>"
    assert filled.render(title=TITLE, reason=reason) == "<p>Kysely: It ended before its last cell.</p>"
