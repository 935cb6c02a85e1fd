"""Tables and pictures of the page on subgroups: units, marks, and nothing of a withheld group."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import intake, plots, population, tables
from workbench.disclosure.gate.table_lines import KEYS
from workbench.errors import PublicationError
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation

SIZES = {"North": (200, 60), "South": (300, 45), "Island": (2, 1), "Hamlet": (7, 4), "East": (400, 150)}


@pytest.fixture(scope="module")
def survey():
    level, below = groups_of(SIZES)
    n = len(level)
    half = pd.Series(pd.Categorical.from_codes(np.arange(n) % 2, ["odd", "even"], ordered=True))
    third = pd.Series(pd.Categorical.from_codes(np.arange(n) % 3, ["a", "b", "c"], ordered=True))
    found = build_survey(
        {"area": level, "half": half, "third": third},
        below,
        crossings=(("area", "half"), ("half", "third", "area")),
        weights=pd.Series(np.linspace(10, 30, n)),
    )
    background = {
        name: variable.model_copy(update={"ordered": name != "area"})
        for name, variable in found.codebook.background.items()
    }
    update = {
        "background": background,
        "social_order": ("third",),
        "standard_population": StandardPopulation(variable="half", people={0: 60, 1: 40}, source="made up"),
        "compare_with": (
            PublishedPopulation(
                population="adults over 20 in Finland (FinSote 2019, representative sample)",
                year=2019,
                groups={"unemployed": {"area": 2}},
            ),
        ),
    }
    return replace(found, codebook=found.codebook.model_copy(update=update))


@pytest.fixture(scope="module")
def page(survey):
    plan = population.protection_plan(survey)
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.below_cutoff(score, instrument=survey.instrument)
    design, area = survey.design, survey.background["area"]

    def protected(result):
        return population.protect(result, plan=plan)

    social = population.shown_levels(survey.social_order, plan=plan)
    return {
        "mean": protected(population.mean(score, design=design)),
        "share": protected(population.share(below, design=design)),
        "means": protected(population.mean(score, design=design, by=area)),
        "shares": protected(population.share(below, design=design, by=area)),
        "quartiles": protected(population.quantiles(score, design=design, by=area)),
        "composition": protected(population.composition(below, area, design=design)),
        "cells": protected(population.mean(score, design=design, by=survey.crossings)),
        "cell_shares": protected(population.share(below, design=design, by=survey.crossings)),
        "standardised": protected(
            population.standardised_share(
                below, survey.standardised_over, standard=survey.standard_population, design=design, by=area
            )
        ),
        "trend": protected(population.trend(score, social, design=design)),
        "share_trend": protected(population.trend(below, social, design=design)),
        "slope": protected(population.inequality(score, social, design=design)),
        "share_slope": protected(population.inequality(below, social, design=design)),
    }


def tables_of(page, survey):
    known = intake.published_values("data/published/benchmarks.csv", survey=survey)
    return [
        tables.means_and_shares(page["means"], page["shares"], survey=survey),
        tables.precision(page["means"], page["shares"], survey=survey),
        tables.group_quantiles(page["quartiles"], survey=survey),
        tables.composition(page["composition"], survey=survey),
        tables.standardised_shares(page["standardised"], survey=survey),
        tables.trends(page["trend"], page["share_trend"], survey=survey),
        tables.yearly_change(page["trend"], page["share_trend"], survey=survey),
        tables.inequality(page["slope"], page["share_slope"], survey=survey),
        tables.beside_published(known, (page["mean"], page["means"]), (page["share"], page["shares"]), survey=survey),
    ]


def figures_of(page, survey):
    return [
        plots.group_means(page["means"], page["mean"], survey=survey),
        plots.group_shares(page["shares"], page["share"], survey=survey),
        plots.composition(page["composition"], survey=survey),
        plots.group_quartiles(page["quartiles"], survey=survey),
        plots.crossed_means(page["cells"], survey=survey),
        plots.crossed_shares(page["cell_shares"], survey=survey),
    ]


def test_no_number_of_a_withheld_group_in_any_table(page, survey):
    for table in tables_of(page, survey):
        if "level" in table.frame:
            hidden = table.frame[table.frame["withheld"].astype(bool)]
            if table.name != "beside_published":  # what others published is no secret of this survey
                numbers = hidden.drop(columns=[key for key in KEYS if key in hidden]).select_dtypes("number")
                assert numbers.isna().all(axis=None), table.name
                assert "Island" in set(hidden["level"])


def test_a_published_value_beside_a_withheld_group(page, survey):
    frame = tables_of(page, survey)[-1].frame.set_index("level")
    assert frame.loc["Island", ["own_text", "interval_text", "published_text"]].tolist() == ["–", "–", "24.5 %"]
    assert pd.isna(frame.loc["Island", "estimate"])
    assert frame.loc["all", "published_text"].tolist() == ["75.2", "10.0 %"]


def test_points_of_a_share_are_hundredths(page, survey):
    frame = tables.trends(page["trend"], page["share_trend"], survey=survey).frame
    assert frame["points"].tolist() == pytest.approx((100 * page["share_trend"].frame["estimate"]).tolist())
    assert frame["variable_label"].tolist() == ["third"]


def test_figures_say_nothing_of_withheld_groups(page, survey):
    for figure in figures_of(page, survey)[:4]:
        drawn = " ".join(text.get_text() for text in figure.figure.axes[0].get_yticklabels())
        assert "North" in drawn
        assert "Island" not in drawn + figure.alt + figure.caption


def test_each_cell_of_a_crossing_stands_at_its_place(page, survey):
    frame = page["cell_shares"].frame.set_index("level")
    figure = plots.crossed_shares(page["cell_shares"], survey=survey)
    panels = figure.figure.axes
    assert [axes.get_title(loc="left") for axes in panels] == [
        *("Area by half", "odd: area by third", "even: area by third")
    ]
    for axes, key in zip(panels[:2], ("{down} × {across}", "odd × {across} × {down}"), strict=True):
        down, across = ([t.get_text() for t in ticks] for ticks in (axes.get_yticklabels(), axes.get_xticklabels()))
        shown = {t.get_position(): t.get_text().rstrip("†") for t in axes.texts}
        for (row, level), (column, other) in ((d, a) for d in enumerate(down) for a in enumerate(across)):
            value = frame.loc[key.format(down=level, across=other), "estimate"]
            expected = "–" if pd.isna(value) else f"{100 * value:.1f}"
            assert shown[column + 0.5, row + 0.5] == expected
        assert {"–"} < set(shown.values())


def test_figures_are_ordered_by_value_and_marked(page, survey):
    figure = plots.group_shares(page["shares"], page["share"], survey=survey)
    frame = page["shares"].frame.dropna(subset="estimate").sort_values("estimate", ascending=False)
    drawn = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
    assert [label.split(" (n")[0] for label in drawn] == frame["level"].tolist()
    assert ["†" in label for label in drawn] == frame["unreliable"].tolist()


@pytest.mark.parametrize("draw", [plots.crossed_means, plots.composition, plots.group_quartiles])
def test_only_what_passed_the_gate(page, survey, draw):
    with pytest.raises(PublicationError):
        draw(page["cells"].frame, survey=survey)


def test_no_crossing_is_said_in_words(page, survey):
    none = population.protect(
        page["cells"].frame.iloc[:0].drop(columns="withheld"), plan=population.protection_plan(survey)
    )
    assert plots.crossed_means(none, survey=survey).alt == "The codebook declares no crossing."


def test_withheld_groups_bear_no_mark_of_precision(page):
    for name in ("means", "shares", "quartiles", "composition", "cells", "standardised"):
        frame = page[name].frame
        assert not frame.loc[frame["withheld"], "unreliable"].any(), name
    assert page["cell_shares"].frame["unreliable"].dtype == bool
