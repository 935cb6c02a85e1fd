import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor
from workbench.errors import ParameterError
from workbench.numerics import holm
from workbench.psychometrics import bivariate_normality


def heavy_tails(n, *, seed=1):
    """Multivariate t with 3 degrees of freedom behind four items."""
    rng = np.random.default_rng(seed)
    latent = rng.multivariate_normal(np.zeros(4), 0.5 + 0.5 * np.eye(4), n) / np.sqrt(rng.chisquare(3, (n, 1)) / 3)
    return pd.DataFrame(np.digitize(latent, [-1.5, -0.5, 0.5, 1.5]) + 1.0, columns=list("abcd"))


def test_frames_say_which_pair_and_how_many_degrees_of_freedom():
    responses = one_factor(n=400, k=4).assign(i2=lambda frame: (frame["i2"] > 3) + 1.0)
    found = bivariate_normality(responses)
    assert list(zip(found.table["item"], found.table["item_other"], strict=True))[:3] == [
        ("i1", "i2"), ("i1", "i3"), ("i1", "i4"),
    ]  # fmt: skip
    assert found.table["df"].tolist() == [3, 15, 15, 3, 3, 15]
    np.testing.assert_allclose(found.table["p_value_holm"], holm(found.table["p_value"].to_numpy()))
    assert found.overall.empty


def test_normal_responses_are_kept_and_heavy_tails_are_not():
    normal = bivariate_normality(one_factor(n=2_000, k=4), n_bootstrap=100)
    assert normal.table["p_value_holm"].min() > 0.05
    assert normal.overall.loc[0, "p_value"] > 0.05
    heavy = bivariate_normality(heavy_tails(2_000), n_bootstrap=100)
    assert heavy.table["p_value_holm"].max() < 0.001
    assert heavy.overall.loc[0, "p_value"] == pytest.approx(1 / 101)


def test_neither_order_nor_direction_of_the_answers_matters():
    responses = heavy_tails(300)
    plain = bivariate_normality(responses)
    other = bivariate_normality((6 - responses).iloc[::-1])
    np.testing.assert_allclose(other.table["statistic"], plain.table["statistic"], rtol=1e-6)


def test_two_answers_each_fit_always():
    found = bivariate_normality((one_factor(n=200) > 3).astype(int), n_bootstrap=100)
    assert found.table["df"].eq(0).all()
    assert found.table[["statistic", "p_value", "p_value_holm"]].isna().all(axis=None)


def test_rare_cells_are_said():
    found = bivariate_normality(one_factor(n=80, loading=0.95))
    assert any("expects fewer than one respondent" in note for note in found.notes)


def test_seed_gives_the_same_draws():
    responses = one_factor(n=150, k=3)
    one, other, third = (bivariate_normality(responses, n_bootstrap=100, seed=seed).overall for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, other)
    assert one.loc[0, "p_value"] != third.loc[0, "p_value"]
    with pytest.raises(ParameterError, match="`n_bootstrap` is 5"):
        bivariate_normality(responses, n_bootstrap=5)
