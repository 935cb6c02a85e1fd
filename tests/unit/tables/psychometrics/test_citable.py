"""Sentences for articles about factor model and reliability: the table's numbers, written as journals write them."""

import pytest

from workbench import psychometrics, tables
from workbench.wording import numbers, speaking


def results(table):
    return [own.sentence for own in table.citable if own.paragraph == "results"]


def test_the_fit_of_one_factor_is_that_of_the_scaled_row_of_the_table(models):
    table = tables.model_fit(*models)
    (sentence,) = results(table)
    scaled = table.frame[table.frame["version"].str.startswith("Scaled")].set_index("term")["ordinal"]
    assert f"χ² = {numbers.size(scaled['χ²'])} (df = {scaled['Degrees of freedom']:g}" in sentence
    for term in ("CFI", "TLI"):
        assert f"{term} = {numbers.proportion(scaled[term], 3)}" in sentence


def test_without_ordered_answers_the_robust_indices_are_said(models):
    table = tables.model_fit(None, models[1])
    robust = table.frame[table.frame["version"].str.startswith("Robust")].set_index("term")["continuous"]
    assert f"CFI = {numbers.proportion(robust['CFI'], 3)}" in results(table)[0]


@pytest.fixture(scope="module")
def coefficients(survey, protect):
    few = {"n_bootstrap": 100}
    omega = psychometrics.coefficient_omega(survey.responses, kind="categorical", conf_level=0.9, **few)
    alpha = psychometrics.coefficient_alpha(survey.responses, interval="bootstrap", **few)
    latent = psychometrics.coefficient_omega(survey.responses, kind="latent", **few)
    return {"omega": protect(omega), "alpha": protect(alpha), "latent": protect(latent)}


def test_reliability_has_its_intervals_with_their_own_levels(coefficients):
    table = tables.reliability(coefficients["omega"], coefficients["alpha"])
    (sentence,) = results(table)
    assert sentence.startswith("Categorical omega was .")
    assert "(90 % CI ." in sentence.split("alpha")[0]
    assert "(95 % CI ." in sentence.split("alpha")[1]


def test_only_omega_of_the_score_is_said(coefficients):
    assert tables.reliability(coefficients["latent"]).citable == ()
    assert tables.reliability(coefficients["omega"]).citable == ()
    assert "alpha" not in results(tables.reliability(coefficients["omega"], coefficients["latent"]))[0]


def test_proportions_keep_their_zero_outside_english():
    assert numbers.proportion(0.123) == ".12"
    with speaking("fi"):
        assert numbers.proportion(0.123) == "0,12"
    assert numbers.proportion(1.0) == "1.00"
