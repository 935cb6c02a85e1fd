"""Cells run in this process show what they would show in a kernel."""

import json

import pytest

from workbench.reports.warm.cells import Shell, new_shell, run_cells


@pytest.fixture
def run():
    told = []

    def run_sources(*sources, described=True):
        Shell.clear_instance()
        shell = new_shell(described=described)
        run_cells([{"cell_type": "code", "source": source} for source in sources], shell=shell, tell=told.append)
        return [message for message in told if "ends" in message]

    yield run_sources
    Shell.clear_instance()


def test_outputs_come_in_order_and_streams_are_joined(run):
    source = "print('a'); print('b')\nfrom IPython.display import display\ndisplay({1: 2})\nprint('c')\n3"
    (cell,) = run(source)
    assert [output["output_type"] for output in cell["outputs"]] == [
        "stream",
        "display_data",
        "stream",
        "execute_result",
    ]
    assert cell["outputs"][0]["text"] == "a\nb\n"
    assert cell["outputs"][3] == {
        "output_type": "execute_result",
        "data": {"text/plain": "3"},
        "metadata": {},
        "execution_count": 1,
    }


def test_a_semicolon_keeps_a_value_to_itself_and_names_live_on(run):
    first, second = run("x = 1\nx;", "x + 1")
    assert first["outputs"] == []
    assert second["outputs"][0]["data"]["text/plain"] == "2"
    assert [cell["count"] for cell in (first, second)] == [1, 2]


def test_an_output_is_replaced_and_cleared_within_its_cell(run):
    source = (
        "from IPython.display import clear_output, display\nprint('gone')\nclear_output(wait=True)\n"
        "shown = display('old', display_id=True)\nshown.update('new')"
    )
    (cell,) = run(source)
    assert [output["data"]["text/plain"] for output in cell["outputs"]] == ["'new'"]


def test_the_first_error_ends_the_notebook_without_its_words(run):
    ended = run("1", "raise ValueError('answer 5 of Anna')", "2")
    assert [cell["right"] for cell in ended] == [True, False]
    error = ended[1]["outputs"][0]
    assert (error["ename"], error["evalue"]) == ("ValueError", "")
    assert json.loads(error["traceback"][0])["type"] == "ValueError"
    assert "Anna" not in json.dumps(ended)


@pytest.mark.filterwarnings("ignore:To exit")
def test_leaving_is_no_success(run):
    ended = run("import sys\nsys.exit(0)", "1")
    assert [cell["right"] for cell in ended] == [False]


def test_errors_are_told_whole_where_nobody_publishes_them(run):
    (cell,) = run("1 / 0", described=False)
    assert cell["outputs"][0]["evalue"] == "division by zero"
    assert "ZeroDivisionError" in "".join(cell["outputs"][0]["traceback"])
