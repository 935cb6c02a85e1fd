"""The glossary of result columns: enforced when a result is made, and written down for readers."""

import pandas as pd
import pytest

from tests.architecture import document_columns
from workbench.columns import COLUMNS
from workbench.results import Result


def test_result_refuses_an_undefined_column():
    with pytest.raises(KeyError, match="estimat3"):
        Result(table=pd.DataFrame({"term": ["a"], "estimat3": [1.0]}), method="m")


def test_every_column_has_a_meaning():
    assert not [name for name, column in COLUMNS.items() if not column.meaning]


def test_documentation_is_current():
    assert document_columns.DOCUMENT.read_text(encoding="utf-8") == document_columns.text(), (
        "Write it again: .venv/bin/python -m tests.architecture.document_columns"
    )
