from dataclasses import replace

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


def test_a_reliability_above_one_is_noted_beside_others():
    alpha = coefficient_alpha(one_factor(k=5))
    improper = replace(alpha, table=alpha.table.assign(estimate=1.02))
    errors = standard_error_of_measurement(improper, alpha)
    assert errors.table["reliability"].tolist() == [alpha.table.loc[0, "estimate"]]
    assert errors.notes == (
        "The reliability `coefficient alpha` is 1.020, above 1, so it has no standard error of measurement.",
    )
