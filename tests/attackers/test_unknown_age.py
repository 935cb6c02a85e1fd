"""Who is left out of standardised shares because the age is not known, beside the shares of whole groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import Window, window
from tests.attackers.surveys import HOUSEHOLDS, Truth, answers, truth_of
from workbench import population
from workbench.disclosure.audit import audit
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake.codebook.codebook import StandardPopulation

STANDARD = {"18–29": 14_700, "30–49": 27_500, "50–64": 26_500, "65 or over": 13_000}
TYPES = HOUSEHOLDS[:4]
TOLD = (16, 17, 22)


def draw_ageless(seed: int) -> tuple[Truth, str]:
    """Leave the age of one to four of one household type unknown, and of ten of another; return also the first."""
    rng = np.random.default_rng([seed, 5])
    household = rng.choice(TYPES, 400, p=[0.4, 0.3, 0.2, 0.1]).astype(object)
    age = rng.choice(list(STANDARD), 400).astype(object)
    few, many = rng.permutation(TYPES)[:2]
    for kind, n in ((few, int(rng.integers(1, 5))), (many, 10)):
        age[rng.choice(np.flatnonzero(household == kind), n, replace=False)] = None
    given = answers(rng, -6 * (household == "Couple") - 4 * rng.integers(0, 3, 400))
    truth = truth_of({"household": (household, TYPES), "age": (age, tuple(STANDARD))}, given)
    standard = StandardPopulation(variable="age", people=dict(enumerate(STANDARD.values())), source="made up")
    book = truth.survey.codebook.model_copy(update={"standard_population": standard, "predictors": ("household",)})
    return Truth(survey=replace(truth.survey, codebook=book), people=truth.people), str(few)


def pages(truth: Truth, plan: ProtectionPlan, *, own_windows: bool) -> dict[str, pd.DataFrame]:
    """Shares and standardised shares by household type; these also with the windows of their own respondents."""
    given = {"by": truth.survey.background[["household"]], "design": truth.survey.design}
    shares = population.share(truth.below, **given)
    over = truth.survey.background["age"]
    standardised = population.standardised_share(truth.below, over, standard=STANDARD, **given)
    table = population.protect(standardised, plan=plan).frame
    if own_windows:
        table = table.assign(**{c: standardised.table[c] // 5 * 5 + 2 for c in ("n_respondents", "n_events")})
        table = table[["variable", "level", "n_respondents", "n_events"]]
    return {"shares": population.protect(shares, plan=plan).frame, "standardised": table}


def below_of_few(tables: dict[str, pd.DataFrame], level: str) -> Window:
    """Range of the number below the cut-off among those of a type whose age is not known."""
    own, known = (window(t.set_index("level").loc[level, "n_events"]) for t in tables.values())
    return Window(max(own.low - known.high, 0), own.high - known.low)


@pytest.mark.parametrize("seed", TOLD)
def test_own_windows_of_standardised_rows_would_tell_and_the_audit_sees_it(seed: int) -> None:
    truth, few = draw_ageless(seed)
    tables = pages(truth, population.protection_plan(truth.survey), own_windows=True)
    assert below_of_few(tables, few).low > 0
    assert audit(tables, survey=truth.survey).table["reason"].str.contains("of unknown age").any()


@pytest.mark.parametrize("seed", TOLD)
def test_published_rows_tell_nothing_and_pass_the_audit(seed: int) -> None:
    truth, few = draw_ageless(seed)
    tables = pages(truth, population.protection_plan(truth.survey), own_windows=False)
    told = below_of_few(tables, few)
    assert told.low == 0 and told.high >= 4
    assert audit(tables, survey=truth.survey).passed


@pytest.mark.parametrize("seed", TOLD)
def test_rows_have_the_numbers_of_the_whole_group_however_many_ages_are_unknown(seed: int) -> None:
    """Numbers of the ages less those of known age in the groups of which many lack would tell of the few of another."""
    truth, _ = draw_ageless(seed)
    tables = pages(truth, population.protection_plan(truth.survey), own_windows=False)
    own, standardised = (table.set_index("level") for table in tables.values())
    for name in ("n_respondents", "n_events"):
        pd.testing.assert_series_equal(own[name], standardised[name])
    told = own["bound"].eq("")
    pd.testing.assert_series_equal(own["estimate"][told], standardised["crude"][told], check_names=False)
