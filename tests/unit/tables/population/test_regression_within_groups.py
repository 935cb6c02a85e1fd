"""Models within groups: only crossings that the codebook declares, headed by group and variable."""

from tests.unit.regression_survey import merged
from workbench import population, tables


def test_crossings_are_headed_by_group_and_variable(survey, plan, below):
    found = population.fit_interactions(
        below, survey.predictors.assign(work=merged(survey)), crossings=[("sex", "work")], design=survey.design
    )
    report = tables.simple_effects(population.protect(found, plan=plan), survey=survey)
    assert set(report.frame["block_label"]) == {"Women: work", "Men: work"}
    assert "office (reference)" in report.frame["level_label"].tolist()
    assert "n_events" not in report.frame
    tests = tables.interaction_tests(population.protect(found.interaction, plan=plan), survey=survey)
    assert tests.frame["variable_label"].tolist() == ["sex × work"]


def test_only_declared_crossings_are_shown(survey, plan, below):
    frame = survey.predictors.assign(work=merged(survey))
    apart = population.fit_logistic_by(
        below, frame, survey.compared_group("sex"), design=survey.design, crossings=survey.codebook.crossings
    )
    report = tables.stratified_odds_ratios(population.protect(apart, plan=plan), survey=survey)
    assert set(report.frame["variable"]) == {"sex × work"}
    none = population.fit_logistic_by(below, frame, survey.compared_group("sex"), design=survey.design, crossings=())
    assert none.table.empty
    assert any("declares no crossing with sex: work" in note for note in none.notes)
    report = tables.stratified_odds_ratios(population.protect(none, plan=plan), survey=survey)
    assert "declares no crossing of this group with a predictor" in report.html()


def test_no_crossing_declared_gives_empty_tables(survey, plan, below):
    found = population.fit_interactions(below, survey.predictors, crossings=(), design=survey.design)
    assert (
        "declares no crossing of two predictors"
        in tables.simple_effects(population.protect(found, plan=plan), survey=survey).html()
    )
    tests = tables.interaction_tests(population.protect(found.interaction, plan=plan), survey=survey)
    assert "declares no crossing of two predictors" in tests.html()
