"""Odds ratios and adjusted shares: marks inside the axes, none of a withheld level, nothing before the gate."""

import pytest

from tests.unit.plots.drawn import ratio_figure
from tests.unit.regression_survey import census
from workbench import plots, population
from workbench.errors import PublicationError
from workbench.plots.style import wrapped


def test_marks_of_a_single_level_lie_inside_the_axes():
    figure = ratio_figure({"North": (40, 20), "South": (40, 25)}).figure
    figure.draw_without_rendering()
    axes = figure.axes[0]
    for line in (line for line in axes.lines if line.get_marker() in ("o", "D")):
        (_, middle), radius = axes.transData.transform(line.get_xydata())[0], line.get_markersize() * figure.dpi / 144
        assert axes.bbox.y0 < middle - radius
        assert middle + radius < axes.bbox.y1


def test_figures_have_no_mark_of_a_small_level(survey, plan, model):
    for figure in (
        plots.odds_ratios(population.protect(model, plan=plan), survey=survey),
        plots.adjusted_shares(population.protect(model, plan=plan), survey=survey),
    ):
        labels = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
        assert "field" in labels
        assert "sea" not in labels
        assert "sea" not in figure.alt + figure.caption


@pytest.mark.parametrize("draw", [plots.odds_ratios, plots.adjusted_shares])
def test_results_that_skipped_the_gate_are_refused(survey, model, draw):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        draw(model, survey=survey)


def test_a_census_has_words_in_place_of_intervals(third, below):
    survey, plan, model = census(third, below)
    alt = plots.odds_ratios(population.protect(model, plan=plan), survey=survey).alt
    assert "without interval" in alt
    assert "nan" not in alt


def test_a_long_label_is_cut_in_figures():
    assert wrapped("word " * 40, 28, most_lines=3).count("\n") == 2
    assert wrapped("word " * 40, 28, most_lines=3).endswith("…")
    assert wrapped("word " * 40, 28).count("\n") > 3
