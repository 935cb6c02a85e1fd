"""A toy project for batches: towns of uneven size, and a notebook that shows what it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from tests.reports import toys
from workbench.reports.publishing.run_folder import output_hashes

TOWNS = {1: "Äänekoski", 2: "../Up", 3: "CON", 4: "Small"}
SIZES = {1: 150, 2: 130, 3: 120, 4: 60}
PAGE = [
    "from workbench import intake, population, tables",
    "data = intake.read_survey(survey, codebook=codebook)\nplan = population.protection_plan(data)",
    "score = intake.score(data.responses, instrument=data.instrument)\n"
    "beyond = intake.beyond_cutoff(score, instrument=data.instrument, cutoff=None)\n"
    "means = population.protect(population.mean(score, design=data.design, by=data.groups), plan=plan)\n"
    "shares = population.protect(population.share(beyond, design=data.design, by=data.groups), plan=plan)",
    "tables.means_and_shares(means, shares, survey=data, cutoff=None)",
]


def write_project(folder: Path, *, sizes: Mapping[int, int] = SIZES) -> Path:
    """Write a survey of towns, by default four of which one is too small for a report, and one notebook."""
    project = toys.write_project(folder, n=sum(sizes.values()))
    data, codebook = project / "data" / "toy.csv", project / "data" / "toy.yaml"
    frame = pd.read_csv(data)
    frame["town"] = np.repeat(list(sizes), list(sizes.values()))
    frame.drop(columns="area").to_csv(data, index=False)
    content = yaml.safe_load(codebook.read_text(encoding="utf-8"))
    content["background"]["town"] = {
        "column": "town",
        "label": "Town",
        "labels": {n: TOWNS.get(n, f"Town {n}") for n in sizes},
    }
    del content["background"]["area"]
    codebook.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    toys.write_notebook(project / "notebooks", "01_means", *PAGE)
    return project


def state(folder: Path) -> dict[str, dict]:
    """Reports of a batch by their labels."""
    content = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
    return {report["label"]: report for report in content["reports"]}


def whole_reports(folder: Path) -> list[Path]:
    """Folders of a batch that a reader takes for reports."""
    ends = (".partial", ".failed", ".replaced")
    return [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.endswith(ends)]


def is_whole(report: Path) -> bool:
    """Whether a folder holds a report with every file as its record says."""
    record = json.loads((report / "record.json").read_text(encoding="utf-8"))
    return record["status"] == "whole" and record["files"] == output_hashes(report)


def published(folder: Path) -> dict[str, bytes]:
    """Tables and figures of all reports of a batch."""
    found = [path for kind in ("tables", "figures") for path in folder.glob(f"*/{kind}/*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
