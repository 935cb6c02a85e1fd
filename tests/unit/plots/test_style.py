"""What all figures share: labels that can be read, and words where nothing can be drawn."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from tests.unit.plots.drawn import drawn_labels, protected, ratio_figure, share_figure
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import response_quality, score, score_bands
from workbench.plots.style import ACCENT, INK, MAIN, MUTED

LONG = "A very long label which goes on and on and on until it needs five lines of the narrow figure, or even six"


@pytest.mark.parametrize("draw", [share_figure, ratio_figure])
def test_long_labels_do_not_touch_their_neighbours(draw):
    sizes = {"Short": (40, 20), LONG: (40, 25), f"{LONG} 2": (45, 20), f"{LONG} 3": (45, 22), "Last": (40, 22)}
    labels = drawn_labels(draw(sizes))
    for (lower, _), (upper, _) in pairwise(labels):
        assert lower.y1 <= upper.y0


@pytest.mark.parametrize("draw", [share_figure, ratio_figure])
def test_dollar_signs_in_labels_are_no_formulas(draw):
    figure = draw({"< $10 – $20": (40, 20), "$x_1^2$ or more": (40, 25)})
    assert not any(text.get_parse_math() for text in figure.figure.axes[0].get_yticklabels())


def test_an_empty_figure_says_why():
    sizes = {"North": (2, 1), "South": (2, 1)}
    level, below = groups_of(sizes)
    survey = build_survey({"area": level}, below)
    values = score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(score_bands(values, instrument=survey.instrument), design=survey.design)
    nobody = protected(survey, bands.table.iloc[:0])
    quality = response_quality(survey)
    for figure in (
        share_figure(sizes),
        plots.score_bands(nobody, survey=survey),
        plots.response_distribution(protected(survey, quality), survey=survey),
    ):
        assert "enough respondents" in figure.alt
        assert "enough respondents" in figure.figure.axes[0].texts[0].get_text().replace("\n", " ")


def lightness(colour):
    """Relative luminance of a colour (WCAG 2)."""
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [INK, MAIN, ACCENT, MUTED])
def test_marks_are_seen_on_white(colour):
    assert contrast(colour, "white") >= 3  # what WCAG 2.1 asks of graphical objects (1.4.11)
