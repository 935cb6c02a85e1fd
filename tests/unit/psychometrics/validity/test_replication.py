"""One's own numbers beside those of another study."""

import pandas as pd
import pytest

from workbench import psychometrics

OWN = pd.Series({"a": 0.6, "b": 0.7, "c": 0.5})


def test_items_are_matched_by_name():
    found = psychometrics.factor_congruence(OWN, pd.Series({"c": 0.5, "a": 0.6, "b": 0.7}))
    assert found.table.loc[0, "estimate"] == pytest.approx(1)
    assert found.items["item"].tolist() == ["a", "b", "c"]
    assert found.items["published"].tolist() == found.items["loading"].tolist()


def test_congruence_of_loadings_alike_in_sign_alone_is_high():
    found = psychometrics.factor_congruence(OWN, pd.Series({"a": 0.5, "b": 0.4, "c": 0.8}))
    assert found.table.loc[0, "estimate"] > 0.9


def test_differences_are_first_less_second():
    alphas = psychometrics.compare_alphas(0.85, 0.8, n_respondents=(300, 200), n_items=(10, 10)).table.loc[0]
    assert alphas["estimate"] == pytest.approx(0.05)
    assert alphas["conf_low"] < 0.05 < alphas["conf_high"]
    correlations = psychometrics.compare_correlations(0.3, 0.5, n_respondents=(300, 200)).table.loc[0]
    assert correlations["estimate"] == pytest.approx(-0.2)
    assert correlations["conf_high"] < 0


def test_variables_that_go_together_make_a_difference_surer():
    loose, close = (
        psychometrics.compare_correlations(0.5, 0.4, n_respondents=200, between=between).table.loc[0]
        for between in (0.2, 0.8)
    )
    assert close["p_value"] < loose["p_value"]
    assert close["conf_high"] - close["conf_low"] < loose["conf_high"] - loose["conf_low"]
