"""Two occasions: missing answers, order of rows, doubts."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor
from workbench import psychometrics

FIRST = one_factor(n=120, k=4, seed=3)
SECOND = (FIRST + np.random.default_rng(8).integers(-1, 2, FIRST.shape)).clip(1, 5)


def test_frames_are_the_sums_of_their_items():
    frames = psychometrics.test_retest(FIRST, SECOND)
    scores = psychometrics.test_retest(FIRST.sum(axis=1), SECOND.sum(axis=1))
    pd.testing.assert_frame_equal(frames.table, scores.table)
    assert frames.items["item"].tolist() == list(FIRST)
    assert scores.items.empty


def test_whoever_lacks_an_occasion_is_left_out_and_counted():
    second = SECOND.copy()
    second.loc[:9, "i2"] = np.nan
    found = psychometrics.test_retest(FIRST, second)
    kept = psychometrics.test_retest(FIRST.iloc[10:], SECOND.iloc[10:])
    pd.testing.assert_frame_equal(found.table, kept.table)
    assert found.items["n_respondents"].tolist() == [120, 110, 120, 120]
    assert "Left out: 10 of 120 respondents" in found.notes[0]


def test_order_of_rows_changes_nothing():
    rows = np.random.default_rng(1).permutation(len(FIRST))
    found, other = (
        psychometrics.test_retest(FIRST, SECOND),
        psychometrics.test_retest(FIRST.iloc[rows], SECOND.iloc[rows]),
    )
    pd.testing.assert_frame_equal(found.table, other.table)
    pd.testing.assert_frame_equal(found.items, other.items)


def test_only_intervals_hang_on_the_level():
    wide = psychometrics.test_retest(FIRST, SECOND, conf_level=0.99).table.set_index("term")
    narrow = psychometrics.test_retest(FIRST, SECOND, conf_level=0.8).table.set_index("term")
    assert wide["estimate"].tolist() == pytest.approx(narrow["estimate"].tolist())
    same, ends = wide.index == "limits_of_agreement", ["conf_low", "conf_high"]
    assert wide.loc[same, ends].to_numpy() == pytest.approx(narrow.loc[same, ends].to_numpy())
    inside = wide.index.isin(["icc_agreement", "icc_consistency", "mean_change", "lower_limit_of_agreement"])
    assert (wide.loc[inside, "conf_low"] < narrow.loc[inside, "conf_low"]).all()


def test_doubts_are_said():
    alike = FIRST.sum(axis=1)
    assert "changed alike" in psychometrics.test_retest(alike, alike + 2).notes[0]
    found = psychometrics.test_retest(FIRST.assign(i1=3.0), SECOND.assign(i1=3.0))
    assert "No kappa of `i1`" in found.notes[-1]
    close = psychometrics.test_retest(alike, SECOND.sum(axis=1) - (SECOND - FIRST).sum(axis=1).mean())
    assert "differ less than chance" in close.notes[0]
