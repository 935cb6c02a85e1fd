"""Models within groups: only crossings that the codebook declares, headed by group and variable."""

from tests.unit.regression_survey import merged
from workbench import population, tables


def test_crossings_are_headed_by_group_and_variable(survey, plan, below):
    found = population.fit_interactions(
        below, survey.predictors.assign(work=merged(survey)), crossings=[("sex", "work")], design=survey.design
    )
    shown = population.protect(found, plan=plan)
    report = tables.simple_effects(shown, survey=survey)
    assert set(report.frame["block_label"]) == {"Women: work", "Men: work"}
    assert "office (reference)" in report.frame["level_label"].tolist()
    tests = tables.interaction_tests(shown, survey=survey)
    assert tests.frame["variable_label"].tolist() == ["sex × work"]
    assert tests.frame["p_value"].isna().all() and "fewer than three predictors" in tests.html()


def test_only_declared_crossings_are_shown(survey, plan, below):
    frame = survey.predictors.assign(work=merged(survey))
    apart = population.fit_logistic_by(
        below, frame, survey.compared_group("sex"), design=survey.design, crossings=survey.codebook.crossings
    )
    report = tables.stratified_odds_ratios(population.protect(apart, plan=plan), survey=survey)
    assert set(report.frame["variable"]) == {"sex × work"}
    none = population.fit_logistic_by(below, frame, survey.compared_group("sex"), design=survey.design, crossings=())
    assert none.table.empty
    report = tables.stratified_odds_ratios(population.protect(none, plan=plan), survey=survey)
    assert "declares no crossing of this group with a predictor" in report.html()


def test_no_crossing_declared_gives_empty_tables(survey, plan, below):
    found = population.fit_interactions(below, survey.predictors, crossings=(), design=survey.design)
    shown = population.protect(found, plan=plan)
    for table in (tables.simple_effects, tables.interaction_tests):
        assert "declares no crossing of two predictors" in table(shown, survey=survey).html()


def test_small_cells_are_merged_within_each_group_and_in_crossings(survey, plan, below):
    apart = population.fit_logistic_by(
        below, survey.predictors, survey.compared_group("sex"), design=survey.design, plan=plan
    )
    crossed = population.fit_interactions(
        below, survey.predictors, crossings=[("sex", "work")], design=survey.design, plan=plan
    )
    for found, report in ((apart, tables.stratified_odds_ratios), (crossed, tables.simple_effects)):
        shown = population.protect(found, plan=plan)
        frame = report(shown, survey=survey).frame
        assert not frame["level"].str.endswith("sea").any()
        assert frame["level_label"].str.contains("Other levels").any()
        assert shown.frame["odds_ratio"].notna().all()
