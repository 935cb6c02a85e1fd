"""Effects of invariance as a picture: what moves most is said, and nothing is drawn that did not pass the gate."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.errors import PublicationError
from workbench.psychometrics import InvarianceEffects


@pytest.fixture(scope="module")
def survey():
    level, below = groups_of({"North": (400, 120), "South": (600, 90), "East": (500, 200)})
    return build_survey({"area": level}, below)


@pytest.fixture(scope="module")
def effects():
    """Mean scores of three groups; without invariance East lies nine points nearer to the others."""
    rows = [
        {
            "invariance": model, "variable": "area", "level": name, "reference": "South", "n_respondents": n,
            "weight_cells": np.array([[n, n, 1.0]]), "mean": mean + nearer * (name == "East"), "share": 0.2,
            "difference": np.nan if name == "South" else 1.0, "std_error": np.nan if name == "South" else 1.0,
            "conf_low": 0.0, "conf_high": 2.0, "share_difference": 0.1, "share_difference_std_error": 0.1,
            "share_difference_low": 0.0, "share_difference_high": 0.2, "conf_level": 0.95, "value_minimum": 0.0,
            "value_maximum": 100.0,
        }
        for model, nearer in (("none", 9.0), ("full", 0.0))
        for name, n, mean in (("South", 690, 60.0), ("North", 520, 65.0), ("East", 700, 70.0))
    ]  # fmt: skip
    return InvarianceEffects(table=pd.DataFrame(rows), method="")


def test_the_words_beside_the_picture_name_the_group_that_moves_most(survey, effects):
    protected = population.protect(effects, plan=population.protection_plan(survey))
    figure = plots.invariance_effects(protected, survey=survey)
    assert "most for East" in figure.alt
    marks = [line for line in figure.figure.axes[0].lines if line.get_marker() in ("o", "s")]
    differences = protected.frame.dropna(subset=["difference"])["difference"]
    assert sorted(x for line in marks for x in line.get_xdata()) == sorted(differences)


@pytest.mark.parametrize(
    ("groups", "nearer", "said"),
    [
        (("South", "East"), 9.0, "Difference in mean score of East from the reference group: "),
        (("South", "North", "East"), 0.0, "None of them changes."),
    ],
)
def test_one_group_and_groups_that_do_not_change_have_words_of_their_own(survey, effects, groups, nearer, said):
    table = effects.table[effects.table["level"].isin(groups)].copy()
    moved = table["invariance"].eq("none") & table["level"].eq("East")
    table.loc[moved, "mean"] += nearer - 9.0
    own = InvarianceEffects(table=table.reset_index(drop=True), method="")
    protected = population.protect(own, plan=population.protection_plan(survey))
    alt = plots.invariance_effects(protected, survey=survey).alt
    assert said in alt
    assert "1 group" not in alt and "0.00 to 0.00" not in alt


def test_effects_that_skipped_the_gate_are_refused(survey, effects):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        plots.invariance_effects(effects, survey=survey)
