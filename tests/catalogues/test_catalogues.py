"""The catalogues: every message of the sources, translations with the same places, and messages that can be found."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.catalogues.__main__ import up_to_date
from tests.catalogues.messages import PROJECT, catalogue
from workbench.wording import ENGLISH, LANGUAGES
from workbench.wording.catalogue import CATALOGUES

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
PLACE = re.compile(r"{(\w*)}")
CODE = re.compile(r"`[^`]*`")
FOREIGN_MARKS = re.compile("[“„‟«»\"'\u2018\u201a]")
ROOMS = ("plots", "population", "psychometrics", "tables", "wording", "intake/survey.py")


@pytest.fixture(scope="module")
def wanted():
    return catalogue()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_the_messages_of_the_sources_and_no_others(language, wanted):
    text, _ = up_to_date(language, wanted)
    written = (CATALOGUES / f"{language}.po").read_text(encoding="utf-8")
    assert written == text, "Bring it up to date: python -m tests.catalogues"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_message_and_is_sure(language):
    with (CATALOGUES / f"{language}.po").open(encoding="utf-8") as file:
        known = read_po(file, locale=language)
    for message in known:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not message.fuzzy, message.id
        for own, string in zip(ids, strings, strict=True):
            assert not string or set(PLACE.findall(string)) == set(PLACE.findall(own)), own


@pytest.mark.parametrize("language", OTHERS)
def test_words_are_quoted_by_the_marks_of_finnish_and_swedish(language):
    with (CATALOGUES / f"{language}.po").open(encoding="utf-8") as file:
        known = read_po(file, locale=language)
    for message in known:
        for string in message.string if isinstance(message.string, tuple) else (message.string,):
            words = CODE.sub("", string)
            assert not FOREIGN_MARKS.search(words), f"Write ”…” in: {string}"
            assert words.count("”") % 2 == 0, string


def test_marks_around_words_are_said_so_that_each_language_has_its_own():
    for room in ROOMS:
        below = PROJECT / "workbench" / room
        for path in below.rglob("*.py") if below.is_dir() else (below,):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    written = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                    assert not set(written) & set("“”„«»"), f"{path.name}:{node.lineno}: use say"


def test_messages_are_literals_so_that_none_escapes_the_catalogues():
    for path in (PROJECT / "workbench").rglob("*.py"):
        if path == Path(PROJECT / "workbench/wording/said.py"):
            continue
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        ours = [node for node in nodes if isinstance(node, ast.ImportFrom) and "wording" in str(node.module)]
        saying = {"say", "say_count", "counted"} & {name.name for node in ours for name in node.names}
        for node in nodes:
            said = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if said in saying:
                given = node.args[:1] if said == "counted" else node.args  # counts follow the message
                assert given, f"{path.name}:{node.lineno} says nothing"
                assert all(isinstance(argument, ast.Constant) for argument in given), f"{path.name}:{node.lineno}"
