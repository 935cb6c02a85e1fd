"""A toy project in a folder of its own, and a look at what stands outside of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from tests.hostile.corpus import hostile_values
from tests.reports import toys
from workbench.cli import main


class Place(NamedTuple):
    """Where commands are given."""

    project: Path
    values: list[str]

    def command(self, *words: str) -> Result:
        """Give a command in the project's folder, as a person in a terminal would."""
        return CliRunner().invoke(main, list(words))


@pytest.fixture
def place(tmp_path) -> Iterator[Place]:
    """Whatever a test does here, nothing may be run, and nothing may stand beside the project."""
    project, mark = toys.write_project(tmp_path / "outside" / "project"), tmp_path / "mark"
    with toys.inside(project):
        yield Place(project, hostile_values(mark))
    assert not mark.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["outside"]
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["project"]
