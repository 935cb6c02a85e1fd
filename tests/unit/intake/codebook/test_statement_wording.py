"""A question that several columns or statements begin with is none of the statements."""

from __future__ import annotations

import pandas as pd
import pytest
import yaml

from workbench.errors import DataError
from workbench.intake import (
    ScaleFacts,
    check_confirmed,
    draft_codebook,
    draft_instrument,
    how_matched,
    load_codebook,
    read_survey,
)
from workbench.intake.codebook import after_question
from workbench.intake.codebook.statement_wording import candidates, plain, questions, worded

QUESTION = "How often in the last two weeks have you felt"
TENSE = ["tense", "worried", "afraid", "restless"]
GLAD = ["glad", "calm", "safe", "content"]
WORDS = ["never", "sometimes", "often"]


def battery(folder, words, name):
    columns = [f"{QUESTION} [{word}]" for word in words]
    answers = {column: [WORDS[(row + place) % 3] for row in range(60)] for place, column in enumerate(columns)}
    pd.DataFrame(answers).to_csv(folder / name, index=False)
    return tuple(columns)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A scale drafted from the battery of the tense, which lies in the folder of one's own scales."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "data" / "instruments").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    facts = ScaleFacts(
        name="tense",
        title="Tense",
        language="en",
        lowest=0,
        highest=2,
        score="sum",
        higher_means="more",
        options=dict(enumerate(WORDS)),
    )
    columns = battery(tmp_path, TENSE, "tense.csv")
    draft = draft_instrument(tmp_path / "tense.csv", columns=columns, facts=facts)
    (tmp_path / "data" / "instruments" / "tense.yaml").write_text(draft, encoding="utf-8")
    return tmp_path


def test_a_shared_question_becomes_that_of_the_scale_and_the_rest_its_statements(project):
    scale = yaml.safe_load((project / "data" / "instruments" / "tense.yaml").read_text(encoding="utf-8"))
    assert scale["question"] == QUESTION
    assert [item["statement"] for item in scale["items"]] == TENSE


def test_the_file_that_a_scale_was_drafted_from_is_recognised(project):
    book = yaml.safe_load(draft_codebook(project / "tense.csv"))
    assert book["instrument"] == "tense"
    assert [entry["column"] for entry in book["items"].values()] == [f"{QUESTION} [{word}]" for word in TENSE]


def test_another_battery_under_the_same_question_is_by_hand_and_asks(project):
    columns = battery(project, GLAD, "glad.csv")
    assert yaml.safe_load(draft_codebook(project / "glad.csv"))["instrument"] == "?"
    book = project / "glad.yaml"
    book.write_text(draft_codebook(project / "glad.csv", instrument="tense", items=columns), encoding="utf-8")
    survey = read_survey(project / "glad.csv", codebook=load_codebook(book))
    assert set(how_matched(survey).values()) == {"by hand"}
    with pytest.raises(DataError, match="4 of 4 items"):
        check_confirmed(survey)


def test_two_columns_of_one_battery_that_are_swapped_are_refused(project):
    columns = [f"{QUESTION} [{word}]" for word in (TENSE[1], TENSE[0], *TENSE[2:])]
    with pytest.raises(DataError, match="are the statement of `q2`"):
        draft_codebook(project / "tense.csv", instrument="tense", items=columns)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["How do you feel? [at ease]", "How do you feel? [ill]"], ("How do you feel?", ["at ease", "ill"])),
        (["How often: at ease", "How often: ill"], ("How often", ["at ease", "ill"])),
        (["How often (a week, at ease) or so", "How often (a week, ill) or so"], None),
        (["Item: at ease", "Item: ill"], None),
        (["I feel at ease", "I feel ill"], None),
        (["How do you feel? [ill]", "How do you feel? [ill]"], None),
        (["How often: ill", "How often: ill", "How often: well"], ("How often", ["ill", "ill", "well"])),
        (["How do you feel? [ill]", "Are you ill?"], None),
    ],
)
def test_a_question_ends_where_a_form_parts_it_from_the_statement(texts, expected):
    assert after_question(texts) == expected


def test_a_beginning_counts_only_where_one_statement_alone_begins_so():
    statements = [("a", plain(f"{QUESTION} [tense]")), ("b", plain(f"{QUESTION} [afraid]"))]
    assert worded([plain(QUESTION)], statements) == set()
    assert worded([plain(QUESTION)], statements[:1]) == {"a"}
    assert plain(QUESTION) in questions([f"{QUESTION} [glad]", f"{QUESTION} [calm]"])
    assert plain(QUESTION) in candidates(f"{QUESTION} [glad]", [])
