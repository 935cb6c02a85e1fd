"""Finished runs of drawn surveys, of which an outsider gets the folder and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.attackers.surveys import Truth
from workbench.reports.running.run import run_report

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MODELS, GROUPS = "04", "05"  # pages that tell of groups of people


def write_survey(truth: Truth, folder: Path, *, minimum: int, opened: bool) -> tuple[Path, Path]:
    """Write the file of a survey and its codebook, as an owner has them."""
    survey, folder = truth.survey, folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    frame = survey.responses.astype(int)
    codebook = {
        "schema_version": 1,
        "title": "Survey with few",
        "instrument": "esis",
        "confirmed": True,
        "items": {item: item for item in frame},
        "background": {},
        "groups": list(survey.background)[::-1],  # the last one in detail
        "predictors": list(survey.predictors),
        "crossings": [list(names) for names in survey.codebook.crossings],
        "area": list(survey.codebook.area),
        "disclosure": {"minimum_respondents": minimum},
    }
    if opened:
        codebook |= {"disclosure": "open", "open_because": "made by a program"}
    for name, column in survey.background.items():
        levels = [str(level) for level in column.cat.categories]
        codebook["background"][name] = {"column": name, "label": name.title(), "labels": dict(enumerate(levels, 1))}
        frame[name] = (column.cat.codes.astype("Int64") + 1).mask(column.isna())
    if survey.design.sampling_weights is not None:
        frame["weight"] = survey.design.sampling_weights
        codebook["design"] = {"sampling_weights": "weight"}
    frame.to_csv(folder / "survey.csv", index=False)
    (folder / "survey.yaml").write_text(yaml.safe_dump(codebook, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder / "survey.csv", folder / "survey.yaml"


def finished(
    truth: Truth,
    home: Path,
    *,
    pages: Sequence[str] = (MODELS, GROUPS),
    also: Sequence[Path] = (),
    name: str = "run",
    minimum: int = 5,
    opened: bool = False,
) -> Path:
    """Make a report of some pages and return its folder.

    Parameters
    ----------
    truth : Truth
    home : Path
        Holds the survey and ``reports/``.
    pages : sequence of str
        Numbers of the project's notebooks.
    also : sequence of Path
        Further notebooks.
    name : str
        Of the run.
    minimum : int
        `minimum_respondents` of the codebook.
    opened : bool
        Whether the survey is declared open, so that nothing is rounded.
    """
    data, codebook = write_survey(truth, home, minimum=minimum, opened=opened)
    own = [next(NOTEBOOKS.glob(f"{number}_*.ipynb")) for number in pages]
    draws = {"n_imputations": 2} if MODELS in pages else {}
    run = run_report(
        notebooks=[*own, *also],
        parameters={"survey": str(data), "codebook": str(codebook), **draws},
        name=name,
        output_folder=home / "reports",
    )
    assert run.whole, [run.problem, *(outcome.reason for outcome in run.outcomes)]
    return run.folder
