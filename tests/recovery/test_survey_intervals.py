"""Intervals of stratified clustered samples hold the value of the population they were drawn from.

A made-up population of 4 strata, 40 clusters each, with clusters that differ; 6 clusters are drawn per stratum and 12
persons in each, with probabilities that depend on the stratum. Coverage of 95 % intervals over 300 samples must lie
between 91.5 and 98 % (binomial noise alone is ± 2.5). Without the clusters it is near 80 %.
"""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import compare_groups, mean, share

STRATA, CLUSTERS, SIZES = 4, 40, (60, 90, 120, 200)
DRAWN, PERSONS, SAMPLES = 6, 12, 300


@pytest.fixture(scope="module")
def population():
    rng, parts = np.random.default_rng(11), []
    for h, size in enumerate(SIZES):
        for c in range(CLUSTERS):
            old = rng.random(size) < 0.4
            score = 62 + 3 * h + rng.normal(0, 6) - 6 * old + rng.normal(0, 15, size)
            parts.append(pd.DataFrame({"stratum": h, "cluster": h * CLUSTERS + c, "old": old, "score": score}))
    return pd.concat(parts, ignore_index=True)


def draw(population, rng):
    places = population.groupby("cluster").indices
    rows, weights = [], []
    for h, size in enumerate(SIZES):
        for c in rng.choice(CLUSTERS, DRAWN, replace=False):
            rows.append(rng.choice(places[h * CLUSTERS + c], PERSONS, replace=False))
            weights.append(np.full(PERSONS, CLUSTERS / DRAWN * size / PERSONS))
    sample = population.iloc[np.concatenate(rows)].reset_index(drop=True)
    return sample, pd.Series(np.concatenate(weights))


@pytest.mark.slow
def test_coverage(population):
    rng, held, naive = np.random.default_rng(12), [], []
    truth = {
        "mean": population["score"].mean(),
        "share": (population["score"] < 50).mean(),
        "old": population.loc[population["old"], "score"].mean(),
    }
    difference = truth["old"] - population.loc[~population["old"], "score"].mean()
    for _ in range(SAMPLES):
        sample, weights = draw(population, rng)
        design = SurveyDesign(sampling_weights=weights, strata=sample["stratum"], clusters=sample["cluster"])
        old = pd.Series(pd.Categorical(np.where(sample["old"], "old", "young"), ["young", "old"]), name="age")
        found = {
            "mean": mean(sample["score"], design=design).table.iloc[0],
            "share": share(sample["score"] < 50, design=design).table.iloc[0],
            "old": mean(sample["score"], design=design, by=old).table.iloc[1],
        }
        inside = [found[key]["conf_low"] <= value <= found[key]["conf_high"] for key, value in truth.items()]
        row = compare_groups(sample["score"], old, design=design).table.iloc[1]
        held.append([*inside, row["conf_low"] <= difference <= row["conf_high"]])
        alone = mean(sample["score"], design=SurveyDesign(sampling_weights=weights)).table.iloc[0]
        naive.append(alone["conf_low"] <= truth["mean"] <= alone["conf_high"])
    coverage = np.mean(held, axis=0)
    assert ((coverage > 0.915) & (coverage < 0.98)).all(), coverage
    assert np.mean(naive) < 0.88
