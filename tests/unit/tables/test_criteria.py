"""The closing table: values, intervals and published criteria, and no verdict."""

import json
import math

import pytest

from workbench.media_types import TABLE_MIME
from workbench.tables import Criterion, criteria_table


def texts(table):
    return table.frame[["estimate_text", "interval_text"]].to_numpy().tolist()[0]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (Criterion("H", 0.34567, "at least .3", "Mokken 1971", 0.3, 0.39), ["0.35", "0.30–0.39"]),
        (Criterion("accuracy", 0.95824, "–", "–", 0.95, 0.961, kind="percent", decimals=1), ["95.8 %", "95.0–96.1 %"]),
        (Criterion("p", 0.00004, "below .05", "Holm 1979", kind="p_band"), ["< 0.001", None]),
        (Criterion("respondents", 5197, "–", "–", kind="count"), ["5\u202f197", None]),
        (Criterion("change", 0.00142, "–", "–", decimals=4), ["0.0014", None]),
    ],
)
def test_each_kind_is_written_in_its_way(row, shown):
    written = [None if isinstance(t, float) and math.isnan(t) else t for t in texts(criteria_table([row], name="c"))]
    assert written == shown


def test_full_precision_is_carried_and_sources_stand_beside():
    table = criteria_table([Criterion("H", 0.3456789, "at least .3", "Mokken 1971")], name="criteria_scale")
    assert table.frame["estimate"].tolist() == [0.3456789]
    assert table.name == "criteria_scale"
    assert "Mokken 1971" in table.html()


def test_a_value_that_was_withheld_is_a_dash():
    table = criteria_table([Criterion("bias", math.nan, "below .035", "Jodoin & Gierl 2001")], name="c")
    assert "class=withheld" in table.html()
    json.dumps(table._repr_mimebundle_()[TABLE_MIME], allow_nan=False)


def test_no_rows_are_an_empty_table():
    assert "Nothing to show." in criteria_table([], name="c").html()
