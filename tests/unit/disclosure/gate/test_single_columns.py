"""Single columns that would tell a withheld level: fit, variance inflation, differences in score."""

from itertools import product

import numpy as np
import pandas as pd

from tests.unit.disclosure.known_groups import ROOM, scores, withheld
from tests.unit.surveys import build_survey, groups_of
from workbench.population import (
    audit,
    fit_linear,
    fit_logistic,
    protect,
    protection_plan,
)
from workbench.tables import score_differences
from workbench.wording.method_names import INFLATION


def test_the_fit_of_one_predictor_does_not_tell_its_withheld_levels(small_level):
    """Its groups of risk are the levels, and its Wald test leaves one possible number to two withheld ones."""
    survey, plan = small_level
    model = fit_logistic(scores(survey)[1], survey.background, design=survey.design)
    fits = {"tests": model.joint_tests, "fit": model.diagnostics, "risk": model.calibration}
    for name, table in fits.items():
        hidden = protect(table, plan=plan)
        assert hidden.frame["withheld"].all()
        assert audit({name: hidden}, plan=plan).passed
        assert not audit({name: table}, plan=plan).passed


def test_variance_inflation_does_not_tell_a_withheld_level():
    """Of two predictors it is a known function of their crossing; one number of respondents fits, or its mirror."""
    level, below = groups_of({"x": (1, 3), "small": (14, 6), **ROOM})
    sex = pd.Series(pd.Categorical(["m", "f", "f"] * len(level))[: len(level)])
    survey = build_survey({"group": level, "sex": sex}, below, crossings=(("sex", "group"),))
    plan = protection_plan(survey)
    assert {"x", "small"} <= withheld(plan)
    factors = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design).collinearity
    counts = pd.crosstab(level, sex).to_numpy()

    def inflation(table):
        n, share = table.sum(axis=1), table[:, 0].sum() / table.sum()
        between = (n * (table[:, 0] / n - share) ** 2).sum()
        return 1 / (1 - between / (table.sum() * share * (1 - share)))

    published = factors.set_index("variable").loc["sex", "vif"]
    hidden = [list(survey.background["group"].cat.categories).index(name) for name in ("x", "small")]
    both, fits = counts[hidden].sum(axis=0), set()
    for m, f in product(range(both[0] + 1), range(both[1] + 1)):
        table = counts.astype(float)
        table[hidden] = [m, f], both - [m, f]
        if 0 < m + f < both.sum() and abs(inflation(table) - published) < 1e-9:
            fits.add(int(m + f))
    assert fits == {4, 20}
    frame = protect(factors, plan=plan).frame
    assert frame["vif"].isna().all()
    assert not audit({"collinearity": factors}, plan=plan).passed
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    diagnostics = protect(model.diagnostics, plan=plan).frame.set_index("term")["estimate"]
    assert diagnostics.loc[INFLATION:INFLATION].isna().all() and not audit({"fit": model.diagnostics}, plan=plan).passed


def test_variance_inflation_stays_where_every_crossing_is_published(one_variable):
    level, below = groups_of(ROOM)
    sex = pd.Series(pd.Categorical(["m", "f"] * len(level))[: len(level)])
    survey = build_survey({"group": level, "sex": sex}, below, crossings=(("sex", "group"),))
    plan = protection_plan(survey)
    factors = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design).collinearity
    assert protect(factors, plan=plan).frame["vif"].notna().all()


def test_a_difference_in_score_goes_where_few_left_another_predictor_unanswered_and_patterns_are_few():
    """The crude difference is that of two means on fewer respondents; the means with all of them stand elsewhere."""
    rng = np.random.default_rng(11)
    n = 600
    work = pd.Series(pd.Categorical(np.repeat(["employed", "student", "pensioner"], n // 3)))
    age = pd.Series(pd.Categorical(rng.choice(["18–39", "40–59", "60–79", "80 or over"], n)))
    health = pd.Series(pd.Categorical(rng.choice(["good", "poor"], n)))
    health.iloc[[200, 201]] = np.nan  # two students
    below = pd.Series(rng.random(n) < 0.3, dtype="boolean")
    survey = build_survey({"work": work, "age": age, "health": health}, below)
    plan = protection_plan(survey)
    model = fit_linear(scores(survey)[0], survey.predictors, design=survey.design)
    frame = protect(model, plan=plan).frame.set_index(["model", "variable", "level"])
    assert np.isnan(frame.loc[("crude", "work", "student"), "estimate"])
    assert frame.loc[("adjusted", "work", "student"), ["estimate", "std_error"]].notna().all()
    assert audit({"differences": protect(model, plan=plan)}, plan=plan).passed
    assert not audit({"differences": model.table}, plan=plan).passed
    shown = score_differences(protect(model, plan=plan), survey=survey)
    assert not shown.frame.set_index("variable").loc[["work", "age"], "withheld"].any()
    assert "left another question unanswered" in shown.html()
