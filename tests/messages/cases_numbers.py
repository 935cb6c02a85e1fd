"""Every refusal of a numeric variable, in the codebook and in the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_intake import Change, put, reading
from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import load_codebook

AGE = {"column": "age", "label": "Age", "unit": "years", "lowest": 18, "highest": 110, "missing": [999]}


def with_age(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(age=[20 + place for place in range(len(frame))])


def read_age(
    change: Change = lambda frame: frame, *, data: Change = with_age, **entry: Any
) -> Callable[[Path], object]:
    """Read the example with a column of ages, after a change."""
    book = example.codebook(numeric={"age": AGE | entry})
    return reading(lambda frame: change(data(frame)), book)


def book(numeric: dict[str, dict[str, Any]], **changes: Any) -> Callable[[Path], object]:
    """Load a codebook with these numbers."""
    whole = example.codebook(numeric=numeric, **changes)
    return lambda folder: load_codebook(example.save_codebook(folder, whole))


CASES: list[Case] = [
    Case(
        "number whose column is not in the file",
        read_age(data=lambda frame: frame.assign(aeg=30)),
        DataError,
        "Column `age` is not in survey.csv. Did you mean `aeg`? Correct the column in the codebook.",
    ),
    Case(
        "column that is a number and something else",
        reading(None, example.codebook(numeric={"age": AGE | {"column": "sex"}})),
        DataError,
        "Column `sex` is used 2 times: for background variable `sex` and numeric variable `age`. Name the right column for each in the codebook.",
    ),
    Case(
        "text in a number",
        read_age(put("age", "old", 3)),
        DataError,
        "Column `age` of numeric variable `age` holds text in 3 rows. Store it as numbers, or add a word that means no answer to `missing` in the codebook.",
    ),
    Case(
        "frequent text in a number",
        read_age(put("age", "n/a", 6)),
        DataError,
        "Column `age` of numeric variable `age` holds text (`n/a`) in 6 rows. Store it as numbers, or add a word that means no answer to `missing` in the codebook.",
    ),
    Case(
        "a number with its unit",
        read_age(lambda frame: put("age", "67 years", 1)(put("age", "old", 3)(frame))),
        DataError,
        "Column `age` of numeric variable `age` holds text in 3 rows, 1 row of them with a number and words beside it. Store the number alone where words such as a unit stand beside it, and add only a word that means no answer to `missing` in the codebook.",
    ),
    Case(
        "number outside its range",
        read_age(put("age", 7, 2)),
        DataError,
        "Column `age` of numeric variable `age` lies outside 18–110 in 2 rows. Add a code that means no answer to `missing` in the codebook, or correct `lowest`, `highest` or the data.",
    ),
    Case(
        "missing code of a number that is not declared",
        read_age(put("age", 888, 12)),
        DataError,
        "Column `age` of numeric variable `age` lies outside 18–110 (`888`) in 12 rows. Add a code that means no answer to `missing` in the codebook, or correct `lowest`, `highest` or the data.",
    ),
    Case(
        "number that nobody has",
        read_age(put("age", 999, 60)),
        DataError,
        "Column `age` of numeric variable `age` has no value in any of 60 rows. Check its column and missing codes in the codebook.",
    ),
    Case(
        "number with commas and points",
        read_age(lambda frame: put("age", "31,5", 4)(put("age", "30.5", 6)(frame))),
        DataError,
        "Column `age` has a decimal comma in 4 rows and a decimal point in 2 rows. Export the file with one decimal mark.",
    ),
    Case(
        "number in place of something that is no predictor",
        book({"age": AGE | {"in_place_of": "area"}}, predictors=["sex"]),
        DataError,
        "Codebook codebook.yaml: `in_place_of` of `age` names `area`, which is no predictor. Predictors: sex. Correct it.",
    ),
    Case(
        "number with the name of a background variable",
        book({"sex": AGE}),
        DataError,
        "Codebook codebook.yaml: `numeric` and `background` both have a variable `sex`; give each its own name. Correct it.",
    ),
    Case(
        "number with the name of everyone",
        book({"all": AGE}),
        DataError,
        "Codebook codebook.yaml: `numeric` has a variable `all`; it cannot be called `all` or have a × in its name. Correct it.",
    ),
    Case(
        "two numbers with one label",
        book({"age": AGE, "years": AGE | {"column": "years"}}),
        DataError,
        "Codebook codebook.yaml: the numeric variables `age` and `years` share one label; tables would show them as one. Correct it.",
    ),
    Case(
        "number without a range",
        book({"age": AGE | {"lowest": 110}}),
        DataError,
        "Codebook codebook.yaml: `numeric.age` is not right: `lowest` is 110, not below `highest`, which is 110. Correct it.",
    ),
    Case(
        "missing code among the values of a number",
        book({"age": AGE | {"missing": [99]}}),
        DataError,
        "Codebook codebook.yaml: `numeric.age` is not right: the missing code 99 is one of its values 18–110; take it out of `missing`, or narrow the range. Correct it.",
    ),
    Case(
        "number without a unit",
        book({"age": AGE | {"unit": " "}}),
        DataError,
        "Codebook codebook.yaml: `numeric.age.unit` is not right: it shows nothing, being empty or of unseen signs alone; write what readers are to see. Correct it.",
    ),
    Case(
        "unknown key of a number",
        book({"age": AGE | {"max": 99}}),
        DataError,
        "Codebook codebook.yaml: unknown key `numeric.age.max`. Allowed here: column, label, unit, lowest, highest, missing, in_place_of.",
    ),
]
