"""A question that several columns or statements begin with is none of the statements."""

from __future__ import annotations

import pandas as pd
import pyreadstat
import pytest
import yaml
from click.testing import CliRunner

from workbench.cli import main
from workbench.errors import DataError
from workbench.intake import (
    ScaleFacts,
    check_confirmed,
    draft_codebook,
    draft_instrument,
    how_matched,
    load_codebook,
    near_columns,
    read_survey,
    set_keys,
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


@pytest.fixture
def labelled_alike(project):
    """Return a file that labels the columns `worried` and `afraid` alike, and the name of a scale drafted from it."""
    answers = {word: [row % 3 + (place == row % 7) for row in range(84)] for place, word in enumerate(TENSE)}
    labels = dict(zip(TENSE, ["I was tense", "I worried much", "I worried much", "I was restless"], strict=True))
    file = project / "alike.sav"
    pyreadstat.write_sav(pd.DataFrame(answers), str(file), column_labels=labels)
    told = ["--title", "T", "--language", "en", "--lowest", "0", "--highest", "3", "--score", "sum"]
    items = ["--items", "tense..restless", "--higher-means", "more"]
    result = CliRunner().invoke(main, ["instrument", "new", str(file), "--name", "alike", *told, *items])
    assert result.exit_code == 0, result.output
    return file, result.stderr


def test_two_columns_of_one_label_are_told_with_what_corrects_the_statement(labelled_alike):
    told = labelled_alike[1]
    assert "worried and afraid have one statement, since the file labels their columns alike." in told
    assert "items.worried.statement=…' 'items.afraid.statement=…'`." in told
    assert "with `--confirmed` once each column has been compared" in told


def test_a_wrong_label_that_stands_twice_is_overruled_by_whoever_has_compared(project, labelled_alike):
    set_keys(project / "data" / "instruments" / "alike.yaml", ["items.afraid.statement=I was afraid"])
    book = project / "alike.yaml"
    book.write_text(draft_codebook(labelled_alike[0], instrument="alike", items=TENSE), encoding="utf-8")
    with pytest.raises(DataError, match=r"1 of 4 items .*: afraid: column `afraid`.* for “I was afraid”"):
        check_confirmed(read_survey(labelled_alike[0], codebook=book))
    set_keys(book, ["confirmed=true"])
    survey = read_survey(labelled_alike[0], codebook=book)
    check_confirmed(survey)
    assert [item for item, how in how_matched(survey).items() if how == "by hand"] == ["afraid"]


def test_one_column_is_never_drafted_for_two_items_of_one_statement(project, labelled_alike):
    labels = dict(zip(TENSE, ["I was tense", "I worried much", "I was afraid", "I was restless"], strict=True))
    pyreadstat.write_sav(pd.read_spss(labelled_alike[0]), str(project / "clean.sav"), column_labels=labels)
    book = yaml.safe_load(draft_codebook(project / "clean.sav", instrument="alike"))
    assert [entry["column"] for entry in book["items"].values()] == TENSE


def test_columns_that_share_a_statement_are_no_background_and_each_is_near_another_item(project, labelled_alike):
    (project / "data" / "instruments" / "tense.yaml").unlink()
    draft = project / "draft.yaml"
    draft.write_text(draft_codebook(labelled_alike[0]), encoding="utf-8")
    assert not {"worried", "afraid"} & set(yaml.safe_load(draft.read_text(encoding="utf-8")).get("background") or {})
    near = near_columns(labelled_alike[0], codebook=draft)
    assert [one.assignments for one in near] == [("items.worried=worried",), ("items.afraid=afraid",)]


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


def test_a_word_for_no_answer_is_drafted_for_items_too_where_hardly_anybody_has_it(project):
    columns = battery(project, TENSE, "tense.csv")
    frame = pd.read_csv(project / "tense.csv")
    frame.loc[:7, columns[0]] = "En osaa sanoa"
    frame.loc[:1, columns[1]] = "En osaa sanoa"
    frame.to_csv(project / "tense.csv", index=False)
    book = yaml.safe_load(draft_codebook(project / "tense.csv", instrument="tense"))
    assert book["missing"] == ["En osaa sanoa"]
    assert not any("missing" in entry for entry in book["items"].values())
