"""Correlations and eigenvalues of few and of many items."""

import numpy as np
import pandas as pd
import pytest

from workbench import plots
from workbench.psychometrics import item_analysis, parallel_analysis


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
