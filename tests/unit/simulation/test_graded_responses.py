import numpy as np
import pytest
from scipy import stats

from workbench.errors import ParameterError
from workbench.simulation.graded_responses import draw_graded_responses, thresholds_from_shares

N = 200_000
SHARES = np.array([[5, 10, 15, 40, 30], [2, 8, 30, 40, 20], [20, 20, 20, 20, 20]])
LOADINGS = np.array([0.8, 0.6, -0.5])


@pytest.fixture(scope="module")
def responses():
    rng = np.random.default_rng(3)
    return draw_graded_responses(
        rng.standard_normal(N), loadings=LOADINGS, thresholds=thresholds_from_shares(SHARES), rng=rng
    )


def test_thresholds_are_normal_quantiles_of_cumulative_shares():
    # R: qnorm(cumsum(c(5, 10, 15, 40, 30)) / 100)[1:4]; the symmetric case is a closed form
    assert thresholds_from_shares([25, 50, 25])[0] == pytest.approx([-0.6744897501960817, 0.6744897501960817])
    assert stats.norm.cdf(thresholds_from_shares(SHARES)) == pytest.approx(SHARES.cumsum(axis=1)[:, :-1] / 100)


def test_margins_are_the_shares(responses):
    for item, shares in enumerate(SHARES / 100):
        observed = np.bincount(responses[:, item], minlength=6)[1:] / N
        assert observed == pytest.approx(shares, abs=4 * np.sqrt(0.25 / N))


def test_latent_correlation_is_the_product_of_loadings():
    """Sheppard's closed form: two normal variables cut at 0 agree in sign with probability 1/2 + asin(rho) / pi."""
    rng = np.random.default_rng(4)
    drawn = draw_graded_responses(rng.standard_normal(N), loadings=LOADINGS, thresholds=np.zeros((3, 1)), rng=rng)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        expected = 0.5 + np.arcsin(LOADINGS[i] * LOADINGS[j]) / np.pi
        assert (drawn[:, i] == drawn[:, j]).mean() == pytest.approx(expected, abs=4 * np.sqrt(0.25 / N))


def test_zero_loading_makes_an_item_independent():
    rng = np.random.default_rng(5)
    eta = rng.standard_normal(N)
    drawn = draw_graded_responses(eta, loadings=[0.0], thresholds=[[-1.0, 0.0, 1.0]], rng=rng)
    assert abs(np.corrcoef(eta, drawn[:, 0])[0, 1]) < 4 / np.sqrt(N)


def test_same_generator_state_gives_same_answers():
    eta = np.linspace(-2, 2, 50)
    first, second = (
        draw_graded_responses(eta, loadings=[0.7], thresholds=[[0.0]], rng=np.random.default_rng(1)) for _ in range(2)
    )
    assert (first == second).all()


@pytest.mark.parametrize(
    ("loadings", "thresholds"), [([1.0], [[0.0]]), ([0.5], [[1.0, 0.0]]), ([0.5, 0.5], [[0.0, 1.0]])]
)
def test_impossible_items_are_refused(loadings, thresholds):
    with pytest.raises(ParameterError):
        draw_graded_responses([0.0], loadings=loadings, thresholds=thresholds, rng=np.random.default_rng(1))


@pytest.mark.parametrize("shares", [[[0.0, 1.0]], [[1.0]], [[-1.0, 2.0]]])
def test_impossible_shares_are_refused(shares):
    with pytest.raises(ParameterError):
        thresholds_from_shares(shares)
