"""`--private`: full precision beside the report, and nothing of it inside."""

import pytest
from click.testing import CliRunner

from tests.reports import toys
from workbench.cli import main

DIGITS = "0.30000000000000004"
HANDS_OUT = """\
import pandas as pd
from workbench.disclosure import hand_out
hand_out(pd.DataFrame({"term": ["a"], "estimate": [float("0.1") + float("0.2")]}))"""


@pytest.fixture
def run(project, monkeypatch):
    monkeypatch.setenv("WORKBENCH_PRIVATE_FOLDER", str(project))  # left over in a terminal: it means nothing
    with toys.inside(project):
        path = toys.write_notebook(project / "private", "01_shows", HANDS_OUT, toys.FIGURE)
        yield lambda name, *words: CliRunner().invoke(main, ["run", str(path), "--name", name, *words])


def test_full_precision_lies_beside_the_report_and_not_in_it(run, project, tmp_path):
    result = run("exact", "--private", str(tmp_path / "full"))
    assert result.exit_code == 0, result.output
    table = tmp_path / "full" / "exact" / "01_shows" / "001_Table_table.NOT-FOR-PUBLICATION.csv"
    assert DIGITS in table.read_text(encoding="utf-8")
    report = project / "reports" / "exact"
    for path in report.rglob("*"):
        assert path.is_dir() or (DIGITS.encode() not in path.read_bytes() and b"full" not in path.read_bytes())


def test_without_the_option_nothing_is_handed_out(run, project):
    before = set(project.iterdir())
    assert run("plain").exit_code == 0
    assert set(project.iterdir()) <= before | {project / "reports", project / "private"}
    assert not list(project.rglob("*NOT-FOR-PUBLICATION*"))


def test_a_folder_among_the_reports_is_refused_before_anything_is_written(run, project):
    result = run("mixed", "--private", str(project / "reports" / "full"))
    assert result.exit_code == 2
    assert "lies among the reports" in result.stderr
    assert not list((project / "reports").glob("mixed*")) and not (project / "reports" / "full").exists()
