"""Where an instrument is looked for, and which file wins."""

import pytest

from workbench.errors import DataError
from workbench.instruments import instrument_path
from workbench.intake import instrument_file


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text("")
    for folder in ("data/instruments", "mine"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_beside_the_codebook_comes_before_the_projects_own_and_these_before_the_shipped(project):
    beside = project / "mine"
    assert instrument_file("esis", beside=beside) == instrument_path("esis")
    own = project / "data/instruments/esis.yaml"
    own.write_text("id: esis\n")
    assert instrument_file("esis", beside=beside) == own
    (beside / "esis.yaml").write_text("id: esis\n")
    assert instrument_file("esis", beside=beside) == beside / "esis.yaml"
    assert instrument_file("esis") == own


def test_a_codebook_of_the_same_name_is_no_instrument(project):
    (project / "mine/esis.yaml").write_text("schema_version: 1\ninstrument: esis\n")
    assert instrument_file("esis", beside=project / "mine") == instrument_path("esis")


def test_a_path_begins_at_the_codebook_or_at_the_project(project):
    (project / "mine/scale.yaml").write_text("id: scale\n")
    assert instrument_file("scale.yaml", beside=project / "mine") == project / "mine/scale.yaml"
    assert instrument_file("mine/scale.yaml", beside=project / "data") == project / "mine/scale.yaml"
    assert instrument_file(str(project / "mine/scale.yaml")) == project / "mine/scale.yaml"
    with pytest.raises(DataError, match="no instrument file other"):
        instrument_file("other.yaml", beside=project / "mine")


def test_only_files_that_load_are_named_as_available_and_the_place_of_the_name_is_said(project):
    (project / "data/instruments/tab.yaml").write_text("\tid: tab\n")
    with pytest.raises(DataError, match=r"Available: bfi-agreeableness, esis\. Correct `instrument` in the codebook"):
        instrument_file("tan")
    with pytest.raises(DataError, match="Correct `--instrument`, or describe"):
        instrument_file("tan", named_by="`--instrument`")
