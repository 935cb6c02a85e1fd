"""Messages of batches: groups, workers, folders."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.messages.case import Case
from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.errors import NotEstimable, ParameterError, RunError
from workbench.file_locks import try_lock
from workbench.intake import Survey, crossed_groups, part_of, with_parts
from workbench.reports.batches.batch import run_batch
from workbench.reports.batches.batch_lock import batch_lock
from workbench.reports.batches.state import write_whole


def _survey() -> Survey:
    town, below = groups_of({"North": (3, 8), "South": (4, 7)})
    county = town.map({"North": "A", "South": "B"}).astype("category")
    return build_survey({"town": town, "county": county}, below)


def _held(folder: Path) -> None:
    (folder / "towns").mkdir()
    with (folder / "towns" / "lock").open("w", encoding="utf-8") as other:
        try_lock(other)
        other.write("process 4711 on desk, since 2026-03-01T21:00:00+00:00\n")
        other.flush()
        with batch_lock(folder / "towns"):
            pass


def _no_folder(folder: Path) -> None:
    (folder / "reports").touch()
    with batch_lock(folder / "reports" / "towns"):
        pass


def _unwritable(folder: Path) -> None:
    (folder / "towns" / "batch.json").mkdir(parents=True)
    write_whole(folder / "towns" / "batch.json", "{}")


def _scores() -> pd.Series:
    return pd.Series(range(22), dtype=float)


CASES = [
    Case(
        "Batch of no group",
        lambda _: with_parts(_survey(), ()),
        ParameterError,
        "`by` is empty. Name background variables, each once.",
    ),
    Case(
        "Batch whose groups leave no predictor",
        lambda _: with_parts(_survey(), ("town", "county")),
        ParameterError,
        "Inside a level of town × county the regression has no predictor left. Name others under `predictors` in the "
        "codebook, or choose other groups.",
    ),
    Case(
        "Part of a level that is not there",
        lambda _: part_of(_survey(), {"town": "East"}),
        ParameterError,
        "`town` has no level `East`. Known: North, South.",
    ),
    Case(
        "Part that nobody belongs to",
        lambda _: part_of(_survey(), {"town": "North", "county": "B"}),
        NotEstimable,
        "Nobody belongs to North × B. Choose another group.",
    ),
    Case(
        "Overview of a variable that is not there",
        lambda _: crossed_groups(_survey(), "twon"),
        ParameterError,
        "There is no background variable `twon`. Did you mean `town`? Known: town, county. Add it to `background` in the "
        "codebook.",
    ),
    Case(
        "Batch with no worker",
        lambda _: run_batch(by=["town"], workers=0),
        ParameterError,
        "`workers` is 0. Give how many reports are made at the same time, e.g. 2.",
    ),
    Case(
        "Batch that is made anew and accepted",
        lambda _: run_batch(by=["town"], force=True, accept=True),
        ParameterError,
        "`force` and `accept` contradict each other. Give one of them.",
    ),
    Case(
        "Batch that goes on already",
        _held,
        RunError,
        "A run of the batch towns goes on already (process 4711 on desk, since 2026-03-01T21:00:00+00:00). Wait until it "
        "ends, or end that process.",
    ),
    Case(
        "Batch whose folder cannot be made",
        _no_folder,
        RunError,
        "Folder towns/ cannot be written to (Not a directory). Give another `--output-folder`.",
    ),
    Case(
        "Batch whose state cannot be written",
        _unwritable,
        RunError,
        "batch.json of the batch towns cannot be written (Is a directory). Free the disk, or let yourself write there, "
        "and run the same command again: reports that are whole stay.",
    ),
    Case(
        "Ranks of something else than means and shares",
        lambda _: population.rank_groups(population.mean(_scores(), design=_survey().design)),
        ParameterError,
        "`estimates` are no means or shares of groups. Take them from `mean` or `share` with `by`.",
    ),
]
