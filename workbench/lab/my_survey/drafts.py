"""What somebody has chosen so far: kept after each change in the private folder, for undo and reload."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.yaml_files import read_yaml, yaml_text

PRIVATE = "data/private"  # in the project folder; git ignores it
_FOLDER = f"{PRIVATE}/.my-survey"
_MOST = 100  # changes that can be undone


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A survey on its way to a codebook.

    Attributes
    ----------
    survey, codebook : str
        Paths in the project: of the survey file, and of the codebook that is going to be written.
    content : dict
        The codebook; keys that the form does not know stay as they are.
    scale : dict
        A scale of one's own: ``columns`` of its items and ``content`` of its file; empty if the scale has a file.
    parameters : dict of str to str
        Parameters of the run.
    written : dict of str to str
        Path of each file that the form has written → hash of what it wrote.
    """

    survey: str
    codebook: str
    content: dict[str, Any]
    scale: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


class Drafts:
    """The states of the draft of a project, the newest last."""

    def __init__(self, project: Path) -> None:
        self._folder = project / _FOLDER

    def current(self) -> Draft | None:
        """Return the draft as it is; None before a file was chosen.

        Raises
        ------
        DataError
            Somebody has damaged the file of the state.
        """
        states = self._states()
        if not states:
            return None
        content: Any = read_yaml(states[-1], kind="Draft").content
        return Draft(**content)

    def keep(self, draft: Draft) -> None:
        """Keep a new state, if it differs from the last one, be it in the order of keys alone."""
        text = yaml_text(asdict(draft))
        if (current := self.current()) is not None and yaml_text(asdict(current)) == text:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        states = self._states()
        number = int(states[-1].stem) + 1 if states else 1
        path = self._folder / f"{number:06d}.yaml"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        for old in states[: len(states) + 1 - _MOST]:
            old.unlink()

    def undo(self) -> None:
        """Take back the last change.

        Raises
        ------
        RunError
            There is none.
        """
        states = self._states()
        if not states:
            raise RunError("There is no change to undo. Choose a survey file first.")
        states[-1].unlink()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._states())

    def _states(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]*.yaml"))
