"""The files that the form writes: a codebook in the private folder, and the file of a scale of one's own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.errors import RunError
from workbench.instruments import load_instrument
from workbench.intake import OWN_INSTRUMENTS
from workbench.intake.codebook import load_codebook
from workbench.lab.my_survey.drafts import Draft
from workbench.wording import say
from workbench.yaml_files import yaml_text

_CODEBOOK = "Written by the form My survey for {survey}. What each key means: docs/how-to/write-a-codebook.md."
_SCALE = "Written by the form My survey. What each key means: docs/how-to/describe-your-scale.md."


def files_of(draft: Draft) -> dict[str, str]:
    """Return path and text of the files that the draft becomes, the scale before the codebook that names it."""
    content = {key: value for key, value in draft.content.items() if value not in ({}, [], None) or key == "items"}
    files = {}
    if "content" in draft.scale:
        name = draft.scale["content"]["id"]
        files[f"{OWN_INSTRUMENTS}/{name}.yaml"] = yaml_text(draft.scale["content"], comment=_SCALE)
    files[draft.codebook] = yaml_text(content, comment=_CODEBOOK.format(survey=Path(draft.survey).name))
    return files


def part_of(draft: Draft, keys: set[str]) -> Draft:
    """Return a draft with these keys of the codebook alone, and a stand-in for those that every codebook has."""
    always = {"schema_version": 1, "title": "title", "instrument": "esis", "items": {}, "background": {}, "numeric": {}}
    content = {**always, "design": {}} | {key: value for key, value in draft.content.items() if key in keys}
    return replace(draft, content=content, scale=draft.scale if "items" in keys else {})


def check_files(draft: Draft) -> None:
    """Read the files as they would be written, from a folder that is removed again.

    Raises
    ------
    DataError
        What was chosen so far is no codebook or no scale yet.
    """
    with TemporaryDirectory(prefix="workbench-form-") as folder:
        for path, text in files_of(draft).items():
            file = Path(folder) / Path(path).name
            file.write_text(text, encoding="utf-8")
            if path == draft.codebook:
                load_codebook(file)
            else:
                load_instrument(file.stem, folder=file.parent)


def write_files(project: Path, draft: Draft) -> Draft:
    """Write the files; return the draft that knows what was written.

    Raises
    ------
    RunError
        A file exists that the form has not written, or that somebody has changed since.
    DataError
        What was chosen so far is no codebook or no scale yet.
    """
    check_files(draft)
    files = files_of(draft)
    for path in files:
        if (project / path).exists() and _hash((project / path).read_bytes()) != draft.written.get(path):
            raise RunError(
                say(
                    "`{path}` exists, and it is not as the form has written it. Move it elsewhere, or begin again with "
                    "it.",
                    path=path,
                )
            )
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return replace(draft, written=draft.written | {path: _hash(text.encode()) for path, text in files.items()})


def is_written(project: Path, draft: Draft) -> bool:
    """Whether the files are there as the draft stands."""
    return all(
        (project / path).is_file() and (project / path).read_text(encoding="utf-8") == text
        for path, text in files_of(draft).items()
    )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
