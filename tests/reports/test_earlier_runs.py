"""A second report on the same data: what the first one showed is known to its readers."""

import json

import pytest

from tests.reports import toys
from workbench.errors import RunError
from workbench.reports.running.run import run_report

GROUPS = toys.shown_table(
    "groups",
    ["variable", "level", "n_respondents", "estimate", "withheld"],
    [["area", "Large", None, None, True], ["area", "Small", None, None, True], ["sex", "Women", 30, 60.5, False]],
    n_withheld=2,
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A project with a first run, whose table of areas somebody has filled in since."""
    project = toys.write_project(tmp_path_factory.mktemp("earlier") / "project")
    with toys.inside(project):
        paths = [toys.write_notebook(project / "earlier", "01_shows", GROUPS)]
        first = run_report(notebooks=paths, name="first")
        second = run_report(notebooks=paths, name="second", earlier=[first.folder])
        csv = first.folder / "tables" / "01_groups.csv"
        csv.write_text(csv.read_text(encoding="utf-8").replace("area,Large,,,True", "area,Large,58,61.5,False"))
        third = run_report(notebooks=paths, name="third", earlier=[first.folder])
    return project, paths, first, second, third


def test_the_earlier_run_stands_in_the_file_for_the_person_who_clears_outputs(runs):
    _, _, first, second, _ = runs
    assert first.whole and second.whole
    audits = [json.loads((r.folder / "disclosure.json").read_text(encoding="utf-8"))["audit"] for r in (first, second)]
    assert [audit["earlier_runs"] for audit in audits] == [[], ["first"]]


def test_that_file_lists_the_rows_that_tables_withhold(runs):
    cleared = json.loads((runs[2].folder / "disclosure.json").read_text(encoding="utf-8"))
    rows = [(cell["table"], cell["row"]["level"], cell["column"]) for cell in cleared["withheld_in_tables"]]
    assert rows == [("01_groups.csv", "Large", "all"), ("01_groups.csv", "Small", "all")]
    assert all(cell["rule"] and cell["reason"] for cell in cleared["withheld_in_tables"])
    assert isinstance(cleared["withheld_answers"], list)


def test_a_run_that_tells_a_group_together_with_an_earlier_one_is_not_kept(runs):
    third = runs[-1]
    assert not third.whole
    assert "of this run and of the earlier ones together" in third.problem
    assert [path.name for path in third.folder.iterdir()] == ["record.json"]


def test_a_run_of_other_data_is_refused_before_anything_is_written(runs):
    project, paths, first, _, _ = runs
    data = project / "data" / "toy.csv"
    data.write_text(data.read_text(encoding="utf-8") + data.read_text(encoding="utf-8").splitlines()[1] + "\n")
    with toys.inside(project), pytest.raises(RunError, match="other data"):
        run_report(notebooks=paths, name="fourth", earlier=[first.folder])
    assert not list((project / "reports").glob("fourth*"))
