"""Two tables cell for cell: rows are found by what names them, wherever they stand."""

import pytest

from workbench.reports.comparing.cells import compare_tables, equal, read_table

BEFORE = [
    ["variable", "level", "n_respondents", "estimate"],
    ["sex", "Women", "42.0", "0.5"],
    ["sex", "Men", "37.0", ""],
]


def test_a_changed_cell_has_its_row_column_and_change():
    after = [BEFORE[0], ["sex", "Women", "42.0", "0.6"], ["sex", "Men", "37.0", "0.1"]]
    found = compare_tables("t.csv", BEFORE, after)
    said = [(cell.row, cell.column, cell.before, cell.after) for cell in found.changed]
    assert said == [("sex, Women", "estimate", "0.5", "0.6"), ("sex, Men", "estimate", "", "0.1")]
    assert found.changed[0].change == pytest.approx(0.1)
    assert found.changed[1].change != found.changed[1].change  # from nothing to a number is no number
    assert found.n_cells == 8 and not found.same


def test_rows_are_found_by_their_keys_and_another_order_is_told():
    found = compare_tables("t.csv", BEFORE, [BEFORE[0], BEFORE[2], BEFORE[1]])
    assert found.changed == () and found.reordered and not found.same
    assert compare_tables("t.csv", BEFORE, BEFORE).same


def test_rows_and_columns_of_one_table_alone_are_told():
    after = [
        ["variable", "level", "n_respondents", "share"],
        ["sex", "Women", "42.0", "0.5"],
        ["area", "North", "7", "1"],
    ]
    found = compare_tables("t.csv", BEFORE, after)
    assert (found.rows_gone, found.rows_new) == (("sex, Men",), ("area, North",))
    assert (found.columns_gone, found.columns_new) == (("estimate",), ("share",))
    assert found.changed == ()


def test_equally_named_rows_are_compared_one_after_the_other():
    before = [["term", "estimate"], ["alpha", "0.8"], ["alpha", "0.7"]]
    found = compare_tables("t.csv", before, [before[0], before[1], ["alpha", "0.6"]])
    assert [(cell.row, cell.after) for cell in found.changed] == [("alpha (2)", "0.6")]


def test_a_table_without_keys_goes_by_the_number_of_the_row():
    found = compare_tables("t.csv", [["x"], ["1"], ["2"]], [["x"], ["1"], ["3"]])
    assert [cell.row for cell in found.changed] == ["row 2"]


def test_an_empty_or_short_table_is_no_error():
    assert compare_tables("t.csv", [], BEFORE).rows_new == ("row 1", "row 2")
    assert compare_tables("t.csv", BEFORE, [BEFORE[0], ["sex"], BEFORE[2]]).rows_gone == ("sex, Women",)


@pytest.mark.parametrize(("one", "other", "same"), [("5", "5.0", True), ("", "0", False), ("nan", "nan", True)])
def test_cells_are_equal_by_their_letters_or_as_numbers(one, other, same):
    assert equal(one, other) is same


def test_a_quoted_cell_keeps_its_commas_and_bytes_that_are_no_text_do_not_stop():
    assert read_table(b'term,value\n"a, b",\xff\n') == [["term", "value"], ["a, b", "\ufffd"]]
