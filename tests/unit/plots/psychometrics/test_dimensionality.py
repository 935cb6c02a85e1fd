"""Correlations and eigenvalues of few and of many items."""

import numpy as np
import pandas as pd
import pytest

from workbench import plots
from workbench.psychometrics import item_analysis, parallel_analysis, polychoric_correlations
from workbench.wording import numbers


@pytest.mark.parametrize(("n_items", "annotated"), [(2, True), (12, True), (13, False), (40, False)])
def test_heat_map_writes_numbers_only_where_they_can_be_read(n_items, annotated, protect):
    rng = np.random.default_rng(1)
    common = rng.normal(size=(200, 1))
    items = pd.DataFrame(common + rng.normal(size=(200, n_items)), columns=[f"i{j}" for j in range(n_items)])
    figure = plots.correlations(protect(item_analysis(items)))
    assert bool(figure.figure.axes[0].texts) == annotated


def test_many_eigenvalues_leave_room_for_their_numbers(protect):
    rng = np.random.default_rng(2)
    items = pd.DataFrame(rng.normal(size=(100, 40)), columns=[f"i{j}" for j in range(40)])
    figure = plots.scree(protect(parallel_analysis(items, n_replicates=20))).figure
    figure.draw_without_rendering()
    assert len(figure.axes[0].get_xticks()) < 15


def test_polychoric_correlations_tell_their_ends(protect):
    rng = np.random.default_rng(3)
    items = pd.DataFrame(rng.integers(1, 4, size=(200, 3)).astype(float), columns=["i1", "i2", "i3"])
    found = polychoric_correlations(items)
    lowest = found.correlations.to_numpy()[np.tril_indices(3, -1)].min()
    alt = plots.polychoric_correlations(protect(found)).alt
    assert alt.startswith(f"Polychoric correlations of 3 pairs of items run from {numbers.number(lowest)} (")


def test_long_names_leave_the_matrix_its_room_and_stay_apart(protect):
    rng = np.random.default_rng(4)
    endings = ["physically_exhausted", "mentally_exhausted", "full_of_energy", "sleepy_during_the_day"]
    names = [f"in_the_past_two_weeks_how_often_{ending}" for ending in endings]
    items = pd.DataFrame(rng.normal(size=(100, 1)) + rng.normal(size=(100, 4)), columns=names)
    figure = plots.correlations(protect(item_analysis(items))).figure
    figure.draw_without_rendering()
    ticks = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert len(set(ticks)) == 4
    assert max(map(len, ticks)) <= 13
    assert figure.axes[0].get_window_extent().height > figure.bbox.height / 3
