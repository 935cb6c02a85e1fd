"""What there is of a report beside its pages: files to pass on, each with its size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.wording import LANGUAGES, numbers, say, spoken_language

DOCUMENTS = "documents"  # folder of a run
_KINDS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".json": "JSON", ".zip": "zip"}


@dataclass(frozen=True, kw_only=True)
class OtherFormat:
    """A file in ``documents/`` of a run: what it is called, and how large it is."""

    file: str
    title: str
    size: str


def other_formats(run: Path) -> list[OtherFormat]:
    """Return the files in the language that is spoken and those without one, what is read first first."""
    titles = {
        "summary": say("Summary"),
        "report": say("Report"),
        "appendix": say("Report with all that was computed"),
        "tables": say("All tables"),
        "figures": say("All figures"),
        "key_figures": say("Key figures"),
    }
    found = [(path, *_name_and_language(path)) for path in sorted((run / DOCUMENTS).glob("*"))]
    own = [(path, name) for path, name, language in found if language in ("", spoken_language()) and name in titles]
    kinds = list(_KINDS)
    own.sort(key=lambda each: (kinds.index(each[0].suffix), list(titles).index(each[1])))
    return [
        OtherFormat(file=path.name, title=f"{titles[name]}, {_KINDS[path.suffix]}", size=_size(path.stat().st_size))
        for path, name in own
    ]


def _name_and_language(path: Path) -> tuple[str, str]:
    name, _, language = path.stem.rpartition("-")
    return (name, language) if language in LANGUAGES else (path.stem, "")


def _size(n_bytes: int) -> str:
    if n_bytes < 100_000:
        return say("{size} kB", size=numbers.number(max(n_bytes / 1000, 1), 0))
    return say("{size} MB", size=numbers.number(n_bytes / 1_000_000, 1))
