"""Pages about invariance: what is shown comes from the results, and group rows only through the gate."""

import re

import pytest

from tests.unit.invariance_effects import withheld_effects, withheld_levels
from workbench import population, tables
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
    means = tables.latent_means(population.protect(invariance.latent_means, plan=plan), survey=survey)
    assert set(means.frame["reference"]) == {survey.reference("education")}


def test_nothing_passes_without_the_gate(invariance, survey):
    effects = invariance_effects(invariance, instrument=survey.instrument, cutoff=None)
    for show in (
        lambda: tables.invariance_effects(effects.table, survey=survey),
        lambda: tables.latent_means(invariance.latent_means, survey=survey),
        lambda: tables.released_equalities(invariance.score_tests, survey=survey),
    ):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show()


def test_a_withheld_group_has_no_number():
    survey, protected = withheld_effects()
    withheld = withheld_levels(protected)
    table = tables.invariance_effects(protected, survey=survey)
    assert table.frame.loc[table.frame["level"].isin(withheld), ["mean", "share", "difference"]].isna().all(axis=None)
