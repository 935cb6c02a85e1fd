"""What importing results settles for all tables."""

import pandas as pd

import workbench.results


def test_texts_of_tables_are_pythons_own():
    assert issubclass(workbench.results.Result, object)
    assert pd.Series(["a", "b"]).dtype.storage == "python"
