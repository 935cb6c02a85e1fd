"""Values of parameters that are refused before a kernel starts."""

import nbformat
import pytest

from tests.reports import toys
from workbench.errors import DataError, ParameterError
from workbench.intake.injected_parameters import check_cells
from workbench.reports.running.run import run_report


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"conf_level": "95"}, "`conf_level` is 95.0, outside 0–1"),
        ({"group": "sxe"}, "no background variable `sxe`. Did you mean `sex`"),
        ({"cutoff": "very_low"}, "no cut-off `very_low`. Did you mean `very_weak`"),
        ({"n_bootstrap": "5"}, "`n_bootstrap` is 5"),
        ({"cutoff_distance": "-3"}, r"^`cutoff_distance` is -3\.0\. Give points"),
        ({"cutoff_distance": "60"}, "^`cutoff_distance` is 60, which leads from the cut-off 50"),
        ({"published": "data/benchmark.csv"}, r"benchmark\.csv of published values in data/.*in `published`"),
        ({"free": "factor=~esis1; esis1|5"}, r"^`free` names `esis1\|5`, which is not a parameter"),
    ],
)
def test_wrong_value_is_refused_before_anything_runs(tmp_path, given, said):
    project = toys.write_project(tmp_path / "project")
    more = "cutoff: str | None = None  # cut-off\nn_bootstrap: int = 100  # draws\n"
    more += "cutoff_distance: float | None = None  # points\npublished: str = ''  # file\nfree: str = ''  # freed\n"
    reached = "open('reached', 'w').close()"
    with toys.inside(project), pytest.raises((ParameterError, DataError), match=said):
        path = toys.write_notebook(project / "notebooks", "01_x", reached, parameters=toys.PARAMETERS + more)
        run_report(notebooks=[path], assignments=given, name="a")
    assert not (project / "reached").exists()
    assert not (project / "reports").exists()


def test_name_that_papermill_adds_and_the_notebook_does_not_declare_is_refused():
    with pytest.raises(ParameterError, match=r"^Unknown parameter `gruop`\. Did you mean `group`"):
        check_cells(["", toys.PARAMETERS, '# Parameters\nconf_level = 0.9\ngruop = "sex"\n'])


def test_declared_names_and_cells_of_other_kinds_pass():
    check_cells(["", toys.PARAMETERS, '# Parameters\ngroup = "sex"\n', "%matplotlib inline", "# Parameters\nx = 1"])


def test_plain_papermill_ends_at_the_first_reading(tmp_path):
    import papermill
    from papermill.exceptions import PapermillExecutionError

    project = toys.write_project(tmp_path / "project")
    reads = "from workbench import intake\ndata = intake.read_survey(survey, codebook=codebook)"
    path = toys.write_notebook(project / "notebooks", "01_x", reads)
    node = nbformat.read(path, as_version=4)
    node.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(node, path)
    with toys.inside(project), pytest.raises(PapermillExecutionError, match="Unknown parameter `gruop`"):
        papermill.execute_notebook(
            str(path), None, parameters={"gruop": "sex"}, kernel_name="python3", progress_bar=False
        )
