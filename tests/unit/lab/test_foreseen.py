"""What a report would lose is looked for beside the form, within a time."""

from __future__ import annotations

import json

import pytest

from tests.reports import toys
from workbench.lab import foreseen
from workbench.lab.foreseen import Foresight


@pytest.fixture
def project(tmp_path):
    folder = toys.write_project(tmp_path / "project")
    toys.write_notebook(folder / "notebooks", "01_crosses", toys.TABLE, requires=("crossings",))
    with toys.inside(folder):
        yield folder


def test_what_is_lost_is_written_with_its_pages(project, capsys):
    assert foreseen.main(["data/toy.csv", "data/toy.yaml"]) == 0
    ((sentence, places),) = json.loads(capsys.readouterr().out).items()
    assert sentence.startswith("Not run, because the codebook names no crossing")
    assert len(places) == 1


def test_a_survey_that_cannot_be_read_is_told(project, capsys):
    (project / "data" / "toy.csv").write_text("a;b\n", encoding="utf-8")
    assert foreseen.main(["data/toy.csv", "data/toy.yaml"]) == 2
    assert "toy.csv" in capsys.readouterr().out


def test_a_search_that_takes_too_long_is_ended(project, monkeypatch):
    monkeypatch.setattr(foreseen, "LONGEST", 0.0)
    search = Foresight(project)
    assert search.look(survey="data/toy.csv", codebook="data/toy.yaml").state == "late"
    assert search.look(survey="data/toy.csv", codebook="data/toy.yaml").state == "late"
    search.close()
