"""What somebody has chosen so far: kept after each change in the private folder, for undo and reload."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from workbench.errors import RunError
from workbench.wording import say
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


class OutdatedPageError(RunError):
    """A page sends what somebody chose who saw another state of the draft."""


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

    @property
    def version(self) -> str:
        """What tells one state from another; empty before the first."""
        states = self._states()
        return hashlib.sha256(states[-1].read_bytes()).hexdigest()[:16] if states else ""

    def check_newest(self, *, version: str, survey: str) -> None:
        """Refuse a page that was made of another state than the newest, whose change it would take back unsaid.

        Raises
        ------
        OutdatedPageError
            The draft has changed in another tab, or is of another survey.
        """
        if version == self.version:
            return
        current = self.current()
        if current is not None and current.survey != survey:
            raise OutdatedPageError(
                say(
                    "This page is of the survey `{survey}`, and the draft is now of `{other}`, begun in another tab or "
                    "window. Reload it to describe that one, or go on with `{survey}` in the step File; nothing was "
                    "written.",
                    survey=survey,
                    other=current.survey,
                )
            )
        raise OutdatedPageError(
            say(
                "This page is older than the draft of `{survey}`, which has changed in another tab or window. Reload "
                "it, and make your last change again; nothing was written.",
                survey=survey,
            )
        )

    def undo(self) -> tuple[Draft, Draft | None]:
        """Take back the last change of the survey, and return the state before and after that.

        What was written stays written, and is known to be the form's: to write is no change of what was chosen.

        Raises
        ------
        RunError
            There is none.
        """
        undone, states = self.current(), self._states()
        if undone is None:
            raise RunError(say("There is no change to undo. Choose a survey file first."))
        if not self.can_undo:
            raise RunError(
                say(
                    "There is no change of `{survey}` to undo. Go on with the survey before it in the step File.",
                    survey=undone.survey,
                )
            )
        states[-1].unlink()
        before = self.current()
        if before is None:
            return undone, None
        before = replace(before, written=before.written | undone.written)
        states[-2].write_text(yaml_text(asdict(before)), encoding="utf-8")
        return self.undo() if before == undone and self.can_undo else (undone, before)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change of this survey to take back."""
        last = [_survey_of(path) for path in self._states()[-2:]]
        return bool(last) and last[0] == last[-1]

    def earlier(self) -> list[str]:
        """Return the other surveys that were described, the last one first."""
        surveys = [_survey_of(path) for path in reversed(self._states())]
        return [survey for survey in dict.fromkeys(surveys) if survey != surveys[0]]

    def take_up(self, survey: str) -> None:
        """Go on with another survey as it was left.

        Raises
        ------
        RunError
            None of its states is kept.
        """
        states = [path for path in self._states() if _survey_of(path) == survey]
        if not states:
            raise RunError(
                say("Nothing is kept of the survey `{survey}`. Choose the file, and begin with it.", survey=survey)
            )
        content: Any = read_yaml(states[-1], kind="Draft").content
        self.keep(Draft(**content))

    def _states(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]*.yaml"))


def _survey_of(state: Path) -> str:
    """Return the survey of a state, which stands in its first lines."""
    return str(yaml.safe_load(state.read_text(encoding="utf-8").split("\ncodebook:")[0])["survey"])
