"""The funnel: limits of chance by hand, names of groups outside them, no mark of a group without a share."""

import numpy as np
import pytest

from tests.unit.plots.drawn import marks
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import score

SIZES = {"Low": (390, 10), "Same": (160, 40), "High": (240, 160), "Few": (2, 1)}


@pytest.fixture
def figure():
    level, below = groups_of(SIZES)
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    flags = score(survey.responses, instrument=survey.instrument) < 50
    shares = population.protect(population.share(flags, design=survey.design, by=survey.groups), plan=plan)
    everyone = population.protect(population.share(flags, design=survey.design), plan=plan)
    return plots.group_funnel(shares, everyone, survey=survey), float(everyone.frame["estimate"].iloc[0])


def test_limits_are_those_of_the_share_of_everyone(figure):
    drawn, share = figure
    line = drawn.figure.axes[0].lines[1]
    n, high = line.get_xdata()[50], line.get_ydata()[50]
    assert high == pytest.approx(100 * (share + 1.959964 * np.sqrt(share * (1 - share) / n)), rel=1e-6)


def test_only_groups_outside_the_wider_limits_are_named(figure):
    drawn, _ = figure
    named = [text.get_text() for text in drawn.figure.axes[0].texts]
    assert sorted(named) == ["High", "Low"]
    assert "High (40.3 %)" in drawn.alt
    assert "Few" not in drawn.alt + drawn.caption + drawn.svg()
    assert marks(drawn) == 3
