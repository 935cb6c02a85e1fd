"""Pages about invariance: what is shown comes from the results, and group rows only through the gate."""

import re

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population, tables
from workbench.errors import PublicationError
from workbench.intake import complete, read_survey
from workbench.psychometrics import invariance_effects, measurement_invariance

EXAMPLE = "data/example/synthetic-adult-survey.parquet"
CODEBOOK = "data/codebooks/synthetic-adult-survey.yaml"


@pytest.fixture(scope="module")
def survey():
    return read_survey(EXAMPLE, codebook=CODEBOOK)


@pytest.fixture(scope="module")
def invariance(survey):
    answered = complete(survey)
    return measurement_invariance(
        answered.responses, group=answered.compared_group("education"), free="factor=~esis2; esis10|4"
    )


@pytest.fixture(scope="module")
def plan(survey):
    return population.protection_plan(survey)


def test_ladder_shows_each_step_and_no_number_of_respondents(invariance):
    table = tables.invariance_ladder(invariance)
    assert table.frame["step"].tolist() == ["configural", "thresholds", "loadings", "intercepts", "residuals"]
    assert "n_respondents" not in table.frame
    html = table.html()
    assert f"{invariance.table['chi_square_scaled'].iloc[2]:.1f}" in html
    assert "Satorra (2000)" in html


def test_criteria_stand_beside_values_without_a_verdict(invariance):
    table = tables.criteria_invariance(invariance)
    assert len(table.frame) == 3 * 5
    words = table.html().casefold()
    assert "derived for ml" in words
    assert not re.search(r"\b(good|acceptable|holds|rejected)\b", words)
    values = table.frame.set_index("term")["estimate"]
    assert values["Change of SRMR, loadings"] == invariance.table.set_index("step").loc["loadings", "srmr_change"]


def test_released_equalities_are_the_largest_of_the_last_step(invariance, plan, survey):
    table = tables.released_equalities(population.protect(invariance.score_tests, plan=plan), survey=survey)
    shown = table.frame["modification_index"]
    last = invariance.score_tests[invariance.score_tests["step"] == "residuals"]
    assert shown.tolist() == sorted(last["modification_index"], reverse=True)[: len(shown)]
    assert "esis10|4" not in set(table.frame["term"])  # it is free


def test_effects_and_latent_means(invariance, plan, survey):
    effects = invariance_effects(invariance, instrument=survey.instrument, cutoff=None)
    protected = population.protect(effects, plan=plan)
    table = tables.invariance_effects(protected, survey=survey)
    assert table.frame["invariance"].drop_duplicates().tolist() == ["none", "partial", "full"]
    figure = plots.invariance_effects(protected, survey=survey)
    change = effects.table.pivot(index="level", columns="invariance", values="difference")
    largest = (change["full"] - change["none"]).abs().idxmax()
    assert f"most for {largest}" in figure.alt
    means = tables.latent_means(population.protect(invariance.latent_means, plan=plan), survey=survey)
    assert set(means.frame["reference"]) == {survey.reference("education")}


def test_nothing_passes_without_the_gate(invariance, survey):
    effects = invariance_effects(invariance, instrument=survey.instrument, cutoff=None)
    for show in (
        lambda: tables.invariance_effects(effects.table, survey=survey),
        lambda: tables.latent_means(invariance.latent_means, survey=survey),
        lambda: tables.released_equalities(invariance.score_tests, survey=survey),
        lambda: plots.invariance_effects(effects, survey=survey),
    ):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show()


def test_withheld_group_leaves_no_mark():
    """A frame as `invariance_effects` gives it, with a group of two and the one that protects it."""
    level, below = groups_of({"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)})
    survey = build_survey({"area": level}, below)
    sizes = {"North": 40, "South": 60, "Island": 2, "Hamlet": 7}
    rows = [
        {
            "invariance": model, "variable": "area", "level": name, "reference": "South", "n_respondents": n,
            "mean": 60.0 + n, "share": 0.2, "difference": np.nan if name == "South" else 1.0 + n, "std_error": 1.0,
            "conf_low": 0.0 + n, "conf_high": 2.0 + n, "share_difference": 0.1, "share_difference_std_error": 0.1,
            "share_difference_low": 0.0, "share_difference_high": 0.2,
        }
        for model in ("none", "full")
        for name, n in sizes.items()
    ]  # fmt: skip
    protected = population.protect(pd.DataFrame(rows), plan=population.protection_plan(survey))
    withheld = set(protected.frame.loc[protected.frame["withheld"], "level"])
    assert "Island" in withheld
    assert len(withheld) > 1
    figure = plots.invariance_effects(protected, survey=survey)
    for name in withheld:
        assert name not in figure.alt + figure.svg()
    table = tables.invariance_effects(protected, survey=survey)
    assert table.frame.loc[table.frame["level"].isin(withheld), ["mean", "share", "difference"]].isna().all(axis=None)
