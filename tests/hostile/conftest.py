"""A toy project in a folder of its own, and a look at what stands outside of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile.commands import Commands, can_be_given, commands
from tests.hostile.corpus import hostile_values
from tests.reports import toys


class Place(NamedTuple):
    """Where commands are given."""

    project: Path
    mark: Path  # of whatever was run that should not have been
    values: list[str]
    command: Commands

    @property
    def words(self) -> list[str]:
        """Values that can be words of a command."""
        return [value for value in self.values if can_be_given(value)]


@pytest.fixture(scope="session")
def command() -> Iterator[Commands]:
    """Give a command, or many."""
    with commands() as waiting:
        yield waiting


@pytest.fixture
def place(tmp_path, command) -> Iterator[Place]:
    """Whatever a test does here, nothing may be run, and nothing may stand beside the project."""
    project, mark = toys.write_project(tmp_path / "outside" / "project"), tmp_path / "mark"
    with toys.inside(project):
        yield Place(project, mark, hostile_values(mark), command)
    assert not mark.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["outside"]
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["project"]
