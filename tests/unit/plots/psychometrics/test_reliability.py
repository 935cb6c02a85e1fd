"""Coefficients of reliability: marks tell what each is the reliability of."""

import numpy as np
import pandas as pd

from workbench import plots, psychometrics
from workbench.wording import numbers


def answers(k, n=400, names="i{}"):
    rng = np.random.default_rng(k)
    latent = 0.7 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, k))
    points = np.digitize(latent, [-1.4, -0.6, 0.2, 1.0]) + 1.0
    return pd.DataFrame(points, columns=[names.format(j + 1) for j in range(k)])


def test_coefficients_of_unobserved_variables_are_hollow(protect):
    responses = answers(5)
    alpha = psychometrics.coefficient_alpha(responses)
    ordinal = psychometrics.ordinal_alpha(responses, n_bootstrap=100)
    figure = plots.reliability(protect(alpha), protect(ordinal))
    marks = [line for line in figure.figure.axes[0].lines if line.get_marker() == "o"]
    assert [line.get_markerfacecolor() == "white" for line in marks] == [False, True]
    for result in (alpha, ordinal):
        assert numbers.number(result.table.loc[0, "estimate"]) in figure.alt
