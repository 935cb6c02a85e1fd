"""Precision at the cut-off against answers drawn from the fitted model, and against closed forms."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import special

from workbench.errors import NotEstimable
from workbench.instruments import Cutoff, load_instrument
from workbench.psychometrics import cutoff_precision, fit_graded_response
from workbench.psychometrics.response_theory.classification_shares import class_shares, cutoff_crossings, score_rule
from workbench.simulation.graded_responses import draw_graded_responses

ESIS = load_instrument("esis")


def answers(n=1500, seed=1, thresholds=(-1.8, -1.0, -0.3, 0.8)):
    rng = np.random.default_rng(seed)
    points = draw_graded_responses(
        rng.standard_normal(n), loadings=np.linspace(0.5, 0.8, 10), thresholds=np.tile(thresholds, (10, 1)), rng=rng
    )
    return pd.DataFrame(points.astype(float), columns=ESIS.item_ids)


@pytest.fixture(scope="module")
def fitted():
    return fit_graded_response(answers())


def with_cutoff(instrument, below):
    return instrument.model_copy(update={"cutoffs": {"very_weak": Cutoff(below=below, label="low")}})


def test_simulation_from_the_fitted_model(fitted):
    """400,000 respondents who answer twice: every share within four standard errors of the simulation."""
    model, rng, n = fitted.model, np.random.default_rng(3), 400_000
    theta = rng.standard_normal(n)
    first, second, expected = np.zeros(n), np.zeros(n), np.zeros(n)
    for start, size in zip(model.place.starts, model.place.sizes, strict=True):
        above = special.expit(model.parameters[start] * theta[:, None] + model.parameters[start + 1 : start + size])
        first += (rng.uniform(size=(n, 1)) < above).sum(axis=1)
        second += (rng.uniform(size=(n, 1)) < above).sum(axis=1)
        expected += above.sum(axis=1)
    one, two, true = (2.5 * total < 50 for total in (first, second, expected))
    precision = cutoff_precision(fitted, instrument=ESIS)
    row = precision.table.set_index("term")["estimate"]
    simulated = {
        "classification accuracy": one == true,
        "classification consistency": one == two,
        "false positive": one & ~true,
        "false negative": ~one & true,
        "sensitivity": one[true],
        "specificity": ~one[~true],
        "share below by observed score": one,
        "share below by true score": true,
    }
    for term, event in simulated.items():
        assert row[term] == pytest.approx(event.mean(), abs=4 * event.std() / np.sqrt(len(event))), term
    share = precision.by_score.set_index("score")
    at_45 = true[first == 18]
    assert share.loc[45, "misclassified"] == pytest.approx(1 - at_45.mean(), abs=4 * at_45.std() / np.sqrt(len(at_45)))
    near_zero = np.abs(theta) < 0.02
    middle = precision.along_score.set_index("theta").iloc[40]
    assert (2.5 * first[near_zero]).std() == pytest.approx(middle["std_error"], rel=0.03)


def test_rows_belong_together(fitted):
    precision = cutoff_precision(fitted, instrument=ESIS)
    row, by_score = precision.table.set_index("term")["estimate"], precision.by_score
    assert by_score["score"].tolist() == np.arange(0, 102.5, 2.5).tolist()
    assert by_score["share"].sum() == pytest.approx(1)
    assert by_score.loc[by_score["beyond"], "score"].max() == 47.5
    below, wrong = by_score["beyond"], by_score["share"] * by_score["misclassified"]
    assert wrong.sum() == pytest.approx(1 - row["classification accuracy"])
    assert wrong[below].sum() == pytest.approx(row["false positive"])
    assert by_score.loc[below, "share"].sum() == pytest.approx(row["share below by observed score"])
    difference = row["share below by observed score"] - row["share below by true score"]
    assert row["difference of the shares"] == pytest.approx(difference)
    assert row["difference of the shares"] == pytest.approx(row["false positive"] - row["false negative"])
    ends = precision.table
    assert ((ends["conf_low"] < ends["estimate"]) & (ends["estimate"] < ends["conf_high"])).all()


def test_derivatives_behind_the_standard_errors(fitted):
    model, rule = fitted.model, score_rule(fitted.model, ESIS, "very_weak")

    def integrals(parameters):
        moved = model._replace(parameters=parameters)
        return np.array(class_shares(moved, rule, cutoff_crossings(moved, rule))[0][:4])

    moves = 1e-4 * np.eye(len(model.parameters))
    numeric = [(integrals(model.parameters + m) - integrals(model.parameters - m)) / 2e-4 for m in moves]
    found = class_shares(model, rule, cutoff_crossings(model, rule))[0].derivatives
    np.testing.assert_allclose(found, np.transpose(numeric), atol=1e-8)


def test_standard_error_of_the_table_by_finite_differences(fitted):
    model = fitted.model

    def rows(parameters):
        moved = dataclasses.replace(fitted, model=model._replace(parameters=parameters))
        return cutoff_precision(moved, instrument=ESIS).table["estimate"].to_numpy(float)

    moves = 1e-4 * np.eye(len(model.parameters))
    jacobian = np.array([(rows(model.parameters + m) - rows(model.parameters - m)) / 2e-4 for m in moves]).T
    expected = np.sqrt(np.diag(jacobian @ model.covariance @ jacobian.T))
    np.testing.assert_allclose(cutoff_precision(fitted, instrument=ESIS).table["std_error"], expected, rtol=1e-5)


def test_unrelated_answers_classify_by_chance(fitted):
    """With slopes near 0 two administrations agree as often as two coins with the same share: kappa is 0."""
    model = fitted.model
    flat = model.parameters.copy()
    flat[model.place.starts] = 1e-4
    moved = dataclasses.replace(fitted, model=model._replace(parameters=flat))
    mean = cutoff_precision(fitted, instrument=ESIS).along_score["score"].iloc[40]  # at 0 slopes do not matter
    row = cutoff_precision(moved, instrument=with_cutoff(ESIS, mean)).table.set_index("term")["estimate"]
    assert row["kappa"] == pytest.approx(0, abs=1e-4)
    assert row["classification accuracy"] == pytest.approx(0.5, abs=1e-3)


def test_share_of_the_model_is_near_that_of_the_scores(fitted):
    responses = answers()
    observed = ((responses.sum(axis=1) - 10) * 2.5 < 50).mean()
    row = cutoff_precision(fitted, instrument=ESIS).table.set_index("term").loc["share below by observed score"]
    assert row["estimate"] == pytest.approx(observed, abs=0.02)


def test_reversed_score_rule_gives_the_same_precision(fitted):
    """Score 100 − x with the cut-off mirrored classifies the same respondents, but for the cut-off itself."""
    rule = ESIS.score.model_copy(update={"offset": -50, "factor": -ESIS.score.factor})
    mirrored = with_cutoff(ESIS.model_copy(update={"score": rule}), 51.25)
    at_least = cutoff_precision(fitted, instrument=mirrored).table.set_index("term")["estimate"]
    below = cutoff_precision(fitted, instrument=with_cutoff(ESIS, 48.75)).table.set_index("term")["estimate"]
    assert at_least["share below by observed score"] == pytest.approx(1 - below["share below by observed score"])
    assert at_least["classification accuracy"] == pytest.approx(below["classification accuracy"])
    assert at_least["sensitivity"] == pytest.approx(below["specificity"])


def test_options_that_nobody_chose():
    responses = answers(thresholds=(-6, -1.5, -0.3, 0.8)).clip(lower=2)
    fitted = fit_graded_response(responses)
    precision = cutoff_precision(fitted, instrument=ESIS)
    assert precision.by_score["score"].iloc[0] == 0
    assert precision.by_score["share"].sum() == pytest.approx(1)
    assert any("Nobody answered 1 to any item." in note for note in precision.notes)
    assert any("10 scores cannot come from the answers" in note for note in precision.notes)


def test_an_item_against_the_scale_can_cross_twice_and_still_adds_up(fitted):
    model = fitted.model
    mixed = model.parameters.copy()
    mixed[model.place.starts[:5]] *= -1
    moved = dataclasses.replace(fitted, model=model._replace(parameters=mixed))
    found = cutoff_precision(moved, instrument=with_cutoff(ESIS, 62.5))
    wrong = found.by_score["share"] * found.by_score["misclassified"]
    assert wrong.sum() == pytest.approx(1 - found.table.loc[0, "estimate"])


@pytest.mark.parametrize("below", [0.0, 101.0])
def test_cutoffs_that_divide_nobody(fitted, below):
    with pytest.raises(NotEstimable, match="below the cut-off"):
        cutoff_precision(fitted, instrument=with_cutoff(ESIS, below))


def test_another_instrument():
    bfi = with_cutoff(load_instrument("bfi-agreeableness"), 3.5)
    responses = answers().iloc[:, :5].set_axis(bfi.item_ids, axis=1)
    found = cutoff_precision(fit_graded_response(responses), instrument=bfi, cutoff=None)
    assert found.by_score["score"].iloc[[0, -1]].tolist() == [1, 5]  # sixth option: nobody chose it


def test_the_group_at_and_above_a_cutoff_is_everybody_but_the_one_below(fitted):
    above = ESIS.model_copy(update={"cutoffs": {"high": Cutoff(at_or_above=50, label="high")}})
    high = cutoff_precision(fitted, instrument=above).table.set_index("term")
    low = cutoff_precision(fitted, instrument=ESIS).table.set_index("term")
    for term in ("classification accuracy", "classification consistency", "kappa"):
        assert high.loc[term, "estimate"] == pytest.approx(low.loc[term, "estimate"])
        assert high.loc[term, "std_error"] == pytest.approx(low.loc[term, "std_error"])
    for one, other in (("sensitivity", "specificity"), ("specificity", "sensitivity")):
        assert high.loc[one, "estimate"] == pytest.approx(low.loc[other, "estimate"])
        assert high.loc[one, "std_error"] == pytest.approx(low.loc[other, "std_error"])
    for kind in ("observed", "true"):
        share, rest = high.loc[f"share at or above by {kind} score"], low.loc[f"share below by {kind} score"]
        assert share["estimate"] == pytest.approx(1 - rest["estimate"])
        assert share["std_error"] == pytest.approx(rest["std_error"])
    assert high.loc["false positive", "estimate"] == pytest.approx(low.loc["false negative", "estimate"])
