import numpy as np
import pytest

from tests.unit.psychometrics.scales import one_factor
from workbench.instruments import load_instrument
from workbench.psychometrics import coefficient_alpha, coefficient_omega, standard_error_of_measurement


def test_on_three_scales():
    responses = one_factor(k=10)
    alpha, omega = coefficient_alpha(responses), coefficient_omega(responses, n_bootstrap=100)
    table = standard_error_of_measurement(alpha, omega, instrument=load_instrument("esis")).table
    expected = responses.sum(axis=1).std() * np.sqrt(1 - alpha.table.loc[0, "estimate"])
    assert table.loc[0, "sem_sum"] == pytest.approx(expected)
    assert table.loc[0, "sem_mean"] == pytest.approx(expected / 10)
    assert table.loc[0, "sem_score"] == pytest.approx(expected * 2.5)  # the ESIS score rises 2.5 per point
    assert list(table["term"]) == ["coefficient alpha", "omega total (model-implied variance)"]


def test_without_an_instrument_there_is_no_score():
    assert "sem_score" not in standard_error_of_measurement(coefficient_alpha(one_factor())).table
