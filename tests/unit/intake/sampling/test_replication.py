"""Replicate weights of a design: variances of totals are those of its first stage, and what cannot be made is said."""

import numpy as np
import pandas as pd
import pytest

from workbench import psychometrics
from workbench.errors import DataError
from workbench.intake import SurveyDesign, replicate_design
from workbench.intake.sampling import sample_structure
from workbench.numerics.sampling import covariance_of_totals, jackknife_covariance


def sample(n=240, n_clusters=24, seed=1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    cluster = np.arange(n) % n_clusters
    return pd.DataFrame(
        {
            "stratum": np.array(["a", "b", "c"])[cluster % 3],
            "cluster": cluster,
            "size": np.array([20.0, 40.0, 8.0])[cluster % 3],
            "w": rng.uniform(0.5, 3, n),
            "y": rng.normal(size=n) + rng.normal(size=n_clusters)[cluster],
        }
    )


def design(frame: pd.DataFrame, *, sizes: bool = False, **options) -> SurveyDesign:
    return SurveyDesign(
        sampling_weights=frame["w"], strata=frame["stratum"], clusters=frame["cluster"],
        population_size=frame["size"] if sizes else None, **options,
    )  # fmt: skip


def variance_of_total(made: SurveyDesign, y: pd.Series) -> float:
    totals = made.replicate_weights.to_numpy().T @ y.to_numpy()[:, None]
    return float(jackknife_covariance(totals)[0, 0])


@pytest.mark.parametrize("sizes", [False, True])
def test_variance_of_a_total_is_that_of_the_first_stage(sizes):
    frame = sample()
    drawn = design(frame, sizes=sizes)
    exact = covariance_of_totals((frame["w"] * frame["y"]).to_numpy()[:, None], sample_structure(drawn, len(frame)))
    assert variance_of_total(replicate_design(drawn), frame["y"]) == pytest.approx(exact[0, 0], rel=1e-12)
    many = replicate_design(drawn, method="bootstrap", n_replicates=4000)
    assert variance_of_total(many, frame["y"]) == pytest.approx(exact[0, 0], rel=0.1)


def test_without_strata_and_clusters_respondents_are_left_out():
    frame = sample(n=60, n_clusters=60)
    drawn = SurveyDesign(sampling_weights=frame["w"])
    exact = covariance_of_totals((frame["w"] * frame["y"]).to_numpy()[:, None], sample_structure(drawn, 60))
    for method in ("JKn", "JK1"):
        made = replicate_design(drawn, method=method)
        assert made.replicate_weights.shape == (60, 60)
        assert variance_of_total(made, frame["y"]) == pytest.approx(exact[0, 0], rel=1e-12)


@pytest.mark.parametrize("method", ["JKn", "bootstrap"])
def test_no_weight_is_negative_and_nobody_is_lost(method):
    made = replicate_design(design(sample()), method=method)
    assert made.replicate_weights.to_numpy().min() >= 0
    assert (made.replicate_method, made.strata.name) == ("JK1", "stratum")
    np.testing.assert_allclose(made.sampling_weights, sample()["w"])


def test_a_stratum_taken_as_certain_has_no_replicate():
    frame = sample()
    frame.loc[frame["cluster"] == 5, "stratum"] = "d"
    made = replicate_design(design(frame, lonely_strata="certainty"))
    assert made.replicate_weights.shape[1] == 23
    alone = made.replicate_weights[frame["cluster"] == 5]
    np.testing.assert_allclose(alone, np.repeat(frame.loc[alone.index, ["w"]].to_numpy(), 23, axis=1))
    with pytest.raises(DataError, match="no replicate can leave it out"):
        replicate_design(design(frame, lonely_strata="centre"))


def test_clusters_widen_the_interval_of_alpha():
    """Everybody is in the file four times: with clusters the interval is that of the people, not of the rows."""
    rng = np.random.default_rng(2)
    once = pd.DataFrame(np.clip(np.round(3 + rng.normal(size=(150, 1)) + rng.normal(size=(150, 5))), 1, 5))
    people = pd.Series(np.tile(np.arange(150), 4), name="person")
    rows = pd.concat([once] * 4, ignore_index=True)
    once.columns = rows.columns = [f"q{item}" for item in range(1, 6)]
    made = replicate_design(SurveyDesign(clusters=people))
    options = {"interval": "linearised"}

    def width(responses, **weights):
        row = psychometrics.coefficient_alpha(responses, **options, **weights).table.iloc[0]
        return row["conf_high"] - row["conf_low"]

    assert width(rows, design=made) == pytest.approx(width(once), rel=0.06)
    assert width(rows) < 0.6 * width(once)
    assert any("leave out one unit" in note for note in psychometrics.coefficient_alpha(rows, design=made).notes)
