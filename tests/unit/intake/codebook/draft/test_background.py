"""Background variables of a draft: the likeliest of a large file, those that somebody names, ages in bands, ids."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import draft_codebook, read_survey, unsaid_keys
from workbench.intake.codebook import BackgroundVariable, file_overview
from workbench.intake.codebook.draft.likely_background import likely_background
from workbench.intake.files import read_file

N = 60


@pytest.fixture
def large(tmp_path):
    """The ESIS with 40 labelled questions, sex, an age with one labelled code, and a form number of no telling name."""
    frame = example.frame().assign(gndr=np.arange(N) % 2 + 1.0, LOMNRO=np.arange(N) + 100_001)
    frame["agea"] = np.arange(N) % 50 + 18.0
    frame.loc[:2, "agea"] = 999
    questions = {f"v{place}": np.arange(N) % 4 + 1.0 for place in range(40)}
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) | {"agea": "Age of respondent, calculated"}
    values = {question: {1: "a", 2: "b", 3: "c", 4: "d"} for question in questions}
    pyreadstat.write_sav(
        frame.drop(columns="id").assign(**questions),
        str(tmp_path / "my.sav"),
        column_labels=labels,
        variable_value_labels=values | {"gndr": {1: "Male", 2: "Female"}, "agea": {999: "Not available"}},
        missing_ranges={"agea": [999]},
    )
    return tmp_path / "my.sav"


def test_of_many_labelled_columns_the_likeliest_are_taken_and_the_draft_says_so(large):
    draft = draft_codebook(large)
    assert list(yaml.safe_load(draft)["background"]) == ["gndr"]
    assert "## 41 columns have labels. The 15 likeliest at most are background variables" in draft
    assert "  # v0: {column: v0, label: v0, labels: {1: a, 2: b, 3: c, 4: d}}" in draft


def test_answers_of_unmatched_items_are_no_background(tmp_path):
    words = np.array(["disagree", "neither", "agree"])
    items = {f"I like thing {place}": words[np.arange(N) % 3] for place in range(3)}
    frame = pd.DataFrame({**items, "Sex": np.array(["man", "woman"])[np.arange(N) % 2]})
    frame.to_csv(tmp_path / "survey.csv", index=False)
    draft = draft_codebook(tmp_path / "survey.csv")
    assert list(yaml.safe_load(draft)["background"]) == ["Sex"]
    assert draft.count("# answers as items of a scale have") == 3


def test_a_word_that_owns_something_is_not_what_a_question_is_about(large):
    frame = pd.DataFrame({"trstprl": np.arange(N) % 3, "cntry": np.arange(N) % 3})
    labels = {"trstprl": "Trust in country's parliament", "cntry": "Country"}
    pyreadstat.write_sav(frame, str(large.parent / "few.sav"), column_labels=labels)
    _, content = read_file(large.parent / "few.sav", None)
    assert likely_background(content, ["trstprl", "cntry"]) == ["cntry"]


def test_somebody_chooses_background_variables(large, tmp_path):
    draft = draft_codebook(large, background=["v3", "agea"], design={"sampling_weights": "weight"})
    assert list(yaml.safe_load(draft)["background"]) == ["v3", "agea_group"]
    (tmp_path / "my.yaml").write_text(draft, encoding="utf-8")
    survey = read_survey(large, codebook=tmp_path / "my.yaml")
    assert list(survey.background["agea_group"].cat.categories)[1] == "30–44"
    with pytest.raises(DataError, match="There is no column `v33333` for a background variable"):
        draft_codebook(large, background=["v33333"])


def test_an_age_with_one_labelled_code_is_a_number_with_bands(large):
    draft = draft_codebook(large)
    assert "groups: [18, 30, 45, 60], highest: 120, missing: [999]}" in draft
    assert "# agea: {column: agea, label: 'Age of respondent, calculated', unit: \"?\"" in draft


def test_whole_numbers_that_differ_in_every_row_are_an_id_and_no_number(large):
    draft = draft_codebook(large)
    assert "# respondent_id: LOMNRO  # different in every row" in draft
    assert "{column: LOMNRO" not in draft


def test_levels_in_words_that_are_a_ladder_are_put_into_its_order(tmp_path):
    words = np.resize(["Perusaste", "Toinen aste", "Korkea-aste"], N)
    example.frame().assign(Koulutus=words).to_csv(tmp_path / "my.csv", index=False)
    entry = yaml.safe_load(draft_codebook(tmp_path / "my.csv"))["background"]["Koulutus"]
    assert list(entry["labels"]) == ["Perusaste", "Toinen aste", "Korkea-aste"]
    assert entry["ordered"] is True


def test_the_command_of_a_draft_can_be_pasted(tmp_path, monkeypatch):
    (tmp_path / "my data").mkdir()
    path = tmp_path / "my data" / "kysely (1).csv"
    example.frame().to_csv(path, index=False)
    monkeypatch.chdir(tmp_path)
    assert "## workbench check 'my data/kysely (1).csv' CODEBOOK" in draft_codebook(path)


def test_bands_of_a_number_are_words_and_ordered_by_it(tmp_path):
    bands = np.array(["under 10", "10-17", "18-29", "5-9", "65 or older"])[np.arange(N) % 5]
    age, sex = np.where(bands == "5-9", "under 5", bands), np.array(["man", "woman"])[np.arange(N) % 2]
    age = np.where(age == "under 10", "5-9", age)
    frame = pd.DataFrame({"Age, in bands": age, "Sex": sex, "area": np.array(["091", "092"])[np.arange(N) % 2]})
    frame.to_csv(tmp_path / "survey.csv", index=False)
    found = yaml.safe_load(draft_codebook(tmp_path / "survey.csv"))["background"]
    assert list(found) == ["Age, in bands", "Sex"]  # codes of an area say nothing
    assert list(found["Age, in bands"]["labels"]) == ["under 5", "5-9", "10-17", "18-29", "65 or older"]
    assert found["Age, in bands"]["ordered"]
    with pytest.raises(DataError, match="""in quotes within: '"Age, in bands"'"""):
        draft_codebook(tmp_path / "survey.csv", background=["Age", "in bands"])


@pytest.mark.parametrize("label", ["Muu / en halua sanoa", "Other/don't know", "Other or no answer"])
def test_a_label_that_names_an_answer_too_is_no_missing_code_by_itself(tmp_path, label):
    codes = np.array([1.0, 2.0, 3.0, 9.0])[np.arange(N) % 4]
    pyreadstat.write_sav(
        pd.DataFrame({"sex": codes}),
        str(tmp_path / "my.sav"),
        variable_value_labels={"sex": {1: "Man", 2: "Woman", 3: label, 9: "Refused / no answer"}},
    )
    draft = draft_codebook(tmp_path / "my.sav")
    found = yaml.safe_load(draft)["background"]["sex"]
    assert (found["labels"][3], found["missing"]) == (label, [9])
    assert "missing: [9]  # taken for no answer: 9 (Refused / no answer); label what is an answer" in draft


@pytest.fixture
def answered(tmp_path):
    """Answers of a form service: words that few give, one language, free text, days."""
    sex = np.array(["Nainen", "Mies"], dtype=object)[np.arange(N) % 2]
    sex[:2] = "Muu / ei halua sanoa"
    days = pd.Timestamp("2025-01-15") + pd.to_timedelta(np.arange(N) % 12, "D")
    frame = pd.DataFrame(
        {"Sukupuoli": sex, "Kieli": "suomi", "Sana": ["kiitos", "moi"] * 7 + [f"s{p}" for p in range(46)]}
    )
    return frame.assign(Vastattu=days, nro=np.arange(N))


def test_words_that_few_give_are_left_to_a_person_and_never_shown(answered, tmp_path):
    answered.to_csv(tmp_path / "form.csv", index=False)
    draft = draft_codebook(tmp_path / "form.csv")
    assert yaml.safe_load(draft)["background"] == {
        "Sukupuoli": {
            "column": "Sukupuoli",
            "label": "Sukupuoli",
            "labels": {"Mies": "Mies", "Nainen": "Nainen"},
            "others": "?",
        }
    }
    assert "Muu" not in draft
    assert unsaid_keys(draft)[-1] == 'background.Sukupuoli.others="…"'
    assert "## Kieli: no label (one value)" in draft
    assert "## Sana: no label (most rows have values that fewer than 5 have)" in draft


def test_a_code_that_few_have_beside_labelled_ones_is_left_to_a_person(large, tmp_path):
    frame, meta = pyreadstat.read_sav(str(large))
    frame.loc[:1, "gndr"] = 7
    pyreadstat.write_sav(frame, str(tmp_path / "more.sav"), variable_value_labels=meta.variable_value_labels)
    assert yaml.safe_load(draft_codebook(tmp_path / "more.sav"))["background"]["gndr"]["others"] == "?"


def test_dates_are_no_number(answered, tmp_path):
    answered.to_excel(tmp_path / "form.xlsx", index=False)
    draft = draft_codebook(tmp_path / "form.xlsx")
    assert "## Vastattu: no label (dates)" in draft
    assert "Vastattu:" not in draft.replace("## Vastattu:", "")


@pytest.mark.parametrize(("column", "why"), [("Kieli", "one value"), ("Vapaa", "no value that 5 rows or more have")])
def test_a_column_that_somebody_names_is_never_dropped(answered, tmp_path, column, why):
    answered.assign(Vapaa=[f"v{p}" for p in range(N)]).to_csv(tmp_path / "form.csv", index=False)
    with pytest.raises(DataError, match=f"Column `{column}` cannot be a background variable: {why}. Leave it out"):
        draft_codebook(tmp_path / "form.csv", background=["Sukupuoli", column])


def test_a_column_that_somebody_names_may_have_many_rare_words(answered, tmp_path):
    answered.to_csv(tmp_path / "form.csv", index=False)
    draft = yaml.safe_load(draft_codebook(tmp_path / "form.csv", background=["Sana"]))
    assert draft["background"]["Sana"]["labels"] == {"kiitos": "kiitos", "moi": "moi"}


def test_days_that_a_statistical_file_stores_as_numbers_are_no_number(answered, tmp_path):
    frame = example.frame().assign(day=pd.Timestamp("2025-01-15") + pd.to_timedelta(np.arange(N), "D"))
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"))
    pyreadstat.write_dta(frame, str(tmp_path / "my.dta"))
    for name in ("my.sav", "my.dta"):
        assert "## day: no label (dates)" in draft_codebook(tmp_path / name)


def test_one_town_in_several_spellings_is_joined_or_proposed_to_be(tmp_path):
    towns = ["Äänekoski"] * 20 + ["Aanekoski"] * 8 + ["Laukaa"] * 20 + ["LAUKAA "] * 7 + ["Lauka"] * 5
    example.frame().assign(town=towns).to_csv(tmp_path / "my.csv", index=False)
    draft = draft_codebook(tmp_path / "my.csv")
    book = yaml.safe_load(draft)["background"]["town"]
    assert book["merge"] == {"Laukaa": ["Laukaa (2)", "LAUKAA"]}
    assert "Äänekoski: [Äänekoski, Aanekoski]}  # spelled nearly alike: join what is one group" in draft
    assert BackgroundVariable.model_validate(book).levels == ("Aanekoski", "Laukaa", "Lauka", "Äänekoski")


def test_a_labelled_code_that_all_rows_have_is_no_background(large, tmp_path):
    frame, meta = pyreadstat.read_sav(str(large))
    labels = meta.variable_value_labels | {"maa": {1.0: "Suomi"}}
    pyreadstat.write_sav(frame.assign(maa=1.0), str(tmp_path / "more.sav"), variable_value_labels=labels)
    draft = draft_codebook(tmp_path / "more.sav")
    assert "maa" not in yaml.safe_load(draft)["background"]
    assert "## maa: no label (one value)" in draft


def test_an_option_may_be_a_sentence(answered, tmp_path):
    long = "Eläkkeellä (vanhuus-, työkyvyttömyys- tai osatyökyvyttömyyseläke)"
    answered.assign(Toimi=[long, "Työssä"] * 30).to_csv(tmp_path / "form.csv", index=False)
    toimi = yaml.safe_load(draft_codebook(tmp_path / "form.csv"))["background"]["Toimi"]
    assert (set(toimi["labels"]), "others" in toimi) == ({long, "Työssä"}, False)


@pytest.fixture
def ages(tmp_path):
    """A file of ages, of which some rows have words, and of ages with a unit."""
    years = [str(18 + place % 50) for place in range(120)]
    with_words = ["Keine Angabe"] * 9 + ["über 70"] * 5 + ["so alt wie Anna"] + years[15:]
    columns = {"Alter": with_words, "ikä vuosina": [f"{age} v" for age in years], "group": ["a", "b"] * 60}
    pd.DataFrame(columns).to_csv(tmp_path / "my.csv", index=False)
    return tmp_path / "my.csv"


def test_a_number_with_a_few_words_stays_one_whose_frequent_words_are_missing(ages):
    draft = draft_codebook(ages)
    proposed = next(line for line in draft.splitlines() if line.startswith("  # Alter: "))
    assert "missing: [Keine Angabe, über 70]" in proposed
    assert """`workbench set CODEBOOK 'numeric.Alter.missing=["Keine Angabe", "über 70", "WORD"]'`""" in proposed
    assert "Anna" not in draft
    assert "# Alter_group: {column: Alter, label: Alter (groups), groups: [18, 30, 45, 60]" in draft


def test_numbers_with_a_unit_are_said_to_be_stored_alone(ages):
    assert "## ikä vuosina: no label (numbers with a unit behind them: store the numbers alone" in draft_codebook(ages)


AMOUNTS = [f"{1 + n % 3} {n % 900:03d} €" for n in range(7, 607)]


@pytest.mark.parametrize(
    "texts",
    [
        [f"{20 + n % 60} v" for n in range(600)],
        [f"{40 + n % 90}.5 kg" for n in range(600)],
        AMOUNTS,
        [text.replace(" ", "\u00a0") for text in AMOUNTS],
        [f"{n % 70} h/vko" for n in range(600)],
        ["Keine Angabe"] * 20 + [f"{20 + n % 60} J." for n in range(580)],
        [f"{20 + n % 60}" for n in range(400)] + [f"{20 + n % 60} v" for n in range(200)],
    ],
)
def test_draft_and_form_treat_numbers_with_a_unit_alike_and_name_the_repair(tmp_path, texts):
    pd.DataFrame({"amount": texts, "group": ["a", "b"] * 300}).to_csv(tmp_path / "my.csv", index=False)
    why = "numbers with a unit behind them: store the numbers alone, such as 34 in place of `34 y`"
    assert f"## amount: no label ({why})" in draft_codebook(tmp_path / "my.csv")
    found = file_overview(tmp_path / "my.csv").columns["amount"]
    assert (found.kind, found.codes, found.no_number) == ("other", (), why)


@pytest.mark.parametrize(
    "texts", [["1 h", "2 h", "3 h"] * 200, [str(n % 60) for n in range(600)], ["a 1", "b 2"] * 300]
)
def test_few_values_with_a_unit_plain_numbers_and_words_are_not_told_to_be_such(tmp_path, texts):
    pd.DataFrame({"amount": texts, "group": ["a", "b"] * 300}).to_csv(tmp_path / "my.csv", index=False)
    assert file_overview(tmp_path / "my.csv").columns["amount"].no_number == ""


def test_a_column_of_words_with_some_numbers_is_no_number(tmp_path):
    words = [f"word {place % 12}" for place in range(60)] + [str(place % 12) for place in range(60)]
    pd.DataFrame({"mixed": words, "group": ["a", "b"] * 60}).to_csv(tmp_path / "my.csv", index=False)
    assert "## mixed: no label" in draft_codebook(tmp_path / "my.csv")


def test_the_form_offers_a_number_with_words_as_number(ages):
    column = file_overview(ages).columns["Alter"]
    assert (column.kind, column.has_rare) == ("number", True)
    assert [code.code for code in column.missing] == ["Keine Angabe", "über 70"]


def test_a_column_that_may_be_an_area_is_told_with_the_command_that_names_it(tmp_path):
    pd.DataFrame({"kunta": ["Espoo", "Turku"] * 30, "sex": ["a", "b"] * 30}).to_csv(tmp_path / "my.csv", index=False)
    draft = draft_codebook(tmp_path / "my.csv")
    assert "## If kunta is an area, say so by\n" in draft
    assert "`workbench set CODEBOOK 'area=[kunta]'`." in draft
