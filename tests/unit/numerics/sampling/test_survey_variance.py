"""Variance of totals: closed forms, many domains at once against one by one, and speed of growth in domains."""

import numpy as np
import pytest
from scipy import sparse

from workbench.numerics.sampling.calibration import Calibration, calibration_residuals
from workbench.numerics.sampling.survey_variance import (
    SampleStage,
    SampleStructure,
    covariance_of_domain_totals,
    covariance_of_totals,
    degrees_of_freedom,
    domain_degrees_of_freedom,
)

RNG = np.random.default_rng(3)
N, STRATA, UNITS, DOMAINS = 400, 5, 40, 7


def structure(*, clustered=True, calibrated=False, stages=1):
    unit = RNG.integers(0, UNITS, N)
    unit[:UNITS] = np.arange(UNITS)  # none is empty
    stratum = unit % STRATA
    first = SampleStage(
        unit if clustered else None,
        np.arange(UNITS) % STRATA if clustered else stratum,
        RNG.uniform(0.5, 1.5, STRATA),
        np.arange(STRATA) > 0,
    )
    second = SampleStage(None, unit, RNG.uniform(0, 0.4, UNITS), np.ones(UNITS, dtype=bool))
    calibration = None
    if calibrated:
        x = sparse.csr_array(np.column_stack([np.eye(3)[RNG.integers(0, 3, N)], RNG.normal(size=N)]))
        before = RNG.uniform(1, 3, N)
        calibration = Calibration(x, before, before * RNG.uniform(0.8, 1.3, N))
    return SampleStructure(stratum=stratum, stages=(first, second)[:stages], calibration=calibration)


def test_simple_random_sampling_is_the_textbook_variance_of_a_total():
    y = RNG.normal(50, 9, 30)
    srs = SampleStructure(
        stratum=np.zeros(30, np.int64),
        stages=(SampleStage(None, np.zeros(30, np.int64), np.array([30 / 29 * (1 - 30 / 200)]), np.array([True])),),
    )
    expected = 200**2 * (1 - 30 / 200) * y.var(ddof=1) / 30
    assert covariance_of_totals((y * 200 / 30)[:, None], srs)[0, 0] == pytest.approx(expected, rel=1e-12)


def test_values_far_from_zero_lose_no_digits():
    y = 1e9 + RNG.normal(size=50)
    srs = SampleStructure(
        stratum=np.zeros(50, np.int64),
        stages=(SampleStage(None, np.zeros(50, np.int64), np.array([50 / 49]), np.array([True])),),
    )
    assert covariance_of_totals(y[:, None], srs)[0, 0] == pytest.approx(50 * y.var(ddof=1), rel=1e-9)


@pytest.mark.parametrize("clustered", [True, False])
@pytest.mark.parametrize("calibrated", [True, False])
@pytest.mark.parametrize("stages", [1, 2])
def test_domains_together_are_domains_one_by_one(clustered, calibrated, stages):
    s = structure(clustered=clustered, calibrated=calibrated, stages=stages if clustered else 1)
    codes = RNG.integers(-1, DOMAINS, N)
    contributions = RNG.normal(2, 1, (N, 2))
    wide = np.concatenate([contributions[:, [j]] * (codes[:, None] == np.arange(DOMAINS)) for j in (0, 1)], axis=1)
    together = covariance_of_domain_totals(contributions, codes, DOMAINS, s)
    np.testing.assert_allclose(together, covariance_of_totals(wide, s), rtol=1e-9, atol=1e-9)


def test_the_order_of_respondents_does_not_matter():
    s, x, order = structure(stages=2), RNG.normal(size=(N, 2)), RNG.permutation(N)
    first, second = s.stages
    turned = SampleStructure(
        stratum=s.stratum[order],
        stages=(first._replace(unit=first.unit[order]), second._replace(group=second.group[order])),
    )
    np.testing.assert_allclose(covariance_of_totals(x[order], turned), covariance_of_totals(x, s), rtol=1e-12)


def test_what_the_margins_explain_has_no_variance():
    s = structure(calibrated=True)
    x, after = s.calibration.auxiliary.toarray(), s.calibration.after
    own = after[:, None] * (x @ RNG.normal(size=(4, 2)))
    assert np.abs(calibration_residuals(own, s.calibration)).max() < 1e-10
    codes = np.zeros(N, np.int64)
    assert covariance_of_domain_totals(after[:, None], codes, 1, s)[0, 0] == 0


def test_margins_that_determine_one_another_are_no_trouble():
    s = structure(calibrated=True)
    c, x = s.calibration, RNG.normal(size=(N, 1))
    twice = c._replace(auxiliary=sparse.csr_array(sparse.hstack([c.auxiliary, c.auxiliary])))
    np.testing.assert_allclose(calibration_residuals(x, twice), calibration_residuals(x, c), atol=1e-10)


@pytest.mark.parametrize("clustered", [True, False])
def test_degrees_of_freedom_count_units_and_strata_inside(clustered):
    s = structure(clustered=clustered)
    codes = RNG.integers(-1, DOMAINS, N)
    unit = s.stages[0].unit if clustered else np.arange(N)
    expected = [len(np.unique(unit[codes == g])) - len(np.unique(s.stratum[codes == g])) for g in range(DOMAINS)]
    assert domain_degrees_of_freedom(s, codes, DOMAINS).tolist() == expected
    many = np.where(codes < 0, -1, codes * 100_000)  # too many cells for a table: pairs are sorted
    assert domain_degrees_of_freedom(s, many, DOMAINS * 100_000)[::100_000].tolist() == expected
    assert degrees_of_freedom(s, codes == 0) == expected[0]
    assert degrees_of_freedom(s) == len(np.unique(unit)) - STRATA
