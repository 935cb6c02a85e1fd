import numpy as np

from workbench.psychometrics.factors import rotated_factors


def test_local_solutions_are_noted_and_counted():
    """Loadings without simple structure: geomin has several minima."""
    loadings = np.random.default_rng(4).normal(0.3, 0.3, (8, 4))
    first, counts, *_ = rotated_factors(loadings, rotation="geomin", seed=1).notes
    assert first == "The rotation has local solutions too, where its criterion is higher; the lowest is shown."
    assert "of 100 starts of the rotation ended in the solution that is shown, others in" in counts


def test_without_rotation_the_factors_stay():
    loadings = np.random.default_rng(1).normal(0.5, 0.1, (6, 2))
    found = rotated_factors(loadings, rotation="none", seed=1)
    assert found.pattern is loadings
    assert (found.correlations == np.eye(2)).all()
    assert found.notes == ()
