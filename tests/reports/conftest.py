"""Toy runs that many tests look at; each is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports import toys
from workbench.reports.running import Run, run_report
from workbench.reports.warm import Limits

SECRET = "Matti Meikäläinen 010101-123N"


@pytest.fixture(scope="package")
def project(tmp_path_factory) -> Path:
    return toys.write_project(tmp_path_factory.mktemp("toys") / "project")


def _run(project: Path, name: str, cells: dict[str, tuple[str, ...]], **options) -> Run:
    requires = options.pop("requires", {})
    with toys.inside(project):
        paths = [
            toys.write_notebook(
                project / name, key, *(c.replace("{secret}", SECRET) for c in code), requires=requires.get(key, ())
            )
            for key, code in cells.items()
        ]
        return run_report(notebooks=paths, name=name, **options)


@pytest.fixture(scope="package")
def whole_run(project) -> Run:
    """Tables, a figure, a refusal and an unmet requirement: whole."""
    cells = {
        "01_shows": (toys.TABLE, toys.FIGURE, toys.TALKS),
        "02_refused": (toys.REFUSED, toys.SLEEPS),
        "03_weights": ("1 / 0",),
    }
    return _run(project, "whole", cells, parameters={"conf_level": 0.9}, requires={"03_weights": ("group", "weights")})


@pytest.fixture(scope="package")
def failed_run(project) -> Run:
    """Every way to fail but the time limit."""
    cells = {
        "01_shows": (toys.TABLE,),
        "02_foreign": (toys.FOREIGN,),
        "03_other_data_error": (toys.OTHER_DATA_ERROR,),
        "04_ours": (toys.OURS,),
        "05_repr_in_ours": (toys.REPR_IN_OURS,),
        "06_exits": (toys.EXITS, "1"),
        "07_dies": (toys.TABLE, toys.DIES),
        "08_twice": (toys.TABLE, toys.TABLE),
    }
    return _run(project, "unwhole", cells)


@pytest.fixture(scope="package")
def leaking_run(project) -> Run:
    """A notebook that shows a group of two past the gate, after one that does nothing wrong."""
    return _run(project, "leaking", {"01_shows": (toys.TABLE,), "02_leaks": (toys.LEAK,)})


@pytest.fixture(scope="package")
def slow_run(project) -> Run:
    return _run(project, "slow", {"01_sleeps": (toys.SLEEPS,)}, limits=Limits(timeout=2))


@pytest.fixture(scope="package")
def limited_run(project) -> Run:
    """What takes too much, and what does not, in one run."""
    cells = {
        "01_shows": (toys.TABLE,),
        "02_loops": (toys.TABLE, toys.SLEEPS),
        "03_grows": ("x = bytearray(2 * 10**9)",),
    }
    return _run(project, "limited", cells, limits=Limits(timeout=300, cell_timeout=1, memory=1500))


@pytest.fixture(scope="module")
def address(project, tmp_path_factory):
    """Address of JupyterLab, opened on the project of the module."""
    from tests.reports.lab_pages import opened  # with the browser, which other tests do without

    with opened(project, tmp_path_factory.mktemp("jupyter")) as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    from tests.reports.tools import tool

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=tool("chromium"), args=["--no-sandbox"])
