"""Correlations of a score with measures: domains, replicates, reliabilities."""

import numpy as np
import pandas as pd
import pytest

from workbench import psychometrics
from workbench.intake import SurveyDesign

RNG = np.random.default_rng(6)
N = 300
SCORE = pd.Series(RNG.normal(size=N), name="score")
MEASURES = pd.DataFrame(
    {
        "wellbeing": 0.6 * SCORE + 0.8 * RNG.normal(size=N),
        "loneliness": -0.4 * SCORE + 0.9 * RNG.normal(size=N),
        "trust": np.round(0.3 * SCORE + RNG.normal(size=N)),
    }
)
CLUSTERS = pd.Series(np.arange(N) % 30, name="cluster")
METHODS = ["pearson", "spearman", "polyserial"]


def measures_for(method):
    return MEASURES[["trust"]] if method == "polyserial" else MEASURES


@pytest.mark.parametrize("method", METHODS)
def test_whoever_lacks_a_value_is_left_out_of_that_correlation(method):
    measures = measures_for(method).copy()
    measures.loc[:19, "trust"] = np.nan
    found = psychometrics.convergent_correlations(SCORE, measures, method=method).table.set_index("measure")
    kept = psychometrics.convergent_correlations(SCORE.iloc[20:], measures.iloc[20:], method=method)
    kept = kept.table.set_index("measure")
    assert found.loc["trust", "n_respondents"] == 280
    assert found.loc["trust", "correlation"] == pytest.approx(kept.loc["trust", "correlation"])
    error = "correlation_std_error"
    assert found.loc["trust", error] == pytest.approx(kept.loc["trust", error], rel=1e-3)  # 300 / 299 for 280 / 279


@pytest.mark.parametrize("method", METHODS)
def test_replicates_and_linearisation_agree(method):
    weights = pd.Series(1.0, index=SCORE.index, name="w")
    replicates = pd.DataFrame({f"r{g}": (weights * 30 / 29).where(CLUSTERS.ne(g), 0.0) for g in range(30)})
    linearised = psychometrics.convergent_correlations(
        SCORE, measures_for(method), method=method, design=SurveyDesign(clusters=CLUSTERS)
    )
    replicated = psychometrics.convergent_correlations(
        SCORE,
        measures_for(method),
        method=method,
        design=SurveyDesign(sampling_weights=weights, replicate_weights=replicates),
    )
    assert replicated.table["correlation"].tolist() == pytest.approx(linearised.table["correlation"].tolist())
    one, other = (found.table["correlation_std_error"] for found in (linearised, replicated))
    assert one.tolist() == pytest.approx(other.tolist(), rel=0.06)
    assert replicated.table["df"].tolist() == linearised.table["df"].tolist()


def test_disattenuation():
    found = psychometrics.convergent_correlations(
        SCORE, MEASURES, reliability={"score": 0.81, "wellbeing": 0.64}
    ).table.set_index("measure")
    row = found.loc["wellbeing"]
    for corrected, observed in (
        ("disattenuated", "correlation"),
        ("disattenuated_low", "conf_low"),
        ("disattenuated_high", "conf_high"),
    ):
        assert row[corrected] == pytest.approx(row[observed] / 0.72)
    assert found.loc["trust", ["disattenuated", "disattenuated_low"]].isna().all()


def test_without_reliabilities_nothing_is_disattenuated():
    found = psychometrics.convergent_correlations(SCORE, MEASURES)
    assert found.table["disattenuated"].isna().all()
    assert not found.notes


def test_beyond_one_is_said():
    found = psychometrics.convergent_correlations(SCORE, MEASURES, reliability={"score": 0.5, "wellbeing": 0.3})
    assert "Disattenuated beyond 1 with `wellbeing`" in found.notes[0]
    itself = psychometrics.convergent_correlations(SCORE, SCORE.rename("copy").to_frame())
    assert "No interval of the correlation with `copy`" in itself.notes[0]


def test_intervals_cover_what_they_promise():
    """Normal variables with a correlation of .5, and a score whose tails are long (t with 5 df)."""
    rng, covered = np.random.default_rng(9), []
    for draw in range(400):
        factor = rng.standard_normal((2, 150)) if draw % 2 else rng.standard_t(5, (2, 150))
        x = pd.Series(factor[0], name="x")
        y = pd.DataFrame({"y": 0.5 * factor[0] + np.sqrt(0.75) * factor[1]})
        row = psychometrics.convergent_correlations(x, y).table.loc[0]
        covered.append(row["conf_low"] < 0.5 < row["conf_high"])
    assert 0.91 < np.mean(covered) < 0.98
