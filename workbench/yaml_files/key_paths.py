"""``KEY=VALUE`` as it is typed in a terminal: the way of keys to a place, and the value as text."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.yaml_files.plain_faults import shortened

_PART = re.compile(r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^.="'\s][^.=]*?))\s*(?P<next>[.=])""")
_BARE = re.compile(r"[^.=\"'\s](?:[^.=]*[^.=\s])?")


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A key and the value that it is to have.

    Attributes
    ----------
    parts : tuple of str
        The way to the place, without quotes.
    value : str
        As typed; empty where the key is to be taken out.
    """

    parts: tuple[str, ...]
    value: str

    @property
    def key(self) -> str:
        """The way as it is typed."""
        return key_text(self.parts)


def parse_assignment(text: str) -> Assignment | None:
    """Split ``background.sex.reference=2``; parts with a dot or an equals sign stand in quotes.

    Returns None where the text is no ``KEY=VALUE``.
    """
    parts: list[str] = []
    at = 0
    while found := _PART.match(text, at):
        parts.append(next(part for name in ("double", "single", "bare") if (part := found[name]) is not None))
        at = found.end()
        if found["next"] == "=":
            return Assignment(parts=tuple(parts), value=text[at:].strip())
    return None


def key_text(place: Sequence[object]) -> str:
    """Return the way to a place as it is typed, a part that needs it in quotes; signs that show nothing are spelled."""
    shown = [shortened(part if part.isprintable() else ascii(part)[1:-1]) for part in map(str, place)]
    quoted = [part if _BARE.fullmatch(part) else f"'{part}'" if '"' in part else f'"{part}"' for part in shown]
    return ".".join(quoted)


def set_command(file: Path, *assignments: str, seen_from: Path) -> str:
    """Return the command that sets keys of a file, as it is typed in a folder."""
    whole = file.absolute()
    shown = whole.relative_to(seen_from) if whole.is_relative_to(seen_from) else whole
    return f"`workbench set {shlex.quote(str(shown))} {' '.join(assignments)}`"
