from __future__ import annotations

from pathlib import Path

from workbench.intake.project import project_folder, resolve


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
