"""`papermill --engine workbench`: outputs as of an ordinary kernel, and one that dies is saved as dead."""

import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from tests.reports import toys
from workbench.intake import project_folder
from workbench.reports.warm import ChildDied

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return toys.write_project(tmp_path_factory.mktemp("toys") / "project", n=200)


def execute(project, *cells, **options):
    """Run cells by the engine; return how they were saved, the parameters cell left out, and the exception."""
    path, saved = toys.write_notebook(project, "01_cells", *cells), project / "saved.ipynb"
    raised = None
    try:
        papermill.execute_notebook(
            path, saved, engine_name="workbench", kernel_name="python3", progress_bar=False, **options
        )
    except (ChildDied, TimeoutError, PapermillExecutionError) as error:
        raised = error
    return nbformat.read(saved, as_version=4), raised


def statuses(notebook):
    return [cell.metadata.papermill.status for cell in notebook.cells if "papermill" in cell.metadata][2:]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("import os\nos._exit(3)", "The process of the notebook ended by itself (exit status 3)."),
        ("import os\nos._exit(0)", "The process of the notebook ended by itself (exit status 0)."),
        ("import ctypes\nctypes.string_at(0)", "The process of the notebook was ended by signal 11."),
        ("import os, signal\nos.kill(os.getpid(), 9)", "The process of the notebook was ended by signal 9."),
    ],
)
def test_a_process_that_ends_is_told_and_saved_as_a_death(project, cell, told):
    saved, raised = execute(project, "print('before')", cell, "print('never')")
    assert isinstance(raised, ChildDied) and str(raised) == told
    assert statuses(saved) == ["completed", "failed", "pending"]
    assert saved.metadata.papermill.exception is True
    *_, before, died, never = saved.cells
    assert before.outputs[0].text == "before\n" and never.outputs == []
    assert died.metadata.papermill.exception is True and died.metadata.papermill.duration is not None
    assert [(output.ename, output.evalue) for output in died.outputs] == [("ChildDied", told)]


def test_an_endless_loop_is_ended_by_the_limit_of_a_cell(project):
    saved, raised = execute(project, "1", "while True: pass", "2", execution_timeout=1)
    assert isinstance(raised, TimeoutError)
    assert statuses(saved) == ["completed", "failed", "pending"]
    assert saved.cells[-2].outputs[0].ename == "TimeoutError"
    assert "the time of the cell was up" in saved.cells[-2].outputs[0].evalue


def test_an_error_is_papermills_own(project):
    saved, raised = execute(project, "1", "1 / 0", "2")
    assert isinstance(raised, PapermillExecutionError) and raised.ename == "ZeroDivisionError"
    assert statuses(saved) == ["completed", "failed", "pending"]


def test_one_that_died_leaves_the_next_alone(project):
    execute(project, "import os\nos._exit(3)")
    saved, raised = execute(project, "x = 1", "print(x)")
    assert raised is None and saved.cells[-1].outputs[0].text == "1\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["toy", "02_single_factor"])
def test_the_command_saves_the_outputs_of_an_ordinary_kernel(project, name):
    path = project_folder() / "notebooks" / f"{name}.ipynb"
    if name == "toy":
        path = toys.write_notebook(project, "02_toy", "print('a')\n1 + 1", toys.TABLE, toys.FIGURE)
    files = ["-p", "survey", str(project / "data" / "toy.csv"), "-p", "codebook", str(project / "data" / "toy.yaml")]
    saved = {}
    for engine in ("workbench", "nbclient"):
        saved[engine] = project / f"{name}-{engine}.ipynb"
        command = [
            sys.executable,
            "-m",
            "papermill",
            "--engine",
            engine,
            "-k",
            "python3",
            "-l",
            "python",
            "--no-progress-bar",
            *files,
        ]
        subprocess.run([*command, str(path), str(saved[engine])], check=True, cwd=project_folder(), capture_output=True)
    warm, kernel = (shown(path) for path in saved.values())
    assert len(warm) > 2 and warm == kernel


def shown(path: Path) -> list[object]:
    """Everything that cells of a notebook show, and how papermill says that they ended."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        (cell.source, cell.metadata.papermill.status, cell.get("execution_count"), cell.get("outputs"))
        for cell in cells
    ]
