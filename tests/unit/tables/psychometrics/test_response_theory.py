"""Tables of item response: the numbers of the results, every term in words, groups only through the gate."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import special

from tests.unit.item_response_survey import REGIONS, ordered_survey, protected_chapter
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.numerics.response_theory import normal_grid
from workbench.psychometrics import cutoff_precision, fit_graded_response


def test_difficulties_stand_in_the_column_of_their_answer(regions, exact_items, protected_items):
    wide = tables.item_difficulties(protected_items[0], survey=regions).frame.set_index("item")
    for row in exact_items[0].difficulties.to_dict("records"):
        told = wide.loc[row["item"], f"difficulty_{row['response']:.0f}"]
        step = row["std_error"] * max(0.5, 5 / np.sqrt(row["n_fewest"]))
        assert abs(told - row["difficulty"]) <= 0.8 * step + 4.5 * abs(row["per_respondent"])


def rare(survey, *, lowest: int):
    """A survey in which this many chose the lowest answer to the second item."""
    responses = survey.responses.copy()
    column = responses["esis2"]
    responses.loc[column[column == 1].index[lowest:], "esis2"] = 2.0
    return replace(survey, responses=responses)


def test_an_answer_of_few_is_as_one_that_nobody_gave(regions):
    pages = []
    for lowest in (0, 1, 4, 9):
        made = rare(regions, lowest=lowest)
        graded = population.protect(fit_graded_response(made.responses), plan=population.protection_plan(made))
        table = tables.item_difficulties(graded, survey=made)
        row = table.frame.set_index("item").loc["esis2"]
        assert [k for k in (2, 3, 4, 5) if np.isnan(row[f"difficulty_{k}"])] == [2]
        assert "fewer than 10 gave that answer" in table.html()
        curves = graded.result.curves.query("item == 'esis2'")
        assert sorted(curves["response"].unique()) == [2, 3, 4, 5]
        assert "n_parameters" not in graded.result.fit and graded.result.covariance.empty
        pages.append((graded.notes, graded.result.difficulties.query("item == 'esis2'")["threshold"].tolist()))
    assert pages[0] == pages[1] == pages[2]
    made = rare(regions, lowest=10)
    graded = population.protect(fit_graded_response(made.responses), plan=population.protection_plan(made))
    assert not tables.item_difficulties(graded, survey=made).frame["difficulty_2"].isna().any()


def test_a_difficulty_is_that_of_the_middle_of_the_window(regions):
    """What one respondent more or less changes is not told: the share it implies is that of the window's middle."""
    nodes = normal_grid()
    for lowest in (10, 14, 19):
        made = rare(regions, lowest=lowest)
        exact = fit_graded_response(made.responses)
        row = exact.difficulties.query("item == 'esis2' and response == 2").iloc[0]
        slope = exact.items.set_index("item").loc["esis2", "discrimination"]
        moved = row["difficulty"] + row["per_respondent"] * row["n_fewest"] * np.log(14.5 / row["n_fewest"])
        below = len(made.responses) * (special.expit(-slope * (nodes.theta - moved)) @ nodes.weights)
        assert below == pytest.approx(14.5, abs=0.5)


def test_curves_and_scores_follow_from_published_parameters(exact_items, protected_items):
    graded, precision = protected_items[0].result, protected_items[1].result
    exact = graded.items.set_index("item")["discrimination"]
    for item, rows in graded.curves.groupby("item"):
        cuts = graded.difficulties.query("item == @item")["difficulty"].to_numpy()
        top = rows[rows["response"] == 5]
        expected = special.expit(exact[item] * (top["theta"] - cuts[-1]))
        np.testing.assert_allclose(top["probability"], expected, rtol=1e-9)
    again = cutoff_precision(exact_items[0], instrument=precision.instrument).by_score
    assert np.abs(precision.by_score["share"] - again["share"]).max() < 0.01
    assert not np.array_equal(precision.by_score["share"], again["share"])
    assert np.isnan(graded.model.covariance).all() and np.isnan(precision.model.covariance).all()


def test_local_dependence_lists_the_pairs_that_share_most(regions):
    responses = regions.responses.copy()
    rng = np.random.default_rng(3)
    copied = rng.random(len(responses)) < 0.7
    responses.loc[copied, "esis7"] = responses.loc[copied, "esis3"]
    graded = population.protect(fit_graded_response(responses), plan=population.protection_plan(regions))
    frame = tables.local_dependence(graded, survey=regions).frame
    assert frame.loc[0, ["item", "item_other"]].tolist() == ["esis3", "esis7"]
    matrix = graded.result.residual_correlations.to_numpy()
    mean = matrix[np.tril_indices(10, -1)].mean()
    assert frame.loc[0, "residual_correlation"] == matrix[6, 2]
    assert frame.loc[0, "above_average"] == pytest.approx(matrix[6, 2] - mean)


def test_every_term_of_the_precision_is_said_in_words(regions, exact_items, protected_items):
    table = tables.cutoff_precision(protected_items[1], survey=regions)
    assert table.frame["explanation"].str.len().gt(20).all()
    by_term = table.frame.set_index("term")["estimate_text"]
    assert by_term["kappa"][0] == "0" and "%" not in by_term["kappa"]
    assert "points" in by_term["difference of the shares"]
    assert by_term.drop(["kappa", "difference of the shares"]).str.contains("%").all()
    assert table.headlines[0].value == round(exact_items[1].table["estimate"].iloc[0], 2)
    assert "not a corrected share" in table.caption


def test_misclassification_shows_the_scores_next_to_the_cutoff(regions, protected_items):
    frame = tables.misclassification(protected_items[1], survey=regions).frame
    assert frame["score"].tolist() == [35, 37.5, 40, 42.5, 45, 47.5, 50, 52.5, 55, 57.5, 60, 62.5]
    assert frame["term"].tolist() == ["below 50"] * 6 + ["50 or more"] * 6
    by_score = protected_items[1].result.by_score.set_index("score")["misclassified"]
    assert frame["misclassified"].tolist() == by_score.loc[frame["score"]].tolist()


def test_three_items_have_a_fit_table_without_a_test():
    small = ordered_survey(REGIONS, n_items=3)
    graded, precision, scalability, bias = protected_chapter(small)
    fit = tables.graded_fit(graded)
    assert "RMSEA" not in fit.frame["term"].tolist()
    assert "no degrees of freedom" in fit.html()
    rows = tables.criteria_item_response(graded, precision, scalability, bias).frame["term"]
    assert not rows.str.contains("RMSEA").any()


def test_nothing_passes_without_the_gate(regions, exact_items):
    graded, precision = exact_items[:2]
    for show in (
        lambda: tables.item_discriminations(graded, survey=regions),
        lambda: tables.item_difficulties(graded, survey=regions),
        lambda: tables.graded_fit(graded),
        lambda: tables.graded_reliability(graded),
        lambda: tables.local_dependence(graded, survey=regions),
        lambda: tables.cutoff_precision(precision, survey=regions),
        lambda: tables.misclassification(precision, survey=regions),
        lambda: tables.criteria_item_response(*exact_items),
    ):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show()
