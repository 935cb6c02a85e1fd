import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, weights_of
from workbench.numerics.ordered_answers import coded_answers
from workbench.psychometrics import (
    coefficient_omega,
    factor_numbers,
    fit_confirmatory_factors,
    measurement_invariance,
    polychoric_correlations,
    scalability_coefficients,
)

RESPONSES = one_factor(n=300)
WEIGHTS = weights_of(RESPONSES, np.random.default_rng(1).uniform(0.5, 2, 300))
REPLICATES = pd.DataFrame({f"r{r}": WEIGHTS.where(np.arange(300) % 6 != r, 0.0) for r in range(6)})
GROUP = pd.Series(np.tile(["a", "b"], 150), index=RESPONSES.index, name="g")
OMEGA = {"kind": "categorical", "interval": "linearised"}

# Weighted respondents are counted once by their weights and, where an estimate needs that, once by the squares of them.
CALLS = {
    "WLSMV": (fit_confirmatory_factors, {}, 1),
    "WLSMV, two groups": (fit_confirmatory_factors, {"group": GROUP}, 2),
    "WLSMV, weighted": (fit_confirmatory_factors, {"sampling_weights": WEIGHTS}, 2),
    "WLSMV, replicates": (fit_confirmatory_factors, {"sampling_weights": WEIGHTS, "replicate_weights": REPLICATES}, 2),
    "invariance, four steps": (measurement_invariance, {"group": GROUP}, 2),
    "categorical omega": (coefficient_omega, OMEGA, 1),
    "categorical omega, weighted": (coefficient_omega, {**OMEGA, "sampling_weights": WEIGHTS}, 2),
    "factor numbers": (factor_numbers, {"correlation": "polychoric"}, 1),
    "polychoric correlations": (polychoric_correlations, {"sampling_weights": WEIGHTS}, 1),
    "scalability": (scalability_coefficients, {}, 1),
    "scalability, weighted": (scalability_coefficients, {"sampling_weights": WEIGHTS}, 2),
}


@pytest.mark.parametrize("name", CALLS)
def test_respondents_are_counted_once(name, monkeypatch):
    estimate, options, expected = CALLS[name]
    seen, count = [], coded_answers.pair_tables

    def counting(codes, weights, *, size):
        seen.append((codes.tobytes(), None if weights is None else weights.tobytes()))
        return count(codes, weights, size=size)

    monkeypatch.setattr(coded_answers, "pair_tables", counting)
    estimate(RESPONSES, **options)
    assert len(seen) == len(set(seen)) == expected
