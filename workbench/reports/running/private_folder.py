"""Where tables of full precision may lie: beside no report, and where git takes nothing along."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.disclosure import MARK
from workbench.errors import RunError

_README = """\
NOT FOR PUBLICATION

These tables hold the results of the run with full precision, before anything was rounded or withheld. From such numbers
single people can be worked out. They are for those who may see the survey file itself, to compare with other
software; publish only what stands in the report. Delete this folder when you no longer need it.
"""


@dataclass(frozen=True, kw_only=True)
class PrivateFolder:
    """The folder of a run for tables of full precision.

    Attributes
    ----------
    parent : Path
        As given.
    run : str
        Name of the run.
    """

    parent: Path
    run: str

    @property
    def folder(self) -> Path:
        """The folder of this run."""
        return self.parent.resolve() / self.run

    def check(self, reports: Sequence[Path]) -> None:
        """Refuse a folder from which the tables could be published by accident.

        Parameters
        ----------
        reports : sequence of Path
            Folders that hold reports.

        Raises
        ------
        RunError
            The folder lies among reports, in a git work tree that does not ignore it, or exists.
        """
        if any(self.folder.is_relative_to(place.resolve()) for place in reports):
            raise RunError(
                f"`--private` names {self.parent.name}/, which lies among the reports, and whoever passes on a report "
                "would pass on tables that are not for publication. Give a folder elsewhere, such as data/private/full."
            )
        if _in_git(self.folder) and not _is_ignored(self.folder):
            raise RunError(
                f"`--private` names {self.parent.name}/, which lies in a git work tree that does not ignore it. Give a "
                "folder that git ignores, such as data/private/full, or one outside."
            )
        if self.folder.exists():
            raise RunError(
                f"{self.run} exists already in the folder that `--private` names, and nothing is overwritten. Choose "
                "another `--name`, or move that folder away."
            )

    def create(self, notebooks: Sequence[str]) -> None:
        """Make the marked folder with one folder per notebook, for the owner only.

        Raises
        ------
        RunError
            It cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, mode=0o700)
            (self.folder / f"README.{MARK}.txt").write_text(_README, encoding="utf-8")
            for notebook in notebooks:
                self.of(notebook).mkdir(mode=0o700)
        except OSError as error:
            raise RunError(
                f"The folder that `--private` names cannot be written to ({error.strerror}). Give another one."
            ) from error

    def of(self, notebook: str) -> Path:
        """Return the folder of a notebook, by its name."""
        return self.folder / notebook


def _in_git(folder: Path) -> bool:
    return any((place / ".git").exists() for place in folder.parents)


def _is_ignored(folder: Path) -> bool:
    """Whether git would leave a file in this folder alone; no, if git cannot be asked."""
    there = next(place for place in folder.parents if place.is_dir())
    try:
        asked = subprocess.run(
            ["git", "check-ignore", "--quiet", str(folder / f"a.{MARK}.csv")],
            cwd=there,
            capture_output=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0
