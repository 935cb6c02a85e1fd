"""A draft from a file's own labels: what it finds, what it says it did not find, and what it never repeats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import Codebook, draft_codebook, load_codebook, read_survey

ROOT = Path(__file__).parents[4]
QUESTION = "Mitä mieltä olet seuraavista väittämistä? "


def save(folder: Path, draft: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(draft, encoding="utf-8")
    return path


def loaded(folder: Path, draft: str) -> Codebook:
    return load_codebook(save(folder, draft))


def finnish_file(folder: Path) -> Path:
    """Other column names, numbered statements, codes that run backwards, 8 = don't know, range 90–99, text weight."""
    frame = example.frame(80)
    stored = pd.DataFrame({f"K12_{place}": 6.0 - frame[f"q{place}"] for place in range(1, 11)})
    stored.loc[[0, 1], "K12_1"] = 8
    stored.loc[[2], "K12_2"] = 97
    stored["sukup"] = frame["sex"].astype(float)
    stored.loc[[5], "sukup"] = 9
    stored["kunta"] = frame["area"]
    stored["ikä"] = np.arange(80.0) + 18
    stored["analyysipaino"] = frame["weight"].map(lambda w: f"{w:.3f}".replace(".", ","))
    stored["vastaaja_id"] = frame["id"]
    stored["avoin"] = [f"my own words {place}" for place in range(80)]
    options = {6 - code: label for code, label in example.OPTIONS.items()} | {8: "En osaa sanoa"}
    labels = {f"K12_{place}": f"{QUESTION}12.{place} {s.upper()}." for place, s in enumerate(example.STATEMENTS, 1)}
    pyreadstat.write_sav(
        stored,
        str(folder / "aineisto.sav"),
        column_labels=labels | {"sukup": "Sukupuoli: =1+1 <b>", "analyysipaino": "Painokerroin", "ikä": "Ikä vuosina"},
        variable_value_labels={f"K12_{place}": options for place in range(1, 11)}
        | {
            "sukup": {1: "Mies", 2: "Nainen", 3: "Muu", 9: "Ei vastausta"},
            "kunta": {"091": "Helsinki", "92": "Vantaa"},
        },
        missing_ranges={f"K12_{place}": [{"lo": 90, "hi": 99}] for place in range(1, 11)},
    )
    return folder / "aineisto.sav"


def test_a_finnish_spss_file_is_drafted_and_read_as_drafted(tmp_path):
    path = finnish_file(tmp_path)
    draft = draft_codebook(path)
    book = loaded(tmp_path, draft)
    assert {item: entry.column for item, entry in book.items.items()} == {f"esis{p}": f"K12_{p}" for p in range(1, 11)}
    assert all(entry.reversed and entry.shift == 0 for entry in book.items.values())
    assert book.missing == (8,)
    assert book.background["sukup"].labels == {1: "Mies", 2: "Nainen"}
    assert book.background["sukup"].missing == (9,)
    assert book.background["kunta"].labels == {"091": "Helsinki", 92: "Vantaa"}
    assert book.respondent_id == "vastaaja_id"
    assert book.design.sampling_weights == "analyysipaino"
    assert "Muu  (does not occur)" in draft
    assert "declares 90 to 99 missing" in draft
    assert (
        "#numeric:\n#  ikä: {column: ikä, label: Ikä vuosina, unit: UNIT, lowest: LOWEST, highest: HIGHEST}\n" in draft
    )
    assert not any(words in draft for words in ("person-", "my own words", "1,5", "97.0"))
    survey = read_survey(path, codebook=save(tmp_path, draft))
    expected = example.frame(80)[example.ITEMS].to_numpy(float, copy=True)
    expected[[0, 1], 0] = np.nan
    expected[2, 1] = np.nan
    np.testing.assert_array_equal(survey.responses.to_numpy(), expected)


def test_codes_from_zero_are_shifted(tmp_path):
    frame = example.frame()
    stored = frame[example.ITEMS] - 1.0
    options = {code - 1: label for code, label in example.OPTIONS.items()}
    pyreadstat.write_sav(
        stored,
        str(tmp_path / "survey.sav"),
        column_labels=dict(zip(example.ITEMS, example.STATEMENTS, strict=True)),
        variable_value_labels=dict.fromkeys(example.ITEMS, options),
    )
    book = loaded(tmp_path, draft_codebook(tmp_path / "survey.sav"))
    assert all(entry.shift == 1 and not entry.reversed for entry in book.items.values())


def test_statements_in_another_order_are_matched_by_wording(tmp_path):
    frame = example.frame()
    turned = dict(zip(example.ITEMS, reversed(example.STATEMENTS), strict=True))
    pyreadstat.write_sav(frame, str(tmp_path / "survey.sav"), column_labels=turned)
    book = loaded(tmp_path, draft_codebook(tmp_path / "survey.sav"))
    assert {item: entry.column for item, entry in book.items.items()} == {
        f"esis{p}": f"q{11 - p}" for p in range(1, 11)
    }


def test_a_statement_that_is_not_found_is_said_so(tmp_path):
    frame = example.frame().drop(columns="q4")
    labels = {item: text for item, text in zip(example.ITEMS, example.STATEMENTS, strict=True) if item != "q4"}
    pyreadstat.write_sav(frame, str(tmp_path / "survey.sav"), column_labels=labels)
    draft = draft_codebook(tmp_path / "survey.sav")
    assert "#  esis4: COLUMN  # not found: Olen tarpeellinen muille ihmisille" in draft
    assert "esis4" not in loaded(tmp_path, draft).items


def test_a_numbered_series_without_labels_is_only_proposed(tmp_path):
    example.frame().to_parquet(tmp_path / "survey.parquet")
    draft = draft_codebook(tmp_path / "survey.parquet")
    assert loaded(tmp_path, draft).items["esis10"].column == "q10"
    assert "numbered series only: check the wording" in draft


def test_columns_named_like_the_items(tmp_path):
    frame = example.frame().rename(columns={f"q{p}": f"ESIS_{p:02d}" for p in range(1, 11)})
    frame.to_csv(tmp_path / "survey.csv", index=False)
    assert loaded(tmp_path, draft_codebook(tmp_path / "survey.csv")).items["esis3"].column == "ESIS_03"


def test_unlabelled_columns_show_only_frequent_codes(tmp_path):
    frame = example.frame().assign(rare=[7] * 58 + [8, 8], town=["Aa", "Bb"] * 30, name=[f"n{p}" for p in range(60)])
    frame.to_csv(tmp_path / "survey.csv", index=False)
    draft = draft_codebook(tmp_path / "survey.csv")
    assert '#  town: {column: town, label: town, labels: {Aa: "?", Bb: "?"}}' in draft
    assert "#  rare  # no label" in draft
    assert not any(word in draft for word in ("n17", "person-", "{7:"))


def test_a_proposed_number_is_read_once_unit_and_range_are_written(tmp_path):
    frame = example.frame().assign(age=np.arange(60) % 30 + 20, birthday=[f"1.1.19{p + 10}" for p in range(60)])
    frame.loc[:4, "age"] = 999
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), variable_value_labels={"age": {999.0: "no answer"}})
    draft = draft_codebook(tmp_path / "my.sav")
    assert "lowest: LOWEST, highest: HIGHEST, missing: [999]}" in draft
    assert "#  birthday  # no label" in draft
    for sign, words in {
        "#numeric": "numeric",
        "#  age": "  age",
        "UNIT": "years",
        "LOWEST": "20",
        "HIGHEST": "60",
    }.items():
        draft = draft.replace(sign, words)
    draft = draft.replace("#numeric", "numeric")
    survey = read_survey(tmp_path / "my.sav", codebook=save(tmp_path, draft))
    assert survey.numeric["age"].isna().sum() == 5
    assert survey.numeric["age"].min() >= 20


def test_a_file_without_items_still_gives_yaml(tmp_path):
    pd.DataFrame({"a": [1, 2], "b": [3, 4]}).to_csv(tmp_path / "survey.csv", index=False)
    assert yaml.safe_load(draft_codebook(tmp_path / "survey.csv"))["items"] == {}


@pytest.mark.parametrize(
    "label", ['=HYPERLINK("x")', "+cmd|' /C calc'!A0", "@SUM(A1)", "a: b # c", "line\nbreak: {", "'"]
)
def test_labels_cannot_leave_their_place_in_the_yaml(tmp_path, label):
    frame = example.frame()[[*example.ITEMS, "sex"]].astype(float)
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) | {"sex": label}
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "survey.sav"),
        column_labels=labels,
        variable_value_labels={"sex": {1: label, 2: "b", 3: label}},
    )
    book = loaded(tmp_path, draft_codebook(tmp_path / "survey.sav"))
    assert book.background["sex"].label == " ".join(label.split())
    assert len(book.items) == 10


def test_body_weight_is_no_sampling_weight(tmp_path):
    example.frame().assign(weight=np.arange(60) + 50).to_csv(tmp_path / "survey.csv", index=False)
    assert loaded(tmp_path, draft_codebook(tmp_path / "survey.csv")).design.sampling_weights is None


def test_bfi_items_are_found_by_name(tmp_path):
    book = loaded(tmp_path, draft_codebook(ROOT / "data/example/bfi.csv"))
    assert book.instrument == "bfi-agreeableness"
    assert [entry.column for entry in book.items.values()] == ["A1", "A2", "A3", "A4", "A5"]


def test_a_numbered_series_may_have_words_behind_the_number(tmp_path):
    frame = example.frame()[[f"q{place}" for place in range(10, 0, -1)]]
    frame.rename(columns=lambda name: f"Q 12.{name[1:]} väite").to_csv(tmp_path / "my.csv", index=False)
    items = loaded(tmp_path, draft_codebook(tmp_path / "my.csv")).items
    assert [entry.column for entry in items.values()] == [f"Q 12.{place} väite" for place in range(1, 11)]


def test_columns_of_lists_are_left_out_of_a_draft(tmp_path):
    example.frame().assign(children=[[1, 2]] * 60).to_parquet(tmp_path / "my.parquet")
    assert len(loaded(tmp_path, draft_codebook(tmp_path / "my.parquet")).items) == 10


def test_a_title_above_the_names_of_a_sheet_is_told_before_a_draft_is_made(tmp_path):
    frame = example.frame()
    with pd.ExcelWriter(tmp_path / "my.xlsx") as book:
        frame.to_excel(book, index=False, startrow=2)
        book.sheets["Sheet1"]["A1"] = "Survey 2024"
    with pytest.raises(DataError, match="names in row 3"):
        draft_codebook(tmp_path / "my.xlsx")
