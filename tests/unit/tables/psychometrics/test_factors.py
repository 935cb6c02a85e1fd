"""Tables of the pages about one factor and reliability: the results' own numbers, each version under its name."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import INSTRUMENT, build_survey
from workbench import population, psychometrics, tables
from workbench.errors import PublicationError
from workbench.wording import numbers


@pytest.fixture(scope="module")
def survey():
    """Ten items of one factor, 600 respondents, one small group and one in which all answer alike."""
    rng, n = np.random.default_rng(7), 600
    latent = 0.7 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, 10))
    answers = np.digitize(latent, [-1.6, -0.9, -0.2, 0.8]) + 1.0
    level = pd.Series(pd.Categorical(["large"] * 560 + ["alike"] * 30 + ["small"] * 10, ["large", "alike", "small"]))
    answers[560:590] = 4.0
    made = build_survey({"area": level}, pd.Series(answers[:, 0] < 3, dtype="boolean"))
    made.responses[list(INSTRUMENT.item_ids)] = answers
    return made


@pytest.fixture(scope="module")
def models(survey):
    return [psychometrics.fit_confirmatory_factors(survey.responses, estimator=e) for e in ("WLSMV", "MLR")]


def test_each_version_of_an_index_stands_under_its_own_heading(models):
    frame = tables.model_fit(*models).frame.set_index(["version", "term"])
    for suffix, heading in (("", "Naive"), ("_scaled", "Scaled"), ("_robust", "Robust")):
        version = next(v for v in frame.index.get_level_values(0) if v.startswith(heading))
        for model, column in zip(models, ("ordinal", "continuous"), strict=True):
            fit = model.fit.iloc[0]
            assert frame.loc[(version, "CFI"), column] == fit[f"cfi{suffix}"]
            rmsea = frame.loc[(version, "RMSEA (90 % interval)")]
            ends = [rmsea[f"{column}_low"], rmsea[f"{column}_high"]]
            assert ends == [fit[f"rmsea_low{suffix}"], fit[f"rmsea_high{suffix}"]]
            assert rmsea[f"{column}_text"].startswith(numbers.number(fit[f"rmsea{suffix}"], 3))
    assert frame.loc[("Size of the residuals", "SRMR"), "ordinal"] == models[0].fit.loc[0, "srmr"]


def test_correction_is_stated(models):
    notes = " ".join(tables.model_fit(*models).notes)
    fit = models[0].fit.iloc[0]
    shown = f"{numbers.number(fit['scaling_factor'], 3)} + {numbers.number(fit['shift'], 3)}"
    assert f"WLSMV: scaled χ² = naive χ² / {shown} (scaling factor and shift)." in notes


def test_a_model_without_degrees_of_freedom_has_no_headline_and_says_why_cells_are_empty(survey):
    three = survey.responses.iloc[:, :3]
    fitted = [psychometrics.fit_confirmatory_factors(three, estimator=e) for e in ("WLSMV", "MLR")]
    table = tables.model_fit(*fitted)
    assert not table.headlines
    assert "Empty cells: " in table.html()


def test_a_model_of_two_factors_is_not_called_one_of_one_factor(survey):
    items = list(survey.responses)
    factors = {"first": items[:5], "second": items[5:]}
    fitted = [
        psychometrics.fit_confirmatory_factors(survey.responses, factors=factors, estimator=e) for e in ("WLSMV", "MLR")
    ]
    table = tables.model_fit(*fitted)
    assert table.caption == "Fit of the factor model"
    assert not table.headlines
    assert "χ²" in set(table.frame["term"])


def test_modification_indices_are_the_ten_largest_in_words(models):
    frame = tables.modification_indices(models[0]).frame
    assert len(frame) == 10
    assert frame["modification_index"].is_monotonic_decreasing
    assert frame["parameter"].str.fullmatch(r"esis\d+ with esis\d+").all()


def test_two_kinds_of_correlation_stand_side_by_side(survey):
    both = [psychometrics.sampling_adequacy(survey.responses, correlation=c) for c in ("polychoric", "pearson")]
    table = tables.sampling_adequacy(*both, survey=survey)
    assert [c.label for c in table.columns] == ["Item", "Statement", "Polychoric", "Pearson"]
    assert table.frame["sampling_adequacy_pearson"].iloc[1:].tolist() == both[1].items["sampling_adequacy"].tolist()
    analyses = [
        psychometrics.parallel_analysis(survey.responses, correlation=c, n_replicates=20)
        for c in ("polychoric", "pearson")
    ]
    shown = tables.eigenvalues(*analyses)
    assert shown.frame["eigenvalue_polychoric"].tolist() == analyses[0].table["eigenvalue"].tolist()
    assert shown.headlines[0].label == "First eigenvalue over second (polychoric)"
    several = [psychometrics.factor_numbers(survey.responses, correlation=c) for c in ("polychoric", "pearson")]
    assert tables.factor_numbers(*several).frame["chi_square"].tolist() == [
        value for result in several for value in result.table["chi_square"]
    ]


def test_criteria_of_one_factor_name_version_and_source(survey, models):
    keywords = {"correlation": "polychoric"}
    table = tables.criteria_single_factor(
        *models,
        adequacy=psychometrics.sampling_adequacy(survey.responses, **keywords),
        components=psychometrics.parallel_analysis(survey.responses, n_replicates=20, **keywords),
        partials=psychometrics.minimum_average_partial(survey.responses, **keywords),
    )
    frame = table.frame.set_index("term")
    assert frame.loc["CFI, WLSMV, scaled", "estimate"] == models[0].fit.loc[0, "cfi_scaled"]
    assert frame.loc["RMSEA, MLR, robust", "conf_high"] == models[1].fit.loc[0, "rmsea_high_robust"]
    assert "derived for ML with continuous answers" in frame.loc["SRMR, WLSMV", "criterion"]
    residuals = models[0].residual_correlations.to_numpy()
    largest = next(term for term in frame.index if term.startswith("Largest residual correlation"))
    assert abs(frame.loc[largest, "estimate"]) == np.abs(np.tril(residuals, -1)).max()
    assert frame["source"].str.len().min() > 1


@pytest.fixture(scope="module")
def coefficients(survey):
    few = {"n_bootstrap": 100}
    return {
        "categorical": psychometrics.coefficient_omega(survey.responses, kind="categorical", **few),
        "alpha": psychometrics.coefficient_alpha(survey.responses, interval="bootstrap", **few),
        "latent": psychometrics.coefficient_omega(survey.responses, kind="latent", **few),
        "ordinal": psychometrics.ordinal_alpha(survey.responses, **few),
    }


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


def test_unobserved_variables_have_no_criterion(coefficients):
    frame = tables.criteria_reliability(*coefficients.values()).frame
    assert (frame["source"] == "Nunnally & Bernstein 1994").tolist() == [True, True, False, False]


def test_groups_without_an_estimate_are_empty_and_withheld_ones_tell_nothing(survey):
    plan = population.protection_plan(survey)
    result = psychometrics.reliability_by_group(survey.responses, survey.groups, interval="linearised")
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.reliability_by_group(result, survey=survey, coefficient=result.coefficient)
    table = tables.reliability_by_group(
        population.protect(result, plan=plan), survey=survey, coefficient="coefficient alpha"
    )
    assert "reason" not in table.frame
    assert not any("alike`" in note or "small" in note for note in table.notes)
    rows = table.frame.set_index("level")
    assert rows.loc[["alike"], ["estimate", "conf_low"]].isna().all(axis=None)


def test_measurement_error_is_in_score_points(survey, coefficients):
    errors = psychometrics.standard_error_of_measurement(coefficients["alpha"], instrument=survey.instrument)
    table = tables.measurement_error(errors, survey=survey)
    assert "from 0 to 100" in table.caption
    assert any("No individual is assessed" in note for note in table.notes)


def test_split_halves_have_a_column_for_each_coefficient(survey):
    halves = psychometrics.split_half(survey.responses)
    frame = tables.split_half(halves).frame
    long = halves.table.set_index(["term", "coefficient"])["estimate"]
    assert frame.set_index("term").loc["mean", "Guttman"] == long["mean", "Guttman"]
    assert frame["term"].tolist() == list(dict.fromkeys(halves.table["term"]))


def test_three_items_have_no_omega_without_an_item(survey):
    three = survey.responses.iloc[:, :3]
    omega = psychometrics.coefficient_omega(three, n_bootstrap=100)
    table = tables.item_contributions(psychometrics.item_analysis(three), omega)
    assert [c.label for c in table.columns] == ["Item", "Item–rest correlation", "Alpha without the item"]
