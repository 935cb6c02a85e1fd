"""Pictures tell no more than the tables beside them: positions, bars, colours, and the words that replace them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.attackers.finished import GROUPS, MODELS, finished
from tests.attackers.pictures import bars, beyond, colours, marks
from tests.attackers.reading import read_tables
from tests.attackers.surveys import SMALL, Truth, draw
from tests.attackers.written import numbers_beyond
from workbench import intake, plots, population
from workbench.media_types import FIGURE_MIME, TABLE_MIME
from workbench.plots.report_figure import ReportFigure
from workbench.population.estimates import UNRELIABLE

DISTRIBUTION = "01_response_distribution"
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
    ]
    tables = {name: one.frame for name, one in shown.items()}
    model = shown["model"].result
    return figures, tables | {"adjusted": model.adjusted_shares}


@pytest.fixture(scope="module")
def shown() -> tuple[list[ReportFigure], dict]:
    return drawn(draw(1, 800))


def test_no_position_is_finer_than_the_published_number(shown):
    figures, tables = shown
    for figure in figures:
        assert beyond(marks(figure.svg()), tables, fixed=EDGES) == [], figure.name
        said = f"{figure.alt} {figure.caption}".replace(UNRELIABLE.rstrip("."), "")  # the same words under any survey
        assert numbers_beyond(said, tables) == [], figure.name


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 2_000, 6_000])
def test_no_position_is_finer_in_other_surveys(n):
    for seed in range(2, 5):
        test_no_position_is_finer_than_the_published_number(drawn(draw(seed, n)))


def test_positions_of_an_open_survey_tell_each_share_to_the_respondent(shown):
    """The intruder reads well: what is drawn without rounding gives the numbers below the cut-off."""
    truth = opened(draw(1, 800))
    by, given = truth.survey.background["household"], {"design": truth.survey.design}
    results = (population.share(truth.below, by=by, **given), population.share(truth.below, **given))
    plan = population.protection_plan(truth.survey)
    figure = plots.group_shares(*(population.protect(r, plan=plan) for r in results), survey=truth.survey)
    points = [mark for mark in marks(figure.svg()) if mark.kind == "line2d" and mark.axis == "x"]
    assert len(beyond(points, shown[1])) >= 4
    n, e, _ = truth.count(household=SMALL)
    pairs = [(k, m) for m in range(5, 60) for k in range(m)]
    fits = [(k, m) for k, m in pairs if any(abs(p.value - 100 * k / m) <= p.error for p in points)]
    assert (e, n) in fits
    assert len([m for _, m in fits if abs(m - n) <= 4]) <= 2


def test_a_map_has_a_colour_for_each_published_cell_and_no_other(shown):
    figures, tables = shown
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
            assert len(people) > 40 and np.abs(people % 10 - 4.5).max() < 0.05


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Pages 01, 04 and 05 of a survey with a household type of two men and one woman, as files."""
    truth = draw(1, 800)
    household = truth.survey.background["household"].where(truth.survey.background["household"] != SMALL, "Couple")
    household.iloc[:3] = SMALL
    survey = replace(truth.survey, background=truth.survey.background.assign(household=household))
    return finished(replace(truth, survey=survey), tmp_path_factory.mktemp("pictures"), pages=["01", MODELS, GROUPS])


@pytest.mark.slow
def test_no_picture_of_a_run_tells_more_than_its_tables(folder):
    pictures, tables = sorted((folder / "figures").glob("*.svg")), read_tables(folder / "tables")
    assert len(pictures) > 8
    for path in pictures:
        svg = path.read_text(encoding="utf-8")
        if path.stem != DISTRIBUTION:
            assert beyond(marks(svg), tables, fixed=EDGES) == [], path.name
        if "crossed" not in path.stem:  # a map has a row for each level, and a dash
            assert f"<!-- {SMALL}" not in svg, path.name


@pytest.mark.slow
def test_bars_of_a_run_are_windows(folder):
    items = read_tables(folder / "tables")["01_item_nonresponse"]
    (answered,) = items["n_complete"].unique()  # everybody answered everything
    people = bars((folder / "figures" / f"{DISTRIBUTION}.svg").read_text(encoding="utf-8")) * answered / 100
    people = people[people > 1]
    assert len(people) > 40 and np.abs(people % 10 - 4.5).max() < 0.05  # counts of answers have windows of ten


@pytest.mark.slow
def test_words_and_payloads_of_a_run_hold_the_numbers_of_its_tables(folder):
    tables = read_tables(folder / "tables")
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        data = [output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output]
        pictures = [bundle[FIGURE_MIME] for bundle in data if FIGURE_MIME in bundle]
        assert data and pictures
        for picture in pictures:
            if picture["name"] != DISTRIBUTION[3:]:
                assert numbers_beyond(picture["alt"], tables) == [], picture["name"]
        for payload in (bundle[TABLE_MIME] for bundle in data if TABLE_MIME in bundle):
            frame = tables[f"{path.name[:2]}_{payload['name']}"]
            rows = pd.DataFrame(payload["rows"], columns=payload["columns"])
            for column in frame.select_dtypes("number"):
                told = pd.to_numeric(rows[column]).to_numpy(float)
                np.testing.assert_allclose(told, frame[column].to_numpy(float), rtol=1e-12, err_msg=payload["name"])
    for page in folder.glob("0*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text and "<svg" not in text and "application/json" not in text
