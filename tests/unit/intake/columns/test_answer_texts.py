"""Items in words: official options in the forms that services export, other texts by the codebook."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.instruments import load_instrument
from workbench.intake import read_survey
from workbench.intake.codebook import option_of_text, options_in_words

FORMS = {
    "words": lambda code, label: label.capitalize(),
    "number – words": lambda code, label: f"{code} – {label}",
    "number - words": lambda code, label: f"{code} - {label.upper()}",
    "number = words": lambda code, label: f"{code}={label}",
    "words (number)": lambda code, label: f"{label} ({code})",
    "ends in words": lambda code, label: f"{code} {label}" if code in (1, 5) else str(code),
}


def read(folder, write, **keys):
    frame = example.frame()
    for item in example.ITEMS:
        frame[item] = [write(code) for code in frame[item]]
    frame.to_csv(folder / "survey.csv", index=False)
    return read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, example.codebook(**keys)))


@pytest.mark.parametrize("form", FORMS)
def test_official_options_are_read_as_points_and_counted(tmp_path, form):
    survey = read(tmp_path, lambda code: FORMS[form](code, example.OPTIONS[code]))
    np.testing.assert_array_equal(survey.responses, example.frame()[example.ITEMS].to_numpy(float))
    table = survey.report.table
    counted = table[table["action"] == "official options in words read as their points"]
    # where all answers are words their number would be a second one of those without an answer
    in_words = example.frame()[example.ITEMS].isin([1, 5]).sum() if form == "ends in words" else [len(survey.responses)]
    assert counted["n_rows"].tolist() == list(in_words) * (len(counted) // len(in_words))


def test_words_mean_the_same_whatever_codes_run_backwards(tmp_path):
    items = {f"esis{p}": {"column": f"q{p}", "reversed": True, "shift": 1} for p in range(1, 11)}
    survey = read(tmp_path, lambda code: example.OPTIONS[code], items=items)
    np.testing.assert_array_equal(survey.responses, example.frame()[example.ITEMS].to_numpy(float))


def test_other_texts_are_codes_as_the_codebook_says(tmp_path):
    words = {1: "no way", 2: "rather not", 3: "so-so", 4: "rather", 5: "sure"}
    text = {word.upper(): code for code, word in words.items() if code < 5}
    items = example.codebook()["items"] | {"esis1": {"column": "q1", "text": {"sure": 4}}}
    survey = read(tmp_path, lambda code: words[code], text=text | {"sure": 5}, items=items)
    given = example.frame()[example.ITEMS]
    np.testing.assert_array_equal(survey.responses["esis2"], given["q2"].to_numpy(float))
    np.testing.assert_array_equal(survey.responses["esis1"], given["q1"].clip(upper=4).to_numpy(float))
    assert (survey.report.table["action"] == "texts read as codes: `text` of the codebook").sum() == 10


def test_a_word_that_means_no_answer_stays_missing(tmp_path):
    survey = read(
        tmp_path,
        lambda code: "en osaa sanoa" if code == 3 else example.OPTIONS[code],
        missing=["en osaa sanoa"],
    )
    given = example.frame()[example.ITEMS]
    assert survey.responses.isna().to_numpy().tolist() == (given == 3).to_numpy().tolist()


def test_words_like_an_option_are_not_guessed(tmp_path):
    with pytest.raises(DataError, match="Give the code of each text under `text`"):
        read(tmp_path, lambda code: example.OPTIONS[code].replace("täysin", "melko"))


@pytest.mark.parametrize(
    ("text", "option"),
    [("5", None), ("täysin", None), ("x" + " " * 100_000, None), ("(2) jokseenkin eri mieltä", (2, 2))],
)
def test_only_whole_options_count(text, option):
    assert option_of_text(text, options_in_words(load_instrument("esis"))) == option
