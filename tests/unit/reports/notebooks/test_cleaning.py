"""What is kept of an executed notebook."""

from __future__ import annotations

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench.media_types import FIGURE_MIME, REFUSAL_MIME, TABLE_MIME
from workbench.reports.notebooks.cleaning import clean, first_error

TOLD = json.dumps(
    {"type": "DataError", "kinds": ["DataError"], "message": "No /home/me/x.sav. Add it.", "frames": ["f:1"]}
)


def notebook(*outputs):
    injected = new_code_cell("survey = '/home/me/x.sav'", metadata={"tags": ["injected-parameters"]})
    marker = new_markdown_cell("<span>error</span>", metadata={"tags": ["papermill-error-cell-tag"]})
    shown = new_code_cell(
        "x", outputs=list(outputs), metadata={"papermill": {"exception": True}, "execution": {"shell": "2026"}}
    )
    return new_notebook(cells=[marker, injected, shown], metadata={"papermill": {"input_path": "/home/me"}})


def cleaned(*outputs):
    node = notebook(*outputs)
    clean(node, shown_parameters={"survey": "x.sav"}, hidden={"/home/me/x.sav": "x.sav"})
    nbformat.validate(node)
    return node


def test_all_outputs_but_ours_go():
    table = {
        "text/plain": "t",
        "text/html": "<p>",
        TABLE_MIME: {"name": "t", "rows": [[1]]},
        "application/x-other": "secret",
    }
    node = cleaned(
        new_output("stream", name="stdout", text="secret"),
        new_output("display_data", data={"text/html": "secret"}),
        new_output("execute_result", data={"text/plain": "secret"}),
        new_output("display_data", data=table),
    )
    assert "secret" not in json.dumps(node)
    assert [set(output.data) for output in node.cells[1].outputs] == [{"text/plain", "text/html", TABLE_MIME}]


def test_tables_without_rows_and_empty_figures_go():
    node = cleaned(
        new_output("display_data", data={"text/html": "t", TABLE_MIME: {"name": "t", "rows": []}}),
        new_output("display_data", data={"image/png": "", FIGURE_MIME: {"name": "f", "empty": True}}),
        new_output("display_data", data={"image/png": "", FIGURE_MIME: {"name": "g", "empty": False}}),
    )
    assert [output.data[FIGURE_MIME]["name"] for output in node.cells[1].outputs] == ["g"]


def refusal(sentence, *, in_survey=True):
    told = {"sentence": sentence, "in_survey": in_survey}
    return new_output("execute_result", data={"text/html": "secret", "text/plain": "secret", REFUSAL_MIME: told})


def test_a_refusal_is_written_anew_from_its_sentence():
    (kept,) = cleaned(refusal("No /home/me/x.sav <b>. Add `q1`.")).cells[1].outputs
    assert kept.output_type == "display_data"
    assert kept.data["text/plain"] == "No x.sav <b>. Add `q1`."
    assert kept.data["text/html"] == '<p class="refused">No x.sav &lt;b&gt;. Add <code>q1</code>.</p>'


def test_a_refusal_that_is_no_sentence_is_not_told():
    (kept,) = cleaned(refusal("0    3\n1    4")).cells[1].outputs
    assert kept.data["text/plain"].startswith("It cannot be estimated.")


def test_what_the_survey_does_not_have_leaves_nothing():
    assert cleaned(refusal("No weights. Add them.", in_survey=False)).cells[1].outputs == []


def test_paths_metadata_and_markers_of_papermill_go():
    node = cleaned()
    assert "/home/me" not in json.dumps(node)
    assert "papermill" not in json.dumps(node)
    assert [cell.id for cell in node.cells] == ["cell-01", "cell-02"]
    assert "survey = 'x.sav'" in node.cells[0].source


def test_an_error_keeps_its_sentence_with_the_file_name_alone():
    error = new_output("error", ename="DataError", evalue="", traceback=[TOLD])
    assert first_error(notebook(error)).message == "No /home/me/x.sav. Add it."
    assert cleaned(error).cells[1].outputs[0].traceback == ["No x.sav. Add it.", "f:1"]


def test_an_error_that_our_kernel_did_not_describe_keeps_its_type_alone():
    error = new_output("error", ename="ValueError", evalue="secret", traceback=["secret", "more secret"])
    kept = cleaned(error).cells[1].outputs[0]
    assert kept.ename == "ValueError"
    assert "secret" not in json.dumps(kept)


def test_no_error_is_none():
    assert first_error(notebook()) is None
