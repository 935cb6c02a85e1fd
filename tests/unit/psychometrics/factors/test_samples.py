"""Ordered answers of which some are missing: complete ones, the jackknife, and what the holes cost."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor
from workbench.psychometrics import fit_confirmatory_factors
from workbench.psychometrics.answers import DesignWeights, split
from workbench.psychometrics.factors.samples import ordinal_samples

RESPONSES = one_factor(n=400)


def with_holes(seed=4, part=0.25):
    rng = np.random.default_rng(seed)
    return RESPONSES.mask(rng.random(RESPONSES.shape) < part).dropna(how="all")


def statistics(responses):
    parts = split(responses, None, DesignWeights()).parts
    return ordinal_samples(parts, "Test", standard_errors="robust", missing="pairwise").samples[0]


def test_complete_answers_are_those_of_listwise():
    whole = fit_confirmatory_factors(RESPONSES)
    pairwise = fit_confirmatory_factors(RESPONSES, missing="pairwise")
    pd.testing.assert_frame_equal(whole.table, pairwise.table)
    pd.testing.assert_frame_equal(whole.fit, pairwise.fit)


def test_errors_are_those_of_the_jackknife():
    """Everybody left out once: the covariance of the statistics within what a jackknife of 400 differs by."""
    responses = with_holes()[["i1", "i2", "i3"]].dropna(how="all")
    sample = statistics(responses)
    left_out = np.array([statistics(responses.drop(index=row)).observed for row in responses.index])
    jackknife = len(responses) ** 2 * np.var(left_out, axis=0)
    np.testing.assert_allclose(np.diag(sample.covariance), jackknife, rtol=0.05)


def test_nobody_weighs_where_nothing_was_answered():
    empty = pd.DataFrame(np.nan, index=range(10_000, 10_050), columns=RESPONSES.columns)
    responses = with_holes()
    fitted = fit_confirmatory_factors(responses, missing="pairwise")
    longer = fit_confirmatory_factors(pd.concat([responses, empty]), missing="pairwise")
    pd.testing.assert_frame_equal(fitted.table, longer.table)
    assert any("50 respondents who answered no item" in note for note in longer.notes)


def test_holes_cost_precision():
    whole, some = fit_confirmatory_factors(RESPONSES), fit_confirmatory_factors(with_holes(), missing="pairwise")
    ratio = some.loadings["std_error"] / whole.loadings["std_error"]
    assert ratio.mean() == pytest.approx(np.sqrt(1 / 0.75**2), rel=0.2)
