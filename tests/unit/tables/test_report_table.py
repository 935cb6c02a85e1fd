import json
import re

import numpy as np
import pandas as pd
import pytest

from workbench.media_types import TABLE_MIME
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column, reference_rows
from workbench.wording import speaking


def table(**changes):
    settings = {
        "name": "t",
        "caption": "Caption",
        "columns": (column("Group", "level"), column("Share", "estimate", kind="percent")),
        "frame": pd.DataFrame({"level": ["a", "b"], "estimate": [0.123456789, 0.5]}),
    }
    return ReportTable(**(settings | changes))


def test_shown_numbers_are_rounded_and_carried_numbers_stay_as_they_passed_the_gate():
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
    assert '<td class="percent blank">no value</td>' in shown.html()
    assert "No value: nobody answered." in shown.html()


@pytest.mark.parametrize(
    ("kind", "names", "word"),
    [
        ("number", ("x",), "no value"),
        ("text", ("x",), "no value"),
        ("people", ("x",), "not told"),
        ("p_band", ("x",), "no test"),
        ("interval", ("x", "y"), "no interval"),
        ("with_interval", ("x", "y", "y"), "no value"),
    ],
)
def test_no_cell_is_blank_and_a_dash_is_for_what_is_withheld_alone(kind, names, word):
    frame = pd.DataFrame({"level": ["a", "b"], "x": [np.nan] * 2, "y": [np.nan] * 2, "withheld": [False, True]})
    columns = (column("Group", "level"), column("X", *names, kind=kind))
    html = table(columns=columns, frame=frame, blank="why.", width=5).html()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert cells == [word, "–"]
    assert f"{word.capitalize()}: why." in html


def test_a_column_has_words_of_its_own_for_all_its_empty_cells_or_for_some_rows():
    frame = pd.DataFrame({"level": ["a", "b", "c"], "reference": "b", "x": [0.1, np.nan, np.nan], "note": ""})
    columns = (
        column("Group", "level"),
        column("X", "x", kind="number", blank=reference_rows(frame)),
        column("Note", "note", blank="does not apply"),
    )
    html = table(columns=columns, frame=frame, blank="why.").html()
    assert re.findall(r"<td[^>]*>(.*?)</td>", html)[::2] == ["0.10", "reference", "no value"]
    assert html.count("does not apply") == 3 and "No value: why." in html
    explained = table(columns=columns, frame=frame.iloc[:2])  # words of its own need no reason
    assert "why" not in explained.html()


def test_a_caution_stands_among_what_every_depth_shows():
    html = table(cautions=("Mind this.",), notes=("How it was made.",)).html()
    assert "<li>Mind this.</li>" in html and '<li class="method">How it was made.</li>' in html
    assert table(cautions=("Mind this.",)).payload()["notes"] == ["Mind this."]


def test_withheld_row_shows_a_dash_and_says_why():
    frame = pd.DataFrame({"level": ["a"], "estimate": [np.nan], "withheld": [True]})
    shown = table(frame=frame, width=5)
    assert "<td" in shown.html() and ">–</td>" in shown.html()
    assert "– fewer than 5 respondents: no outcome is shown." in shown.html()
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


def counts(*people, **changes):
    columns = (column("Group", "level"), column("Respondents", "n_respondents", kind="people"))
    frame = pd.DataFrame({"level": [f"group {i}" for i in range(len(people))], "n_respondents": people})
    return table(columns=columns, frame=frame, **changes)


def test_numbers_of_respondents_are_windows_and_the_page_says_so_for_all_its_tables():
    shown = counts(2.0, 12.0, 14.5, width=5)
    html = shown.html()
    assert ["&lt;5</td>" in html, ">12</td>" in html, ">10–19</td>" in html] == [True, True, True]
    assert "windows" not in html
    (note,) = shown.payload()["page_notes"]
    assert "middle of windows of 5: 12 stands for 10 to 14." in note
    assert table().payload()["page_notes"] == []


def test_names_in_notes_are_code_and_nothing_else_is_markup():
    steps = ReportTable(
        name="steps",
        caption="Steps",
        columns=(
            column("Value", "value"),
            column("What was done", "action", kind="sentence"),
            column("Level", "level"),
        ),
        frame=pd.DataFrame({"value": ["a"], "action": ["by `others` <b>"], "level": ["a `label`"]}),
    ).html()
    assert '<td class="sentence">by <code>others</code> &lt;b&gt;</td><td class="text">a `label`</td>' in steps
    html = table(notes=("Left out: no answer to `sex` <b>.",)).html()
    assert "no answer to <code>sex</code> &lt;b&gt;." in html


def test_open_survey_shows_numbers_of_respondents_as_they_are():
    html = counts(2.0, 12.0, width=1).html()
    assert ">2</td>" in html and "windows" not in html


def test_numbers_of_respondents_without_the_width_of_their_windows_are_refused():
    with pytest.raises(ValueError, match="Give the `width`"):
        counts(2.0)


def test_withheld_row_of_a_larger_group_is_not_said_to_be_small():
    frame = pd.DataFrame({"level": ["a"], "estimate": [np.nan], "n_respondents": [32.0], "withheld": [True]})
    html = table(frame=frame, width=5).html()
    assert "– no outcome is shown where it could tell of fewer than 5 respondents." in html


def test_bound_is_shown_as_such_and_needs_no_interval():
    frame = pd.DataFrame(
        {"level": ["a", "b", "c"], "estimate": [0.13, 0.87, 0.4], "low": [np.nan, np.nan, 0.3],
         "high": [np.nan, np.nan, 0.5], "bound": ["under", "over", ""]}
    )  # fmt: skip
    columns = (
        column("Group", "level"),
        column("Share", "estimate", kind="percent", bound="bound"),
        column("Interval", "low", "high", kind="percent_interval", bound="bound"),
    )
    html = table(columns=columns, frame=frame, width=5).html()
    assert "under 13 %" in html and "over 87 %" in html and "40.0 %" in html
    assert "Under and over: the estimate is only a bound, since few respondents are on one side or rounding" in html
    with pytest.raises(ValueError, match="empty cells in"):
        table(columns=columns, frame=frame.assign(bound=""), width=5)


def test_a_bound_is_exported_right_of_what_it_bounds():
    frame = pd.DataFrame({"estimate": [0.1], "low": [0.0], "share": [0.2], "bound": [""], "share_bound": ["under"]})
    columns = (column("Share", "estimate", kind="percent", bound="bound"),)
    assert table(columns=columns, frame=frame).payload()["columns"] == [
        *("estimate", "bound", "low", "share", "share_bound"),
    ]
    errors = frame.rename(columns={"estimate": "std_error", "share": "share_std_error"})
    columns = tuple(
        column(name, name, bound=b) for name, b in (("std_error", "bound"), ("share_std_error", "share_bound"))
    )
    assert table(columns=columns, frame=errors).payload()["columns"] == [
        *("std_error", "bound", "low", "share_std_error", "share_bound"),
    ]


def test_band_of_a_p_value_is_shown_by_its_upper_end():
    frame = pd.DataFrame({"level": list("abcd"), "p": [0.001, 0.01, 0.05, 1.0]})
    html = table(columns=(column("Group", "level"), column("p", "p", kind="p_band")), frame=frame).html()
    assert all(band in html for band in ("&lt; .001", "&lt; .01", "&lt; .05", "≥ .05"))


def test_words_in_another_language_than_the_report_say_in_which():
    shown = ReportTable(
        name="statements",
        caption="Statements",
        columns=(column("Item", "item"), column("Statement", "statement", language="fi")),
        frame=pd.DataFrame({"item": ["a", "all"], "statement": ["Olen tarpeellinen", ""]}),
        blank="there is none.",
    )
    assert '<td class="text" lang="fi">Olen tarpeellinen</td>' in shown.html()
    assert '<td class="text blank">no value</td>' in shown.html()  # a word of the page's language
    assert shown.payload()["page_notes"] == ["Statements stand in the official Finnish wording of the scale."]
    with speaking("fi"):
        assert "lang=" not in shown.html() and shown.payload()["page_notes"] == []


def test_a_table_is_copied_as_a_table_and_nothing_else():
    """What a word processor gets: one table with its caption, and in its cells words without blocks or hidden parts."""
    html = table(notes=("A note.",)).html()
    inside = html.partition("<table>")[2].partition("</table>")[0]
    tags = set(re.findall(r"<(\w+)", inside))
    assert tags == {"caption", "thead", "tbody", "tr", "th", "td"}
    assert "hidden" not in inside and "style" not in inside
