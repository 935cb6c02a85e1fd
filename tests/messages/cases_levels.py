"""Refusals of texts in place of codes, of merged labels, of groups of numbers and of sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_intake import MINIMAL, background, item, put, reading, reading_codebook
from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import read_survey


def variable(entry: str) -> str:
    """Codebook with one background variable."""
    return f"{MINIMAL}background: {{sex: {{column: s, label: Sex, {entry}}}}}"


def groups(borders: list[float], **entry: object) -> dict[str, object]:
    """Codebook that cuts the weight into groups."""
    cut = {"column": "weight", "label": "Weight", "groups": borders} | entry
    return example.codebook(background={"heavy": cut}, design={})


def sheets(**keys: object) -> Callable[[Path], object]:
    """Read a workbook with the example on two sheets."""

    def provoke(folder: Path) -> object:
        with pd.ExcelWriter(folder / "survey.xlsx") as book:
            for title in ("2023", "2024"):
                example.frame().to_excel(book, sheet_name=title, index=False)
        book_file = example.save_codebook(folder, example.codebook(**keys))
        return read_survey(folder / "survey.xlsx", codebook=book_file)

    return provoke


THREE = "labels: {1: Men, 2: Women, 3: Other}"

CASES: list[Case] = [
    Case(
        "number that disagrees with the words beside it",
        reading(put("q7", "1 – täysin samaa mieltä", 60)),
        DataError,
        "Item column `q7` holds `1 – täysin samaa mieltä`: the words are the option of 5 points, and the number means 1. Correct the data, or give the code of each text under `text` in the codebook.",
    ),
    Case(
        "numbers that all run against the words beside them",
        reading(lambda frame: frame.assign(q1=[f"{6 - answer} – {example.OPTIONS[answer]}" for answer in frame["q1"]])),
        DataError,
        "Item column `q1` holds `2 – jokseenkin samaa mieltä`: the words are the option of 4 points, and the number means 2. Set `reversed: true` for it in the codebook, as all its texts agree.",
    ),
    Case(
        "options to merge that are no neighbours",
        reading(book=item(merge=[[1, 3]])),
        DataError,
        "Codebook codebook.yaml: `items.esis1` is not right: `merge` has [1, 3]; write the points of two or more neighbouring options in rising order, e.g. `[[1, 2]]`. Correct it.",
    ),
    Case(
        "option to merge twice",
        reading(book=item(merge=[[1, 2], [2, 3]])),
        DataError,
        "Codebook codebook.yaml: `items.esis1` is not right: `merge` has a point twice in [[1, 2], [2, 3]]. Correct it.",
    ),
    Case(
        "options to merge without a comma between them",
        reading(book=item(merge=[["1 2"]])),
        DataError,
        "Codebook codebook.yaml: `items.esis1.merge` has '1 2', no point of an option. Write the points of neighbouring options between commas, e.g. `[[1, 2]]`.",
    ),
    Case(
        "option to merge that is no point",
        reading(book=item(merge=[[0, 1]])),
        DataError,
        "`merge` of item `esis1` has the point 0, outside 1–5. Write points of the instrument, not codes of the file.",
    ),
    Case(
        "all options merged",
        reading(book=item(merge=[[1, 2, 3, 4, 5]])),
        DataError,
        "`merge` of item `esis1` joins all its options 1–5 to one. Join neighbours that few people choose.",
    ),
    Case(
        "label to merge that is none",
        reading_codebook(variable(THREE + ", merge: {Rest: [Women, Othr]}")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `merge` names the label `Othr`, which is not one of `labels`. Did you mean `Other`? Correct it.",
    ),
    Case(
        "merge of one label",
        reading_codebook(variable(THREE + ", merge: {Rest: [Other]}")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `merge` joins fewer than two labels to `Rest`; name two or more. Correct it.",
    ),
    Case(
        "label to merge twice",
        reading_codebook(variable(THREE + ", merge: {Rest: [Women, Other], All: [Men, Women]}")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `merge` names the label `Women` twice; a label belongs to one level. Correct it.",
    ),
    Case(
        "merge into one level",
        reading_codebook(variable(THREE + ", merge: {All: [Men, Women, Other]}")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `merge` leaves one level, `All`, so that nothing can be compared. Correct it.",
    ),
    Case(
        "merge of labels of an ordered variable that are no neighbours",
        reading_codebook(variable(THREE + ", ordered: true, merge: {Rest: [Men, Other]}")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `merge` joins labels of an ordered variable to `Rest` that are no neighbours; join neighbours, or reorder `labels`. Correct it.",
    ),
    Case(
        "published values beside merged labels",
        reading_codebook(
            variable(THREE + ", merge: {Rest: [Women, Other]}")
            + "\ncompare_with: [{population: P, year: 2020, groups: {women: {sex: 2}}}]"
        ),
        DataError,
        "Codebook codebook.yaml: `compare_with` names code 2 of `sex`, which `merge` joins with others to `Rest`: published values would stand beside a wider group. Remove one of the two. Correct it.",
    ),
    Case(
        "groups that do not rise",
        reading_codebook(variable("groups: [18, 30, 30], highest: 99")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `groups` is [18, 30, 30]; write the first number of two groups or more, in rising order. Correct it.",
    ),
    Case(
        "groups without a highest number",
        reading_codebook(variable("groups: [18, 30]")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `groups` stands without `highest`; give the highest number of the last group. Correct it.",
    ),
    Case(
        "highest number below the last group",
        reading_codebook(variable("groups: [18, 30], highest: 29")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `highest` is 29, below 30, where the last of `groups` begins. Correct it.",
    ),
    Case(
        "highest number without groups",
        reading_codebook(variable("labels: {1: Men}, highest: 29")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `highest` stands without `groups`; give the first number of each group, or remove it. Correct it.",
    ),
    Case(
        "labels that do not fit the groups",
        reading_codebook(variable("groups: [18, 30], highest: 99, labels: {18: Young, 31: Old}")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `labels` do not fit `groups`: 30 has no label and 31 begins no group; label the first number of each group, or leave `labels` out. Correct it.",
    ),
    Case(
        "numbers outside the groups",
        reading(put("weight", 99, 7), book=groups([0.5, 1.5], highest=2.6)),
        DataError,
        "Column `weight` of background variable `heavy` lies outside its groups, which reach from 0.5 to 2.6 (`99`), in 7 rows. Add a code that means no answer to `missing` in the codebook, or correct `groups`, `highest` or the data.",
    ),
    Case(
        "text in place of numbers to group",
        reading(put("weight", "heavy", 2), book=groups([0.5, 1.5], highest=2.6)),
        DataError,
        "Column `weight` of background variable `heavy` holds text in 2 rows, and `groups` cuts numbers. Store it as numbers, or add a word that means no answer to `missing` in the codebook.",
    ),
    Case(
        "a number to group with its unit",
        reading(put("weight", "about 2 kg", 2), book=groups([0.5, 1.5], highest=2.6)),
        DataError,
        "Column `weight` of background variable `heavy` holds text in 2 rows, 2 rows of them with a number and words beside it, and `groups` cuts numbers. Store the number alone where words such as a unit stand beside it, and add only a word that means no answer to `missing` in the codebook.",
    ),
    Case(
        "numbers between groups of whole numbers",
        reading(book=groups([0, 2], highest=3)),
        DataError,
        "Column `weight` of background variable `heavy` has numbers that are not whole in 60 rows, and labels such as `0–1` do not say where they belong. Label the groups under `labels` in the codebook, or round the data.",
    ),
    Case(
        "group without a row",
        reading(book=groups([0.5, 1.5, 2.7], highest=9)),
        DataError,
        "Background variable `heavy` has the group `2.7 or over`, in which column `weight` has 0 rows. Take 2.7 out of `groups` in the codebook, so that the group before it reaches further, or say `labels: all` there.",
    ),
    Case(
        "reference without a row",
        reading(book=background({1: "Men", 2: "Women", 3: "Other"}, reference=3) | {"labels": "all"}),
        DataError,
        "The reference `Other` of background variable `sex` occurs in 0 rows. Name another `reference` in the codebook, or leave it out: then the first level that occurs is the reference.",
    ),
    Case(
        "value that is spelled nearly like a label's code",
        reading(
            lambda frame: frame.assign(sex=["Helsinki"] * 30 + ["Vantaa"] * 28 + ["Helsnki"] * 2),
            book=background({"Helsinki": "Helsinki", "Vantaa": "Vantaa"}),
        ),
        DataError,
        "Column `sex` of background variable `sex` has values too rare to be repeated here in 2 rows, neither labelled nor missing. Spelled nearly so: `Helsinki`. Add a label or a missing code for it in the codebook, or say `others` there: the level that joins all such values, or `missing`.",
    ),
    Case(
        "level for other values of an ordered variable",
        reading_codebook(variable("ordered: true, labels: {1: Low, 2: High}, others: Rest")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `others` adds the level `Rest` to an ordered variable, where it has no place; name one of its levels, or `missing`. Correct it.",
    ),
    Case(
        "other values beside groups of a number",
        reading_codebook(variable("groups: [18, 30], highest: 99, others: Rest")),
        DataError,
        "Codebook codebook.yaml: `background.sex` is not right: `others` stands beside `groups`, which hold every number; remove `others`. Correct it.",
    ),
    Case(
        "published values beside a level with other values",
        reading_codebook(
            variable("labels: {1: Men, 2: Women}, others: Women")
            + "\ncompare_with: [{population: all, year: 2019, groups: {women: {sex: 2}}}]"
        ),
        DataError,
        "Codebook codebook.yaml: `compare_with` names code 2 of `sex`, whose level `others` joins with other values: published values would stand beside a wider group. Remove one of the two. Correct it.",
    ),
    Case(
        "survey on several sheets",
        sheets(),
        DataError,
        "The workbook survey.xlsx has the columns of the codebook in several sheets: `2023`, `2024`. Say which one is the survey: under Sheet in the form, by `sheet: NAME` in the codebook, or by `--sheet NAME` of `workbench codebook` or `workbench instrument new`.",
    ),
    Case(
        "sheet that does not exist",
        sheets(sheet="2042"),
        DataError,
        "The workbook survey.xlsx has no sheet `2042`. Did you mean `2024`? Its sheets: `2023`, `2024`. Correct `--sheet`, or `sheet` in the codebook.",
    ),
    Case(
        "sheet of a text file",
        reading(book=example.codebook(sheet="2024")),
        DataError,
        "Survey file survey.csv is CSV and has no sheet `2024`. Take `sheet` out of the codebook.",
    ),
]
