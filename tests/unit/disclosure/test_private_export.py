"""Full precision leaves only where the runner opened a folder for it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure import PRIVATE_FOLDER, hand_out
from workbench.errors import RunError
from workbench.results import Result


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Pair(Result):
    """Two frames.

    Attributes
    ----------
    table, correlations : pandas.DataFrame
    """

    correlations: pd.DataFrame = field(metadata={"matrix": True})


PAIR = Pair(
    table=pd.DataFrame({"term": ["a"], "estimate": [0.1 + 0.2]}),
    correlations=pd.DataFrame([[1.0, 1 / 3], [1 / 3, 1.0]], index=["q1", "q2"], columns=["q1", "q2"]),
    method="",
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(PRIVATE_FOLDER, str(tmp_path))
    return tmp_path


def test_nothing_is_written_without_a_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(PRIVATE_FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)
    hand_out(PAIR)
    assert not list(tmp_path.iterdir())


def test_every_table_is_written_with_all_digits_marked_and_in_order(folder):
    hand_out(PAIR)
    hand_out(PAIR.table)
    names = [
        "001_Pair_correlations.NOT-FOR-PUBLICATION.csv",
        "001_Pair_table.NOT-FOR-PUBLICATION.csv",
        "002_Table_table.NOT-FOR-PUBLICATION.csv",
    ]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    correlations, table, again = (pd.read_csv(folder / name, float_precision="round_trip") for name in names)
    pd.testing.assert_frame_equal(table, PAIR.table, check_exact=True)
    pd.testing.assert_frame_equal(again, PAIR.table, check_exact=True)
    assert correlations["q2"].tolist() == [1 / 3, 1.0]
    assert correlations.iloc[:, 0].tolist() == ["q1", "q2"]


def test_a_folder_that_the_runner_did_not_make_is_not_made(tmp_path, monkeypatch):
    monkeypatch.setenv(PRIVATE_FOLDER, str(tmp_path / "absent"))
    with pytest.raises(RunError, match="full precision could not be written"):
        hand_out(PAIR)
    assert not (tmp_path / "absent").exists()


def test_what_only_the_gate_reads_is_not_written(folder):
    hand_out(pd.DataFrame({"term": ["a"], "estimate": [0.1], "weight_cells": [np.ones((3, 3))]}))
    (path,) = folder.iterdir()
    assert list(pd.read_csv(path)) == ["term", "estimate"]
