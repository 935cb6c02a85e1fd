"""Figures of item response: curves of the model, a cut-off between scores, nothing about a withheld group."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tests.unit.item_response_survey import chapter, ordered_survey, protected_chapter
from workbench import plots, population
from workbench.errors import PublicationError
from workbench.psychometrics import fit_graded_response
from workbench.wording import ENGLISH, LANGUAGES, speaking

SIZES = {"North": 500, "South": 400}


@pytest.fixture(scope="module")
def survey():
    return ordered_survey(SIZES)


@pytest.fixture(scope="module")
def results(survey):
    return chapter(survey)


@pytest.fixture(scope="module")
def shown(survey, results):
    return protected_chapter(survey, results)


def all_figures(survey, shown):
    graded, precision, _, tests = shown
    return [
        plots.category_curves(graded, survey=survey),
        plots.item_information(graded, survey=survey),
        plots.scale_information(graded, precision, survey=survey),
        plots.misclassification(precision, survey=survey),
        plots.item_bias(tests, survey=survey),
    ]


def visible(figure):
    return [axes for axes in figure.figure.axes if axes.get_visible()]


@pytest.mark.parametrize("n_items", [3, 4])
def test_each_item_has_its_panel_and_each_answer_its_curve(n_items):
    small = ordered_survey(SIZES, n_items=n_items)
    graded = protected_chapter(small)[0]
    figure = plots.category_curves(graded, survey=small)
    assert len(visible(figure)) == n_items
    for axes, item in zip(visible(figure), small.instrument.items, strict=True):
        assert axes.get_title(loc="left").startswith(item.id)
        curves = [line for line in axes.lines if len(line.get_xdata()) > 1]
        assert np.sum([line.get_ydata() for line in curves], axis=0) == pytest.approx(1)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != ENGLISH])
def test_titles_of_axes_fit_into_the_figure_in_every_language(language, survey, shown, monkeypatch):
    monkeypatch.undo()  # the translations, not the marking language
    with speaking(language):
        figures = all_figures(survey, shown)
    for figure in figures:
        figure.figure.draw_without_rendering()
        for axes in visible(figure):
            for title in filter(lambda label: label.get_text(), (axes.xaxis.label, axes.yaxis.label)):
                box, whole = title.get_window_extent(), figure.figure.bbox.padded(1)
                assert whole.contains(*box.min) and whole.contains(*box.max), title.get_text()


def test_numbers_at_the_peaks_do_not_cover_each_other(survey, shown):
    figure = plots.category_curves(shown[0], survey=survey)
    figure.figure.draw_without_rendering()
    for axes in visible(figure):
        places = [text.get_position() for text in axes.texts]
        assert [text.get_text() for text in axes.texts] == ["1", "2", "3", "4", "5"]
        assert all(abs(a[0] - b[0]) >= 0.5 or abs(a[1] - b[1]) >= 0.13 for a, b in combinations(places, 2))


def test_information_of_all_items_is_inside_the_common_axis(survey, shown):
    figure = plots.item_information(shown[0], survey=survey)
    top = shown[0].result.item_information["information"].max()
    assert all(axes.get_ylim() == visible(figure)[0].get_ylim() for axes in visible(figure))
    assert visible(figure)[0].get_ylim()[1] > top


def test_the_cutoff_is_marked_where_the_expected_score_reaches_it(survey, shown):
    graded, precision, _, _ = shown
    upper, lower = plots.scale_information(graded, precision, survey=survey).figure.axes
    (on_factor,) = (line.get_xdata()[0] for line in upper.lines if len(set(line.get_xdata())) == 1)
    (on_score,) = (line.get_xdata()[0] for line in lower.lines if len(set(line.get_xdata())) == 1)
    along = precision.result.along_score
    assert on_score == 50
    assert np.interp(on_factor, along["theta"], along["score"]) == pytest.approx(50)


def test_an_expected_score_that_crosses_nowhere_has_no_mark(survey, results):
    plan, (graded, precision, _, _) = population.protection_plan(survey), results
    harder = precision.difficulties.assign(difficulty=-9.0 + precision.difficulties["threshold"] / 10)
    high = population.protect(replace(precision, difficulties=harder), plan=plan)
    figure = plots.scale_information(population.protect(graded, plan=plan), high, survey=survey)
    assert not [line for line in figure.figure.axes[0].lines if len(set(line.get_xdata())) == 1]
    assert "nan" not in figure.alt


@pytest.mark.parametrize("lowest", [0, 3])
def test_a_rare_answer_shares_the_curve_of_the_next(survey, lowest):
    responses = survey.responses.copy()
    column = responses["esis2"]
    responses.loc[column[column == 1].index[lowest:], "esis2"] = 2.0
    graded = population.protect(fit_graded_response(responses), plan=population.protection_plan(survey))
    figure = plots.category_curves(graded, survey=survey)
    words = [[text.get_text() for text in axes.texts] for axes in visible(figure)]
    assert words[1] == ["1–2", "3", "4", "5"]
    assert words[0] == ["1", "2", "3", "4", "5"]
    assert "answers of fewer than 5 respondents share one with the next" in figure.caption


def test_what_skipped_the_gate_is_refused(survey, results):
    graded, precision, _, _ = results
    for show in (
        lambda: plots.category_curves(graded, survey=survey),
        lambda: plots.item_information(graded, survey=survey),
        lambda: plots.scale_information(graded, precision, survey=survey),
        lambda: plots.misclassification(precision, survey=survey),
    ):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show()


def test_misclassification_has_one_bar_per_score_and_a_line_between_the_sides(survey, shown):
    figure = plots.misclassification(shown[1], survey=survey)
    (axes,) = figure.figure.axes
    assert len(axes.patches) == 41
    assert [line.get_xdata()[0] for line in axes.lines] == [48.75]
    shown = shown[1].result.by_score.set_index("score")["misclassified"]
    assert f"{100 * shown[47.5]:.0f} % at the score 47.5" in figure.alt
    assert f"{100 * shown[50.0]:.0f} % at the score 50.0" in figure.alt


def test_every_figure_is_legible_and_says_its_finding_in_numbers(survey, shown):
    for figure in all_figures(survey, shown):
        assert figure.figure.get_size_inches()[0] == pytest.approx(4.4)
        assert re.search(r"\d", figure.alt), figure.name
        figure.figure.draw_without_rendering()
        written = [text for axes in visible(figure) for text in axes.findobj(lambda a: hasattr(a, "get_fontsize"))]
        assert min(text.get_fontsize() for text in written if text.get_text()) >= 8, figure.name


def test_same_numbers_give_the_same_bytes(survey, shown):
    for first, second in zip(all_figures(survey, shown), all_figures(survey, shown), strict=True):
        assert first.svg() == second.svg()


def test_answers_to_a_turned_item_are_named_as_people_gave_them(survey, shown):
    first, *others = survey.instrument.items
    items = (first.model_copy(update={"reversed": True}), *others)
    turned = replace(survey, instrument=survey.instrument.model_copy(update={"items": items}))
    figure = plots.category_curves(shown[0], survey=turned)
    against, along = visible(figure)[:2]
    labels = [handle.get_label() for handle in figure.figure.legends[0].legend_handles]
    colours = {handle.get_label()[0]: handle.get_color() for handle in figure.figure.legends[0].legend_handles}
    assert [text.get_text() for text in against.texts] == ["5", "4", "3", "2", "1"]
    assert [text.get_text() for text in along.texts] == ["1", "2", "3", "4", "5"]
    assert [line.get_color() for line in against.lines] == [colours[str(points)] for points in (5, 4, 3, 2, 1)]
    assert len(labels) == 5
    assert against.get_title(loc="left").endswith("(turned)")
    assert "(turned)" not in along.get_title(loc="left")
    assert "worded against the scale" in figure.caption
