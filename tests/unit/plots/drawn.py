"""Figures of groups of known sizes, and what is drawn in them."""

from matplotlib.backends.backend_agg import FigureCanvasAgg

from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import score

SIZES = {"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


def marks(figure):
    axes = figure.figure.axes[0]
    return sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "o")


def protected(survey, result):
    return population.protect(result, plan=population.protection_plan(survey))


def drawn_labels(figure):
    """Row labels of a figure with their boxes, in the order of their middles."""
    renderer = FigureCanvasAgg(figure.figure).get_renderer()
    figure.figure.draw_without_rendering()
    texts = figure.figure.axes[0].get_yticklabels()
    return sorted(((t.get_window_extent(renderer), t.get_text()) for t in texts), key=lambda pair: pair[0].y0)


def share_figure(sizes):
    level, below = groups_of(sizes)
    survey = build_survey({"area": level}, below)
    values = score(survey.responses, instrument=survey.instrument) < 50
    everyone = protected(survey, population.share(values, design=survey.design))
    return plots.group_shares(
        protected(survey, population.share(values, design=survey.design, by=survey.groups)), everyone, survey=survey
    )


def ratio_figure(sizes):
    level, below = groups_of(sizes)
    survey = build_survey({"area": level}, below)
    values = score(survey.responses, instrument=survey.instrument) < 50
    return plots.odds_ratios(
        protected(survey, population.fit_logistic(values, survey.predictors, design=survey.design)), survey=survey
    )
