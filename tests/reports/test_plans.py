"""A plan of a batch, given from another folder: the same reports as by options."""

import contextlib
import sys

import pytest
import yaml
from click.testing import CliRunner

from tests.reports import batches, toys
from workbench.cli import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process"),
]


def test_a_plan_makes_the_reports_of_its_project_from_any_folder_and_goes_on_where_it_was(tmp_path):
    project = batches.write_project(tmp_path / "project")
    keys = {"data": "../data/toy.csv", "codebook": "../data/toy.yaml", "by": ["town"], "name": "towns", "workers": 2}
    (project / "plans").mkdir()
    plan = project / "plans" / "our towns.yaml"
    plan.write_text(yaml.safe_dump(keys | {"parameters": {"conf_level": 0.9}}), encoding="utf-8")
    with toys.inside(project), contextlib.chdir("/"):
        made = CliRunner().invoke(main, ["batch", str(plan)])
        assert made.exit_code == 0, made.output
        assert made.stdout == f"{project / 'reports' / 'towns' / 'index.html'}\n"
        page = (project / "reports" / "towns" / "up" / "01_means.html").read_text(encoding="utf-8")
        assert "conf_level = 0.9" in page
        again = CliRunner().invoke(main, ["batch", str(plan)])
        assert "4 of 5 stand as they were" in again.stderr
        plan.write_text(yaml.safe_dump(keys | {"parameters": {"conf_level": "0.9"}}), encoding="utf-8")
        refused = CliRunner().invoke(main, ["batch", str(plan)])
    assert refused.exit_code == 2
    assert refused.stderr.startswith("Parameter `conf_level` is '0.9', but the notebook declares it as `float`.")
