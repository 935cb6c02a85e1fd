"""Figures: only what passed the gate, no mark of a withheld group, the same bytes for the same numbers."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population, tables
from workbench.errors import PublicationError
from workbench.intake import response_quality, score, score_bands
from workbench.media_types import FIGURE_MIME
from workbench.psychometrics import item_analysis, parallel_analysis

SIZES = {"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


@pytest.fixture
def shares(survey):
    plan = population.protection_plan(survey)
    values = score(survey.responses, instrument=survey.instrument)
    below = values < 50
    by_area = population.share(below, design=survey.design, by=survey.groups)
    everyone = population.share(below, design=survey.design)
    return by_area, population.protect(by_area, plan=plan), population.protect(everyone, plan=plan)


def marks(figure):
    axes = figure.figure.axes[0]
    return sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "o")


def test_a_withheld_group_has_no_mark_no_label_and_no_word(survey, shares):
    _, protected, everyone = shares
    withheld = protected.frame.loc[protected.frame["withheld"], "level"].tolist()
    assert "Island" in withheld
    figure = plots.group_shares(protected, everyone, survey=survey)
    assert marks(figure) == len(SIZES) - len(withheld)
    drawn = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
    for level in withheld:
        assert not any(level in label for label in drawn)
        assert level not in figure.alt + figure.caption + figure.svg()


def test_results_that_skipped_the_gate_are_refused(survey, shares):
    unprotected, _, everyone = shares
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        plots.group_shares(unprotected, everyone, survey=survey)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.shares_by_group(unprotected, survey=survey)


def test_a_crossing_is_drawn_under_the_labels_of_its_variables():
    level, below = groups_of(SIZES)
    half = pd.Series(pd.Categorical(np.where(np.arange(len(level)) % 2, "odd", "even")))
    survey = build_survey({"Area": level, "NUTS": half}, below, crossings=(("Area", "NUTS"),))
    values = score(survey.responses, instrument=survey.instrument)
    plan = population.protection_plan(survey)
    crossed, everyone = (
        population.protect(population.mean(values, design=survey.design, by=by), plan=plan)
        for by in (survey.crossings, None)
    )
    figure = plots.group_means(crossed, everyone, survey=survey)
    assert figure.caption.startswith("Mean score by area × NUTS, ")
    assert marks(figure) == (~crossed.frame["withheld"]).sum() > 0


def test_same_numbers_give_the_same_bytes(survey, shares):
    _, protected, everyone = shares
    first, second = (plots.group_shares(protected, everyone, survey=survey) for _ in range(2))
    assert first.png() == second.png()
    assert first.svg() == second.svg()


def test_last_bits_of_the_layout_do_not_reach_the_file(survey, shares):
    """The solver of the layout may end a bit aside in another run, and matplotlib hashes the position into ids."""
    _, protected, everyone = shares
    figure = plots.group_shares(protected, everyone, survey=survey)
    figure.svg()
    figure.figure.set_layout_engine("none")
    first, axes = figure.svg(), figure.figure.axes[0]
    axes.set_position(np.nextafter(axes.get_position(original=True).bounds, 1))
    assert figure.svg() == first


def test_bundle_carries_alternative_text_for_both_pictures(survey, shares):
    _, protected, everyone = shares
    figure = plots.group_shares(protected, everyone, survey=survey)
    data, metadata = figure._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == metadata["image/svg+xml"]["alt"] == data[FIGURE_MIME]["alt"] == figure.alt
    assert "%" in figure.alt


def test_withheld_bands_have_no_bar(survey):
    values = score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(score_bands(values, instrument=survey.instrument), design=survey.design)
    protected = population.protect(bands, plan=population.protection_plan(survey))
    figure = plots.score_bands(protected, survey=survey)
    assert len(figure.figure.axes[0].patches) == int((~protected.frame["withheld"]).sum())


@pytest.mark.parametrize(("n_items", "annotated"), [(2, True), (12, True), (13, False), (40, False)])
def test_heat_map_writes_numbers_only_where_they_can_be_read(n_items, annotated):
    rng = np.random.default_rng(1)
    common = rng.normal(size=(200, 1))
    items = pd.DataFrame(common + rng.normal(size=(200, n_items)), columns=[f"i{j}" for j in range(n_items)])
    figure = plots.correlations(item_analysis(items))
    assert bool(figure.figure.axes[0].texts) == annotated


def test_no_figure_stays_open():
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(2)
    items = pd.DataFrame(rng.normal(size=(100, 5)), columns=list("abcde"))
    plots.scree(parallel_analysis(items, n_replicates=20)).png()
    assert not plt.get_fignums()


LONG = "A very long label which goes on and on and on until it needs five lines of the narrow figure, or even six"


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


def test_marks_of_a_single_level_lie_inside_the_axes():
    figure = ratio_figure({"North": (40, 20), "South": (40, 25)}).figure
    figure.draw_without_rendering()
    axes = figure.axes[0]
    for line in (line for line in axes.lines if line.get_marker() in ("o", "D")):
        (_, middle), radius = axes.transData.transform(line.get_xydata())[0], line.get_markersize() * figure.dpi / 144
        assert axes.bbox.y0 < middle - radius
        assert middle + radius < axes.bbox.y1


def test_an_empty_figure_says_why():
    sizes = {"North": (2, 1), "South": (2, 1)}
    level, below = groups_of(sizes)
    survey = build_survey({"area": level}, below)
    values = score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(score_bands(values, instrument=survey.instrument), design=survey.design)
    quality = response_quality(survey)
    for figure in (
        share_figure(sizes),
        plots.score_bands(protected(survey, bands), survey=survey),
        plots.response_distribution(protected(survey, quality.distribution), survey=survey),
    ):
        assert "withheld" in figure.alt
        assert "withheld" in figure.figure.axes[0].texts[0].get_text()


def test_many_eigenvalues_leave_room_for_their_numbers():
    rng = np.random.default_rng(2)
    items = pd.DataFrame(rng.normal(size=(100, 40)), columns=[f"i{j}" for j in range(40)])
    figure = plots.scree(parallel_analysis(items, n_replicates=20)).figure
    figure.draw_without_rendering()
    assert len(figure.axes[0].get_xticks()) < 15


def test_withheld_answer_options_are_one_hatched_rest_and_the_bars_fill_up(survey):
    options = survey.instrument.points
    rows = [(item, option, 2 if option == 2 else 30) for item in survey.instrument.item_ids for option in options]
    counts = pd.DataFrame(rows, columns=["item", "response", "n_respondents"])
    counts["share"] = counts["n_respondents"] / counts.groupby("item")["n_respondents"].transform("sum")
    protected = population.protect(counts, plan=population.protection_plan(survey))
    figure = plots.response_distribution(protected, survey=survey)
    bars = [bar for bar in figure.figure.axes[0].patches if bar.get_width() > 0]
    hatched = [bar for bar in bars if bar.get_hatch()]
    assert len(hatched) == len(survey.instrument.item_ids)
    assert sum(bar.get_width() for bar in bars) == pytest.approx(len(survey.instrument.item_ids))
