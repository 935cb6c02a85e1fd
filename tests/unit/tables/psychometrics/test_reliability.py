"""Tables of reliability: each coefficient under its name, groups only through the gate."""

import pytest

from workbench import psychometrics, tables
from workbench.errors import PublicationError


def test_coefficients_have_two_decimals(exact, coefficients):
    frame = tables.reliability(coefficients["alpha"]).frame
    for column in ("estimate", "conf_low", "conf_high"):
        assert frame[column].tolist() == exact["alpha"].table[column].round(2).tolist()
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.reliability(exact["alpha"])


def test_coefficients_say_what_they_are_the_reliability_of(coefficients):
    table = tables.reliability(*coefficients.values())
    assert table.frame.set_index("term")["coefficient_of"].to_dict() == {
        "categorical omega": "sum of the answers",
        "coefficient alpha": "sum of the answers",
        "standardised alpha": "sum of standardised items",
        "latent-response omega": "sum of unobserved variables",
        "ordinal alpha": "sum of unobserved variables",
    }
    assert [h.name for h in table.headlines] == ["categorical_omega", "coefficient_alpha"]


def test_tables_of_coefficients_have_names_of_their_own(coefficients):
    shown = [
        tables.reliability(coefficients["categorical"]),
        tables.reliability(coefficients["latent"], coefficients["ordinal"]),
        tables.reliability(*coefficients.values()),
    ]
    assert [t.name for t in shown] == ["categorical_omega", "reliability_unobserved", "reliability"]


def test_measurement_error_is_in_score_points(survey, exact, protect):
    errors = psychometrics.standard_error_of_measurement(exact["alpha"], instrument=survey.instrument)
    table = tables.measurement_error(protect(errors), survey=survey)
    assert "from 0 to 100" in table.caption
    assert any("No individual is assessed" in note for note in table.notes)


def test_split_halves_have_a_column_for_each_coefficient(survey, protect):
    halves = psychometrics.split_half(survey.responses)
    frame = tables.split_half(protect(halves)).frame
    long = halves.table.set_index(["term", "coefficient"])["estimate"]
    assert frame.set_index("term").loc["mean", "Guttman"] == round(long["mean", "Guttman"], 2)
    assert frame["term"].tolist() == list(dict.fromkeys(halves.table["term"]))


def test_three_items_have_no_omega_without_an_item(survey, protect):
    three = survey.responses.iloc[:, :3]
    omega = psychometrics.coefficient_omega(three, n_bootstrap=100)
    table = tables.item_contributions(protect(psychometrics.item_analysis(three)), protect(omega), survey=survey)
    assert [c.label for c in table.columns] == ["Item", "Statement", "Item–rest correlation", "Alpha without the item"]


def test_the_kinds_of_interval_and_what_each_assumes_stand_side_by_side(coefficients):
    frame = tables.alpha_intervals(coefficients["alpha"]).frame
    assert frame[["interval", "assumes"]].to_numpy().tolist() == [["bootstrap", "respondents as they were drawn"]]
    assert frame["width"].iloc[0] == pytest.approx(frame["conf_high"].iloc[0] - frame["conf_low"].iloc[0])


def test_the_bounds_of_guttman_have_their_numbers(survey, protect):
    lambdas = psychometrics.guttman_lambdas(survey.responses)
    frame = tables.guttman_lambdas(protect(lambdas)).frame
    assert frame["term"].tolist() == [f"lambda {n}" for n in range(1, 7)]
    assert frame["estimate"].tolist() == lambdas.table["estimate"].round(2).tolist()
