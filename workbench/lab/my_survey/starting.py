"""The first step: a survey file, alone or with a codebook that somebody has, becomes a draft."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from workbench.intake.codebook import draft_codebook, load_codebook
from workbench.lab.my_survey.drafts import PRIVATE, Draft
from workbench.lab.my_survey.fields import set_or_remove
from workbench.yaml_files import read_yaml

MOST_PROPOSED = 20  # background variables; of a file with more, its user chooses them


def new_draft(project: Path, *, survey: str, codebook: str | None, sheet: str | None = None) -> Draft:
    """Begin with a survey file.

    Parameters
    ----------
    project : Path
    survey : str
        Path of the file in the project.
    codebook : str, optional
        Path of a codebook in the project to go on with; else one is drafted from the labels of the file.
    sheet : str, optional
        Sheet of a workbook in which several hold a table.

    Raises
    ------
    DataError
        A file that cannot be read.
    """
    content: Any
    if codebook is None:
        content = yaml.safe_load(draft_codebook(project / survey, sheet=sheet))
    else:
        load_codebook(project / codebook)
        content = read_yaml(project / codebook, kind="Codebook").content
    set_or_remove(content, "sheet", sheet or content.get("sheet"))
    for key in ("items", "background", "numeric", "design"):
        content[key] = content.get(key) or {}
    if codebook is None and len(content["background"]) > MOST_PROPOSED:
        content["background"] = {}
    stem = PurePosixPath(codebook or survey).stem
    return Draft(survey=survey, codebook=_free(project, f"{PRIVATE}/{stem}"), content=content)


def _free(project: Path, stem: str) -> str:
    """Path of a codebook that does not exist yet, so that none is lost."""
    path, number = f"{stem}.yaml", 2
    while (project / path).exists():
        path, number = f"{stem}-{number}.yaml", number + 1
    return path
