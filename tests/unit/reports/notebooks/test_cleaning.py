"""What is kept of an executed notebook."""

from __future__ import annotations

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench.media_types import TABLE_MIME
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
    table = {"text/plain": "t", "text/html": "<p>", TABLE_MIME: {"name": "t"}, "application/x-other": "secret"}
    node = cleaned(
        new_output("stream", name="stdout", text="secret"),
        new_output("display_data", data={"text/html": "secret"}),
        new_output("execute_result", data={"text/plain": "secret"}),
        new_output("display_data", data=table),
    )
    assert "secret" not in json.dumps(node)
    assert [set(output.data) for output in node.cells[1].outputs] == [{"text/plain", "text/html", TABLE_MIME}]


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
