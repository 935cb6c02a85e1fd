"""Each attack succeeds on tables at full precision, and on published ones it does not."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.homogeneous import width_of_one_score
from tests.attackers.joint import joint_worlds
from tests.attackers.known_reference import men_that_fit
from tests.attackers.known_weights import few_people_of
from tests.attackers.municipal import recover_smallest
from tests.attackers.publishing import groups, models, publish
from tests.attackers.reading import read_tables
from tests.attackers.recover import LEVELS
from tests.attackers.rounded_once import rounded_twice
from tests.attackers.study import attacked, quartiles
from tests.attackers.surveys import MEN, SMALL, WOMEN, Truth, draw, draw_regional
from workbench import population
from workbench.intake import SurveyDesign

EVERYTHING = ["n known", "n < 3 values", "below known"]


def published(truth: Truth, folder, results, *, exact: bool):
    plan = None if exact else population.protection_plan(truth.survey)
    return read_tables(publish(results(truth, plan), folder, plan))


@pytest.mark.parametrize("n", [200, 800])
def test_a_small_cell_and_one_score_follow_from_exact_tables_and_not_from_published_ones(n):
    told, kept = (attacked(draw(1, n), exact=exact, more=quartiles) for exact in (True, False))
    assert told.sound and {*EVERYTHING, "score within 5"} <= set(told.succeeded)
    assert kept.sound and kept.succeeded == []


@pytest.mark.parametrize("others", [1, 2])
def test_three_and_four_predictors(others, tmp_path):
    truth = draw(2, 800, others=others)
    men = truth.count(sex=MEN, household=SMALL)[0]
    for exact, most in ((True, 1), (False, np.inf)):
        tables = published(truth, tmp_path / str(exact), models, exact=exact)
        found = men_that_fit(truth, tables, level=SMALL, reference="Couple", exact=exact)
        assert found.low <= men <= found.high
        assert found.high - found.low + 1 <= most
        assert exact or found.high - found.low + 1 >= 5


def test_people_over_share_and_known_weights(tmp_path):
    """Weights that are post-stratified by sex tell the composition of every group whose people are counted exactly."""
    truth = draw(1, 800, weighted=True)
    sex = truth.people["sex"]
    weights = {WOMEN: 60_000 / (sex == WOMEN).sum(), MEN: 40_000 / (sex == MEN).sum(), None: 50.0}
    n, e, _ = truth.count(sex=MEN, household=SMALL)
    for exact in (True, False):
        results = {k: v for k, v in groups(truth).items() if "share" in k}
        tables = published(truth, tmp_path / str(exact), lambda *_, r=results: r, exact=exact)
        worlds = joint_worlds(tables, LEVELS, exact=exact, weights=weights)
        found = [worlds.range_of(worlds.number(kind, sex=MEN, household=SMALL)) for kind in "ne"]
        assert all(w.low <= x <= w.high for w, x in zip(found, (n, e), strict=True))
        values = [w.high - w.low + 1 for w in found]
        assert values == [1, 1] if exact else min(values) >= 3


@pytest.mark.parametrize(("seed", "n"), [(0, 200), (1, 200), (3, 800), (4, 800)])
def test_weighted_shares_of_small_sets_to_somebody_who_knows_group_and_weight_of_everybody(seed, n, tmp_path):
    """How often windows and shifts tell over many surveys: tests/attackers/test_random_surveys.py."""
    truth = draw(seed, n, weighted=True)
    for exact in (True, False):
        sets = few_people_of(truth, tmp_path / str(exact), exact=exact)
        assert all(one.possible.low <= one.below <= one.possible.high for one in sets)
        assert {one.told for one in sets} == {exact}


def test_municipalities_inside_counties(tmp_path):
    truth = draw_regional(1)
    for exact in (True, False):
        tables = published(truth, tmp_path / str(exact), lambda one, _: groups(one), exact=exact)
        found = recover_smallest(truth, tables, exact=exact)
        assert found.sound
        assert found.succeeded == [] if not exact else set(EVERYTHING) <= set(found.succeeded)


def test_a_flag_made_a_number_is_published_as_the_share_that_it_is():
    """Under a raised minimum too: what `share` withholds or bounds, `mean` of the same flags does."""
    truth = draw_regional(2)
    raised = truth.survey.codebook.disclosure.model_copy(update={"minimum_respondents": 40})
    survey = replace(truth.survey, codebook=truth.survey.codebook.model_copy(update={"disclosure": raised}))
    plan = population.protection_plan(survey)
    by, design = survey.background["municipality"], survey.design
    number = truth.below.astype("Float64").astype(float)
    as_share = population.protect(population.share(truth.below, design=design, by=by), plan=plan).frame
    as_mean = population.protect(population.mean(number, design=design, by=by), plan=plan).frame
    shown = ["n_respondents", "n_events", "estimate", "std_error", "bound", "withheld"]
    pd.testing.assert_frame_equal(as_mean[shown], as_share[shown])
    assert as_share["withheld"].any()
    assert (as_share["bound"] != "").any()


def test_notes_say_nothing_of_fewer_than_the_raised_minimum():
    truth = draw(2, 805)
    raised = truth.survey.codebook.disclosure.model_copy(update={"minimum_respondents": 20})
    survey = replace(truth.survey, codebook=truth.survey.codebook.model_copy(update={"disclosure": raised}))
    plan = population.protection_plan(survey)
    model = population.fit_linear(truth.score, survey.predictors[["sex", "household"]], design=survey.design)
    exact, told = " ".join(model.notes), " ".join(population.protect(model, plan=plan).notes)
    assert re.search(r"\b6\b", exact)
    assert "Left out of every model" in exact and "Left out of every model" not in told
    assert not re.search(r"\b(6|799|805)\b", told)


@pytest.mark.parametrize("weighted", [False, True])
def test_no_table_rounds_a_number_again(weighted, tmp_path):
    truth = draw(3, 803, weighted=weighted)
    survey, given = truth.survey, {"design": truth.survey.design}

    def results(*_):
        many = {**groups(truth), **quartiles(truth)}
        for name, values in (("score", truth.score), ("below", truth.below)):
            for against in ("reference", "rest"):
                many[name + against] = population.compare_groups(values, survey.background, against=against, **given)
        many["composition"] = population.composition(truth.below, survey.background, **given)
        return many

    tables = published(truth, tmp_path, results, exact=False)
    assert {k: v for k, v in rounded_twice(tables, loose=weighted).items()} == {}


def test_a_group_that_is_all_alike_does_not_tell_each_score(tmp_path):
    truth = draw(4, 800)
    answers = truth.survey.responses.copy()
    answers.loc[truth.people["household"].eq(SMALL).to_numpy()] = 4.0
    alike = Truth(survey=replace(truth.survey, responses=answers), people=truth.people)
    widths = {}
    for exact in (True, False):
        tables = published(alike, tmp_path / str(exact), lambda one, _: groups(one), exact=exact)
        widths[exact] = width_of_one_score(tables, variable="household", level=SMALL, exact=exact)
    assert widths[True] < 10 < 50 <= widths[False]


def test_clusters_and_replicates_count_no_respondents():
    """Degrees of freedom are those of clusters or replicates; one respondent more or less changes none of them."""
    truth = draw(6, 803)
    clusters = pd.Series(np.arange(803) // 20)
    found = []
    for left_out in ([], [400]):
        kept = truth.survey.responses.index.difference(left_out)
        design = SurveyDesign(clusters=clusters.loc[kept])
        background = truth.survey.background.loc[kept]
        survey = replace(
            truth.survey,
            responses=truth.survey.responses.loc[kept],
            background=background,
            numeric=truth.survey.numeric.loc[kept],
            design=design,
        )
        plan = population.protection_plan(survey)
        by = population.mean(truth.score.loc[kept], design=design, by=background["household"])
        found.append(population.protect(by, plan=plan).frame)
    private = {"df_residual", "effective_n", "design_effect"} & set(found[0])
    assert (found[0].drop(columns=list(private)).dtypes == found[1].drop(columns=list(private)).dtypes).all()
    one = found[0].set_index("level").loc["Couple"]
    two = found[1].set_index("level").loc["Couple"]
    assert one["n_respondents"] == two["n_respondents"]
    assert one["std_error"] == two["std_error"]
