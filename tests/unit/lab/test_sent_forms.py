"""The form with columns of any name and with hundreds of them."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import pytest

from tests.reports import toys
from tests.unit.lab.form_pages import FORM, begin, fields_of, send
from tests.unit.lab.served import AS_A_PROGRAM, serve
from workbench.lab.my_survey import Drafts

AGE = "Ikä (vuosina)"
NAMES = [AGE, "Työ.tilanne [nyt]", 'Kysymys "A", b=c&d', "Mieliala 🙂", "T1[0]", "o'Hara; 50 % + 1"]
MANY = 500


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = toys.write_project(tmp_path_factory.mktemp("columns") / "project")
    groups = pd.DataFrame({name: ["kyllä", "ei"] * 30 for name in NAMES[1:]})
    pd.concat([pd.Series(range(20, 80), name=AGE), groups], axis=1).to_csv(folder / "data" / "names.csv", index=False)
    many = pd.DataFrame({f"Kysymys {n} äö": ["kyllä", "ei"] * 30 for n in range(MANY)})
    many.to_csv(folder / "data" / "many.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def server(project, tmp_path_factory):
    with serve(project, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


def page_of(server, step):
    return server.ask(f"/workbench/survey/{step}", headers=AS_A_PROGRAM).text


def add(server, *columns):
    page = fields_of(page_of(server, "background"), "background")
    return send(server, "background", [*page, *(("background.add", column) for column in columns), ("wanted", "add")])


def test_columns_of_any_name_are_described(server, project):
    assert begin(server, "data/names.csv", "").status == 303
    assert add(server, AGE).status == 303
    wanted = {f"background.{name}.label": f"Label {place}" for place, name in enumerate(NAMES)}
    wanted |= {f"background.{AGE}.{key}": text for key, text in {"unit": "v", "lowest": "18", "highest": "90"}.items()}
    page = fields_of(page_of(server, "background"), "background")
    assert wanted.keys() <= {name for name, _ in page}
    changed = [(name, wanted.get(name, value)) for name, value in page]
    assert send(server, "background", [*changed, ("wanted", "next")]).status == 303
    content = Drafts(project).current().content
    assert [content["background"][name]["label"] for name in NAMES[1:]] == [f"Label {n}" for n in range(1, len(NAMES))]
    assert content["numeric"] == {AGE: {"column": AGE, "label": "Label 0", "unit": "v", "lowest": 18, "highest": 90}}


def test_what_a_page_does_not_know_stays_as_it_is(server, project):
    begin(server, "data/names.csv", "")
    old = fields_of(page_of(server, "background"), "background")
    add(server, AGE)
    assert send(server, "background", [*old, ("wanted", "next")]).status == 409  # a tab that is older
    old = [field for field in old if field[0] != "draft.version"]  # a program that says no version
    answer = send(server, "background", [*old, ("wanted", "next")])
    assert (answer.status, "“Unit” of" in answer.text) == (422, True)
    assert list(Drafts(project).current().content["numeric"]) == [AGE]


def test_of_hundreds_of_columns_the_user_chooses(server, project):
    assert begin(server, "data/many.csv", "").status == 303
    page = page_of(server, "background")
    assert f"None is chosen yet: {MANY} columns may be background variables" in page
    assert not Drafts(project).current().content["background"]
    chosen = [f"Kysymys {n} äö" for n in range(300)]
    assert add(server, *chosen).status == 303
    page = fields_of(page_of(server, "background"), "background")
    assert len(page) > 3000  # more than the thousand fields that Jupyter's server takes
    changed = [(name, "Viimeinen" if name == f"background.{chosen[-1]}.label" else value) for name, value in page]
    assert send(server, "background", [*changed, ("wanted", "next")]).status == 303
    background = Drafts(project).current().content["background"]
    assert (list(background), background[chosen[-1]]["label"]) == (chosen, "Viimeinen")


def test_the_token_of_a_long_page_is_checked_too(server):
    cookies = server.browser()
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} | FORM
    del headers["Authorization"]
    fields = [(f"background.x{n}.label", "x") for n in range(2000)]
    for token, status in ((cookies["_xsrf"], 303), ("", 403), (server.browser()["_xsrf"], 403)):
        body = urlencode([*fields, ("_xsrf", token), ("wanted", "stay")]).encode()
        answer = server.ask("/workbench/survey/background", method="POST", body=body, headers=headers)
        assert answer.status == status
