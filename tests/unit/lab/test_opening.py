"""How JupyterLab is started: on the project, with the extension, for root and in a container."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jupyterlab.labapp import LabApp

from workbench import lab
from workbench.cli import main
from workbench.intake import project_folder
from workbench.lab import opening


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Give the arguments with which JupyterLab would have been started."""
    arguments = []
    monkeypatch.chdir(Path.cwd())  # the command works in the project folder
    monkeypatch.setattr(LabApp, "launch_instance", arguments.extend)
    monkeypatch.setattr(opening, "_MARKS_OF_CONTAINERS", (tmp_path / "mark",))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return arguments


def test_the_lab_shows_the_project_and_options_of_jupyter_stand_last(started):
    result = CliRunner().invoke(main, ["lab", "--port=8890", "--no-browser"])
    assert (result.exit_code, result.output) == (0, "")
    assert f"--ServerApp.root_dir={project_folder()}" in started
    assert started[-2:] == ["--port=8890", "--no-browser"]
    assert "--allow-root" not in started


def test_root_is_told_and_let_in(started, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    result = CliRunner().invoke(main, ["lab"])
    assert result.stderr.startswith("You are root")
    assert "--allow-root" in started


def test_in_a_container_the_way_in_is_told(started, tmp_path):
    (tmp_path / "mark").touch()
    result = CliRunner().invoke(main, ["lab"])
    assert "Publish its port 8888, start `workbench lab --ip=0.0.0.0`" in result.stderr
    assert "--no-browser" in started
    assert CliRunner().invoke(main, ["lab", "--ip=0.0.0.0"]).stderr == ""
    assert "Publish its port 8931," in CliRunner().invoke(main, ["lab", "--port=8931"]).stderr


def test_the_files_of_the_extension_are_where_jupyterlab_looks(started):
    CliRunner().invoke(main, ["lab"])
    option = next(a for a in started if a.startswith("--LabServerApp.extra_labextensions_path="))
    package = Path(option.partition("=")[2]) / "inclusion-workbench"
    described = json.loads((package / "package.json").read_text(encoding="utf-8"))
    assert described["name"] == package.name
    assert (package / described["jupyterlab"]["_build"]["load"]).is_file()


def test_jupyters_server_finds_the_extension():
    assert lab._jupyter_server_extension_points() == [{"module": lab.__name__}]
