"""Tables of groups and their words."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.intake import below_cutoff, score

SIZES = {"<b>North</b>": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


@pytest.fixture
def estimates(survey):
    plan = population.protection_plan(survey)
    values = score(survey.responses, instrument=survey.instrument)
    below = below_cutoff(values, instrument=survey.instrument)

    def both(by):
        results = (
            population.mean(values, design=survey.design, by=by),
            population.share(below, design=survey.design, by=by),
        )
        return [population.protect(result, plan=plan) for result in results]

    return both


def test_levels_stand_in_the_order_of_the_codebook(survey, estimates):
    reordered = survey.groups["area"].cat.reorder_categories(["Hamlet", "South", "Island", "<b>North</b>"])
    table = tables.means_and_shares(*estimates(reordered), survey=survey)
    assert table.frame["level"].tolist() == list(SIZES)


def test_no_crossing_declared_is_an_empty_table_not_an_error(survey, estimates):
    table = tables.means_and_shares(*estimates(survey.crossings), survey=survey)
    assert table.frame.empty
    assert "the codebook declares no crossing" in table.html()


def test_html_label_is_shown_and_does_nothing(survey, estimates):
    html = tables.means_and_shares(*estimates(survey.groups), survey=survey).html()
    assert "<b>North</b>" not in html
    assert "&lt;b&gt;North&lt;/b&gt;" in html
