import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import log_ndtr, ndtr

from workbench.numerics.ordered_answers.bivariate_normal import density, distribution_on_grid, rectangle_probabilities

POINTS = np.array([-6.0, -2.5, -1.0, -0.3, 0.0, 0.3, 0.30001, 1.2, 5.0])


def by_quadrature(x, y, rho):
    """Integral of φ(t) Φ((y − rho t) / √(1 − rho²)) up to x, broken where the second factor rises."""
    spread = np.sqrt((1 - rho) * (1 + rho))
    breaks = [y / rho + step * spread for step in (-10, -3, 0, 3, 10)] if rho else []
    inside = [point for point in breaks if -12 < point < x] or None
    return integrate.quad(
        lambda t: stats.norm.pdf(t) * ndtr((y - rho * t) / spread), -12, x, points=inside, epsabs=1e-15, limit=300
    )[0]


@pytest.mark.parametrize("rho", [0.0, 0.3, -0.6, 0.9, 0.9249, 0.9251, -0.97, 0.999, -0.9999, 0.999999])
def test_against_quadrature(rho):
    found = distribution_on_grid(POINTS[None], POINTS[None], np.array([rho]))[0]
    expected = [[by_quadrature(x, y, rho) for y in POINTS[::2]] for x in POINTS[::2]]
    np.testing.assert_allclose(found[::2, ::2], expected, atol=1e-13, rtol=0)


def test_against_scipy():
    rho = np.array([-0.8, 0.2, 0.6, 0.95])
    found = distribution_on_grid(np.tile([-1.0, 0.5], (4, 1)), np.tile([0.2, 1.5], (4, 1)), rho)
    for pair, r in zip(found, rho, strict=True):
        normal = stats.multivariate_normal(cov=[[1, r], [r, 1]])
        expected = [[normal.cdf([x, y]) for y in (0.2, 1.5)] for x in (-1.0, 0.5)]
        np.testing.assert_allclose(pair, expected, atol=1e-10)


def test_closed_forms():
    """Sheppard: at the medians 1/4 + arcsin(rho) / 2π; on the far side of one variable the other alone; density."""
    rho = np.array([-0.9999, -0.5, 0.0, 0.7, 0.93, 0.99999])
    median = distribution_on_grid(np.zeros((6, 1)), np.zeros((6, 1)), rho)[:, 0, 0]
    np.testing.assert_allclose(median, 0.25 + np.arcsin(rho) / (2 * np.pi), atol=1e-15)
    alone = distribution_on_grid(np.full((6, 1), np.inf), np.full((6, 1), 0.4), rho)[:, 0, 0]
    np.testing.assert_allclose(alone, ndtr(0.4), atol=1e-15)
    expected = stats.multivariate_normal(cov=[[1, 0.7], [0.7, 1]]).pdf([0.3, -0.8])
    assert density(np.array(0.3), np.array(-0.8), np.array(0.7)) == pytest.approx(expected)


def test_rectangles_sum_to_one_and_have_the_margins():
    x, y, rho = np.array([[-1.0, 0.2, np.inf]]), np.array([[-0.5, 0.5, 2.0]]), np.array([0.95])
    cells = rectangle_probabilities(x, y, rho)[0]
    np.testing.assert_allclose(cells.sum(axis=1), [ndtr(-1), ndtr(0.2) - ndtr(-1), 1 - ndtr(0.2), 0], atol=1e-15)
    np.testing.assert_allclose(cells.sum(axis=0), np.diff(ndtr([-np.inf, -0.5, 0.5, 2, np.inf])), atol=1e-15)


@pytest.mark.parametrize("rho", [0.9, 0.97, 0.99])
def test_tiny_cells_keep_their_digits(rho):
    """P(X < −2, Y > 2): the logarithm by quadrature of the scaled integrand."""
    cuts, spread = np.array([[-2.0, 2.0]]), np.sqrt(1 - rho**2)
    needed = np.ones((1, 3, 3), dtype=bool)
    found = rectangle_probabilities(cuts, cuts, np.array([rho]), needed=needed)[0]

    def log_integrand(x):
        return stats.norm.logpdf(x) + log_ndtr((rho * x - 2) / spread)

    grid = np.linspace(-12, -2, 200_001)
    peak = log_integrand(grid).max()
    width = 200 * spread**2
    tail = integrate.quad(lambda x: np.exp(log_integrand(x) - peak), -2 - width, -2, limit=500, epsabs=0)[0]
    assert np.log(found[0, 2]) == pytest.approx(peak + np.log(tail), rel=1e-9)
    assert found[2, 0] == pytest.approx(found[0, 2], rel=1e-9)
