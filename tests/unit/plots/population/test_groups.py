"""Figures: only what passed the gate, no mark of a withheld group, the same bytes for the same numbers."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.plots.drawn import SIZES, marks
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population, tables
from workbench.errors import PublicationError
from workbench.intake import score


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


def test_a_withheld_group_has_no_mark_no_label_and_no_word(survey, shares):
    _, protected, everyone = shares
    withheld = protected.frame.loc[protected.frame["withheld"], "level"].tolist()
    assert "Island" in withheld
    figure = plots.group_shares(protected, everyone, survey=survey)
    bounded = protected.frame.loc[protected.frame["bound"] != "", "level"].tolist()
    assert bounded == ["Hamlet"]
    assert marks(figure) == len(SIZES) - len(withheld) - len(bounded)
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
    assert figure.caption.startswith("Mean score by Area × NUTS, ")
    exact = ~crossed.frame["withheld"] & (crossed.frame["bound"] == "")
    assert marks(figure) == exact.sum() > 0


def test_a_bound_points_to_where_the_share_lies_and_is_told_in_words(survey, shares):
    _, protected, everyone = shares
    figure = plots.group_shares(protected, everyone, survey=survey)
    bound = 100 * protected.frame.set_index("level").loc["Hamlet", "estimate"]
    triangles = [line for line in figure.figure.axes[0].lines if line.get_marker() == "<"]
    assert [line.get_xdata().tolist() for line in triangles] == [[bound]]
    assert f"Only a bound is known of Hamlet (under {bound:g} %)." in figure.alt
    assert f"under {bound:g}" in [text.get_text() for text in figure.figure.axes[0].texts]


def figures_of(page, subgroups):
    return [
        plots.group_means(page["means"], page["mean"], survey=subgroups),
        plots.group_shares(page["shares"], page["share"], survey=subgroups),
        plots.composition(page["composition"], survey=subgroups),
        plots.group_quartiles(page["quartiles"], survey=subgroups),
        plots.crossed_means(page["cells"], survey=subgroups),
        plots.crossed_shares(page["cell_shares"], survey=subgroups),
    ]


def test_figures_say_nothing_of_withheld_groups(page, subgroups):
    for figure in figures_of(page, subgroups)[:4]:
        drawn = " ".join(text.get_text() for text in figure.figure.axes[0].get_yticklabels())
        assert "North" in drawn
        assert "Island" not in drawn + figure.alt + figure.caption


def test_figures_are_ordered_by_value_and_marked(page, subgroups):
    figure = plots.group_shares(page["shares"], page["share"], survey=subgroups)
    frame = page["shares"].frame.dropna(subset="estimate").sort_values("estimate", ascending=False)
    drawn = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
    assert [label.split(" (n")[0] for label in drawn] == frame["level"].tolist()
    assert ["†" in label for label in drawn] == frame["unreliable"].tolist()
    assert figure.figure.axes[0].get_xlim()[0] == 0  # else small differences of shares look large


@pytest.mark.parametrize("draw", [plots.crossed_means, plots.composition, plots.group_quartiles])
def test_only_what_passed_the_gate(page, subgroups, draw):
    with pytest.raises(PublicationError):
        draw(page["cells"].frame, survey=subgroups)


def test_the_median_is_drawn_where_no_group_has_a_lower_quartile():
    """Of each group 27 of 102 are below the cut-off, so that no lower quartile is published."""
    scores = np.tile(np.r_[np.full(27, 47.5), np.full(24, 60.0), np.full(51, 80.0)], 2)
    level = pd.Series(pd.Categorical(np.repeat(["a", "b"], 102)))
    survey = build_survey({"group": level}, pd.Series(scores < 50, dtype="boolean"))
    found = population.quantiles(pd.Series(scores), by=survey.background[["group"]], design=survey.design)
    quartiles = population.protect(found, plan=population.protection_plan(survey))
    assert quartiles.frame.set_index("quantile")["estimate"].isna().groupby(level=0).all().to_dict() == {
        0.25: True,
        0.5: False,
        0.75: False,
    }
    figure = plots.group_quartiles(quartiles, survey=survey)
    (dots,) = (line for line in figure.figure.axes[0].get_lines() if line.get_marker() == "o")
    assert set(dots.get_xdata()) == set(quartiles.frame.loc[quartiles.frame["quantile"] == 0.5, "estimate"])
    assert "where a quartile is not published" in figure.caption
