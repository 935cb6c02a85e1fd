import json

import numpy as np
import pandas as pd
import pytest

from workbench.media_types import TABLE_MIME
from workbench.tables.report_table import ReportTable, column


def table(**changes):
    settings = {
        "name": "t",
        "caption": "Caption",
        "columns": (column("Group", "level"), column("Share", "estimate", kind="percent")),
        "frame": pd.DataFrame({"level": ["a", "b"], "estimate": [0.123456789, 0.5]}),
    }
    return ReportTable(**(settings | changes))


def test_shown_numbers_are_rounded_and_carried_numbers_are_not():
    shown = table()
    assert "12.3 %" in shown.html()
    assert shown.payload()["rows"][0] == ["a", 0.123456789]


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", '<img src=x onerror="x">', "a & b"])
def test_labels_are_inert_in_html(label):
    html = table(frame=pd.DataFrame({"level": [label], "estimate": [0.1]}), caption=label).html()
    assert label not in html


def test_empty_cell_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="empty cells in"):
        table(frame=pd.DataFrame({"level": ["a"], "estimate": [np.nan]}))


def test_reason_of_an_empty_cell_is_shown():
    shown = table(frame=pd.DataFrame({"level": ["a"], "estimate": [np.nan]}), blank="nobody answered.")
    assert "Empty cells: nobody answered." in shown.html()


def test_withheld_row_shows_a_dash_and_says_why():
    frame = pd.DataFrame({"level": ["a"], "estimate": [np.nan], "withheld": [True]})
    shown = table(frame=frame)
    assert "<td" in shown.html() and ">–</td>" in shown.html()
    assert "withheld: too few respondents" in shown.html()
    assert shown.payload()["n_withheld"] == 1


def test_bundle_is_json_without_nan_or_infinity():
    frame = pd.DataFrame({"level": ["a"], "estimate": [np.nan], "df": [np.inf], "withheld": [True]})
    bundle = table(frame=frame)._repr_mimebundle_()
    text = json.dumps(bundle[TABLE_MIME], allow_nan=False)
    assert "NaN" not in text


def test_each_block_of_rows_has_one_heading():
    frame = pd.DataFrame({"v": ["x", "x", "y"], "level": ["a", "b", "c"], "estimate": [0.1, 0.2, 0.3]})
    html = table(frame=frame, grouped_by="v").html()
    assert html.count('scope="rowgroup"') == 2


def test_first_cell_of_a_row_is_its_heading():
    assert table().html().count('<th scope="row">') == 2


def test_unreliable_rows_are_shown_with_a_mark_and_withheld_ones_without():
    frame = pd.DataFrame(
        {
            "level": ["a", "b", "c"],
            "estimate": [0.1, 0.2, np.nan],
            "unreliable": [True, False, True],
            "withheld": [False, False, True],
        }
    )
    html = table(frame=frame).html()
    assert [f"{level} †" in html for level in "abc"] == [True, False, False]
    assert "† fewer than 30 respondents, or a standard error above 30 % of the estimate" in html
    assert "†" not in table(frame=frame.assign(unreliable=False)).html()
    masked = frame.assign(unreliable=frame["unreliable"].astype("boolean").mask(frame["withheld"]))
    assert table(frame=masked).html() == html
