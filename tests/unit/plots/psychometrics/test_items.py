"""Item bias: marks of each kind, nothing about a withheld group."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.item_response_survey import chapter, ordered_survey
from workbench import plots, population
from workbench.errors import PublicationError

SIZES = {"North": 500, "South": 400}


@pytest.fixture(scope="module")
def survey():
    return ordered_survey(SIZES)


@pytest.fixture(scope="module")
def results(survey):
    return chapter(survey)


@pytest.fixture(scope="module")
def tests(survey, results):
    return population.protect(results[3], plan=population.protection_plan(survey))


def test_item_bias_needs_the_gate_and_shows_each_item_once_per_kind(survey, results, tests):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        plots.item_bias(results[3], survey=survey)
    figure = plots.item_bias(tests, survey=survey)
    marks = [line for line in figure.figure.axes[0].lines if line.get_marker() in ("o", "D")]
    assert [len(line.get_xdata()) for line in marks] == [10, 10]
    largest = results[3].table.query("term == 'uniform'").nlargest(1, "nagelkerke_change")["item"].iloc[0]
    told = tests.frame.query("term == 'uniform'")["nagelkerke_change"].max()
    assert f"uniform {told:.3f} ({largest})" in figure.alt


def test_an_item_without_an_estimate_of_bias_has_a_dash_instead_of_marks(survey, results):
    few = replace(results[3], table=results[3].table[results[3].table["item"] != "esis4"])
    figure = plots.item_bias(population.protect(few, plan=population.protection_plan(survey)), survey=survey)
    axes = figure.figure.axes[0]
    marks = [line for line in axes.lines if line.get_marker() in ("o", "D")]
    assert [int(np.isfinite(np.asarray(line.get_xdata(), float)).sum()) for line in marks] == [9, 9]
    assert [text.get_text() for text in axes.texts] == ["–"]
    assert figure.caption.endswith("– no estimate")
