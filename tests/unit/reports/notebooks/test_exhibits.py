"""Tables and figures as files."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_notebook, output_from_msg

from workbench.errors import PublicationError
from workbench.plots.report_figure import ReportFigure
from workbench.reports.notebooks.exhibits import TableFile, extract_exhibits, file_name
from workbench.tables.report_table import Headline, ReportTable
from workbench.tables.table_column import column


def executed(*shown):
    outputs = []
    for thing in shown:
        bundle = thing._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        content = {"data": data, "metadata": metadata, "execution_count": 1}
        outputs.append(output_from_msg({"header": {"msg_type": "execute_result"}, "content": content}))
    return new_notebook(cells=[new_code_cell("", outputs=[output]) for output in outputs])


def table(name="shares", **changes):
    frame = pd.DataFrame(
        {"term": ["a", "b"], "estimate": [1 / 3, np.nan], "n_respondents": [7, 3], "withheld": [False, True]}
    )
    columns = (column("Term", "term"), column("Share", "estimate", kind="number"))
    return ReportTable(name=name, caption="Shares", columns=columns, frame=frame, **changes)


def figure(name="line"):
    drawn = Figure(figsize=(2, 1))
    drawn.subplots().plot([1, 2])
    return ReportFigure(name=name, caption="Line", alt="A line", figure=drawn)


def test_real_tables_and_figures_come_out_as_they_went_in():
    headline = Headline(name="share", label="share below 50", value=1 / 3, text="33.3 %")
    exhibits = extract_exhibits(executed(table(headlines=(headline,)), figure()), number="04")
    assert [t.name for t in exhibits.tables] == ["04_shares.csv"]
    assert exhibits.headlines == [vars(headline)]
    assert exhibits.n_withheld == 1
    assert exhibits.figures[0].name == "04_line"
    assert exhibits.figures[0].png == figure().png()
    assert exhibits.figures[0].svg == figure().svg().encode()
    assert exhibits.tables[0].frame["estimate"].to_list()[0] == 1 / 3


def test_csv_is_read_back_without_loss(tmp_path):
    exported = extract_exhibits(executed(table()), number="04").tables[0]
    (tmp_path / "t.csv").write_bytes(exported.csv())
    back = pd.read_csv(tmp_path / "t.csv", float_precision="round_trip")
    assert back["estimate"].to_list()[0] == 1 / 3
    assert back["estimate"].isna().to_list() == [False, True]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_text_that_looks_like_a_formula_is_inert_and_numbers_are_not_touched(text):
    payload = {"columns": ["term", "estimate"], "rows": [[text, -0.5]]}
    assert TableFile(name="x", payload=payload).csv().decode().splitlines()[1] == f"'{text},-0.5"


def test_text_with_commas_quotes_and_line_breaks_is_quoted():
    payload = {"columns": ["term"], "rows": [['a, "b"\nc']]}
    assert TableFile(name="x", payload=payload).csv() == b'term\n"a, ""b""\nc"\n'


@pytest.mark.parametrize("name", ["", "Shares", "a b", "../x", "a/b", ".x", "ä"])
def test_names_that_are_no_file_names_are_refused(name):
    with pytest.raises(PublicationError):
        file_name("01", name)


@pytest.mark.parametrize("twice", [(table(), table()), (figure(), figure())])
def test_a_name_used_twice_is_refused(twice):
    with pytest.raises(PublicationError, match="more than once"):
        extract_exhibits(executed(*twice), number="01")


def test_a_table_and_a_figure_may_share_a_name():
    exhibits = extract_exhibits(executed(table("x"), figure("x")), number="01")
    assert len(exhibits.tables) == len(exhibits.figures) == 1


def test_the_picture_of_a_page_is_the_exported_one():
    data, _ = figure()._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == extract_exhibits(executed(figure()), number="01").figures[0].png
