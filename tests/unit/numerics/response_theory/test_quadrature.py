import numpy as np
import pytest
from scipy import stats

from workbench.numerics.response_theory.quadrature import normal_grid, normal_segments


def test_grid_gives_normal_moments():
    nodes = normal_grid()
    assert len(nodes.theta) == 61
    moments = [nodes.weights @ nodes.theta**power for power in range(5)]
    np.testing.assert_allclose(moments, [1, 0, 1, 0, 3], atol=1e-5)


@pytest.mark.parametrize("breaks", [[], [0.3], [-1.0, 2.0]])
def test_segments_integrate_what_jumps_at_the_breaks(breaks):
    nodes = normal_segments(np.array(breaks))
    for at in breaks:
        assert nodes.weights @ (nodes.theta < at) == pytest.approx(stats.norm.cdf(at), abs=1e-8)
    assert nodes.weights @ nodes.theta**2 == pytest.approx(1, abs=1e-6)
