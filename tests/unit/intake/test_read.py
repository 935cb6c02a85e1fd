"""Every format gives the same survey; everything done to it is counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import Survey, complete, load_codebook, read_description, read_survey
from workbench.intake.codebook.codebook import Codebook

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[3]


def read(folder: Path, file: str, book: dict[str, Any] | None = None) -> Survey:
    return read_survey(folder / file, codebook=example.save_codebook(folder, book or example.codebook()))


def steps(survey: Survey, **where: object) -> pd.DataFrame:
    table = survey.report.table
    for column, value in where.items():
        table = table[table[column] == value]
    return table


def write(frame: pd.DataFrame, path: Path) -> None:
    match path.suffix:
        case ".csv":
            frame.to_csv(path, index=False)
        case ".xlsx":
            frame.to_excel(path, index=False)
        case ".parquet":
            frame.to_parquet(path, index=False)
        case ".sav" | ".zsav":
            pyreadstat.write_sav(frame, str(path), compress=path.suffix == ".zsav")
        case ".dta":
            pyreadstat.write_dta(frame, str(path))
        case ".por":
            pyreadstat.write_por(frame, str(path))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "sav", "zsav", "dta", "por"])
def test_all_formats_give_the_same_survey(tmp_path, ending):
    frame = example.frame()
    frame.loc[[3, 7], "q2"] = np.nan
    frame.loc[5, "sex"] = np.nan
    write(frame, tmp_path / f"survey.{ending}")
    survey = read(tmp_path, f"survey.{ending}")
    assert list(survey.responses.columns) == [f"esis{place}" for place in range(1, 11)]
    np.testing.assert_array_equal(survey.responses.to_numpy(), frame[example.ITEMS].to_numpy(float))
    assert list(survey.background["sex"].cat.categories) == ["Men", "Women"]
    expected = frame["sex"].map({1: "Men", 2: "Women"})
    assert survey.background["sex"].astype("str").where(expected.notna()).equals(expected.astype("str"))
    assert (survey.background["area"] == "Helsinki").tolist() == (frame["area"] == "091").tolist()
    np.testing.assert_allclose(survey.design.sampling_weights, frame["weight"], rtol=1e-12)
    assert survey.responses.index.equals(pd.RangeIndex(len(frame)))
    assert steps(survey, column="q2", action="missing: empty cell")["n_rows"].tolist() == [2]
    assert steps(survey, column="sex", action="missing: empty cell")["n_rows"].tolist() == [1]
    assert len(complete(survey).responses) == len(frame) - 2


def test_no_part_of_a_survey_holds_ids(tmp_path):
    frame = example.frame().assign(secret="do-not-read", school=lambda f: "school " + f["area"])
    frame.to_parquet(tmp_path / "survey.parquet")
    design = {"sampling_weights": "weight", "strata": "area", "clusters": "school", "lonely_strata": "centre"}
    survey = read(tmp_path, "survey.parquet", example.codebook(design=design))
    held = "".join(
        part.to_csv()
        for part in (survey.responses, survey.background, survey.report.table, *survey.design.parts().values())
    )
    held += survey.id_marks.to_csv()
    assert not any(word in held for word in ("person-", "do-not-read", "school 0"))
    assert survey.id_marks.is_unique
    assert sorted(survey.design.clusters.unique()) == [0, 1]
    assert sorted(survey.design.strata.unique()) == ["091", "92"]


def test_user_missing_codes_ranges_and_strings_of_spss_are_counted(tmp_path):
    frame = example.frame().astype({"q1": float, "q3": float, "sex": float})
    frame.loc[[0, 1], "q1"] = 97
    frame.loc[2, "q1"] = 99
    frame.loc[4, "q1"] = np.nan
    frame.loc[[5, 6, 8], "q3"] = 8
    frame.loc[9, "sex"] = 3
    frame.loc[[10, 11], "area"] = "zz"
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "survey.sav"),
        missing_ranges={"q1": [{"lo": 90, "hi": 99}], "q3": [8, 9], "sex": [3], "area": ["zz"]},
        column_labels={"q1": "Tunnen, että päivittäiset tekemiseni ovat merkityksellisiä"},
        variable_value_labels={"q1": example.OPTIONS},
    )
    survey = read(tmp_path, "survey.sav")
    declared = steps(survey, action="set to missing: declared by the file")
    found = set(declared[["column", "value", "n_rows"]].itertuples(index=False, name=None))
    assert found == {("q1", "97", 2), ("q1", "99", 1), ("q3", "8", 3), ("sex", "3", 1), ("area", "zz", 2)}
    assert steps(survey, column="q1", action="missing: empty cell")["n_rows"].tolist() == [1]
    assert survey.responses["esis1"].isna().sum() == 4
    assert survey.background["area"].isna().tolist()[10:12] == [True, True]


def test_a_label_in_the_codebook_outweighs_a_missing_code_of_the_file(tmp_path):
    frame = example.frame().astype({"sex": float})
    pyreadstat.write_sav(frame, str(tmp_path / "survey.sav"), missing_ranges={"sex": [2]})
    survey = read(tmp_path, "survey.sav")
    assert (survey.background["sex"] == "Women").sum() == 30
    assert steps(survey, column="sex")["action"].str.startswith("kept: labelled").any()


def test_decimal_comma_weights_in_a_text_column_of_spss(tmp_path):
    frame = example.frame()
    text = frame["weight"].map(lambda w: f"{w:.4f}".replace(".", ","))
    pyreadstat.write_sav(frame.assign(weight=text), str(tmp_path / "survey.sav"))
    survey = read(tmp_path, "survey.sav")
    np.testing.assert_allclose(survey.design.sampling_weights, frame["weight"], atol=1e-12)
    assert steps(survey, action="numbers with a decimal comma read as numbers")["n_rows"].tolist() == [len(frame)]


def test_decimal_comma_weights_in_excel_and_numbers_stored_as_text(tmp_path):
    frame = example.frame()
    text = frame.assign(
        weight=frame["weight"].map(lambda w: f"{w:.4f}".replace(".", ",")), q4=frame["q4"].astype("str")
    )
    text.to_excel(tmp_path / "survey.xlsx", index=False)
    survey = read(tmp_path, "survey.xlsx")
    np.testing.assert_allclose(survey.design.sampling_weights, frame["weight"], atol=1e-12)
    assert survey.responses["esis4"].tolist() == frame["q4"].tolist()
    assert steps(survey, column="q4", action="numbers stored as text read as numbers")["n_rows"].tolist() == [
        len(frame)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize(("separator", "decimal"), [(",", "."), (";", ","), (";", "."), ("\t", ",")])
def test_csv_encodings_separators_and_decimals(tmp_path, encoding, separator, decimal):
    frame = example.frame().rename(columns={"weight": "väestöpaino"}).assign(area=lambda f: f["area"] + "ö")
    path = tmp_path / "survey.csv"
    frame.to_csv(path, index=False, sep=separator, decimal=decimal, encoding=encoding)
    background = {"area": {"column": "area", "label": "Kunta", "labels": {"091ö": "Helsinki", "92ö": "Vantaa"}}}
    book = example.codebook(background=background, design={"sampling_weights": "väestöpaino"})
    survey = read(tmp_path, "survey.csv", book)
    np.testing.assert_allclose(survey.design.sampling_weights, frame["väestöpaino"])
    assert (survey.background["area"] == "Helsinki").sum() == 20


def test_csv_cells_like_3_point_0_quotes_and_blank_lines(tmp_path):
    frame = example.frame()
    frame["q1"] = frame["q1"].map(lambda q: f" {q}.0 ")
    frame.insert(0, "remark", 'he said "no, thanks",\nthen left')
    frame.to_csv(tmp_path / "survey.csv", index=False)
    with (tmp_path / "survey.csv").open("a") as file:
        file.write("\n\n")
    survey = read(tmp_path, "survey.csv")
    assert len(survey.responses) == len(frame)
    assert survey.responses["esis1"].tolist() == example.frame()["q1"].tolist()


def test_missing_values_of_stata(tmp_path):
    frame = example.frame().astype({"q1": object})
    frame.loc[[0, 1, 2], "q1"] = ["a", "b", "a"]
    pyreadstat.write_dta(frame, str(tmp_path / "survey.dta"), missing_user_values={"q1": ["a", "b"]})
    survey = read(tmp_path, "survey.dta")
    tagged = steps(survey, action="set to missing: missing value of the file format")
    assert tagged[["value", "n_rows"]].to_numpy().tolist() == [[".a", 2], [".b", 1]]
    assert survey.responses["esis1"].isna().sum() == 3
    assert survey.responses["esis1"].tolist()[3:] == example.frame()["q1"].tolist()[3:]


def test_sas_file_made_by_haven(tmp_path):
    background = {"sex": {"column": "sex", "label": "Sex", "labels": {"F": "Women", "M": "Men"}}}
    book = example.plain_codebook(background=background, design={"sampling_weights": "w"})
    survey = read_survey(DATA / "random_answers.sas7bdat", codebook=example.save_codebook(tmp_path, book))
    expected = pd.read_csv(DATA / "random_answers_expected.csv")
    np.testing.assert_array_equal(survey.responses.to_numpy(), expected[example.ITEMS].to_numpy(float))
    np.testing.assert_array_equal(survey.design.sampling_weights, expected["w"])
    assert (survey.background["sex"] == "Men").tolist() == (expected["sex"] == "M").tolist()
    assert steps(survey, column="q1", value=".A")["n_rows"].tolist() == [2]
    assert steps(survey, column="q1", action="missing: empty cell")["n_rows"].tolist() == [1]


def test_parquet_with_nullable_integers_dictionaries_and_a_stored_index(tmp_path):
    frame = example.frame()
    nullable = frame.astype(dict.fromkeys(example.ITEMS, "Int64"))
    nullable.loc[4, "q5"] = pd.NA
    nullable = nullable.astype({"sex": "category", "area": "category"})
    nullable["q6"] = nullable["q6"].astype("str").astype("category")
    nullable.set_index("id", drop=False).rename_axis("key").to_parquet(tmp_path / "survey.parquet")
    survey = read(tmp_path, "survey.parquet")
    assert survey.responses["esis5"].isna().sum() == 1
    assert survey.responses["esis6"].tolist() == frame["q6"].tolist()
    assert (survey.background["sex"] == "Men").sum() == 30


def test_portable_names_match_whatever_their_case(tmp_path):
    pyreadstat.write_por(example.frame(), str(tmp_path / "survey.por"))
    survey = read(tmp_path, "survey.por")
    assert steps(survey, step="file")["value"].str.contains("Q1 → q1").any()


def test_missing_codes_of_a_portable_file_are_counted(tmp_path):
    frame = example.frame()
    frame.loc[[0, 1, 2], "q1"] = 8
    path = tmp_path / "survey.por"
    pyreadstat.write_por(frame, str(path))
    # Record 8 of the portable format ("one missing value") after the six format numbers of variable Q1.
    text = "".join(path.read_text("latin-1").splitlines())
    declared, count = re.subn(r"(2/Q1(?:[0-9A-T]+/){6})", r"\g<1>88/", text, count=1)
    path.write_text("\n".join(declared[i : i + 80] for i in range(0, len(declared), 80)) + "\n", "latin-1")
    survey = read(tmp_path, "survey.por")
    assert count == 1
    assert steps(survey, column="q1", value="8")["n_rows"].tolist() == [3]
    assert survey.responses["esis1"].isna().sum() == 3


def test_reversed_and_shifted_codes_become_points(tmp_path):
    frame = example.frame()
    stored = frame.assign(q1=6 - frame["q1"], q2=frame["q2"] - 1, q3=4 - (frame["q3"] - 1))
    stored.to_csv(tmp_path / "survey.csv", index=False)
    items = example.codebook()["items"] | {
        "esis1": {"column": "q1", "reversed": True},
        "esis2": {"column": "q2", "shift": 1},
        "esis3": {"column": "q3", "shift": 1, "reversed": True},
    }
    survey = read(tmp_path, "survey.csv", example.codebook(items=items))
    np.testing.assert_array_equal(survey.responses.to_numpy(), frame[example.ITEMS].to_numpy(float))
    assert steps(survey, column="q1")["n_rows"].tolist() == [len(frame)]
    assert steps(survey, column="q3")["n_rows"].tolist() == [len(frame), len(frame)]


def test_missing_codes_of_the_codebook_as_numbers_and_words(tmp_path):
    frame = example.frame().astype({"q1": object, "q2": object})
    frame.loc[[0, 1], "q1"] = "NA"
    frame.loc[[2], "q2"] = 9
    frame.to_csv(tmp_path / "survey.csv", index=False)
    items = example.codebook()["items"] | {"esis1": {"column": "q1", "missing": ["NA"]}}
    survey = read(tmp_path, "survey.csv", example.codebook(items=items, missing=["9"]))
    declared = steps(survey, action="set to missing: declared by the codebook")
    assert declared[["column", "value", "n_rows"]].to_numpy().tolist() == [["q1", "NA", 2], ["q2", "9", 1]]


def test_codes_1_1_point_0_and_text_1_are_one(tmp_path):
    frame = example.frame()
    labels = {"1": "Men", 2.0: "Women"}
    book = Codebook.model_validate(
        example.codebook(background={"sex": {"column": "sex", "label": "Sex", "labels": labels}})
    )
    for stored in (frame["sex"].astype(float), frame["sex"].astype("str"), frame["sex"].map({1: "1.0", 2: "2"})):
        frame.assign(sex=stored).to_parquet(tmp_path / "survey.parquet")
        survey = read_survey(tmp_path / "survey.parquet", codebook=book)
        assert (survey.background["sex"] == "Men").sum() == 30


def test_true_and_false_are_codes_1_and_0(tmp_path):
    frame = example.frame()
    frame.assign(sex=frame["sex"] == 1).to_parquet(tmp_path / "survey.parquet")
    background = {"sex": {"column": "sex", "label": "Sex", "labels": {1: "Men", 0: "Women"}}}
    survey = read(tmp_path, "survey.parquet", example.codebook(background=background))
    assert (survey.background["sex"] == "Men").tolist() == (frame["sex"] == 1).tolist()


def test_labels_like_formulas_or_html_are_only_text(tmp_path):
    example.frame().to_csv(tmp_path / "survey.csv", index=False)
    labels = {1: '=HYPERLINK("http://x","y")', 2: "<script>alert(1)</script>"}
    background = {"sex": {"column": "sex", "label": "@SUM(A1)", "labels": labels}}
    survey = read(tmp_path, "survey.csv", example.codebook(background=background))
    assert list(survey.background["sex"].cat.categories) == list(labels.values())


def test_empty_rows_at_the_end_of_a_sheet_are_counted(tmp_path):
    frame, path = example.frame(), tmp_path / "survey.xlsx"
    pd.concat([frame, pd.DataFrame([{"area": " "}, {}])]).to_excel(path, index=False, engine="openpyxl")
    survey = read(tmp_path, "survey.xlsx")
    assert len(survey.responses) == len(frame)
    assert steps(survey, step="file")["value"].str.contains("2 empty rows at the end of the sheet left out").any()


def test_a_stratum_that_the_file_declares_missing_is_missing(tmp_path):
    frame = example.frame().astype({"sex": float})
    pyreadstat.write_sav(frame, str(tmp_path / "survey.sav"), missing_ranges={"sex": [2]})
    with pytest.raises(DataError, match="named as `strata`, is missing in 30 rows"):
        read(tmp_path, "survey.sav", example.codebook(design={"strata": "sex"}))


def test_cutoffs_of_the_codebook_stand_beside_those_of_the_instrument_whose_first_leads(tmp_path):
    example.frame().to_csv(tmp_path / "survey.csv", index=False)
    book = example.codebook(cutoffs={"weak": {"below": 60, "label": "weak"}}, year=2024)
    survey = read(tmp_path, "survey.csv", book)
    assert list(survey.instrument.cutoffs) == ["very_weak", "weak"]
    assert survey.instrument.main_cutoff == "very_weak"
    assert steps(survey, step="year")["value"].tolist() == ["2024"]


def test_the_report_names_the_files_by_their_content(tmp_path):
    example.frame().to_csv(tmp_path / "survey.csv", index=False)
    first = read(tmp_path, "survey.csv").report
    again = read(tmp_path, "survey.csv").report
    assert first.file_name == "survey.csv"
    assert first.n_rows == example.N_ROWS
    assert len({first.file_sha256, first.codebook_sha256, first.instrument_sha256}) == 3
    assert vars(first) | {"table": 0} == vars(again) | {"table": 0}


def test_csv_with_rows_of_unequal_length_is_refused_without_repeating_them(tmp_path):
    text = example.frame().to_csv(index=False)
    (tmp_path / "survey.csv").write_text(text + "1,2,secret\n")
    with pytest.raises(DataError) as caught:
        read(tmp_path, "survey.csv")
    assert "has 1 row with more or fewer fields than its 14 column names" in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("code_page", ["cp850", "mac_roman", "utf-16"])
def test_foreign_encodings_are_refused(tmp_path, code_page):
    frame = example.frame().assign(area=lambda f: f["area"].map({"091": "Jyväskylä", "92": "Äänekoski"}))
    frame.to_csv(tmp_path / "survey.csv", index=False, encoding=code_page)
    with pytest.raises(DataError, match=r"UTF-8"):
        read(tmp_path, "survey.csv")


@pytest.mark.parametrize("ending", ["sav", "zsav", "por", "dta", "xlsx", "parquet"])
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_truncated_files_are_refused_without_parser_text(tmp_path, ending, part):
    path = tmp_path / f"survey.{ending}"
    write(example.frame(400), path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    with pytest.raises(DataError, match="truncated or damaged") as caught:
        read(tmp_path, path.name)
    assert caught.value.__context__ is None


def test_bfi_the_real_example():
    survey = read_survey(ROOT / "data/example/bfi.csv", codebook=ROOT / "data/codebooks/bfi-agreeableness.yaml")
    raw = pd.read_csv(ROOT / "data/example/bfi.csv")
    assert len(survey.responses) == 2800
    assert len(complete(survey).responses) == 2709
    assert (survey.responses["A1"].dropna() == 7 - raw["A1"].dropna()).all()
    assert list(survey.groups) == ["gender", "education"]
    assert survey.instrument.main_cutoff == "low"
    assert list(survey.crossings) == ["gender × education"]
    assert load_codebook(ROOT / "data/codebooks/bfi-agreeableness.yaml") == survey.codebook


AGE = {"column": "age", "label": "Age", "unit": "years", "lowest": 0, "highest": 110, "missing": [999, "none"]}


@pytest.mark.parametrize("file", ["my.csv", "my.xlsx", "my.parquet"])
def test_numbers_are_read_with_their_missing_codes_counted(tmp_path, file):
    ages = [f"{20 + place},5" for place in range(60)]
    ages[:4] = ["999", "999", "none", ""]
    frame = example.frame().assign(age=ages)
    write(frame, tmp_path / file)
    book = example.codebook(numeric={"age": AGE | {"in_place_of": "sex"}})
    survey = read(tmp_path, file, book)
    assert survey.numeric["age"].dtype == float
    assert survey.numeric.index.equals(survey.responses.index)
    assert survey.numeric["age"].tolist()[4:] == [20.5 + place for place in range(4, 60)]
    assert survey.numeric["age"].isna().sum() == 4
    assert survey.in_place_of == {"age": "sex"}
    found = steps(survey, step="number", column="age")
    assert dict(zip(found["value"], found["n_rows"], strict=True)) == {
        "values that fewer than 5 rows have each": 3,
        "": 60,
    }
    assert "read as age in years, 0–110" in found["action"].tolist()
    assert len(complete(survey).numeric) == len(complete(survey).responses)


def test_missing_values_that_the_file_declares_are_left_out_of_a_number(tmp_path):
    frame = example.frame().assign(age=[999.0, 998.0] * 3 + [30.0 + place for place in range(54)])
    pyreadstat.write_sav(frame, str(tmp_path / "my.sav"), missing_ranges={"age": [{"lo": 900, "hi": 999}]})
    survey = read(tmp_path, "my.sav", example.codebook(numeric={"age": {**AGE, "missing": []}}))
    assert survey.numeric["age"].isna().sum() == 6
    assert set(steps(survey, step="number")["action"]) == {
        "set to missing: declared by the file",
        "read as age in years, 0–110",
    }


def test_a_survey_without_numbers_has_an_empty_frame_of_its_respondents(tmp_path):
    write(example.frame(), tmp_path / "my.csv")
    survey = read(tmp_path, "my.csv")
    assert survey.numeric.shape == (60, 0)
    assert survey.in_place_of == {}


def test_codebook_and_scale_are_read_and_refused_without_the_survey_file(tmp_path):
    cutoffs = {"own": {"below": 40, "label": "below 40"}}
    path = example.save_codebook(tmp_path, example.codebook(cutoffs=cutoffs))
    book, scale = read_description(path)
    assert book.title == "Example" and list(scale.cutoffs) == ["very_weak", "own"]
    nine = {item: f"q{place}" for place, item in enumerate(example.ITEMS[:9], start=1)}
    with pytest.raises(DataError, match="esis10"):
        read_description(example.save_codebook(tmp_path, example.codebook(items=nine)))
