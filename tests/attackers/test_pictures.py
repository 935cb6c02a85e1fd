"""Pictures tell no more than the tables beside them: positions, bars, colours, and the words that replace them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.attackers.pictures import bars, beyond, colours, marks
from tests.attackers.surveys import SMALL, Truth, draw
from tests.attackers.written import numbers_beyond
from workbench import intake, plots, population
from workbench.plots.report_figure import ReportFigure

EDGES = (1.0, *range(0, 101, 10))  # odds of the reference, and of the bands of the score


def opened(truth: Truth) -> Truth:
    """Return the same survey, declared open: nothing of it is rounded."""
    codebook = truth.survey.codebook.model_copy(update={"open_because": "made by a program"})
    return replace(truth, survey=replace(truth.survey, codebook=codebook))


def drawn(truth: Truth) -> tuple[list[ReportFigure], dict]:
    """Draw what pages 04 and 05 show of groups and models, and the tables that it is drawn from."""
    survey, plan, given = truth.survey, population.protection_plan(truth.survey), {"design": truth.survey.design}
    by, predictors = survey.background["household"], survey.predictors
    results = {
        "mean": population.mean(truth.score, **given),
        "share": population.share(truth.below, **given),
        "means": population.mean(truth.score, by=by, **given),
        "shares": population.share(truth.below, by=by, **given),
        "quantiles": population.quantiles(truth.score, by=by, **given),
        "parts": population.composition(truth.below, by, **given),
        "bands": population.distribution(intake.score_bands(truth.score, instrument=survey.instrument), **given),
        "crossed": population.mean(truth.score, by=survey.crossings, **given),
        "model": population.fit_logistic(
            truth.below, population.merged_levels(predictors, truth.below, plan=plan), **given
        ),
    }
    shown = {name: population.protect(result, plan=plan) for name, result in results.items()}
    figures = [
        plots.group_means(shown["means"], shown["mean"], survey=survey),
        plots.group_shares(shown["shares"], shown["share"], survey=survey),
        plots.group_quartiles(shown["quantiles"], survey=survey),
        plots.composition(shown["parts"], survey=survey),
        plots.score_bands(shown["bands"], survey=survey),
        plots.crossed_means(shown["crossed"], survey=survey),
        plots.odds_ratios(shown["model"], survey=survey),
        plots.adjusted_shares(shown["model"], survey=survey),
        plots.calibration(shown["model"], survey=survey),
    ]
    tables = {name: one.frame for name, one in shown.items()}
    model = shown["model"].result
    return figures, tables | {"adjusted": model.adjusted_shares, "calibration": model.calibration}


@pytest.mark.parametrize("n", [200, 800])
def test_no_position_is_finer_than_the_published_number(n):
    truth = draw(1, n)
    figures, tables = drawn(truth)
    for figure in figures:
        assert beyond(marks(figure.svg()), tables, fixed=EDGES) == [], figure.name
        assert numbers_beyond(f"{figure.alt} {figure.caption}", tables) == [], figure.name


def test_positions_of_an_open_survey_tell_each_share_to_the_respondent():
    """The intruder reads well: what is drawn without rounding gives the numbers below the cut-off."""
    truth = opened(draw(1, 800))
    figures, _ = drawn(truth)
    _, published = drawn(draw(1, 800))
    points = [mark for mark in marks(figures[1].svg()) if mark.kind == "line2d" and mark.axis == "x"]
    assert len(beyond(points, published)) >= 4
    n, e, _ = truth.count(household=SMALL)
    fits = [(k, m) for m in range(5, 60) for k in range(m) if any(abs(p.value - 100 * k / m) <= p.error for p in points)]
    assert (e, n) in fits
    assert len([m for _, m in fits if abs(m - n) <= 4]) <= 2


def test_a_map_has_a_colour_for_each_published_cell_and_no_other():
    figures, tables = drawn(draw(1, 800))
    crossed = tables["crossed"].dropna(subset=["estimate"])
    found = colours(next(figure for figure in figures if figure.name == "crossed_means").svg())
    assert len(found) == len(crossed) < len(tables["crossed"])
    assert len(set(found)) <= crossed["estimate"].nunique()


def test_bars_of_answers_are_windows():
    truth = draw(1, 800)
    answers = truth.survey.responses.apply(lambda item: item.value_counts()).fillna(0).to_numpy().ravel()
    for survey, everyone in ((opened(truth).survey, 800), (truth.survey, 802)):
        quality = intake.response_quality(survey)
        shown = population.protect(quality, plan=population.protection_plan(survey))
        people = bars(plots.response_distribution(shown, survey=survey).svg()) * everyone / 100
        people = people[people > 1]
        if everyone == 800:
            assert np.isin(answers[answers > 0], np.round(people, 2)).all()
        else:  # shares have four digits
            assert len(people) > 40 and np.abs(people % 5 - 2).max() < 0.05


@pytest.mark.slow
def test_no_file_of_a_run_tells_more_than_its_tables(tmp_path: Path):
    assert tmp_path
