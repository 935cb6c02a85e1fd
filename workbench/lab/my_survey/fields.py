"""Fields of a sent page, and the codes that somebody types into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.intake import listed_columns
from workbench.intake.files import Code, as_code

OPEN = "?"  # what a draft says where nothing is chosen


@dataclass(frozen=True, kw_only=True)
class Fields:
    """What a page has sent: every value of each name, in the order of the page."""

    values: Mapping[str, list[str]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Fields:
        """Gather names and values in the order in which they were sent."""
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            values.setdefault(_as_sent(name), []).append(value)
        return cls(values=values)

    def __contains__(self, name: str) -> bool:
        """Whether the page has sent this name."""
        return _as_sent(name) in self.values

    def text(self, name: str) -> str:
        """First value, without blanks around it; empty if there is none."""
        return self.all(name)[0] if self.all(name) else ""

    def column(self, name: str, known: Iterable[str]) -> str:
        """First value as a column of the file; a browser sends line ends and blanks of a name in another form."""
        wanted = self.text(name).split()
        return next((column for column in known if wanted and column.split() == wanted), self.text(name))

    def columns(self, name: str, known: Iterable[str]) -> list[str]:
        """Return the columns of the file that are ticked, in their order there."""
        ticked = {" ".join(value.split()) for value in self.all(name)}
        return [column for column in known if column.strip() and " ".join(column.split()) in ticked]

    def all(self, name: str) -> list[str]:
        """All values, without blanks around them."""
        return [value.strip() for value in self.values.get(_as_sent(name), [])]


def _as_sent(name: str) -> str:
    """Name of a field with one kind of line ends: a browser sends its own in the name of a column that has some."""
    return name.replace("\r\n", "\n").replace("\r", "\n")


def codes_of(text: str) -> list[Code]:
    """Read codes that stand between commas: `8, 9` → [8, 9]; 091 stays text, and a word with a comma is in quotes."""
    return [code for part in listed_columns(text) if (code := as_code(part)) is not None]


def merged_of(text: str) -> list[list[Code]]:
    """Read options that are joined: `2, 3` → [[2, 3]]; a semicolon stands between two joints."""
    return [codes for part in text.split(";") if (codes := codes_of(part))]


def number_of(text: str) -> Any:
    """Return a number with decimal comma or point, else the text itself, which the codebook then refuses by name."""
    return as_code(text.replace(",", "."))


def set_or_remove(entry: dict[str, Any], key: str, value: Any) -> None:
    """Give a key its value; take it out where the value is empty."""
    if value is None or value is False or value in ("", []):
        entry.pop(key, None)
    else:
        entry[key] = value
