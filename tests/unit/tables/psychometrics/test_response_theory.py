"""Tables of item response: the numbers of the results, every term in words, groups only through the gate."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.item_response_survey import chapter, ordered_survey
from workbench import population, tables
from workbench.psychometrics import fit_graded_response

SIZES = {"North": 500, "South": 400}


@pytest.fixture(scope="module")
def survey():
    return ordered_survey(SIZES)


@pytest.fixture(scope="module")
def results(survey):
    return chapter(survey)


@pytest.fixture(scope="module")
def gate(survey, results):
    plan = population.protection_plan(survey)
    bias = results[3]
    return plan, population.protect(bias, plan=plan), population.protect(bias.groups, plan=plan)


def test_difficulties_stand_in_the_column_of_their_answer(survey, results):
    wide = tables.item_difficulties(results[0], survey=survey).frame.set_index("item")
    for row in results[0].difficulties.to_dict("records"):
        assert wide.loc[row["item"], f"difficulty_{row['response']:.0f}"] == row["difficulty"]
        assert wide.loc[row["item"], f"conf_high_{row['response']:.0f}"] == row["conf_high"]


def test_an_answer_that_nobody_gave_has_an_explained_empty_cell(survey):
    responses = survey.responses.copy()
    responses["esis2"] = responses["esis2"].replace({1.0: 2.0, 3.0: 4.0})
    table = tables.item_difficulties(fit_graded_response(responses), survey=replace(survey, responses=responses))
    row = table.frame.set_index("item").loc["esis2"]
    assert [k for k in (2, 3, 4, 5) if np.isnan(row[f"difficulty_{k}"])] == [2, 3]
    assert "Empty cells: nobody gave that answer" in table.html()


def test_local_dependence_lists_the_pairs_that_share_most(survey, results):
    responses = survey.responses.copy()
    rng = np.random.default_rng(3)
    copied = rng.random(len(responses)) < 0.7
    responses.loc[copied, "esis7"] = responses.loc[copied, "esis3"]
    graded = fit_graded_response(responses)
    frame = tables.local_dependence(graded, survey=survey).frame
    assert frame.loc[0, ["item", "item_other"]].tolist() == ["esis3", "esis7"]
    matrix = graded.residual_correlations.to_numpy()
    mean = matrix[np.tril_indices(10, -1)].mean()
    assert frame.loc[0, "residual_correlation"] == matrix[6, 2]
    assert frame.loc[0, "above_average"] == pytest.approx(matrix[6, 2] - mean)


def test_every_term_of_the_precision_is_said_in_words(survey, results):
    table = tables.cutoff_precision(results[1], survey=survey)
    assert table.frame["explanation"].str.len().gt(20).all()
    by_term = table.frame.set_index("term")["estimate_text"]
    assert by_term["kappa"][0] == "0" and "%" not in by_term["kappa"]
    assert "points" in by_term["difference of the shares"]
    assert by_term.drop(["kappa", "difference of the shares"]).str.contains("%").all()
    assert table.headlines[0].value == results[1].table["estimate"].iloc[0]
    assert "not a corrected share" in table.caption


def test_misclassification_shows_the_scores_next_to_the_cutoff(survey, results):
    frame = tables.misclassification(results[1], survey=survey).frame
    assert frame["score"].tolist() == [35, 37.5, 40, 42.5, 45, 47.5, 50, 52.5, 55, 57.5, 60, 62.5]
    assert frame["term"].tolist() == ["below 50"] * 6 + ["50 or more"] * 6
    by_score = results[1].by_score.set_index("score")["misclassified"]
    assert frame["misclassified"].tolist() == by_score.loc[frame["score"]].tolist()


def test_three_items_have_a_fit_table_without_a_test():
    small = ordered_survey(SIZES, n_items=3)
    graded, precision, scalability, bias = chapter(small)
    fit = tables.graded_fit(graded)
    assert "RMSEA" not in fit.frame["term"].tolist()
    assert "no degrees of freedom" in fit.html()
    tests = population.protect(bias, plan=population.protection_plan(small))
    rows = tables.criteria_item_response(graded, precision, scalability, tests).frame["term"]
    assert not rows.str.contains("RMSEA").any()


def test_tables_of_the_chapter_pass_the_audit(survey, results, gate):
    graded, precision, scalability, _ = results
    plan, tests, groups = gate
    shown = [
        tables.item_discriminations(graded, survey=survey),
        tables.item_difficulties(graded, survey=survey),
        tables.graded_fit(graded),
        tables.graded_reliability(graded),
        tables.local_dependence(graded, survey=survey),
        tables.cutoff_precision(precision, survey=survey),
        tables.misclassification(precision, survey=survey),
        tables.scalability(scalability, survey=survey),
        tables.monotonicity(scalability, survey=survey),
        tables.item_bias(tests, survey=survey),
        tables.item_bias_groups(groups, survey=survey),
        tables.criteria_item_response(graded, precision, scalability, tests),
    ]
    audit = population.audit([table.payload() for table in shown], plan=plan)
    assert audit.table.to_dict("records") == []
