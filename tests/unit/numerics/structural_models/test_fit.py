"""Tests, indices and their corrections against closed forms; the search on a function with a known end."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from tests.unit.numerics.structural_models.models import difference, somewhere, structure
from workbench.numerics.factors.fit_indices import comparative_fit, rmsea, root_mean_square, tucker_lewis
from workbench.numerics.structural_models.diagonal_least_squares import OrdinalSample
from workbench.numerics.structural_models.fisher_scoring import minimise
from workbench.numerics.structural_models.fit import FactorFit, fit_ordinal
from workbench.numerics.structural_models.score_tests import Candidates, score_tests
from workbench.numerics.structural_models.standardised_solution import standardised_solution
from workbench.numerics.structural_models.structural_model import Kind, jacobian, statistics


def ordinal_samples(model, noise=0.02, sizes=(300, 500), seed=4):
    """Statistics near those of the model, with a covariance of their own."""
    rng = np.random.default_rng(seed)
    made = []
    for group, n in enumerate(sizes):
        implied = statistics(model, somewhere(model), group)
        root = rng.standard_normal((len(implied), 3 * len(implied))) / 8
        covariance = root @ root.T + np.diag(rng.uniform(0.5, 1.5, len(implied)))
        observed = implied + noise * rng.standard_normal(len(implied))
        made.append(
            OrdinalSample(n, n / sum(sizes), observed, covariance, 1 / np.diag(covariance), len(model.threshold_items))
        )
    return made


THETA = structure("theta")
SAMPLES = ordinal_samples(THETA)
FIT = fit_ordinal(THETA, SAMPLES)


def away(x):
    return np.concatenate([statistics(THETA, x, g) - s.observed for g, s in enumerate(SAMPLES)])


def test_least_squares_ends_where_the_chi_square_is_smallest():
    assert FIT.search.converged

    def chi_square(x):
        return sum(
            (s.n - 1) * ((s.observed - statistics(THETA, x, g)) ** 2 / np.diag(s.covariance)).sum()
            for g, s in enumerate(SAMPLES)
        )

    np.testing.assert_allclose(difference(chi_square, FIT.parameters), 0, atol=1e-3)
    assert chi_square(FIT.parameters) == pytest.approx(FIT.test.naive)
    assert chi_square(FIT.parameters) == pytest.approx(2 * FIT.n * FIT.search.criterion)


def test_least_squares_errors_and_scaled_test_written_out():
    """Sandwich and traces of UΓ from whole matrices over both groups (Asparouhov & Muthén 2010)."""
    deltas = [jacobian(THETA, FIT.parameters, g) for g in range(2)]
    delta = np.concatenate(deltas)
    weight = np.concatenate([s.share / np.diag(s.covariance) for s in SAMPLES])
    size = len(SAMPLES[0].observed)
    gamma = np.zeros((2 * size, 2 * size))
    gamma[:size, :size] = SAMPLES[0].covariance / SAMPLES[0].share
    gamma[size:, size:] = SAMPLES[1].covariance / SAMPLES[1].share
    bread = np.linalg.inv(delta.T @ (weight[:, None] * delta))
    weighted = weight[:, None] * delta
    sandwich = bread @ weighted.T @ gamma @ weighted @ bread / (FIT.n - 2)
    np.testing.assert_allclose(FIT.covariance, sandwich, rtol=1e-9, atol=1e-14)
    product = (np.diag(weight) - weighted @ bread @ weighted.T) @ gamma
    first, second, df = np.trace(product), np.trace(product @ product), FIT.df
    factor = np.sqrt(second / df)
    assert FIT.test.factor == pytest.approx(factor)
    assert FIT.test.shift == pytest.approx(df - first / factor)
    assert FIT.test.scaled == pytest.approx(FIT.test.naive / factor + df - first / factor)


def test_not_identified_where_two_parameters_do_the_same():
    model = structure("theta")
    assert FIT.identified
    for row, number in enumerate(range(model.n_parameters, model.n_parameters + model.n_items)):
        entries = {name: np.append(getattr(model, name), value) for name, value in
                   (("kind", int(Kind.INTERCEPT)), ("group", 1), ("row", row), ("column", 0))}  # fmt: skip
        model = type(model)(
            **{
                **vars(model),
                **entries,
                "parameter": np.append(model.parameter, number),
                "value": np.append(model.value, 0.0),
            }
        )
    # Means of all items are free beside the means of the factors.
    search = SimpleNamespace(parameters=model.start())
    assert not FactorFit(structure=model, samples=SAMPLES, search=search, robust=True).identified


def test_modification_index_foretells_the_gain_and_the_parameter():
    """Freed in truth, a small misfit: the chi-square falls by about the index, the parameter moves as expected."""
    row, column, group = 2, 0, 1
    test = score_tests(
        FIT, Candidates(*np.array([[int(Kind.RESIDUAL_COVARIANCE)], [group], [row], [column]])), robust=True
    )
    wider = type(THETA)(
        **{
            **vars(THETA),
            "kind": np.append(THETA.kind, int(Kind.RESIDUAL_COVARIANCE)),
            "group": np.append(THETA.group, group),
            "row": np.append(THETA.row, row),
            "column": np.append(THETA.column, column),
            "parameter": np.append(THETA.parameter, THETA.n_parameters),
            "value": np.append(THETA.value, 0.0),
        }
    )
    freed = fit_ordinal(wider, SAMPLES)
    assert test.gain[0] == pytest.approx(FIT.test.naive - freed.test.naive, rel=0.05)
    assert test.change[0] == pytest.approx(freed.parameters[-1], rel=0.1)


def test_what_repeats_a_free_parameter_has_no_index():
    free = int(np.flatnonzero((THETA.kind == Kind.LOADING) & (THETA.row == 1) & (THETA.group == 0))[0])
    entry = np.array([[v[free]] for v in (THETA.kind, THETA.group, THETA.row, THETA.column)])
    found = score_tests(FIT, Candidates(*entry), robust=True)
    assert np.isnan(found.gain[0])
    assert np.isnan(found.statistic[0])
    assert np.isnan(found.change[0])


def test_standardised_solution_by_hand():
    values, errors = standardised_solution(FIT)
    group = 1
    matrices = THETA.matrices(FIT.parameters, group)
    loading = np.flatnonzero((THETA.kind == Kind.LOADING) & (THETA.group == group) & (THETA.row == 2))[0]
    variance = matrices.factor_covariances[0, 0]
    total = matrices.loadings[2, 0] ** 2 * variance + matrices.residual_covariances[2, 2]
    assert values[loading] == pytest.approx(matrices.loadings[2, 0] * np.sqrt(variance / total))

    def standardised(x):
        moved = FactorFit(structure=THETA, samples=SAMPLES, search=FIT.search._replace(parameters=x), robust=True)
        moved.__dict__["covariance"] = FIT.covariance
        return standardised_solution(moved)[0]

    slopes = difference(standardised, FIT.parameters)
    variances = np.einsum("pe,pq,qe->e", slopes, FIT.covariance, slopes)
    np.testing.assert_allclose(errors, np.sqrt(np.maximum(variances, 0)), atol=1e-7)


def test_rmsea_interval_and_close_fit_are_quantiles_of_noncentral_chi_squares():
    statistic, df, n = 85.0, 24, 301
    found = rmsea(statistic, statistic, df=df, n=n, n_groups=1)
    assert found.estimate == pytest.approx(np.sqrt((statistic - df) / (df * n)))
    for bound, probability in ((found.low, 0.95), (found.high, 0.05)):
        assert stats.ncx2.cdf(statistic, df, bound**2 * n * df) == pytest.approx(probability)
    assert found.close_p_value == pytest.approx(stats.ncx2.sf(statistic, df, 0.05**2 * n * df))


def test_rmsea_at_its_ends():
    perfect = rmsea(0.0, 0.0, df=5, n=100, n_groups=1)
    assert (perfect.estimate, perfect.low, perfect.high, perfect.close_p_value) == (0, 0, 0, 1)
    for df in (0, np.nan):
        none = rmsea(0.0, 0.0, df=df, n=100, n_groups=1)
        assert (none.estimate, none.low, none.high) == (0, 0, 0)
        assert np.isnan(none.close_p_value)
    assert rmsea(3e5, 3e5, df=740, n=2e5, n_groups=1).low > 0


def test_incremental_indices():
    assert comparative_fit(10.0, 100.0) == pytest.approx(0.9)
    assert comparative_fit(-5.0, 100.0) == 1
    assert comparative_fit(-5.0, -1.0) == 1
    assert comparative_fit(120.0, 100.0) == 0
    assert tucker_lewis(10.0, 100.0, df=5, baseline_df=10) == pytest.approx(0.8)
    assert tucker_lewis(0.0, 100.0, df=0, baseline_df=3) == 1
    assert root_mean_square([np.array([3.0, 4.0]), np.array([0.0])], [0.5, 0.5]) == pytest.approx(np.sqrt(12.5) / 2)


def test_scoring_finds_a_least_squares_solution():
    """Residuals A x − b with a curve, start far away; where there is no minimum the search says so."""
    rng = np.random.default_rng(2)
    matrix, target = rng.standard_normal((12, 3)), rng.standard_normal(12)

    def residual(x):
        return matrix @ np.sinh(x) - target

    def slope(x):
        moved = matrix * np.cosh(x)
        return moved.T @ residual(x), moved.T @ moved

    found = minimise(lambda x: float(residual(x) @ residual(x)) / 2, slope, np.array([3.0, -3.0, 2.0]))
    assert found.converged
    expected = np.arcsinh(np.linalg.lstsq(matrix, target, rcond=None)[0])
    np.testing.assert_allclose(found.parameters, expected, atol=1e-7)
    endless = minimise(lambda x: float(-x[0]), lambda x: (np.array([-1.0]), np.array([[0.0]])), np.array([0.0]))
    assert not endless.converged
