"""Quantiles: closed forms and edges; the numbers of R stand in tests/reference/estimates."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import quantiles

SRS = SurveyDesign()


def test_unweighted_quantiles_are_numpys_inverted_distribution():
    values = pd.Series(np.random.default_rng(1).integers(0, 40, 137).astype(float))
    p = (0.05, 0.1, 0.25, 0.5, 0.75, 0.95)
    found = quantiles(values, design=SRS, probabilities=p).table
    assert found["estimate"].tolist() == np.quantile(values, p, method="inverted_cdf").tolist()
    assert found["quantile"].tolist() == list(p)


def test_integer_weights_are_repeated_rows():
    rng = np.random.default_rng(2)
    values, times = pd.Series(rng.normal(size=80)), rng.integers(1, 6, 80)
    weighted = quantiles(values, design=SurveyDesign(sampling_weights=pd.Series(times))).table
    repeated = np.quantile(np.repeat(values, times), (0.25, 0.5, 0.75), method="inverted_cdf")
    assert weighted["estimate"].tolist() == repeated.tolist()


@pytest.mark.parametrize("scale", [1.0, 1 / 3, 0.1, 44.2, 1e-7])
def test_scale_of_the_weights_does_not_decide_between_neighbours(scale):
    values = pd.Series(np.arange(1.0, 21.0))
    design = SurveyDesign(sampling_weights=pd.Series(scale, index=values.index))
    assert quantiles(values, design=design).table["estimate"].tolist() == [5, 10, 15]


def test_each_group_has_the_quantiles_of_its_own_values():
    rng = np.random.default_rng(3)
    group = pd.Series(pd.Categorical.from_codes(rng.integers(-1, 3, 300), ["a", "b", "c", "empty"]), name="group")
    values = pd.Series(rng.normal(size=300)).mask(rng.random(300) < 0.1)
    table = quantiles(values, design=SRS, by=group, probabilities=(0.5, 0.9)).table
    assert table["level"].tolist() == ["a", "a", "b", "b", "c", "c", "empty", "empty"]
    for level in "abc":
        own = values[(group == level) & values.notna()]
        expected = np.quantile(own, (0.5, 0.9), method="inverted_cdf")
        assert table.loc[table["level"] == level, "estimate"].tolist() == expected.tolist()
    assert table.query("level == 'empty'")["estimate"].isna().all()


def test_interval_that_leaves_the_values_has_no_end_and_a_note():
    result = quantiles(pd.Series([1.0, 2.0, 3.0, 4.0]), design=SRS, probabilities=(0.75,))
    assert np.isnan(result.table["conf_high"].iloc[0])
    assert any("beyond all values" in note for note in result.notes)
