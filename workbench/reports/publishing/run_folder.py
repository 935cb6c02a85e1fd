"""The folder of a run: written as ``<run>.partial``, then renamed once to ``<run>`` or ``<run>.failed``."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import RunError

RECORD = "record.json"
CLEARANCE = "disclosure.json"  # for the person who clears the outputs, and nobody else
BATCH = "batch.json"
UNFINISHED = (".partial", ".failed", ".replaced")  # ends of names of folders that hold no report to read
_PARTS = ("notebooks", "tables", "figures")
_NAME = re.compile(r"[^\W_][\w.,+ -]{0,99}")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)([. ].*)?", re.IGNORECASE)  # no file on Windows can be called so


@dataclass(frozen=True, kw_only=True)
class RunFolder:
    """Where a run is written.

    Attributes
    ----------
    parent : Path
        Usually ``reports/``.
    name : str
        Name of the run.
    batch : str
        Name of the batch that the run belongs to, which is that of `parent`; empty for a run by itself. A run of a
        batch takes the place of its earlier one.
    """

    parent: Path
    name: str
    batch: str = ""

    @property
    def shelf(self) -> Path:
        """The folder of all reports, those of batches included."""
        return self.parent.parent if self.batch else self.parent

    @property
    def release(self) -> str:
        """Name under which the ledger knows the publication."""
        return self.batch or self.name

    @property
    def partial(self) -> Path:
        """The folder while it is being written."""
        return self.parent / f"{self.name}.partial"

    @property
    def failed(self) -> Path:
        """The folder of a run that cannot be used as a report."""
        return self.parent / f"{self.name}.failed"

    @property
    def replaced(self) -> Path:
        """An earlier report of a batch, for the moment in which the new one takes its place."""
        return self.parent / f"{self.name}.replaced"

    @property
    def final(self) -> Path:
        """The folder of a whole report."""
        return self.parent / self.name

    def check_free(self) -> None:
        """Refuse a name that is no file name or that is taken.

        Raises
        ------
        RunError
            The name or the folder's state, and what to do.
        """
        self.check_name()
        if os.path.lexists(self.partial):
            raise self._going_on()
        for taken in (self.final, self.failed):
            if os.path.lexists(taken):  # a link to nothing takes the name too
                raise RunError(
                    f"{taken.name} exists already, and a run never overwrites another. Choose another `--name`, or "
                    "move that folder away."
                )

    def check_name(self) -> None:
        """Refuse a name that is no file name, or a place that is no folder.

        Raises
        ------
        RunError
            The name or the folder, and what to do.
        """
        if DEVICES.fullmatch(self.name):
            raise RunError(
                f"`{self.name}` cannot be the name of a run: on Windows it means a device. Choose another `--name`."
            )
        if not _NAME.fullmatch(self.name) or self.name.endswith((*UNFINISHED, ".", " ")):
            raise RunError(
                f"`{self.name}` cannot be the name of a run. Use letters, digits, spaces and - _ . , + and begin with "
                "a letter or digit."
            )
        if os.path.lexists(self.parent) and not self.parent.is_dir():
            raise RunError(
                f"{self.parent.name} is no folder, or a link to one that is not there. Remove it, mend the link, or "
                "give another `--output-folder`."
            )

    def _going_on(self) -> RunError:
        return RunError(
            f"{self.partial.name} exists: a run of this name is going on, or one was killed. If none is going on, "
            "delete that folder; or choose another `--name`."
        )

    def create(self) -> Path:
        """Make the partial folder with its parts.

        Raises
        ------
        RunError
            The parent folder cannot be written to, or another run of this name has begun meanwhile.
        """
        try:
            self.partial.mkdir(parents=True)
            for part in _PARTS:
                (self.partial / part).mkdir()
        except FileExistsError as error:
            raise self._going_on() from error
        except OSError as error:
            raise RunError(
                f"Folder {self.parent.name}/ cannot be written to ({error.strerror}). Give another `--output-folder`."
            ) from error
        return self.partial

    def check_there(self) -> None:
        """Refuse to go on without the partial folder.

        Raises
        ------
        RunError
            It was removed or moved while the run went on.
        """
        if not self.partial.is_dir():
            raise RunError(
                f"{self.partial.name} was removed from {self.parent.name}/ during the run, so nothing of the run can "
                "be kept. Leave the folder alone and run the report again."
            )

    def empty(self) -> None:
        """Remove all content of the partial folder: after a failed audit nothing may stay readable."""
        for path in self.partial.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def finish(self, *, whole: bool) -> Path:
        """Rename the partial folder and return its last place."""
        last = self.final if whole else self.failed
        if self.batch:  # what stands from before makes place
            self.clear(self.failed)
            if whole and self.final.exists():
                self.final.rename(self.replaced)
        self.partial.rename(last)
        self.clear(self.replaced)
        return last

    def recover(self) -> None:
        """Remove what a killed run of a batch left, and put back a report that it had moved aside."""
        if self.replaced.is_dir() and not self.final.exists():
            self.replaced.rename(self.final)
        for left in (self.partial, self.replaced):
            self.clear(left)

    @staticmethod
    def clear(folder: Path) -> None:
        """Remove a folder, or the link to one, if there is one."""
        if folder.is_symlink():
            folder.unlink()
        elif folder.is_dir():
            shutil.rmtree(folder)


def file_sha256(path: Path) -> str:
    """Sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_unchanged(path: Path, sha256: str) -> None:
    """Refuse a file that is not the one the run began with.

    Raises
    ------
    RunError
        Another process has written to the file, or removed it.
    """
    if not path.is_file():
        raise RunError(f"{path.name} was removed during the run. Put it back and run the report again.")
    if file_sha256(path) != sha256:
        raise RunError(f"{path.name} changed during the run. Run the report again once nothing writes to the file.")


def output_hashes(folder: Path) -> dict[str, str]:
    """Sha256 of every file below `folder` that is published, except the record, by relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (RECORD, CLEARANCE))
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
