"""Scales told apart: which items enter, signs, and a model that does not exist."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import exact
from workbench import psychometrics

FACTORS = {"one": ["i0", "i1", "i2"], "two": ["i3", "i4", "i5"]}


def responses(between=0.3, loading=0.8, n=400):
    """Continuous answers whose correlations are those of two factors with equal loadings, exactly."""
    scale = np.repeat([0, 1], 3)
    matrix = loading**2 * np.where(scale[:, None] == scale, 1.0, between)
    np.fill_diagonal(matrix, 1.0)
    return exact(matrix, n=n)


def heterotrait(frame, **options):
    return psychometrics.heterotrait_monotrait(frame, factors=FACTORS, n_bootstrap=100, **options)


def test_parallel_items_give_the_correlation_of_the_factors():
    found = heterotrait(responses())
    row = found.table.loc[0]
    for column in ("htmt", "htmt_signed", "htmt2", "latent_correlation"):
        assert row[column] == pytest.approx(0.3, abs=1e-5), column
    assert row["htmt_low"] < 0.3 < row["htmt_high"]
    assert row["latent_correlation_low"] < 0.3 < row["latent_correlation_high"]
    assert found.factors["average_variance_extracted"].tolist() == pytest.approx([0.64, 0.64], abs=1e-5)
    composite = 9 * 0.64 / (9 * 0.64 + 3 * 0.36)
    assert found.factors["composite_reliability"].tolist() == pytest.approx([composite] * 2, abs=1e-5)
    assert found.factors["largest_shared_variance"].tolist() == pytest.approx([0.09, 0.09], abs=1e-5)
    assert not found.notes


def test_items_of_no_factor_are_left_out():
    frame = responses()
    more = frame.assign(other=np.arange(len(frame)) % 5.0)
    pd.testing.assert_frame_equal(heterotrait(frame).table, heterotrait(more).table)


def test_a_scale_in_the_other_direction_changes_the_sign_alone():
    frame = responses()
    turned = frame.assign(**{item: -frame[item] for item in FACTORS["two"]})
    row, other = heterotrait(frame).table.loc[0], heterotrait(turned).table.loc[0]
    assert other["htmt"] == pytest.approx(row["htmt"])
    assert other["htmt_signed"] == pytest.approx(-row["htmt"])
    assert other["latent_correlation"] == pytest.approx(-row["latent_correlation"], abs=1e-4)


def test_an_item_in_the_other_direction_is_named_and_has_no_htmt2():
    frame = responses()
    found = heterotrait(frame.assign(i0=-frame["i0"]))
    assert found.table.loc[0, ["htmt2", "htmt2_low", "htmt2_high"]].isna().all()
    assert "`i0`, `i1`, `i2`" in found.notes[0]
    assert "not defined" in found.notes[0]
    assert "`one`–`two`" in found.notes[1]


def test_a_latent_correlation_beyond_one_is_said():
    found = heterotrait(responses(between=1.05, loading=0.7))
    assert any("beyond 1: the model does not tell them apart" in note for note in found.notes)


def test_seed_and_order_of_rows():
    frame = responses(n=150)
    one, other = heterotrait(frame), heterotrait(frame.iloc[::-1])
    pd.testing.assert_frame_equal(one.table, other.table)
    assert heterotrait(frame, seed=2).table.loc[0, "htmt_low"] != one.table.loc[0, "htmt_low"]


def test_ordered_answers():
    frame = responses(n=1_000)
    answers = frame.apply(lambda column: pd.Series(np.digitize(column, [-1, 0, 1]) + 1.0, index=frame.index))
    found = heterotrait(answers, correlation="polychoric")
    assert found.table.loc[0, "htmt"] == pytest.approx(0.3, abs=0.06)
    assert found.table.loc[0, "htmt_low"] < found.table.loc[0, "htmt"] < found.table.loc[0, "htmt_high"]
    assert found.correlation == "polychoric"
