"""Both engines publish the same, byte for byte."""

import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from tests.reports import toys
from workbench.errors import ParameterError
from workbench.intake import project_folder
from workbench.reports.running import run_report

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")
PAGE = [
    "from workbench import intake, plots, population, tables",
    "data = intake.read_survey(survey, codebook=codebook)\nplan = population.protection_plan(data)",
    "score = intake.score(data.responses, instrument=data.instrument)\n"
    "mean, detail = (population.mean(score, design=data.design, by=by) for by in (None, data.background))\n"
    "mean, detail = (population.protect(one, plan=plan) for one in (mean, detail))",
    "tables.analysed(intake.complete(data), survey=data, plan=plan)",
    "plots.group_means(detail, mean, survey=data)",
    "print('not kept')",
]


def files_of(run):
    kept = (path for path in run.folder.rglob("*") if path.suffix in (".csv", ".png", ".svg", ".ipynb"))
    found = {str(path.relative_to(run.folder)): path.read_bytes() for path in kept}
    return found | {str(p.relative_to(run.folder)): p.read_bytes() for p in (run.folder / "tables").rglob("*.json")}


@pytest.mark.slow
@linux
def test_an_ordinary_kernel_and_the_warm_process_publish_the_same(tmp_path):
    project = toys.write_project(tmp_path / "project")
    paths = [toys.write_notebook(project / "notebooks", f"0{i}_means", *PAGE) for i in (1, 2)]
    with toys.inside(project):
        # one name, so that nothing differs by it
        runs = {
            engine: run_report(notebooks=paths, name="same", output_folder=project / engine, engine=engine)
            for engine in ("workbench", "kernel")
            if not (project / engine).mkdir()
        }
    warm, kernel = map(files_of, runs.values())
    assert all(run.whole for run in runs.values())
    assert len(warm) > 6
    assert warm == kernel


@linux
def test_the_survey_is_read_and_planned_once_for_all_pages_whatever_they_import(tmp_path):
    project = toys.write_project(tmp_path / "project", n=200)
    counts = (
        "import sys\nassert 'matplotlib.font_manager' in sys.modules  # a figure was drawn before\n"
        "from workbench.disclosure.plan import plan as of_plans\nfrom workbench.intake import read as reading\n"
        "calls = []\nof_plans.count_groups = reading.read_file = lambda *a, **k: calls.append(1)\n"
    )
    page = nbformat.read(project_folder() / "notebooks" / "01_response_quality.ipynb", as_version=4)
    page.cells = [*page.cells[:2], new_code_cell(counts), *page.cells[2:], new_code_cell("assert not calls")]
    nbformat.write(page, project / "01_response_quality.ipynb")
    files = {"survey": "data/toy.csv", "codebook": "data/toy.yaml"}
    with toys.inside(project):
        run = run_report(notebooks=[project / "01_response_quality.ipynb"], parameters=files, name="once")
    assert [(outcome.status, outcome.reason) for outcome in run.outcomes] == [("done", "")]


def test_another_engine_is_refused(tmp_path):
    project = toys.write_project(tmp_path / "project")
    path = toys.write_notebook(project / "notebooks", "01_means", "1")
    with toys.inside(project), pytest.raises(ParameterError, match=r"`engine` is 'dask'. Choose `workbench` or"):
        run_report(notebooks=[path], name="a", engine="dask")
