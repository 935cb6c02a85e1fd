"""One code in one form, whatever type it was stored in."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from workbench.intake.files.codes import as_code, as_number, coded


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        (1, 1),
        (1.0, 1),
        ("1", 1),
        (" 1.0 ", 1),
        (np.int8(1), 1),
        (np.float32(1), 1),
        (Decimal("1"), 1),
        (True, 1),
        ("091", "091"),
        ("01", "01"),
        ("0", 0),
        ("-1", -1),
        (1.5, 1.5),
        ("1,5", "1,5"),
        ("1e3", "1e3"),
        ("A", "A"),
        ("", None),
        ("  ", None),
        (None, None),
        (float("nan"), None),
        (pd.NA, None),
    ],
)
def test_one_form(stored, code):
    assert as_code(stored) == code
    assert type(as_code(stored)) is type(code)


@pytest.mark.parametrize(
    ("text", "number"), [("1,5", 1.5), ("1.50", 1.5), ("2e-1", 0.2), (",5", 0.5), ("x", "x"), ("3,0", 3)]
)
def test_numbers_written_as_text(text, number):
    assert as_number(text) == number


def test_stored_forms_of_one_code_are_counted_together():
    column = coded(pd.Series(["1", "1.0", " 1", "2", None, ""], name="q"), numeric=True)
    assert column.pairs() == [(1, 3), (2, 1)]
    assert column.n_empty == 2
    assert column.look_up([10.0, 20.0], np.nan).tolist()[:4] == [10, 10, 10, 20]


def test_an_empty_column():
    column = coded(pd.Series([np.nan, np.nan], name="q"), numeric=True)
    assert (column.pairs(), column.n_empty) == ([], 2)
