from __future__ import annotations

from pathlib import Path

from workbench.intake.project import near_file, project_folder, resolve


def test_the_nearest_folder_with_pyproject(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deep")
    assert project_folder() == tmp_path
    assert resolve("data/x.csv") == tmp_path / "data/x.csv"
    assert resolve("/elsewhere/x.csv") == Path("/elsewhere/x.csv")
    assert resolve("~/x.csv") == Path.home() / "x.csv"


def test_without_one_the_folder_above_the_package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert project_folder() == Path(__file__).parents[4]


def test_a_missing_file_is_told_from_nearly_its_name_beside_it_whatever_the_ending(tmp_path):
    (tmp_path / "symptoms_t1.sav").touch()
    (tmp_path / "symptoms_t2.txt").touch()
    assert near_file(tmp_path / "symptoms_t2.sav", (".sav", ".csv")) == " Did you mean `symptoms_t1.sav`?"
    assert near_file(tmp_path / "symptoms_t1.csv", (".sav", ".csv")) == " Did you mean `symptoms_t1.sav`?"
    assert near_file(tmp_path / "other.sav", (".sav", ".csv")) == ""
    assert near_file(tmp_path / "no folder" / "other.sav", (".sav",)) == ""
