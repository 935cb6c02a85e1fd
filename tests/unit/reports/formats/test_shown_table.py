"""Tables as people see them, with the published numbers behind their cells."""

import pandas as pd
import pytest

from workbench.media_types import TABLE_MIME
from workbench.reports.formats.shown_table import Number, shown_table
from workbench.reports.notebooks import TableFile
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import speaking

FRAME = pd.DataFrame(
    {
        "variable": ["", "sex", "sex", "sex"],
        "level": ["Everyone", "Men", "Women", "Other"],
        "n_respondents": [1202.0, 14.5, 2.0, 2.0],
        "estimate": [0.09871, 0.13, 0.5, None],
        "bound": ["", "under", "", ""],
        "conf_low": [0.0892, None, -0.012, None],
        "conf_high": [0.109, None, 0.9, None],
        "estimate_text": ["9.9 %", "under 13 %", "50.0 %", "–"],
        "withheld": [False, False, False, True],
    }
)


def shown(language="en", frame=FRAME, **changes):
    settings = {
        "name": "t",
        "caption": "Caption",
        "columns": (
            column("Group", "level"),
            column("Respondents", "n_respondents", kind="people"),
            column("Share", "estimate", kind="percent", bound="bound"),
            column("Interval", "conf_low", "conf_high", kind="percent_interval", bound="bound"),
            column("Written", "estimate_text"),
        ),
        "frame": frame,
        "width": 5,
        "grouped_by": "variable",
        "notes": ("A note on `sex`.",),
    }
    with speaking(language):
        bundle = ReportTable(**settings | changes)._repr_mimebundle_()
        return shown_table(TableFile(name="01_t.csv", payload=bundle[TABLE_MIME], html=bundle["text/html"]))


def numbers(row, place):
    return [number.value for number in row.cells[place].numbers]


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_cell_has_the_published_number_and_not_the_rounded_one(language):
    everyone = shown(language).rows[0]
    assert everyone.cells[2].numbers == (Number(value=0.09871, decimals=1, percent=True),)
    assert numbers(everyone, 1) == [1202.0]
    assert numbers(everyone, 3) == [0.0892, 0.109]


def test_texts_are_written_as_the_language_writes_them():
    assert shown("fi").rows[0].cells[2].text == "9,9 %"
    assert shown("en").rows[0].cells[2].text == "9.9 %"


def test_a_bound_a_window_and_a_withheld_result_have_no_number():
    men, other = shown().rows[1], shown().rows[3]
    assert [cell.text for cell in men.cells[1:4]] == ["10–19", "under 13 %", "no interval"]
    assert [cell.numbers for cell in men.cells] == [()] * 5
    assert [cell.text for cell in other.cells[2:]] == ["–", "–", "–"]
    assert [numbers(other, place) for place in (1, 2, 3, 4)] == [[], [], [], []]


def test_a_small_number_of_respondents_stays_a_text():
    assert (shown().rows[2].cells[1].text, numbers(shown().rows[2], 1)) == ("<5", [])


def test_an_interval_below_zero_has_its_two_ends():
    women = shown().rows[2]
    assert (women.cells[3].text, numbers(women, 3)) == ("−1.2 to 90.0 %", [-0.012, 0.9])


def test_a_number_that_was_written_beforehand_is_found_beside_it():
    assert numbers(shown().rows[0], 4) == [0.09871]


def test_rows_know_the_heading_that_they_stand_below():
    assert [row.section for row in shown().rows] == ["", "sex", "sex", "sex"]
    assert shown().has_sections and not shown(grouped_by="").has_sections


def test_heads_tell_columns_of_words_and_of_intervals():
    assert [(head.label, head.is_text, head.ends) for head in shown().heads] == [
        ("Group", True, 1),
        ("Respondents", False, 1),
        ("Share", False, 1),
        ("Interval", False, 2),
        ("Written", False, 1),
    ]


def test_notes_stand_below_without_marks():
    assert shown().notes[-1] == "A note on sex."


def test_a_table_without_rows_says_so():
    empty = shown(frame=FRAME.iloc[:0], nothing="Nobody was asked.")
    assert [[cell.text for cell in row.cells] for row in empty.rows] == [["Nobody was asked."]]


def test_an_estimate_with_its_interval_and_a_statistic_with_its_df_keep_their_numbers():
    frame = pd.DataFrame(
        {
            "variable": ["sex"] * 2,
            "level": ["Women", "Men"],
            "reference": ["Women"] * 2,
            "odds_ratio": [1.0, 2.234],
            "low": [None, 1.2],
            "high": [None, 4.14],
            "chi_square": [61.4, 1234.0],
            "df": [5.0, 12.0],
        }
    )
    columns = (
        column("Group", "level"),
        column("Crude (95 % CI)", "odds_ratio", "low", "high", kind="with_interval"),
        column("χ² (df)", "chi_square", "df", kind="with_df"),
    )
    table = shown(frame=frame, columns=columns)
    women, men = table.rows
    assert [cell.text for cell in women.cells] == ["Women", "1", "61 (5)"]
    assert (numbers(women, 1), numbers(men, 1)) == ([1.0], [2.234, 1.2, 4.14])
    assert (numbers(women, 2), numbers(men, 2)) == ([61.4, 5.0], [1234.0, 12.0])
    assert [(head.kind, head.ends) for head in table.heads][1:3] == [("with_interval", 3), ("with_df", 2)]
