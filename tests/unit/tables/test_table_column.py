"""How a column writes its cells: kinds, bounds, parts of small shares, what is withheld."""

import math

import pandas as pd
import pytest

from workbench.tables.table_column import cell_text, column


def written(shown, *, withheld=False, **values):
    return cell_text(pd.Series(values, dtype=object), shown, 5, withheld=withheld)


@pytest.mark.parametrize(
    ("shown", "values", "text"),
    [(column("Share", "x", kind="percent"), {"x": 0.125}, "12.5 %"),
     (column("Share", "x", kind="percent", bound="side"), {"x": 0.13, "side": "under"}, "under 13 %"),
     (column("Mean", "x", kind="number", decimals=1, bound="side"), {"x": 4.5, "side": "over"}, "over 4.5"),
     (column("Interval", "x", "y", kind="interval"), {"x": -0.5, "y": 0.5}, "−0.50 to 0.50"),
     (column("Respondents", "x", kind="people"), {"x": 14.5}, "10–19"),
     (column("OR", "x", "y", "z", kind="with_interval"), {"x": 1.834, "y": 1.2, "z": 2.79}, "1.83 (1.20–2.79)"),
     (column("χ² (df)", "x", "df", kind="with_df"), {"x": 129.6, "df": 35.0}, "130 (35)"),
     (column("Level", "x"), {"x": "a `label`"}, "a `label`")],
)  # fmt: skip
def test_a_cell_is_written_in_the_way_of_its_column(shown, values, text):
    assert written(shown, **values) == text


def test_a_small_share_is_its_parts_and_a_withheld_one_a_dash():
    share = column("Share", "x", kind="percent", parts=("some", "all"))
    assert written(share, x=math.nan, some=2.0, all=42.0) == "<5 of 42"
    assert written(share, withheld=True, x=math.nan, some=2.0, all=42.0) == "–"


def test_a_reference_level_is_one_by_definition_and_what_has_no_interval_stands_alone():
    ratio = column("OR", "x", "low", "high", kind="with_interval")
    none = {"low": math.nan, "high": math.nan}
    assert written(ratio, x=1.0, level="Women", reference="Women", **none) == "1"
    assert written(ratio, x=1.5, level="Men", reference="Women", **none) == "1.50"
    assert written(ratio, x=math.nan, **none) == "no value"
    assert written(ratio, withheld=True, x=math.nan, **none) == "–"
