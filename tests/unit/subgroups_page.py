"""A survey with groups too small to show, and what the page on subgroups shows of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation

SIZES = {"North": (200, 60), "South": (300, 45), "Island": (2, 1), "Hamlet": (7, 4), "East": (400, 150)}


@pytest.fixture(scope="session")
def subgroups():
    level, below = groups_of(SIZES)
    n = len(level)
    half = pd.Series(pd.Categorical.from_codes(np.arange(n) % 2, ["odd", "even"], ordered=True))
    third = pd.Series(pd.Categorical.from_codes(np.arange(n) % 3, ["a", "b", "c"], ordered=True))
    found = build_survey(
        {"area": level, "half": half, "third": third},
        below,
        crossings=(("area", "half"), ("half", "third", "area")),
        weights=pd.Series(np.linspace(10, 30, n)),
    )
    background = {
        name: variable.model_copy(update={"ordered": name != "area"})
        for name, variable in found.codebook.background.items()
    }
    update = {
        "background": background,
        "social_order": ("third",),
        "standard_population": StandardPopulation(variable="half", people={0: 60, 1: 40}, source="made up"),
        "compare_with": (
            PublishedPopulation(
                population="adults over 20 in Finland (FinSote 2019, representative sample)",
                year=2019,
                groups={"unemployed": {"area": 2}},
            ),
        ),
    }
    return replace(found, codebook=found.codebook.model_copy(update=update))


@pytest.fixture(scope="session")
def page(subgroups):
    plan = population.protection_plan(subgroups)
    score = intake.score(subgroups.responses, instrument=subgroups.instrument)
    below = intake.beyond_cutoff(score, instrument=subgroups.instrument)
    design, area = subgroups.design, subgroups.background["area"]

    def protected(result):
        return population.protect(result, plan=plan)

    social = population.shown_levels(subgroups.social_order, plan=plan)
    return {
        "mean": protected(population.mean(score, design=design)),
        "share": protected(population.share(below, design=design)),
        "means": protected(population.mean(score, design=design, by=area)),
        "shares": protected(population.share(below, design=design, by=area)),
        "quartiles": protected(population.quantiles(score, design=design, by=area)),
        "composition": protected(population.composition(below, area, design=design)),
        "cells": protected(population.mean(score, design=design, by=subgroups.crossings)),
        "cell_shares": protected(population.share(below, design=design, by=subgroups.crossings)),
        "standardised": protected(
            population.standardised_share(
                below, subgroups.standardised_over, standard=subgroups.standard_population, design=design, by=area
            )
        ),
        "trend": protected(population.trend(score, social, design=design)),
        "share_trend": protected(population.trend(below, social, design=design)),
        "slope": protected(population.inequality(score, social, design=design)),
        "share_slope": protected(population.inequality(below, social, design=design)),
    }
