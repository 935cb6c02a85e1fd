"""Figures of the pages about one factor and reliability: what they draw is what they say, with few and many items."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle

from tests.unit.surveys import INSTRUMENT, build_survey, groups_of
from workbench import plots, psychometrics
from workbench.errors import PublicationError
from workbench.wording import numbers


def answers(k, n=400, names="i{}"):
    rng = np.random.default_rng(k)
    latent = 0.7 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, k))
    points = np.digitize(latent, [-1.4, -0.6, 0.2, 1.0]) + 1.0
    return pd.DataFrame(points, columns=[names.format(j + 1) for j in range(k)])


@pytest.fixture(scope="module")
def exact_models():
    responses = answers(10).set_axis(list(INSTRUMENT.item_ids), axis=1)
    return [psychometrics.fit_confirmatory_factors(responses, estimator=e) for e in ("WLSMV", "MLR")]


@pytest.fixture(scope="module")
def models(exact_models, protect):
    return [protect(model) for model in exact_models]


@pytest.mark.parametrize("k", [3, 10, 25, 40])
def test_a_path_diagram_has_a_box_for_each_item_and_texts_that_do_not_touch(k, protect):
    figure = plots.path_diagram(protect(psychometrics.fit_confirmatory_factors(answers(k), estimator="MLR")))
    axes = figure.figure.axes[0]
    assert sum(isinstance(patch, Rectangle) for patch in axes.patches) == k
    renderer = FigureCanvasAgg(figure.figure).get_renderer()
    figure.figure.draw_without_rendering()
    boxes = [text.get_window_extent(renderer) for text in axes.texts]
    page = figure.figure.bbox
    for place, box in enumerate(boxes):
        assert page.x0 <= box.x0 and box.x1 <= page.x1
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])


def test_a_path_diagram_tells_its_numbers(models, exact_models):
    figure = plots.path_diagram(models[0])
    written = [text.get_text() for text in figure.figure.axes[0].texts]
    for row in exact_models[0].loadings.itertuples():
        published = round(row.standardized, 2)
        assert f"{row.item} {numbers.number(published)}" in figure.alt
        assert numbers.number(1 - published**2) in written


def test_pictures_of_results_that_skipped_the_gate_are_refused(exact_models):
    for picture in (plots.path_diagram, plots.residual_correlations):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            picture(exact_models[0])


def test_long_item_names_stay_apart(protect):
    figure = plots.path_diagram(
        protect(
            psychometrics.fit_confirmatory_factors(
                answers(5, names="a_long_item_name_{}_of_the_scale"), estimator="MLR"
            )
        )
    )
    written = [text.get_text() for text in figure.figure.axes[0].texts]
    assert {"1_of_th…scale", "5_of_th…scale"} <= set(written)


def test_loadings_are_drawn_with_intervals_in_the_order_of_the_instrument(models, exact_models):
    level, below = groups_of({"all": (30, 30)})
    survey = build_survey({"area": level}, below)
    figure = plots.standardized_loadings(*models, survey=survey)
    axes = figure.figure.axes[0]
    for model, line in zip(exact_models, (line for line in axes.lines if line.get_marker() in ("o", "s")), strict=True):
        assert list(line.get_xdata()) == model.loadings["standardized"].round(2).tolist()
        assert np.all(np.diff(line.get_ydata()) > 0)
    low, _ = axes.get_xlim()
    assert low < min(model.loadings["standardized_low"].min() for model in exact_models)
    assert "WLSMV" in figure.alt and "MLR" in figure.alt


def test_residual_correlations_say_of_which_model(models):
    figures = [plots.residual_correlations(model) for model in models]
    assert [figure.name for figure in figures] == ["residual_correlations_wlsmv", "residual_correlations_mlr"]
    assert "polychoric" in figures[0].caption and "Pearson" in figures[1].caption
