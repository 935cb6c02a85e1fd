"""Which tables fold to cards on a narrow screen, told by their columns, and what folded ones say of themselves."""

import re

import pandas as pd
import pytest

from workbench.reports.pages.folding import folding
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column


def shown(*columns, n_rows=3, grouped_by=""):
    names = [name for own in columns for name in own.names]
    frame = pd.DataFrame({name: [0.123] * n_rows for name in names})
    for own in columns:
        if own.kind == "text":
            frame[own.names[0]] = ["a <b> & c"] * n_rows
    table = ReportTable(name="t", caption="t", columns=columns, frame=frame.assign(v="block"), grouped_by=grouped_by)
    return str(folding(table.html()))


FRAME = pd.DataFrame({"level": ["a"], "share": [0.5]})
HEAD = column('Group "x"', "level")
SHARE = column("Share", "share", kind="percent")
ENDS = column("Interval", "low", "high", kind="percent_interval")
MORE = column("Interval", "least", "most", kind="percent_interval")
WORDS = column("Statement", "statement")
P = column("p, last model", "p", kind="p_band")
ITEMS = [column(f"esis{item}", f"esis{item}", kind="percent") for item in range(1, 6)]


@pytest.mark.parametrize(
    ("columns", "n_rows", "folds"),
    [
        ((HEAD, SHARE, ENDS), 3, False),  # it fits
        ((HEAD, SHARE, ENDS, MORE), 3, True),
        ((HEAD, WORDS, SHARE, ENDS), 3, True),
        ((HEAD, *ITEMS), 3, False),  # a matrix is read across
        ((HEAD, *ITEMS[:4], WORDS), 3, True),
        ((HEAD, SHARE, ENDS, MORE), 41, False),  # a long table is read down
    ],
)
def test_a_table_folds_by_what_its_columns_hold(columns, n_rows, folds):
    assert ('class="workbench-table cards"' in shown(*columns, n_rows=n_rows)) is folds


def test_a_table_that_does_not_fold_stays_as_it_was():
    assert 'role="cell"' not in shown(HEAD, SHARE, ENDS) and "data-label" not in shown(HEAD, *ITEMS)


def test_what_folds_is_heard_as_a_table_and_names_each_cell_by_its_column():
    table = shown(HEAD, WORDS, SHARE, P, grouped_by="v")
    for tag, role in (("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row")):
        assert table.count(f'<{tag} role="{role}"') == len(re.findall(rf"<{tag}\b", table))
    assert len(re.findall(r"<th\b", table)) == len(re.findall(r'<th role="(?:column|row)header"', table))
    labels = re.findall(r'<td role="cell" data-label="([^"]*)"', table)
    assert labels == ["Statement", "Share", "p, last model"] * 3
    assert "Group &quot;x&quot;" in table and "a &lt;b&gt; &amp; c" in table


def test_the_rest_of_a_page_stays_as_it_was():
    page = f"<p>Before</p>{ReportTable(name='t', caption='t', columns=(HEAD, SHARE), frame=FRAME).html()}<p>After</p>"
    assert folding(page) == page


def test_the_heading_of_a_block_can_stay_in_view_where_a_table_scrolls():
    assert '<th scope="rowgroup" colspan="6"><span>block</span></th>' in shown(HEAD, *ITEMS, grouped_by="v")
