"""The glossary of result columns: enforced when a result is made."""

import pandas as pd
import pytest

from workbench.columns import COLUMNS
from workbench.results import Result


def test_result_refuses_an_undefined_column():
    with pytest.raises(KeyError, match="estimat3"):
        Result(table=pd.DataFrame({"term": ["a"], "estimat3": [1.0]}), method="m")


def test_every_column_has_a_meaning():
    assert not [name for name, column in COLUMNS.items() if not column.meaning]
