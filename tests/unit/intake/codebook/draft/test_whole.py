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
from workbench.instruments import instrument_path
from workbench.intake import (
    Codebook,
    check_confirmed,
    draft_codebook,
    how_matched,
    load_codebook,
    order_sentence,
    read_survey,
    scale_sentence,
)
from workbench.tables import items_matched

QUESTION = "Mitä mieltä olet seuraavista väittämistä? "


def save(folder: Path, draft: str) -> Path:
    """Save a draft in which somebody has said that the column which is called weight holds weights."""
    path = folder / "draft.yaml"
    path.write_text(draft.replace('sampling_weights: "?"', "sampling_weights: weight"), encoding="utf-8")
    return path


def entries(draft):
    """What the draft says, without the check that nothing is left open."""
    return yaml.safe_load(draft)


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
    assert "      # 3: Muu  # does not occur\n" in draft
    assert "declares 90 to 99 missing" in draft
    assert (
        'numeric: {\n  # ikä: {column: ikä, label: Ikä vuosina, unit: "?", lowest: "?", highest: "?"},\n  }\n' in draft
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


def test_the_order_of_the_file_is_said_where_it_is_not_that_of_the_scale(tmp_path):
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    frame = example.frame().drop(columns=["id", "weight"])
    for name, items, said in (("a", example.ITEMS, ""), ("b", example.ITEMS[::-1], "esis10, esis9, esis8")):
        rest = [column for column in frame if column not in items]
        pyreadstat.write_sav(
            frame[[*items, *rest]],
            str(tmp_path / f"{name}.sav"),
            column_labels={c: labels.get(c, "") for c in (*items, *rest)},
        )
        survey = read_survey(
            tmp_path / f"{name}.sav", codebook=save(tmp_path, draft_codebook(tmp_path / f"{name}.sav"))
        )
        assert bool(order_sentence(survey)) == bool(said)
        assert said in order_sentence(survey)
        assert [finding.sentence for finding in items_matched(survey).findings] == (
            [scale_sentence(survey), order_sentence(survey)] if said else [scale_sentence(survey)]
        )


@pytest.mark.parametrize("labelled", [True, False])
def test_columns_that_are_not_named_are_found_by_their_words_or_their_place(tmp_path, labelled):
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) if labelled else {}
    frame = example.frame().drop(columns=["id", "weight"])
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), column_labels={c: labels.get(c, "") for c in frame})
    given = tuple(item for item in example.ITEMS if item != "q6")
    with pytest.raises(DataError, match=r"9 columns are named\. .* Not named, and likely one of them: `q6`\."):
        draft_codebook(tmp_path / "a.sav", instrument="esis", items=given)
    with pytest.raises(
        DataError, match=r"2 columns are named\. Name a column for each item, in the order of the scale\.$"
    ):
        draft_codebook(tmp_path / "a.sav", instrument="esis", items=("q1", "q6"))


def test_a_statement_that_is_not_found_is_said_so(tmp_path):
    frame = example.frame().drop(columns="q4")
    labels = {item: text for item, text in zip(example.ITEMS, example.STATEMENTS, strict=True) if item != "q4"}
    pyreadstat.write_sav(frame, str(tmp_path / "survey.sav"), column_labels=labels)
    draft = draft_codebook(tmp_path / "survey.sav")
    assert '  # esis4: "?"  # not found: Olen tarpeellinen muille ihmisille' in draft
    assert "esis4" not in loaded(tmp_path, draft).items


def test_a_numbered_series_is_never_proposed_as_a_scale(tmp_path):
    example.frame().to_parquet(tmp_path / "survey.parquet")
    draft = draft_codebook(tmp_path / "survey.parquet")
    assert (entries(draft)["instrument"], entries(draft)["items"]) == ("?", {})
    with pytest.raises(DataError, match=r"`instrument` in line \d+ is still `\?`"):
        loaded(tmp_path, draft)


def test_columns_named_like_the_items_are_not_taken_for_them(tmp_path):
    frame = example.frame().rename(columns={f"q{p}": f"ESIS_{p:02d}" for p in range(1, 11)})
    frame.to_csv(tmp_path / "survey.csv", index=False)
    assert entries(draft_codebook(tmp_path / "survey.csv"))["items"] == {}


def test_columns_of_the_design_may_be_named(tmp_path):
    frame = example.frame().assign(w_a=np.linspace(0.5, 2, 60), w_b=np.linspace(0.5, 3, 60), part=np.arange(60) % 3)
    frame.to_csv(tmp_path / "survey.csv", index=False)
    assert entries(draft_codebook(tmp_path / "survey.csv"))["design"]["sampling_weights"] == "?"
    named = {"sampling_weights": "w_b", "strata": "part"}
    assert entries(draft_codebook(tmp_path / "survey.csv", design=named))["design"] == named


def test_unlabelled_columns_show_only_frequent_codes(tmp_path):
    frame = example.frame().assign(rare=[7] * 58 + [8, 8], town=["Aa", "Bb"] * 30, name=[f"n{p}" for p in range(60)])
    frame.to_csv(tmp_path / "survey.csv", index=False)
    draft = draft_codebook(tmp_path / "survey.csv")
    assert entries(draft)["background"]["town"]["labels"] == {"Aa": "Aa", "Bb": "Bb"}
    assert "  # sex: {column: sex, label: sex, labels: {1: '1', 2: '2'}}  # its codes are its labels: write" in draft
    assert "## rare: no label (one value that 5 rows or more have)" in draft
    assert not any(word in draft for word in ("n17", "person-", "{7:"))


def test_a_proposed_number_is_read_once_unit_and_range_are_written(tmp_path):
    frame = example.frame().assign(age=np.arange(60) % 30 + 20, birthday=[f"1.1.19{p + 10}" for p in range(60)])
    frame.loc[:4, "age"] = 999
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "my.sav"),
        column_labels=labels,
        variable_value_labels={"age": {999.0: "no answer"}},
    )
    draft = draft_codebook(tmp_path / "my.sav")
    assert "## birthday: no label" in draft
    number = '  # age: {column: age, label: age, unit: "?", lowest: "?", highest: "?", missing: [999]},'
    assert number in draft
    filled = "  age: {column: age, label: age, unit: years, lowest: 20, highest: 60, missing: [999]},"
    draft = draft.replace(number, filled)
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
    assert "sampling_weights" not in entries(draft_codebook(tmp_path / "survey.csv")).get("design", {})


def test_anxiety_items_are_not_taken_for_a_scale_with_as_many_items(tmp_path):
    words = ["I feel nervous", "I cannot stop worrying", "I have trouble relaxing", "I am restless", "I am irritable"]
    words += ["I fear the worst", "My heart races", "I sleep badly", "I avoid people", "I tire easily"]
    frame = example.frame()
    labels = dict(zip(example.ITEMS, words, strict=True))
    pyreadstat.write_sav(frame, str(tmp_path / "anxiety.sav"), column_labels=labels)
    draft = draft_codebook(tmp_path / "anxiety.sav")
    assert (entries(draft)["instrument"], entries(draft)["items"]) == ("?", {})
    assert "near" not in draft


def form_header(place: int) -> str:
    statement = example.STATEMENTS[place - 1]
    forms = [
        f"{place}. {statement}",
        f"{QUESTION}[{statement}]",
        f'  "{statement.upper()}." ',
        f"K12_{place}: {statement.replace(' ', '  ')}",
        statement.replace("vaikuttamaan", "vaikutamaan").replace("ä", "a"),
    ]
    return forms[place % len(forms)]


def test_statements_as_column_names_of_a_form_are_found_and_read(tmp_path):
    frame = example.frame().rename(columns={f"q{place}": form_header(place) for place in range(1, 11)})
    frame["weight"] = frame["weight"].map(lambda weight: f"{weight:.4f}".replace(".", ","))
    path = tmp_path / "lomake.csv"
    frame.to_csv(path, index=False, sep=";", encoding="utf-8-sig")
    book = save(tmp_path, draft_codebook(path))
    survey = read_survey(path, codebook=book)
    assert [survey.matched[item].column for item in survey.matched] == [form_header(p).strip() for p in range(1, 11)]
    assert set(how_matched(survey).values()) == {"wording"}
    check_confirmed(survey)
    np.testing.assert_array_equal(survey.responses.to_numpy(), example.frame()[example.ITEMS].to_numpy(float))


@pytest.mark.parametrize(
    "altered",
    ["En ole tarpeellinen muille ihmisille", "Olen tarpeeton muille ihmisille", "Olen tarpeellinen muille eläimille"],
)
def test_an_altered_statement_is_near_and_not_taken(tmp_path, altered):
    names = dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) | {"q4": altered}
    example.frame().rename(columns=names).to_csv(tmp_path / "my.csv", index=False)
    draft = draft_codebook(tmp_path / "my.csv")
    assert "esis4" not in loaded(tmp_path, draft).items
    assert len(loaded(tmp_path, draft).items) == 9
    assert f"  # esis4: {altered}  # near, not taken" in draft


def test_a_statement_that_two_columns_have_is_left_to_a_person(tmp_path):
    frame = example.frame()
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    frame["q4_again"] = frame["q4"]
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), column_labels=labels | {"q4_again": labels["q4"]})
    draft = draft_codebook(tmp_path / "my.sav")
    assert "esis4" not in loaded(tmp_path, draft).items
    assert "  # esis4: q4  # near, not taken, which says: Olen tarpeellinen muille ihmisille" in draft
    assert "  ## near too: q4_again, which says: Olen tarpeellinen" in draft


def test_an_item_changed_by_hand_asks_for_confirmation(tmp_path):
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    frame = example.frame()
    frame["other"] = frame["q4"]
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), column_labels=labels)
    draft = draft_codebook(tmp_path / "my.sav").replace("column: q4", "column: other")
    survey = read_survey(tmp_path / "my.sav", codebook=save(tmp_path, draft))
    assert "9 of 10 by the wording of their statements and 1 of 10 by hand (not confirmed)" in scale_sentence(survey)
    with pytest.raises(DataError, match="esis4: column `other` for “Olen tarpeellinen muille ihmisille”"):
        check_confirmed(survey)
    confirmed = save(tmp_path, draft + "confirmed: true\n")
    check_confirmed(read_survey(tmp_path / "my.sav", codebook=confirmed))


def test_the_statement_of_another_item_is_refused_whatever_somebody_has_confirmed(tmp_path):
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    pyreadstat.write_sav(example.frame().drop(columns="id"), str(tmp_path / "my.sav"), column_labels=labels)
    book = entries(
        draft_codebook(
            tmp_path / "my.sav",
            instrument="esis",
            items=example.ITEMS,
            confirmed=True,
            design={"sampling_weights": "weight"},
        )
    )
    book["items"]["esis7"], book["items"]["esis9"] = book["items"]["esis9"], book["items"]["esis7"]
    survey = read_survey(tmp_path / "my.sav", codebook=Codebook.model_validate(book))
    with pytest.raises(DataError, match=r"Column `q9` is named for item `esis7`, .* are the statement of `esis9`"):
        check_confirmed(survey)


def test_columns_of_lists_are_left_out_of_a_draft(tmp_path):
    example.frame().assign(children=[[1, 2]] * 60).to_parquet(tmp_path / "my.parquet")
    assert "children" not in draft_codebook(tmp_path / "my.parquet")


def test_a_title_above_the_names_of_a_sheet_is_told_before_a_draft_is_made(tmp_path):
    frame = example.frame()
    with pd.ExcelWriter(tmp_path / "my.xlsx", engine="openpyxl") as book:
        frame.to_excel(book, index=False, startrow=2)
        book.sheets["Sheet1"]["A1"] = "Survey 2024"
    with pytest.raises(DataError, match="names in row 3"):
        draft_codebook(tmp_path / "my.xlsx")


def test_a_scale_of_ones_own_is_found_by_its_statements(tmp_path, monkeypatch):
    own, words = tmp_path / "data" / "instruments" / "calm.yaml", ["I am at ease", "I sleep well", "I laugh often"]
    own.parent.mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    shipped = yaml.safe_load(instrument_path("bfi-agreeableness").read_text(encoding="utf-8"))
    items = [{"id": f"calm{place}", "statement": statement} for place, statement in enumerate(words, 1)]
    score = shipped["score"] | {"offset": 0, "factor": 1, "minimum": 3, "maximum": 18}
    own.write_text(yaml.safe_dump(shipped | {"id": "calm", "items": items, "score": score}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    answers = pd.DataFrame(np.arange(30).reshape(10, 3) % 6 + 1, columns=words)
    answers.to_csv(tmp_path / "survey.csv", index=False)
    draft = entries(draft_codebook(tmp_path / "survey.csv"))
    assert draft["instrument"] == "calm"
    assert [entry["column"] for entry in draft["items"].values()] == words


def own_scale(folder: Path, monkeypatch, *, lowest: int, options: list[str]) -> None:
    """A project with a scale of three items whose points begin at `lowest`."""
    own, k = folder / "data" / "instruments" / "calm.yaml", 3
    own.parent.mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    shipped = yaml.safe_load(instrument_path("bfi-agreeableness").read_text(encoding="utf-8"))
    items = [{"id": f"calm{place}", "statement": f"calm{place}"} for place in range(1, k + 1)]
    points = [{"points": lowest + place, "label": label} for place, label in enumerate(options)]
    ends = {"offset": 0, "factor": 1, "minimum": k * lowest, "maximum": k * (lowest + len(options) - 1)}
    content = shipped | {"id": "calm", "items": items, "options": points, "score": shipped["score"] | ends}
    own.write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.chdir(folder)


def test_a_labelled_code_that_is_no_option_is_asked_about_and_not_taken_as_missing(tmp_path, monkeypatch):
    own_scale(tmp_path, monkeypatch, lowest=1, options=["no answer text", "b", "c", "d"])
    answers = np.arange(60).reshape(20, 3) % 4
    answers[0] = -9
    labels = {0: "ei lainkaan", 1: "joskus", 2: "usein", 3: "jatkuvasti", -9: "puuttuva"}
    frame = pd.DataFrame(answers.astype(float), columns=["calm1", "calm2", "calm3"])
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), variable_value_labels=dict.fromkeys(frame.columns, labels))
    draft = draft_codebook(tmp_path / "my.sav", instrument="calm")
    assert entries(draft)["missing"] == [-9, "?"]
    assert "labelled in the file and no option of the scale: 0 (ei lainkaan)" in draft
    with pytest.raises(DataError, match=r"`missing\.1` in line \d+ is still `\?`"):
        loaded(tmp_path, draft)


def test_only_the_item_that_has_a_doubtful_code_is_asked_about(tmp_path, monkeypatch):
    own_scale(tmp_path, monkeypatch, lowest=0, options=["a", "b", "c"])
    answers = np.arange(60).reshape(20, 3) % 3
    answers[:5, 1] = 7
    frame = pd.DataFrame(answers.astype(float), columns=["calm1", "calm2", "calm3"])
    labels = {"calm2": {0: "a", 1: "b", 2: "c", 7: "je nachdem"}}
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), variable_value_labels=labels)
    draft = entries(draft_codebook(tmp_path / "my.sav", instrument="calm"))
    assert draft["items"]["calm2"]["missing"] == ["?"]
    assert "missing" not in {**draft, **draft["items"]["calm1"]}


def test_of_scales_whose_statements_are_all_there_none_is_taken_silently(tmp_path, monkeypatch):
    folder = tmp_path / "data" / "instruments"
    folder.mkdir(parents=True)
    shipped = instrument_path("esis").read_text(encoding="utf-8")
    (folder / "social.yaml").write_text(shipped.replace("id: esis\n", "id: social\n", 1), encoding="utf-8")
    (folder / "esis.yaml").write_text(shipped, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    frame = example.frame().assign(town=["Aa", "Bb"] * 30)
    frame = frame.rename(columns=dict(zip(example.ITEMS, example.STATEMENTS, strict=True)))
    frame.to_csv(tmp_path / "my survey.csv", index=False)
    draft = draft_codebook(tmp_path / "my survey.csv")
    assert (entries(draft)["instrument"], entries(draft)["items"], list(entries(draft)["background"])) == (
        "?",
        {},
        ["town"],
    )
    assert 'instrument: "?"  # one of esis, social' in draft
    assert "## workbench codebook 'my survey.csv' --instrument esis --output CODEBOOK" in draft
    assert entries(draft_codebook(tmp_path / "my survey.csv", instrument="social"))["instrument"] == "social"


def test_an_instrument_that_is_not_valid_blocks_no_other_survey(tmp_path, monkeypatch):
    own_scale(tmp_path, monkeypatch, lowest=0, options=["a", "b", "c"])
    broken = tmp_path / "data" / "instruments" / "broken.yaml"
    broken.write_text("schema_version: 1\nid: broken\n", encoding="utf-8")
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    pyreadstat.write_sav(example.frame(), str(tmp_path / "my.sav"), column_labels=labels)
    draft = draft_codebook(tmp_path / "my.sav")
    assert loaded(tmp_path, draft).instrument == "esis"
    assert "data/instruments/broken.yaml is not valid and was passed over" in draft
    with pytest.raises(DataError, match=r"broken\.yaml is not valid"):
        draft_codebook(tmp_path / "my.sav", instrument="broken")


def test_other_sheets_and_a_year_are_told(tmp_path):
    frame = example.frame(80).assign(**{"Survey year": [2019, 2022] * 40, "born": [1960, 1980] * 40})
    with pd.ExcelWriter(tmp_path / "two.xlsx") as book:
        frame.to_excel(book, sheet_name="Answers", index=False)
        pd.DataFrame({"what": ["codes"]}).to_excel(book, sheet_name="Codes", index=False)
    draft = draft_codebook(tmp_path / "two.xlsx")
    assert "## Other sheets of the workbook were not read: Codes." in draft
    assert (
        "## If Survey year is the year of the survey, say so by `workbench set CODEBOOK 'year=Survey year'`." in draft
    )
    assert "If born" not in draft
