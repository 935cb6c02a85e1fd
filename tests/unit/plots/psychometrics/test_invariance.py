"""Effects of invariance as a picture: what moves most is said, a withheld group is not there."""

import pandas as pd
import pytest

from tests.unit.invariance_effects import withheld_effects, withheld_levels
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.errors import PublicationError


def test_a_withheld_group_leaves_no_mark():
    survey, protected = withheld_effects()
    figure = plots.invariance_effects(protected, survey=survey)
    for name in withheld_levels(protected):
        assert name not in figure.alt + figure.svg()


def test_the_words_beside_the_picture_name_the_group_that_moves_most():
    level, below = groups_of({"North": (40, 12), "South": (60, 9), "East": (50, 20)})
    survey = build_survey({"area": level}, below)
    _, made = withheld_effects()
    rows = made.frame[made.frame["level"].isin(["North", "South"])].drop(columns="withheld")
    east = rows[rows["level"] == "North"].assign(level="East", n_respondents=70)
    east.loc[east["invariance"] == "full", ["difference", "conf_low", "conf_high"]] -= 9.0
    effects = pd.concat([rows, east]).sort_values("invariance", kind="stable", ascending=False)
    protected = population.protect(effects, plan=population.protection_plan(survey))
    assert "most for East" in plots.invariance_effects(protected, survey=survey).alt
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        plots.invariance_effects(effects, survey=survey)
