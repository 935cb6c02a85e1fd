"""The pages in other languages: the one that is chosen is kept, and no word stands outside messages."""

from __future__ import annotations

import json
import re
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.catalogues.pseudo import LANGUAGE, mark_messages, unmarked
from tests.reports import toys
from tests.unit.intake import example
from tests.unit.lab.form_pages import begin, send
from tests.unit.lab.served import AS_A_PROGRAM, serve
from workbench.instruments import load_instrument
from workbench.intake import FILE_FORMATS
from workbench.intake.project import known_instruments
from workbench.lab.my_survey import STEPS
from workbench.wording import LANGUAGES, LANGUAGES_VARIABLE
from workbench.yaml_files import yaml_text

SHOWN = ("aria-label", "title", "placeholder", "alt")
_FORMAL = "script, style, pre, .languages, [lang=en] *, .statement"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = toys.write_project(tmp_path_factory.mktemp("languages") / "project")
    toys.write_notebook(folder / "notebooks", "01_shows", toys.TABLE)
    example.frame().to_csv(folder / "data" / "mine.csv", index=False)
    book = example.codebook(crossings=[["sex", "area"]], confirmed=True)
    book["background"]["area"] |= {"others": "missing"}
    book["numeric"] = {"weight": {"column": "weight", "label": "Weight", "unit": "1", "lowest": 0, "highest": 9}}
    (folder / "data" / "mine.yaml").write_text(yaml_text(book), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(project, tmp_path_factory):
    with serve(project, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


def page(server, path: str, **headers: str) -> BeautifulSoup:
    answer = server.ask(f"/workbench/{path}", headers=AS_A_PROGRAM | headers)
    assert answer.status == 200, path
    return BeautifulSoup(answer.text, "html.parser")


def texts_of(shown: BeautifulSoup) -> list[str]:
    for formal in shown.select(_FORMAL):
        formal.decompose()
    for code in shown.select("code"):
        code.replace_with(f"`{code.text}`")
    shown.smooth()
    found = [text.strip() for text in shown.find_all(string=True) if text.strip() and text.strip() != "html"]
    return found + [tag[name] for name in SHOWN for tag in shown.select(f"[{name}]")]


def words_of(project: Path) -> list[str]:
    words = [path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()]
    words += [
        "workbench codebook FILE",
        "data/private/mine.yaml",
        "conf_level",
        "group",
        "Weight",
        *FILE_FORMATS,
        "CSV",
        "ESIS",
        "esis",
        "Title of 01_shows",
        "Question of 01_shows",
        *example.frame().columns,
    ]
    for path in known_instruments():
        scale = load_instrument(path.stem, folder=path.parent)
        words += [scale.name, *scale.cutoffs, *(c.label for c in scale.cutoffs.values()), *scale.item_ids]
        words += [text for item in scale.items for text in (item.statement, item.id)]
        words += [text for option in scale.options for text in (option.label, option.numbered)]
    return sorted({*words, *_strings(example.codebook())}, key=len, reverse=True)


def _strings(content: Any) -> list[str]:
    if isinstance(content, dict):
        return [text for key, value in content.items() for text in (*_strings(key), *_strings(value))]
    if isinstance(content, list):
        return [text for value in content for text in _strings(value)]
    return [str(content)]


def test_no_word_of_a_page_is_outside_messages(server, project, monkeypatch):
    mark_messages(monkeypatch)
    query, words = f"?language={LANGUAGE}", words_of(project)
    paths = ["", "survey/", "notebooks/01_shows.ipynb"]
    unsaid = {path: _unsaid(page(server, path + query), words) for path in paths}
    assert begin(server, "data/mine.csv", "data/mine.yaml").status == 303
    for step in STEPS:
        unsaid[step] = _unsaid(page(server, f"survey/{step}{query}"), words)
    send(server, "items", {"instrument": "own", "wanted": "scale"})
    unsaid["own scale"] = _unsaid(page(server, f"survey/items{query}"), words)
    assert not {where: found for where, found in unsaid.items() if found}


def _unsaid(shown: BeautifulSoup, words: list[str]) -> dict[str, str]:
    """What people read and no catalogue knows, but for commands, keys and files."""
    left = {text: re.sub("`[^`]*`", "", unmarked(text, words)) for text in texts_of(shown)}
    return {text: words for text, words in left.items() if re.search(r"[^\W\d_]", words)}


def test_scripts_speak_the_language_of_their_page(server):
    for language, words in (("fi", "Ajo alkaa."), ("sv", "Körningen börjar."), ("en", "The run begins.")):
        shown = page(server, f"?language={language}")
        assert (shown.html["lang"], json.loads(shown.body["data-words"])["begins"]) == (language, words)


def test_a_language_that_was_chosen_is_kept_for_the_session_and_others_are_offered(server):
    logged_in = {"Cookie": "; ".join(f"{name}={value}" for name, value in server.browser().items())}
    chosen = server.ask("/workbench/survey/?language=sv", headers=logged_in)
    (kept,) = SimpleCookie(chosen.headers["set-cookie"]).values()
    assert (kept.key, kept.value, kept["max-age"], kept["expires"]) == ("workbench-language", "sv", "", "")
    later = page(server, "", Cookie="workbench-language=sv")
    assert later.html["lang"] == "sv"
    links = {link["hreflang"]: link["href"] for link in later.select(".languages a")}
    assert set(links) == set(LANGUAGES) - {"sv"}
    assert links["fi"].endswith("?language=fi")
    assert page(server, "", Cookie="workbench-language=xx").html["lang"] == "en"


def test_without_a_choice_the_language_is_that_of_reports(server, monkeypatch):
    monkeypatch.setenv(LANGUAGES_VARIABLE, "fi,sv")
    assert page(server, "survey/").html["lang"] == "fi"


def test_a_fault_of_the_form_is_said_in_its_language_with_its_labels_and_windows(server):
    assert begin(server, "data/mine.csv", "data/mine.yaml").status == 303
    sent = {"wanted": "next", "instrument": "esis", "items.esis1": "q1"}
    answer = send(server, "items", sent, Cookie="workbench-language=fi")
    fault = BeautifulSoup(answer.text, "html.parser").select_one("#fault p").text
    assert answer.status == 422
    assert fault.startswith("Väittämä esis2: saraketta ei ole valittu. Sarake puuttuu 9 väittämältä")


def test_a_refusal_is_said_in_the_language_of_the_page(server):
    headers = AS_A_PROGRAM | {"Cookie": "workbench-language=fi"}
    answer = server.ask("/workbench/run", method="POST", body={"survey": "x"}, headers=headers)
    assert answer.json["message"] == "Pyynnössä on vain survey. Valitse aineistotiedosto ja sen koodikirja."
