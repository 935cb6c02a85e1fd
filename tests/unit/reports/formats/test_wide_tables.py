"""Which tables need a page on its side."""

from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats.document import document_of
from workbench.reports.formats.wide_tables import is_wide


def table(n_columns, cell, kind="percent"):
    heads = "".join(f'<th scope="col" class="{kind}">Share of all</th>' for _ in range(n_columns))
    cells = "".join(f'<td class="{kind}">{cell}</td>' for _ in range(n_columns))
    block = f'<tr class="block"><th scope="rowgroup" colspan="{n_columns}">{"A long heading of a block " * 9}</th></tr>'
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{block}<tr>{cells}</tr></tbody></table>"


def test_numbers_stay_on_one_line_and_words_do_not():
    assert is_wide(table(12, "&lt;10 of 272"))
    assert not is_wide(table(9, "&lt;10 of 272"))
    assert not is_wide(table(12, "2.3 %"))
    assert not is_wide(table(5, "a sentence that goes on and on for much longer than a line", kind="sentence"))
    assert is_wide(table(5, "a number that goes on and on for much longer than a line"))


def test_words_in_place_of_a_number_break_as_other_words():
    assert is_wide(table(9, "the first of all steps", kind="number"))
    assert not is_wide(
        table(9, "the first of all steps", kind="number").replace('td class="number', 'td class="number blank')
    )


def test_a_heading_over_all_columns_makes_no_table_wide():
    assert not is_wide(table(2, "1"))


def test_a_document_marks_wide_tables_alone():
    text = document_of([outcome("01")], facts=facts(), depth="appendix").html
    assert '<div class="exhibit" id="01_short">' in text
