"""Every refusal of another measure, in the codebook and in the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.messages.case import Case
from tests.messages.cases_intake import Change, put, reading
from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import load_codebook

TRUST = {"label": "Trust", "columns": "trust", "lowest": 0, "highest": 10, "missing": [99]}


def read_trust(change: Change = lambda frame: frame, **entry: Any) -> Callable[[Path], object]:
    """Read the example with a column of trust, after a change."""
    book = example.codebook(measures={"trust": TRUST | entry})
    return reading(lambda frame: change(frame.assign(trust=[place % 11 for place in range(len(frame))])), book)


def book(name: str = "trust", *, further: dict[str, Any] | None = None, **entry: Any) -> Callable[[Path], object]:
    """Load a codebook with this measure."""
    whole = example.codebook(measures={name: TRUST | entry} | (further or {}))
    return lambda folder: load_codebook(example.save_codebook(folder, whole))


CASES: list[Case] = [
    Case(
        "measure whose column is not in the file",
        read_trust(columns=["trust", "turst"]),
        DataError,
        "Column `turst` is not in survey.csv. Did you mean `trust`? Correct the column in the codebook.",
    ),
    Case(
        "measure of an item of the scale",
        read_trust(columns=["q1"]),
        DataError,
        "Column `q1` is used 2 times: for item `esis1` and measure `trust`. Name the right column for each in the codebook.",
    ),
    Case(
        "answer of a measure outside its range",
        read_trust(put("trust", 77, 6)),
        DataError,
        "Column `trust` of measure `trust` lies outside 0–10 (`77`) in 6 rows. Add a code that means no answer to `missing` in the codebook, or correct `lowest`, `highest` or the data.",
    ),
    Case(
        "text in a measure",
        read_trust(put("trust", "much", 6)),
        DataError,
        "Column `trust` of measure `trust` holds text (`much`) in 6 rows. Store it as numbers, or add a word that means no answer to `missing` in the codebook.",
    ),
    Case(
        "measure without columns",
        book(columns=[]),
        DataError,
        "Codebook codebook.yaml: `measures.trust.columns` must be filled in: it has no entry. Correct it.",
    ),
    Case(
        "column of a measure named twice",
        book(columns=["trust", "trust"]),
        DataError,
        "Codebook codebook.yaml: `measures.trust` is not right: `columns` names `trust` twice; name each column once. Correct it.",
    ),
    Case(
        "turned column that a measure does not have",
        book(reversed=["trist"]),
        DataError,
        "Codebook codebook.yaml: `measures.trust` is not right: `reversed` names `trist`, which is not one of its `columns`. Correct it.",
    ),
    Case(
        "range of a measure that is none",
        book(lowest=10),
        DataError,
        "Codebook codebook.yaml: `measures.trust` is not right: `lowest` is 10, not below `highest`, which is 10. Correct it.",
    ),
    Case(
        "missing code of a measure that is one of its values",
        book(missing=[9]),
        DataError,
        "Codebook codebook.yaml: `measures.trust` is not right: the missing code 9 is one of its values 0–10; take it out of `missing`, or narrow the range. Correct it.",
    ),
    Case(
        "reliability of a measure above 1",
        book(reliability=81),
        DataError,
        "Codebook codebook.yaml: `measures.trust` is not right: `reliability` is 81; give a number above 0 and not above 1, e.g. 0.85. Correct it.",
    ),
    Case(
        "unknown key of a measure",
        book(item="trust"),
        DataError,
        "Codebook codebook.yaml: unknown key `measures.trust.item`. Allowed here: label, columns, lowest, highest, reversed, missing, score, reliability.",
    ),
    Case(
        "measure with the name of a group",
        book("sex"),
        DataError,
        "Codebook codebook.yaml: `measures` and `background` both have a variable `sex`; give each its own name. Correct it.",
    ),
    Case(
        "measure called score",
        book("score"),
        DataError,
        "Codebook codebook.yaml: `measures` has a measure `score`, a word with another meaning; give it another name. Correct it.",
    ),
    Case(
        "two measures with one label",
        book(further={"faith": TRUST}),
        DataError,
        "Codebook codebook.yaml: the measures `trust` and `faith` share one label; tables would show them as one. Correct it.",
    ),
]
