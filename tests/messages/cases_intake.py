"""Every refusal of reading, scoring and drafting: once each, with the whole text a user reads."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat
from pyarrow import parquet

from tests.messages.case import Case
from tests.unit.intake import example
from workbench.errors import DataError, NotEstimable, NotInSurvey, ParameterError
from workbench.instruments import Cutoff, load_instrument
from workbench.intake import (
    SurveyDesign,
    below_cutoff,
    check_confirmed,
    compared_group,
    complete,
    draft_codebook,
    load_codebook,
    read_survey,
    score,
)
from workbench.intake.sampling.design import aligned_weights

Change = Callable[[pd.DataFrame], pd.DataFrame]


def reading(
    change: Change | None = None, book: dict[str, Any] | None = None, **options: Any
) -> Callable[[Path], object]:
    """Read the example survey as survey.csv, after a change to its data or codebook."""

    def provoke(folder: Path) -> object:
        frame = example.frame()
        (change(frame) if change else frame).to_csv(folder / "survey.csv", index=False, **options)
        return read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, book or example.codebook()))

    return provoke


def reading_bytes(file: str, content: bytes) -> Callable[[Path], object]:
    """Read a file with exactly this content."""

    def provoke(folder: Path) -> object:
        (folder / file).write_bytes(content)
        return read_survey(folder / file, codebook=example.save_codebook(folder, example.codebook()))

    return provoke


def reading_codebook(text: str | bytes) -> Callable[[Path], object]:
    """Load a codebook with exactly this content."""

    def provoke(folder: Path) -> object:
        path = folder / "codebook.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_codebook(path)

    return provoke


def put(column: str, value: object, rows: int) -> Change:
    """Put a value into the first rows of a column."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.astype({column: object})
        changed.loc[changed.index[:rows], column] = value
        return changed

    return change


def item(**entry: Any) -> dict[str, Any]:
    """Codebook with another entry for esis1."""
    return example.codebook(items=example.codebook()["items"] | {"esis1": {"column": "q1"} | entry})


def truncated(ending: str) -> Callable[[Path], object]:
    def provoke(folder: Path) -> object:
        path = folder / f"survey.{ending}"
        if ending == "sav":
            pyreadstat.write_sav(example.frame(), str(path))
        else:
            example.frame().to_parquet(path)
        path.write_bytes(path.read_bytes()[:-400])
        return read_survey(path, codebook=example.save_codebook(folder, example.codebook()))

    return provoke


def renamed(folder: Path) -> object:
    example.frame().to_parquet(folder / "survey.sav")
    return read_survey(folder / "survey.sav", codebook=example.save_codebook(folder, example.codebook()))


def text_in_another_encoding(folder: Path) -> object:
    path = folder / "survey.sav"
    pyreadstat.write_sav(example.frame().assign(area="xxxx"), str(path))
    path.write_bytes(path.read_bytes().replace(b"xxxx", b"\xe4\xe4\xe4\xe4"))
    return read_survey(path, codebook=example.save_codebook(folder, example.codebook()))


def sparse(folder: Path) -> object:
    """Read a csv file of 2 GB that takes no room on the disk."""
    with (folder / "survey.csv").open("wb") as file:
        file.truncate(2_000_000_000)
    return read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, example.codebook()))


def many_equal_rows(folder: Path) -> object:
    """Read a parquet file of 110 million cells in some hundred kilobytes."""
    rows = pa.table({"q": pa.array(np.zeros(1_000_000, dtype="int8"))})
    table = pa.table({name: rows["q"] for name in example.frame().columns})
    with parquet.ParquetWriter(folder / "survey.parquet", table.schema) as file:
        for _ in range(8):
            file.write_table(table)
    return read_survey(folder / "survey.parquet", codebook=example.save_codebook(folder, example.codebook()))


def workbook(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    """Read the example as a workbook whose first sheet is changed in the packed file."""

    def provoke(folder: Path) -> object:
        example.frame().to_excel(folder / "honest.xlsx", index=False, engine="openpyxl")
        with (
            zipfile.ZipFile(folder / "honest.xlsx") as honest,
            zipfile.ZipFile(folder / "survey.xlsx", "w", zipfile.ZIP_DEFLATED) as changed,
        ):
            for name in honest.namelist():
                part = honest.read(name)
                changed.writestr(name, change(part) if name == "xl/worksheets/sheet1.xml" else part)
        return read_survey(folder / "survey.xlsx", codebook=example.save_codebook(folder, example.codebook()))

    return provoke


def workbook_of_words(folder: Path) -> object:
    """Read the example as a workbook with 53 MB of words that hardly shrink."""
    example.frame().to_excel(folder / "survey.xlsx", index=False, engine="openpyxl")
    with zipfile.ZipFile(folder / "survey.xlsx", "a", zipfile.ZIP_STORED) as packed:
        packed.writestr("xl/words.xml", b"a" * 53_000_000)
    return read_survey(folder / "survey.xlsx", codebook=example.save_codebook(folder, example.codebook()))


def far_cell(row: int) -> bytes:
    return f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>'.encode()


def empty_sheet(folder: Path) -> object:
    pd.DataFrame().to_excel(folder / "survey.xlsx", index=False)
    return read_survey(folder / "survey.xlsx", codebook=example.save_codebook(folder, example.codebook()))


def on_the_second_sheet(folder: Path) -> object:
    with pd.ExcelWriter(folder / "survey.xlsx") as book:
        pd.DataFrame({"code": [1], "meaning": ["yes"]}).to_excel(book, sheet_name="Codes", index=False)
        example.frame()[["q1", "q2"]].to_excel(book, sheet_name="Data", index=False)
    return read_survey(folder / "survey.xlsx", codebook=example.save_codebook(folder, example.plain_codebook()))


def title_above_names(folder: Path) -> object:
    sheet = pd.concat([pd.DataFrame([example.frame().columns], columns=example.frame().columns), example.frame()])
    sheet.set_axis(["Survey 2024", *[""] * (sheet.shape[1] - 1)], axis=1).to_excel(folder / "survey.xlsx", index=False)
    return read_survey(folder / "survey.xlsx", codebook=example.save_codebook(folder, example.codebook()))


def lists_in_cells(folder: Path) -> object:
    frame = example.frame()
    frame.assign(q3=[[answer] for answer in frame["q3"]]).to_parquet(folder / "survey.parquet")
    return read_survey(folder / "survey.parquet", codebook=example.save_codebook(folder, example.codebook()))


def weights(values: list[Any]) -> Callable[[Path], object]:
    return lambda folder: SurveyDesign(sampling_weights=pd.Series(values, name="weight"))


def points(value: float = 3.0) -> pd.DataFrame:
    return pd.DataFrame({f"esis{place}": [value] * 3 for place in range(1, 11)})


def nobody_complete(folder: Path) -> object:
    example.frame().to_csv(folder / "survey.csv", index=False)
    survey = read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, example.codebook()))
    survey.responses.iloc[:, 0] = np.nan
    return complete(survey)


def unknown_group(folder: Path) -> object:
    example.frame().to_csv(folder / "survey.csv", index=False)
    survey = read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, example.codebook()))
    return survey.group("sx")


def group_by_its_label(folder: Path) -> object:
    example.frame().to_csv(folder / "survey.csv", index=False)
    survey = read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, example.codebook()))
    return survey.group("Sex")


def group_by_its_level(folder: Path) -> object:
    example.frame().to_csv(folder / "survey.csv", index=False)
    survey = read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, example.codebook()))
    return survey.group("Men")


def no_group(folder: Path) -> object:
    example.frame().to_csv(folder / "survey.csv", index=False)
    book = example.save_codebook(folder, example.plain_codebook())
    return compared_group(read_survey(folder / "survey.csv", codebook=book))


def items_without(*left_out: str, **added: str) -> dict[str, Any]:
    kept = {item: column for item, column in example.codebook()["items"].items() if item not in left_out}
    return example.codebook(items=kept | added)


def background(labels: dict[Any, str], column: str = "sex", **entry: Any) -> dict[str, Any]:
    return example.codebook(background={"sex": {"column": column, "label": "Sex", "labels": labels} | entry})


MINIMAL = "schema_version: 1\ntitle: t\ninstrument: esis\nitems: {esis1: q1}\n"
_WITH_LABELS = "schema_version: 1\ntitle: t\nitems: {esis1: q1}\nbackground:\n  sex: {column: s, label: Sex, labels: {1: a, 2: b,\n"
OPEN = "disclosure: open\nopen_because: GPL, package psych\n"
CSV_HEAD = ",".join(example.frame().columns).encode()
LATIN = example.frame().assign(area="Jyväskylä").to_csv(index=False)
esis = load_instrument("esis")
symptoms = esis.model_copy(update={"cutoffs": {"high": Cutoff(at_or_above=60, label="high")}})
without_one_missing = esis.model_copy(
    update={"missing": esis.missing.model_copy(update={"one_missing": "not defined"})}
)
design = {"sampling_weights": "weight"}


def not_confirmed(folder: Path) -> object:
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) | {"q1": "Tunnen itseni tarpeelliseksi"}
    pyreadstat.write_sav(example.frame(), str(folder / "my.sav"), column_labels=labels)
    survey = read_survey(folder / "my.sav", codebook=example.save_codebook(folder, example.plain_codebook()))
    return check_confirmed(survey)


def drafting_one_value(folder: Path) -> object:
    example.frame().assign(kieli="fi").to_csv(folder / "survey.csv", index=False)
    return draft_codebook(folder / "survey.csv", background=["kieli"])


def items_in_another_order(folder: Path) -> object:
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    pyreadstat.write_sav(example.frame(), str(folder / "my.sav"), column_labels=labels)
    named = ["q2", "q1", *example.ITEMS[2:]]
    return draft_codebook(folder / "my.sav", instrument="esis", items=named, confirmed=True)


CASES: list[Case] = [
    Case(
        "Items that only a person can know",
        not_confirmed,
        DataError,
        "The words of the file do not show that 1 of 10 items are those of ESIS: esis1: column `q1` (“Tunnen itseni tarpeelliseksi”) for “Tunnen, että päivittäiset tekemiseni ovat merkityksellisiä”. Compare each column with its statement in the questionnaire; if all agree, write `confirmed: true` in the codebook, and if not, correct `items` or `instrument`.",
    ),
    Case(
        "folder in place of a survey file",
        lambda folder: read_survey("data", codebook=example.save_codebook(folder, example.codebook())),
        DataError,
        "data/ in the project folder is a folder, and no survey file. Name the file in it.",
    ),
    Case(
        "missing survey file",
        lambda folder: read_survey("data/none.csv", codebook=example.save_codebook(folder, example.codebook())),
        DataError,
        "There is no survey file none.csv in data/ of the project folder. Correct its path.",
    ),
    Case(
        "ending that is not read",
        reading_bytes("survey.xls", b"x"),
        DataError,
        "Survey file survey.xls has an ending that is not read. Save it as one of .csv, .dta, .parquet, .por, .sas7bdat, .sav, .xlsx, .zsav.",
    ),
    Case(
        "file of no bytes",
        reading_bytes("survey.csv", b""),
        DataError,
        "Survey file survey.csv is empty (0 bytes). Export it again from its source.",
    ),
    Case(
        "file without rows",
        reading_bytes("survey.csv", CSV_HEAD + b"\n"),
        DataError,
        "Survey file survey.csv has columns but no rows. Export it again with its respondents.",
    ),
    Case(
        "empty Excel sheet",
        empty_sheet,
        DataError,
        "The sheet `Sheet1` of survey.xlsx is empty. Put the survey there, names in row 1, or name another `sheet`.",
    ),
    Case(
        "Excel workbook with a part of the survey on its second sheet",
        on_the_second_sheet,
        DataError,
        "Of the 10 columns that the codebook names 8 are not in sheet `Data` of survey.xlsx (`q3`, `q4`, `q5`, …), so it looks like the codebook of another file or sheet. Name the codebook of this file, or draft one by `workbench codebook DATA`.",
    ),
    Case(
        "Excel sheet with a title above the names",
        title_above_names,
        DataError,
        "The sheet `Sheet1` of survey.xlsx has the column names in row 2. Delete the rows above them: the names must stand in row 1.",
    ),
    Case(
        "Parquet column of lists",
        lists_in_cells,
        DataError,
        "Column `q3` of survey.parquet holds several values in one cell. Store one value for each respondent, or name another column in the codebook.",
    ),
    Case(
        "Parquet named .sav",
        renamed,
        DataError,
        "Survey file survey.sav is not SPSS, as its name says: its content is Parquet. Give it the ending of its real format.",
    ),
    Case(
        "text named .parquet",
        reading_bytes("survey.parquet", b"q1,q2\n1,2\n"),
        DataError,
        "Survey file survey.parquet is not Parquet, as its name says: its first bytes belong to no such file. Give it the ending of its real format or export it again.",
    ),
    Case(
        "truncated SPSS file",
        truncated("sav"),
        DataError,
        "Survey file survey.sav begins like SPSS but cannot be read to its end: it is truncated or damaged. Copy or export it again from its source.",
    ),
    Case(
        "truncated Parquet file",
        truncated("parquet"),
        DataError,
        "Survey file survey.parquet begins like Parquet but cannot be read to its end: it is truncated or damaged. Copy or export it again from its source.",
    ),
    Case(
        "text not in the declared encoding",
        text_in_another_encoding,
        DataError,
        "Survey file survey.sav has text that is not in the encoding it declares. Save it again as Unicode in the program it comes from.",
    ),
    Case(
        "csv in UTF-16",
        reading_bytes("survey.csv", LATIN.encode("utf-16")),
        DataError,
        "Survey file survey.csv is not plain text in UTF-8 or Latin-1. Save it as “CSV UTF-8”.",
    ),
    Case(
        "csv in a DOS code page",
        reading_bytes("survey.csv", LATIN.encode("cp850")),
        DataError,
        "The encoding of survey file survey.csv cannot be told: it is neither UTF-8 nor plausible Latin-1. Save it as “CSV UTF-8” from the program it comes from.",
    ),
    Case(
        "csv partly UTF-8, partly Latin-1",
        reading_bytes("survey.csv", LATIN.encode() + LATIN.encode("latin-1")),
        DataError,
        "The encoding of survey file survey.csv cannot be told: it is neither UTF-8 nor plausible Latin-1. Save it as “CSV UTF-8” from the program it comes from.",
    ),
    Case(
        "csv whose separator cannot be told",
        reading_bytes("survey.csv", b"a,b;c\n1,2;3\n4,5;6\n"),
        DataError,
        "The separator of survey file survey.csv cannot be told: its lines split evenly at more than one of comma, semicolon and tab. Export it again with one separator, and text that contains it in quotes.",
    ),
    Case(
        "csv without separator",
        reading_bytes("survey.csv", b"q1 q2\n1 2\n3 4\n"),
        DataError,
        "The separator of survey file survey.csv cannot be told: its lines split evenly at none of comma, semicolon and tab. Export it again with one separator, and text that contains it in quotes.",
    ),
    Case(
        "csv with rows of unequal length",
        reading_bytes("survey.csv", example.frame().to_csv(index=False).encode() + b"1,2,3\n"),
        DataError,
        "Survey file survey.csv has 1 row with more or fewer fields than its 14 column names. Export it again with text that contains the separator in quotes.",
    ),
    Case(
        "absent column",
        reading(lambda f: f.rename(columns={"q1": "kys_1", "q2": "q_2"})),
        DataError,
        "Column `q1` is not in survey.csv. Did you mean `q10`? Absent too: `q2`. Correct the column in the codebook.",
    ),
    Case(
        "absent column without a near name",
        reading(lambda f: f.drop(columns="sex")),
        DataError,
        "Column `sex` is not in survey.csv. Correct the column in the codebook.",
    ),
    Case(
        "column that stands twice",
        reading(lambda f: pd.concat([f, f[["q1"]]], axis=1)),
        DataError,
        "Column `q1` stands 2 times in survey.csv. Give every column its own name.",
    ),
    Case(
        "item outside its codes",
        reading(put("q7", 9, 12)),
        DataError,
        "Column `q7` has the value 9 in 12 rows, outside 1–5. Add 9 to `missing` in the codebook or correct the data.",
    ),
    Case(
        "item outside its codes in several ways",
        reading(lambda f: put("q7", 123456, 1)(put("q7", 0, 3)(put("q7", 9, 12)(f)))),
        DataError,
        "Column `q7` has the value 9 in 9 rows, 0 in 2 rows, other values too rare to be repeated here in 1 row, outside 1–5. Add 0 and 9 to `missing` in the codebook or correct the data.",
    ),
    Case(
        "item with one personal number",
        reading(put("q7", 123456, 1)),
        DataError,
        "Column `q7` has values too rare to be repeated here in 1 row, outside 1–5. Add a code that means no answer to `missing` in the codebook or correct the data.",
    ),
    Case(
        "item outside its shifted codes",
        reading(book=item(shift=1)),
        DataError,
        "Column `q1` has the value 5 in 3 rows, outside 0–4. If its codes run 1–5, set `shift: 0` for it; else add 5 to `missing` in the codebook or correct the data.",
    ),
    Case(
        "item with codes 0–4",
        reading(lambda f: f.assign(q1=f["q1"] - 1)),
        DataError,
        "Column `q1` has the value 0 in 6 rows, outside 1–5. If its codes run 0–4, set `shift: 1` for it; else add 0 to `missing` in the codebook or correct the data.",
    ),
    Case(
        "item with fractions",
        reading(put("q7", 2.5, 1)),
        DataError,
        "Item column `q7` holds values that are not whole numbers (`2.5`) in 1 row; its codes are 1–5. Correct the data: an item is one answer, not a mean.",
    ),
    Case(
        "item with text",
        reading(put("q7", "secret words", 2)),
        DataError,
        "Item column `q7` holds text in 2 rows; its codes are 1–5, or the official options in words. Give the code of each text under `text` in the codebook, in a scale of your own the words of each point (`--option` of `workbench instrument new`), or add a word that means no answer to `missing` there.",
    ),
    Case(
        "item with words that are no official options",
        reading(put("q7", "fully agree", 12)),
        DataError,
        "Item column `q7` holds text (`fully agree`) in 12 rows; its codes are 1–5, or the official options in words. Give the code of each text under `text` in the codebook, in a scale of your own the words of each point (`--option` of `workbench instrument new`), or add a word that means no answer to `missing` there.",
    ),
    Case(
        "constant item",
        reading(put("q7", 3, 60)),
        DataError,
        "Column `q7` (item `esis7`) has one and the same value in all 60 rows with an answer. Check its column: a constant item cannot be analysed.",
    ),
    Case(
        "item without an answer",
        reading(put("q7", np.nan, 60)),
        DataError,
        "Column `q7` (item `esis7`) has no answer in any of 60 rows. Check its column and missing codes.",
    ),
    Case(
        "no complete answer",
        reading(
            lambda f: put("q1", np.nan, 30)(
                f.iloc[::-1].reset_index(drop=True).pipe(put("q2", np.nan, 30)).iloc[::-1].reset_index(drop=True)
            )
        ),
        DataError,
        "None of 60 rows has an answer to every item. Check the item columns and the missing codes in the codebook.",
    ),
    Case(
        "item against the scale",
        reading(lambda f: f.assign(q3=6 - f["q3"])),
        DataError,
        "Column `q3` (item `esis3`) correlates −0.68 with the sum of the other items in 60 rows with complete answers: is it reversed? Set `reversed: true` for it in the codebook if its codes run against the official options, or correct its column.",
    ),
    Case(
        "item turned by the codebook without a reason",
        reading(book=item(reversed=True)),
        DataError,
        "Column `q1` (item `esis1`) correlates −0.74 with the sum of the other items in 60 rows with complete answers: is it reversed? Remove `reversed: true` of it from the codebook if its codes do not run backwards, or correct its column.",
    ),
    Case(
        "one column for two items",
        reading(book=item(column="q2")),
        DataError,
        "Column `q2` is used 2 times: for item `esis1` and item `esis2`. Name the right column for each in the codebook.",
    ),
    Case(
        "one column for item and background",
        reading(book=item(column="sex")),
        DataError,
        "Column `sex` is used 2 times: for item `esis1` and background variable `sex`. Name the right column for each in the codebook; if it is the item, take out what else it is by `workbench set CODEBOOK background.sex=`.",
    ),
    Case(
        "one column for item and weight",
        reading(book=item(column="weight")),
        DataError,
        "Column `weight` is used 2 times: for item `esis1` and `sampling_weights`. Name the right column for each in the codebook.",
    ),
    Case(
        "one column for id and background",
        reading(book=background({1: "Men", 2: "Women"}, column="id")),
        DataError,
        "Column `id` is used 2 times: for background variable `sex` and `respondent_id`. Name the right column for each in the codebook.",
    ),
    Case(
        "item left out",
        reading(book=items_without("esis4", "esis10")),
        DataError,
        "The codebook has 8 items, instrument `esis` has 10: `esis4`, `esis10` are missing. Give every item its column; the scale may not be scored in part.",
    ),
    Case(
        "A drafted codebook with a column of the design that the file lacks",
        lambda _: draft_codebook("data/example/bfi.csv", design={"strata": "gendre"}),
        DataError,
        "There is no column `gendre` for `strata` of the design. Did you mean `gender`? Name a column of the file that is no item.",
    ),
    Case(
        "Items named in another order than the labels of the file say",
        items_in_another_order,
        DataError,
        "Column `q2` is named for item `esis1`, and its words in the file, “Saan myönteistä palautetta tekemisistäni”, are the statement of `esis2`. Name the column of each statement, in the order of the scale, or correct the label in the file.",
    ),
    Case(
        "A survey file in the place of the codebook",
        lambda folder: read_survey("data/example/bfi.csv", codebook="data/example/bfi.csv"),
        DataError,
        "bfi.csv stands where the codebook belongs, and is a survey file. Name the survey file first and then its codebook, which ends in .yaml.",
    ),
    Case(
        "Background column of a draft that forms no groups",
        drafting_one_value,
        DataError,
        "Column `kieli` cannot be a background variable: one value. Leave it out of `--background`, or join its values to groups in a column of the file.",
    ),
    Case(
        "Background column of a draft that the file lacks",
        lambda _: draft_codebook("data/example/bfi.csv", background=["gendre"]),
        DataError,
        "There is no column `gendre` for a background variable. Did you mean `gender`? Name columns of the file that are "
        "no items.",
    ),
    Case(
        "unknown item",
        reading(book=items_without("esis4", esis44="q4")),
        DataError,
        "Item `esis44` of the codebook does not belong to instrument `esis`. Did you mean `esis4`? Its items: esis1, esis2, esis3, esis4, esis5, esis6, esis7, esis8, esis9, esis10. Name its items in the codebook, or correct `instrument` there.",
    ),
    Case(
        "answer option declared missing",
        reading(book=item(missing=[3])),
        DataError,
        "`missing` of item `esis1` has the code 3, which is one of its answer options 1–5. Take it out of `missing`, or correct `shift`.",
    ),
    Case(
        "background value without label",
        reading(put("sex", 3, 7)),
        DataError,
        "Column `sex` of background variable `sex` has the value 3 in 7 rows, neither labelled nor missing. Add a label or a missing code for it in the codebook, or say `others` there: the level that joins all such values, or `missing`.",
    ),
    Case(
        "area codes that lost their leading zeros",
        reading(
            put("sex", 5, 7),
            book=example.codebook(
                background={"sex": {"column": "sex", "label": "Area", "labels": {"001": "A", "002": "B", "005": "C"}}}
            ),
        ),
        DataError,
        "Column `sex` of background variable `sex` holds codes without the leading zeros that the codebook gives them, like 5 for 005, in 60 rows. Store the column as text in the file, or write the codes in the codebook without these zeros.",
    ),
    Case(
        "background value without label, with leading zero",
        reading(
            book=example.codebook(
                background={"area": {"column": "area", "label": "Area", "labels": {91: "Helsinki", 92: "Vantaa"}}}
            )
        ),
        DataError,
        "Column `area` of background variable `area` has the value `091` in 20 rows, neither labelled nor missing. Add a label or a missing code for it in the codebook, or say `others` there: the level that joins all such values, or `missing`. Codes with leading zeros need quotes there.",
    ),
    Case(
        "background value that might be personal",
        reading(put("sex", "Virtanen", 2)),
        DataError,
        "Column `sex` of background variable `sex` has values too rare to be repeated here in 2 rows, neither labelled nor missing. Add a label or a missing code for it in the codebook, or say `others` there: the level that joins all such values, or `missing`.",
    ),
    Case(
        "label that never occurs",
        reading(book=background({1: "Men", 2: "Women", 3: "Other"})),
        DataError,
        "Background variable `sex` has the label `Other` for code 3, which occurs in 0 rows of column `sex`. Remove the label from the codebook or correct its code; where the codebook serves several files, say `labels: all` in it.",
    ),
    Case(
        "duplicate ids",
        reading(put("id", "person-x", 3)),
        DataError,
        "Column `id` has 3 rows whose id another row has too. Remove the repeated rows or correct the ids; every row must be another respondent.",
    ),
    Case(
        "negative weight",
        reading(put("weight", -1.5, 2)),
        DataError,
        "Weight column `weight` is negative in 2 rows. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "zero weight",
        reading(put("weight", 0, 1)),
        DataError,
        "Weight column `weight` is zero in 1 row. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "missing weight",
        reading(put("weight", np.nan, 3)),
        DataError,
        "Weight column `weight` is missing in 3 rows. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "weight with text",
        reading(put("weight", "heavy", 3)),
        DataError,
        "Column `weight`, named as `sampling_weights`, holds text in 3 rows. Store it as numbers, or name another column under `design` in the codebook.",
    ),
    Case(
        "infinite weight",
        weights([1.0, np.inf]),
        DataError,
        "Weight column `weight` is infinite in 1 row. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "weight that is text throughout",
        weights(["a", "b"]),
        DataError,
        "Weight column `weight` holds text. Store the weights as numbers, or name another column in the codebook.",
    ),
    Case(
        "decimal comma and decimal point",
        reading(put("weight", "1,5", 3)),
        DataError,
        "Column `weight` has a decimal comma in 3 rows and a decimal point in 57 rows. Export the file with one decimal mark.",
    ),
    Case(
        "decimal comma or thousands",
        reading(put("weight", "1,234", 60)),
        DataError,
        "Column `weight` has numbers such as 1,234 in 60 rows: the comma may be a decimal mark or separate thousands. Export the column with a decimal point and no thousands separator.",
    ),
    Case(
        "stratum missing",
        reading(put("sex", np.nan, 2), book=example.codebook(design=design | {"strata": "sex"})),
        DataError,
        "Column `sex`, named as `strata`, is missing in 2 rows. Complete it, or take it out of `design` in the codebook; a design that is known for some respondents only cannot be used.",
    ),
    Case(
        "population size that is not positive",
        reading(
            lambda f: put("size", 0, 4)(f.assign(size=5000)),
            book=example.codebook(design=design | {"population_size": "size"}),
        ),
        DataError,
        "Column `size`, named as `population_size`, is zero or negative in 4 rows. Give the number of units in the population of each respondent's stratum or cluster.",
    ),
    Case(
        "parts of a design from two surveys",
        lambda folder: SurveyDesign(sampling_weights=pd.Series([1.0]), strata=pd.Series([1, 1])),
        DataError,
        "Parts of the design belong to different respondents: `sampling_weights` has 1 row, `strata` 2 rows. Take all of them from the same survey.",
    ),
    Case(
        "weights of other respondents",
        lambda folder: aligned_weights(pd.RangeIndex(3), pd.Series([1.0, 2.0])),
        DataError,
        "Answers and sampling weights belong to different respondents (3 and 2 rows). Take both from the same survey: `complete(survey)` keeps them together.",
    ),
    Case(
        "cut-off of the instrument redefined",
        reading(book=example.codebook(cutoffs={"very_weak": {"below": 40, "label": "x"}})),
        DataError,
        "Cut-off `very_weak` is below 40 in the codebook and below 50 in instrument `esis`. Give the survey's own cut-off another name.",
    ),
    Case(
        "cut-off outside the scores",
        reading(book=example.codebook(cutoffs={"low": {"below": 140, "label": "x"}})),
        DataError,
        "Cut-off `low` is below 140, outside the scores 0–100 of instrument `esis`. Correct `cutoffs` in the codebook.",
    ),
    Case(
        "nobody complete",
        nobody_complete,
        NotEstimable,
        "No respondent answered every item. Check the item columns and missing codes in the codebook.",
    ),
    Case(
        "background variable named by its label",
        group_by_its_label,
        ParameterError,
        "There is no background variable `Sex`. That is the label of `sex`. Write `sex`.",
    ),
    Case(
        "background variable named by one of its levels",
        group_by_its_level,
        ParameterError,
        "There is no background variable `Men`. That is a level of `sex`. Write `sex`, or another variable.",
    ),
    Case(
        "unknown background variable",
        unknown_group,
        ParameterError,
        "There is no background variable `sx`. Did you mean `sex`? Known: sex, area. Add it to `background` in the codebook.",
    ),
    Case(
        "no background variable",
        no_group,
        NotInSurvey,
        "The codebook names no background variable to compare. Add it to `background` if the file has one.",
    ),
    Case(
        "missing codebook",
        lambda folder: read_survey("data/example/bfi.csv", codebook="none.yaml"),
        DataError,
        "There is no codebook none.yaml in the project folder. Correct its path, or draft one: `workbench codebook DATA`.",
    ),
    Case(
        "empty codebook",
        reading_codebook(""),
        DataError,
        "Codebook codebook.yaml is empty or not a list of keys. Draft one with `workbench codebook DATA`.",
    ),
    Case(
        "codebook that is not YAML",
        reading_codebook(MINIMAL + "background: ["),
        DataError,
        "Codebook codebook.yaml is not valid YAML: the bracket that opens in line 5 is not closed, or a comma is missing in it. Close it, or separate its entries by commas.",
    ),
    Case(
        "codebook not in UTF-8",
        reading_codebook("title: Jyväskylä".encode("latin-1")),
        DataError,
        "Codebook codebook.yaml is not text in UTF-8. Save it as UTF-8.",
    ),
    Case(
        "key that stands twice",
        reading_codebook(MINIMAL + "items: {esis1: q2}"),
        DataError,
        "Codebook codebook.yaml is not valid YAML: the key `items` stands twice under one heading, in lines 4 and 5. Remove one of them.",
    ),
    Case(
        "code that stands twice",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, 1.0: Women}}}"),
        DataError,
        "Codebook codebook.yaml is not valid YAML: the key `1.0` stands twice under one heading, in line 5. Remove one of them.",
    ),
    Case(
        "unknown codebook key",
        reading_codebook(MINIMAL + "missng: [9]"),
        DataError,
        "Codebook codebook.yaml: unknown key `missng`. Did you mean `missing`? Allowed here: schema_version, title, instrument, items, confirmed, missing, text, background, labels, numeric, measures, groups, predictors, blocks, crossings, respondent_id, design, year, wave, area, social_order, standard_population, compare_with, cutoffs, disclosure, open_because, synthetic, source, fieldwork, sections, sheet.",
    ),
    Case(
        "open survey without a reason",
        reading_codebook(MINIMAL + "disclosure: open\nopen_because: ' '"),
        DataError,
        "Codebook codebook.yaml: `disclosure: open` stands without a reason; say under `open_because` which licence makes the data public and where they can be had. Correct it.",
    ),
    Case(
        "reason to be open of a protected survey",
        reading_codebook(MINIMAL + "open_because: GPL, package psych"),
        DataError,
        "Codebook codebook.yaml: `open_because` stands without `disclosure: open`; add that line if the data are public, or remove the reason. Correct it.",
    ),
    Case(
        "disclosure that is another word",
        reading_codebook(MINIMAL + "disclosure: public"),
        DataError,
        "Codebook codebook.yaml: `disclosure` is `public`; it is the word `open`, for public data, or a list of thresholds. Correct it.",
    ),
    Case(
        "open survey with ids",
        reading_codebook(MINIMAL + OPEN + "respondent_id: id"),
        DataError,
        "Codebook codebook.yaml: `disclosure: open` stands beside `respondent_id`, as only a survey with `synthetic: true` may have it; remove one of the two. Correct it.",
    ),
    Case(
        "open survey with weights",
        reading_codebook(MINIMAL + OPEN + "design: {sampling_weights: w}"),
        DataError,
        "Codebook codebook.yaml: `disclosure: open` stands beside `design.sampling_weights`, as only a survey with `synthetic: true` may have it; remove one of the two. Correct it.",
    ),
    Case(
        "unknown codebook key below another",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, lables: {1: Men}}}"),
        DataError,
        "Codebook codebook.yaml: unknown key `background.sex.lables`. Did you mean `labels`? Allowed here: column, label, labels, reference, ordered, missing, merge, others, groups, highest.",
    ),
    Case(
        "codebook key left out",
        reading_codebook("schema_version: 1\ntitle: t\nitems: {esis1: q1}"),
        DataError,
        "Codebook codebook.yaml: `instrument` is missing. Name the scale, e.g. `esis`, or describe your own by `workbench "
        "instrument new DATA --name NAME`, and draft the codebook with it by `workbench codebook DATA --instrument NAME`.",
    ),
    Case(
        "scale that the draft left open",
        reading_codebook("schema_version: 1\ntitle: t\ninstrument: '?'\nitems: {}"),
        DataError,
        "Codebook codebook.yaml: `instrument` in line 3 is still `?`, as the draft left it. Name the scale, e.g. `esis`, or "
        "describe your own by `workbench instrument new DATA --name NAME`, and draft the codebook with it by `workbench "
        "codebook DATA --instrument NAME`.",
    ),
    Case(
        "yes and no without quotes",
        reading_codebook(MINIMAL + "background: {job: {column: j, label: Job, labels: {1: yes, 2: no}}}"),
        DataError,
        "Codebook codebook.yaml: `background.job.labels.1` in line 5 is `yes`, which YAML reads as true. Put it in quotes: `'yes'`.",
    ),
    Case(
        "two codes that are one",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, '1': Women}}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: the codes [1, '1'] are one and the same. Correct it.",
    ),
    Case(
        "two codes with one label",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: Men}}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: two codes share one label, `Men` and `Men`; give each code its own, different in more than capitals or spaces, and join the two by `merge` if they are one group. Correct it.",
    ),
    Case(
        "label in a language that pages do not have",
        reading_codebook(
            MINIMAL + "background: {sex: {column: s, label: {de: Geschlecht}, labels: {1: Men, 2: Women}}}"
        ),
        DataError,
        "Codebook codebook.yaml: `background.sex.label` is not right: it is given in the language `de`, and pages have `fi`, `sv`, `en` only. Correct it.",
    ),
    Case(
        "language without quotes that YAML reads as false",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: {no: Alder}, labels: {1: Men, 2: Women}}}"),
        DataError,
        "Codebook codebook.yaml is not valid YAML: the key `no` in line 5 is read as false. Put it in quotes: `'no'`.",
    ),
    Case(
        "two codes with one label in one of the languages",
        reading_codebook(
            MINIMAL
            + "background: {sex: {column: s, label: Sex, labels: {1: {fi: Mies, sv: Man}, 2: {fi: Nainen, sv: man}}}}"
        ),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: in `sv`, two codes share one label, `Man` and `man`; give each code its own, different in more than capitals or spaces, and join the two by `merge` if they are one group. Correct it.",
    ),
    Case(
        "block with a label by language and without predictors",
        reading_codebook(MINIMAL + "blocks: {first: {label: {fi: Eka, sv: Första}}}"),
        DataError,
        "Codebook codebook.yaml: `blocks` is not right: `first` has the keys `label`; it needs `label` and `predictors`, and no others. Correct it.",
    ),
    Case(
        "cut-off with a label by language and labels beside it",
        reading_codebook(MINIMAL + "cutoffs: {low: {below: 40, label: {fi: matala}, labels: {sv: låg}}}"),
        DataError,
        "Codebook codebook.yaml: `cutoffs.low` is not right: `label` is given by language, and `labels` stands beside it; write one of them. Correct it.",
    ),
    Case(
        "two codes with labels that differ in capitals only",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: ' men'}}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: two codes share one label, `Men` and ` men`; give each code its own, different in more than capitals or spaces, and join the two by `merge` if they are one group. Correct it.",
    ),
    Case(
        "two variables with one label",
        reading_codebook(
            MINIMAL
            + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: Women}}, "
            + "gender: {column: g, label: sex, labels: {1: Men, 2: Women}}}"
        ),
        DataError,
        "Codebook codebook.yaml: the background variables `sex` and `gender` share one label; tables would show them as one. Correct it.",
    ),
    Case(
        "label with the sign of a crossing",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: a × b}}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: the label `a × b` has a ×, which marks a crossing; use another sign. Correct it.",
    ),
    Case(
        "social order without an order",
        reading_codebook(
            MINIMAL + "social_order: [sex]\nbackground: {sex: {column: s, label: Sex, labels: {1: Men, 2: Women}}}"
        ),
        DataError,
        "Codebook codebook.yaml: `social_order` names `sex`, which is not ordered; set `ordered: true` for it. Correct it.",
    ),
    Case(
        "standard population with an unknown code",
        reading_codebook(
            MINIMAL
            + "standard_population: {variable: sex, people: {3: 10}, source: none}\n"
            + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: Women}}}"
        ),
        DataError,
        "Codebook codebook.yaml: code 3 is not one of the labelled codes of `sex`. Correct it.",
    ),
    Case(
        "standard population with fewer people than none",
        reading_codebook(MINIMAL + "standard_population: {variable: sex, people: {1: -10}, source: none}"),
        DataError,
        "Codebook codebook.yaml: `standard_population.people` is not right: code 1 has -10 people; give a number that is not negative. Correct it.",
    ),
    Case(
        "standard population of nobody",
        reading_codebook(MINIMAL + "standard_population: {variable: sex, people: {1: 0}, source: none}"),
        DataError,
        "Codebook codebook.yaml: `standard_population.people` is not right: nobody belongs to it; give the people of each code. Correct it.",
    ),
    Case(
        "published group that is no single level",
        reading_codebook(MINIMAL + "compare_with: [{population: adults, year: 2019, groups: {men: {sex: 1, age: 2}}}]"),
        DataError,
        "Codebook codebook.yaml: `compare_with.0.groups` is not right: `men` needs one variable and code, e.g. `{labour_market: 3}`. Correct it.",
    ),
    Case(
        "empty label",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: ' '}}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex.labels.2` is not right: it shows nothing, being empty or of unseen signs alone; write what readers are to see. Correct it.",
    ),
    Case(
        "label that tables use for rows without a value",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men, 2: not answered}}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: the label `not answered` is what tables call rows without a value; put its code under `missing`, or use other words. Correct it.",
    ),
    Case(
        "variable called all",
        reading_codebook(MINIMAL + "background: {all: {column: s, label: Sex, labels: {1: Men, 2: Women}}}"),
        DataError,
        "Codebook codebook.yaml: `background` has a variable `all`; a variable cannot be called `all`, which is everyone, or have a × in its name, which marks a crossing. Correct it.",
    ),
    Case(
        "code both labelled and missing",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men}, missing: [1]}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: code 1 is both labelled and missing. Correct it.",
    ),
    Case(
        "reference that is no code",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men}, reference: 2}}"),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: reference 2 is not one of the labelled codes: 1 (Men). Correct it.",
    ),
    Case(
        "crossing of unknown variables",
        reading_codebook(MINIMAL + "crossings: [[sex, age]]"),
        DataError,
        "Codebook codebook.yaml: `crossings` names `sex`, which is not in `background`. Describe it there, or name one of its variables. Correct it.",
    ),
    Case(
        "crossing of one variable",
        reading_codebook(MINIMAL + "background: {sex: {column: s, label: Sex, labels: {1: Men}}}\ncrossings: [[sex]]"),
        DataError,
        "Codebook codebook.yaml: `crossings` has [['sex']]; cross two or three different variables. Correct it.",
    ),
    Case(
        "codebook value of the wrong kind",
        reading_codebook(MINIMAL + "cutoffs: {low: {below: many, label: low}}"),
        DataError,
        "Codebook codebook.yaml: `cutoffs.low.below` must be a number, written in digits. Correct it.",
    ),
    Case(
        "a cut-off without a score",
        reading_codebook(MINIMAL + "cutoffs: {low: {label: low}}"),
        DataError,
        "Codebook codebook.yaml: `cutoffs.low` is not right: a cut-off has neither `below` nor `at_or_above`, and it needs one of them. Correct it.",
    ),
    Case(
        "a label of a cut-off in a language that pages do not have",
        reading_codebook(MINIMAL + "cutoffs: {low: {below: 40, label: low, labels: {fl: matala}}}"),
        DataError,
        "Codebook codebook.yaml: `cutoffs.low.labels` is not right: a label is in the language `fl`, and pages have fi, sv, en only. Correct it.",
    ),
    Case(
        "codebook key that needs a list",
        reading_codebook(MINIMAL + "groups: sex"),
        DataError,
        "Codebook codebook.yaml: `groups` must be a list in brackets, e.g. `[first, second]`. Correct it.",
    ),
    Case(
        "codebook key that needs keys of its own",
        reading_codebook(MINIMAL + "design: weight"),
        DataError,
        "Codebook codebook.yaml: `design` must be a list of `key: value`. Its keys: sampling_weights, strata, clusters, population_size, replicate_weights, replicate_method, lonely_strata, nested, margins.",
    ),
    Case(
        "codebook key without a value",
        reading_codebook(MINIMAL + "background:"),
        DataError,
        "Codebook codebook.yaml: `background` has no value. Give it one or remove the key.",
    ),
    Case(
        "column name that YAML reads as a number",
        reading_codebook("schema_version: 1\ntitle: Example\ninstrument: esis\nitems: {esis1: 1}"),
        DataError,
        "Codebook codebook.yaml: `items.esis1.column` is 1, not text. Put it in quotes; YAML reads yes, no, dates and numbers as such.",
    ),
    Case(
        "unknown missing rule",
        lambda folder: score(points(), instrument=esis, missing="one_mising"),
        ParameterError,
        "`missing` is 'one_mising'. Did you mean `one_missing`? Allowed: `complete`, `one_missing`.",
    ),
    Case(
        "missing rule that the scale lacks",
        lambda folder: score(points(), instrument=without_one_missing, missing="one_missing"),
        NotEstimable,
        "Instrument `esis` defines no score with a missing answer, so there is no sensitivity run. Report the main result with missing='complete'.",
    ),
    Case(
        "scoring other columns",
        lambda folder: score(points().rename(columns={"esis1": "q1"}), instrument=esis),
        DataError,
        "The columns are q1, esis2, esis3, esis4, esis5, esis6, esis7, esis8, esis9, esis10, not the items esis1, esis2, esis3, esis4, esis5, esis6, esis7, esis8, esis9, esis10 of instrument `esis`. Give `survey.responses`.",
    ),
    Case(
        "scoring points outside the options",
        lambda folder: score(points(7.0), instrument=esis),
        DataError,
        "Item `esis1` has a value outside 1–5 in 3 rows. Give points as `read_survey` returns them.",
    ),
    Case(
        "people below a cut-off that is one of many symptoms",
        lambda folder: below_cutoff(pd.Series([50.0]), instrument=symptoms, cutoff="high"),
        DataError,
        "Cut-off `high` of instrument `esis` is a score of 60 or more. Take `intake.beyond_cutoff`, which serves both kinds.",
    ),
    Case(
        "unknown cut-off",
        lambda folder: below_cutoff(pd.Series([50.0]), instrument=esis, cutoff="very_week"),
        DataError,
        "Instrument `esis` has no cut-off `very_week`. Did you mean `very_weak`? Defined: `very_weak`. Name one of these or define it under `cutoffs` in the codebook.",
    ),
    *[
        Case(title, reading_codebook(text), DataError, f"Codebook codebook.yaml {said}")
        for title, text, said in (
            (
                "codebook of a huge size",
                MINIMAL + "#" * 2_000_001,
                "has more than 2 MB, as no file of keys has. Correct its path.",
            ),
            (
                "codebook that nests too deep",
                MINIMAL + "source: " + "[" * 30,
                "nests more than 20 levels in line 5. Take out what repeats, or correct its path.",
            ),
            (
                "codebook with too many entries",
                f"a: &a [{'1,' * 999}]\nb: [{'*a,' * 60}]",
                "holds more than 50,000 keys and values, repeated ones counted each time. Take out what repeats, or correct its path.",
            ),
            (
                "codebook part that holds itself",
                MINIMAL + "source: &a [*a]",
                "has a part that holds itself (`&` and `*`). Take out what repeats, or correct its path.",
            ),
            (
                "codebook with an endless text",
                MINIMAL + "source: " + "x" * 10_001,
                "has a text of more than 10,000 characters in line 5. Take out what repeats, or correct its path.",
            ),
            (
                "codebook with a tag",
                MINIMAL + "source: !!python/name:os.system ''",
                "has a tag or a merge in line 5 that is not read. Write the value as plain text or number.",
            ),
            (
                "codebook with a sign that no text has",
                MINIMAL + "source: \a",
                "has a sign that no text has, or a date or number that cannot be. Remove the sign, or put the value in quotes.",
            ),
        )
    ],
    *[
        Case(title, reading_codebook(text), DataError, f"Codebook codebook.yaml is not valid YAML: {said}")
        for title, text, said in (
            ("codebook with a tab", "items:\n\tesis1: q1", "line 2 is indented with a tab. Use spaces in their place."),
            (
                "codebook value with a colon",
                "title: Survey: 2024",
                'the value of `title` in line 1 has a colon in it. Put the value in quotes: `title: "…"`.',
            ),
            (
                "codebook value that begins with a question mark",
                "title: ?",
                "the value of `title` in line 1 begins with the sign `?`. Write the value in its place, or put it in quotes.",
            ),
            (
                "codebook value that begins with a dash",
                "title: - x",
                "the value of `title` in line 1 begins with the sign `-`, as an entry of a list does. Put the value in quotes, or write each entry of the list in a line of its own.",
            ),
            (
                "codebook key below a value",
                "title: t\n  instrument: esis",
                "line 2 (`instrument`) is indented as if it hung under `title` of line 1, which has a value of its own. Indent it by no space.",
            ),
            (
                "codebook key between two depths",
                "background:\n  sex:\n    column: s\n   label: Sex",
                "line 4 (`label`) is indented by 3 spaces and hangs under `sex` of line 2, where other lines are indented by 4 spaces. Indent it by 4 spaces, or as the key that it belongs to.",
            ),
            (
                "codebook key without a colon",
                "items\nmissing: [9]\ntitle: t",
                "line 1 is not `key: value`. Put a colon and a space after the key.",
            ),
            (
                "codebook colon without a space",
                "title:t\ninstrument: esis",
                "line 1 has no space after its colon. Write `key: value`.",
            ),
            (
                "codebook text after a quote",
                'title: "Survey" 2024',
                "line 1 has text where a key should stand. Write `key: value`, with the whole value in quotes.",
            ),
            (
                "codebook quote that is not closed",
                'title: "Survey\n',
                "the quote that opens in line 1 is not closed in its place. Close it at the end of the text.",
            ),
            (
                "codebook text with a lone surrogate",
                'title: "\\ud800"',
                "the text in line 1 has a `\\` that stands for no letter. Write the letter itself, or put the text in single quotes.",
            ),
            (
                "codebook value that begins with a sign of YAML",
                "title: @home",
                "a value in line 1 begins with the sign `@`. Put the value in quotes.",
            ),
            (
                "codebook key that YAML reads as false",
                "labels: {no: Nej}",
                "the key `no` in line 1 is read as false. Put it in quotes: `'no'`.",
            ),
            (
                "codebook key that is a list",
                "? [1, 2]\n: t",
                "the key in line 1 is a list. Write a word or number before the colon.",
            ),
            (
                "codebook with an endless number",
                "missing: [" + "9" * 30 + "]",
                "the number in line 1 is too long. Put it in quotes if it is text.",
            ),
        )
    ],
    Case(
        "place of the draft that is not filled in",
        reading_codebook(MINIMAL + "background: {job: {column: j, label: Job, labels: {1: '?', 2: none}}}"),
        DataError,
        "Codebook codebook.yaml: `background.job.labels.1` in line 5 is still `?`, as the draft left it. Write what the questionnaire says, or remove the entry.",
    ),
    Case(
        "missing code that YAML reads as false",
        reading_codebook(MINIMAL + "missing: [no]"),
        DataError,
        "Codebook codebook.yaml: `missing.0` in line 5 is `no`, which YAML reads as false. Put it in quotes: `'no'`.",
    ),
    Case(
        "codebook key that is indented too far",
        reading_codebook(
            "schema_version: 1\ntitle: t\ninstrument: esis\nitems:\n  esis1: q1\n  design:\n    strata: s"
        ),
        DataError,
        "Codebook codebook.yaml: `design` hangs under `items`, because it is indented (line 6). Let its line begin with `design`, without spaces before it.",
    ),
    Case(
        "codebook key that is indented too little",
        reading_codebook(MINIMAL + "background:\n  sex:\n    column: s\n    label: Sex\n  labels:\n    1: a\n    2: b"),
        DataError,
        "Codebook codebook.yaml: `labels` (line 9) hangs under `background`, not under `sex` (line 6). Indent lines 9 to 11 by 2 spaces more.",
    ),
    Case(
        "codebook key that nothing around it knows",
        reading_codebook(MINIMAL + "sampling_weights: w"),
        DataError,
        "Codebook codebook.yaml: `sampling_weights` (line 5) hangs under no key, and is a key of `design`. Write it under `design`, indented further than that.",
    ),
    Case(
        "codebook whose first line is indented",
        reading_codebook("  schema_version: 1\ntitle: t"),
        DataError,
        "Codebook codebook.yaml is not valid YAML: line 1 is indented, and line 2 below it less. Let both begin without spaces before them.",
    ),
    *[
        Case(
            f"codebook key `{key}` under `{above}`",
            reading_codebook(text),
            DataError,
            f"Codebook codebook.yaml: `{key}` hangs under `{above}`, because it is indented (line {line}). Let its line begin with `{key}`, without spaces before it.",
        )
        for key, above, line, text in (
            ("instrument", "items", 5, "schema_version: 1\ntitle: t\nitems:\n  esis1: q1\n  instrument: esis"),
            ("instrument", "labels", 6, _WITH_LABELS + "      instrument: esis}}"),
            ("confirmed", "items", 6, MINIMAL.replace("{esis1: q1}", "\n  esis1: q1\n  confirmed: true")),
            ("source", "background", 6, MINIMAL + "background:\n  source: by post"),
            ("crossings", "blocks", 6, MINIMAL + "blocks:\n  crossings:\n    - [sex, age]"),
        )
    ],
    Case(
        "codebook key among the items",
        reading(book=example.codebook(items={**{f"esis{i}": f"q{i}" for i in range(1, 11)}, "source": "by post"})),
        DataError,
        "`source` hangs under `items` of the codebook, because it is indented. Let its line begin with `source`, without spaces before it.",
    ),
    Case(
        "codebook key among the blocks",
        reading(book=example.codebook(blocks={"groups": ["sex"]})),
        DataError,
        "Codebook codebook.yaml: `blocks` has a model called `groups`, as a key of the codebook is; let its line begin without spaces if it is that key, or give the model another name. Correct it.",
    ),
    Case(
        "title with a control character",
        reading_codebook('schema_version: 1\ntitle: "Spring\\r"\ninstrument: esis\nitems: {esis1: q1}'),
        DataError,
        "Codebook codebook.yaml: `title` is not right: it holds the control character U+000D, which breaks tables and pictures; remove it. Correct it.",
    ),
    Case(
        "title that cannot be seen",
        reading_codebook('schema_version: 1\ntitle: "\\u200b"\ninstrument: esis\nitems: {esis1: q1}'),
        DataError,
        "Codebook codebook.yaml: `title` is not right: it shows nothing, being empty or of unseen signs alone; write what readers are to see. Correct it.",
    ),
    Case(
        "label that cannot be seen",
        reading_codebook(MINIMAL + 'background: {job: {column: j, label: Job, labels: {1: "\\u200b", 2: none}}}'),
        DataError,
        "Codebook codebook.yaml: `background.job.labels.1` is not right: it shows nothing, being empty or of unseen signs alone; write what readers are to see. Correct it.",
    ),
    Case(
        "huge survey file",
        sparse,
        DataError,
        "Survey file survey.csv has 2,000 MB, more than the 500 MB that are read. Export it again with the columns of the codebook only, as .parquet if it is still larger.",
    ),
    Case(
        "survey file with too many columns",
        reading_bytes("survey.csv", b"a;" * 10_000 + b"b\n" + b"1;" * 10_000 + b"2\n"),
        DataError,
        "Survey file survey.csv has 10,001 columns, more than the 10,000 that are read. Export it again with the columns of the survey only.",
    ),
    Case(
        "parquet file with too many cells",
        many_equal_rows,
        DataError,
        "Survey file survey.parquet has more than 100 million cells in its columns that are read. Export it again with its respondents only, or name fewer columns in the codebook.",
    ),
    Case(
        "workbook that unpacks to too much",
        workbook(lambda sheet: sheet.replace(b"</sheetData>", b"<row></row>" * 2_000_000 + b"</sheetData>")),
        DataError,
        "Survey file survey.xlsx unpacks to 22 MB in 9 parts, as no sheet of answers does. Save its one sheet with the survey as .csv.",
    ),
    Case(
        "workbook with too many cells",
        workbook(
            lambda sheet: sheet.replace(b"</sheetData>", b"".join(map(far_cell, range(90, 1400))) + b"</sheetData>")
        ),
        DataError,
        "The sheet `Sheet1` of survey.xlsx has more than 20 million cells. Save the columns of the survey as .csv.",
    ),
    Case(
        "workbook with a cell in a row that no sheet has",
        workbook(lambda sheet: sheet.replace(b"</sheetData>", b'<row r="900000000"></row></sheetData>')),
        DataError,
        "The sheet `Sheet1` of survey.xlsx has more than 1,048,576 rows, as no sheet of answers has. Save the columns of the survey as .csv.",
    ),
    Case(
        "workbook with a cell far below its answers",
        workbook(
            lambda sheet: sheet.replace(
                b"</sheetData>", b'<row r="200000"><c r="A200000"><v>1</v></c></row></sheetData>'
            )
        ),
        DataError,
        "The sheet `Sheet1` of survey.xlsx has more than 100,000 empty rows before its last one, as no sheet of answers has. Save the columns of the survey as .csv.",
    ),
    Case(
        "workbook whose words alone are larger than any survey's",
        workbook_of_words,
        DataError,
        "Survey file survey.xlsx unpacks to 53 MB in 10 parts, as no sheet of answers does. Save its one sheet with the survey as .csv.",
    ),
]
