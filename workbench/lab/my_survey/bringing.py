"""Survey files that a browser brings: where they come to lie, and which are refused."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import ParameterError, RunError
from workbench.intake import FILE_FORMATS
from workbench.lab.my_survey.drafts import PRIVATE
from workbench.wording import say

LARGEST_SURVEY = 256_000_000  # bytes; a larger file is copied into the folder without a browser


def place_of(project: Path, *, name: str, length: int) -> Path:
    """Return where a survey file of that name and length comes to lie: in the private folder, never over another one.

    Raises
    ------
    ParameterError
        A name that is no name of a survey file, or an empty file.
    RunError
        A file that is too large, or one that exists.
    """
    if not name or Path(name).name != name or name.startswith(".") or "\0" in name:
        raise ParameterError(
            say("`{name}` is no name of a survey file. Choose a file whose name has no slash.", name=name)
        )
    if Path(name).suffix.lower() not in FILE_FORMATS:
        known = ", ".join(sorted(FILE_FORMATS))
        raise ParameterError(
            say("`{name}` has an ending that is not read. Save it as one of {endings}.", name=name, endings=known)
        )
    if length == 0:
        raise ParameterError(
            say("`{name}` is empty. Choose another file, or export it again from its source.", name=name)
        )
    if length > LARGEST_SURVEY:
        raise RunError(
            say(
                "`{name}` has more than {n} MB, the most that a browser brings. Copy it into {folder}/ of the project.",
                name=name,
                n=LARGEST_SURVEY // 1_000_000,
                folder=PRIVATE,
            )
        )
    file = project / PRIVATE / name
    if file.exists():
        raise RunError(
            say(
                "{file} exists already. Choose it in the list to take the earlier file, or give your file another "
                "name, such as one with its date, to take the new one.",
                file=f"{PRIVATE}/{name}",
            )
        )
    return file
