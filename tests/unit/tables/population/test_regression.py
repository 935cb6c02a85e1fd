"""Exhibits of the regressions: references named, withheld levels empty everywhere, nothing before the gate."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import plots, population, tables
from workbench.errors import PublicationError
from workbench.intake import SurveyDesign, below_cutoff, score

MODELS = ("crude", "sex", "+ work")


@pytest.fixture(scope="module")
def survey():
    """600 respondents; level `sea` of the work question has two of them and must be withheld wherever it appears."""
    rng = np.random.default_rng(12)
    n = 900
    sex = pd.Categorical.from_codes(rng.integers(0, 2, n), ["Women", "Men"])
    work = rng.choice(4, n, p=[0.5, 0.3, 0.14, 0.06])
    work[:4] = [4, 4, -1, -1]
    below = rng.random(n) < 0.15 + 0.1 * (work == 1) + 0.1 * (sex == "Men")
    below[:2] = [True, False]
    answered = pd.Series(below, name="below").astype("boolean")
    levels = ["office", "field", "factory", "home", "sea"]
    return build_survey(
        {"sex": pd.Series(sex), "work": pd.Series(pd.Categorical.from_codes(work, levels))},
        answered,
        crossings=(("sex", "work"),),
    )


@pytest.fixture(scope="module")
def plan(survey):
    return population.protection_plan(survey)


@pytest.fixture(scope="module")
def below(survey):
    return below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)


@pytest.fixture(scope="module")
def model(survey, below):
    blocks = {"sex": ["sex"], "+ work": ["work"]}
    return population.fit_logistic(below, survey.predictors, design=survey.design, blocks=blocks)


@pytest.fixture(scope="module")
def third(survey, below):
    """The same with a third question: patterns are too many for a fit to tell the withheld level."""
    thirds = pd.Series(pd.Categorical.from_codes(np.arange(len(below)) % 3, ["a", "b", "c"]))
    return build_survey({**{name: survey.background[name] for name in survey.background}, "third": thirds}, below)


def html_rows(report):
    return {cells[0]: cells for cells in (row.split("</th>") for row in report.html().split("<tr"))}


def shown_numbers(report, level):
    rows = report.frame[report.frame["level"].astype(str).str.endswith(level)]
    assert len(rows)
    return rows.select_dtypes("number").notna().any(axis=None)


def test_models_stand_side_by_side_with_references_named(survey, plan, model):
    report = tables.odds_ratios(population.protect(model, plan=plan), survey=survey)
    assert [c.label for c in report.columns] == [
        *("Group", "Respondents", "Crude", "Interval", "Sex", "Interval", "+ work", "Interval", "p, last model"),
    ]
    assert "Women (reference)" in report.frame["level_label"].tolist()
    work = report.frame[report.frame["variable"] == "work"]
    assert work["odds_ratio_1"].isna().all()  # the first block holds sex alone
    last = model.table[model.table["model"] == "+ work"].set_index("level")["odds_ratio"]
    shown = report.frame.set_index("level")["odds_ratio_2"].dropna()
    assert shown.tolist() == pytest.approx(last[shown.index].tolist())


def exhibits(survey, plan, below, model):
    points = score(survey.responses, instrument=survey.instrument)
    linear = population.fit_linear(points, survey.predictors, design=survey.design)
    category = population.fit_logistic(below, survey.predictors, design=survey.design, missing="category")
    imputed = population.fit_logistic(
        below, survey.predictors, design=survey.design, missing="imputation", n_imputations=2
    )
    lacking = population.share(
        population.incomplete(below, survey.predictors), design=survey.design, by=survey.predictors
    )
    gate = {
        name: population.protect(table, plan=plan)
        for name, table in {
            "model": model,
            "shares": model.adjusted_shares,
            "effects": model.marginal_effects,
            "linear": linear,
            "category": category,
            "imputed": imputed,
            "lacking": lacking,
        }.items()
    }
    return [
        tables.odds_ratios(gate["model"], survey=survey),
        tables.adjusted_shares(gate["shares"], gate["effects"], survey=survey),
        tables.score_differences(gate["linear"], survey=survey),
        tables.missing_covariates(gate["model"], gate["category"], gate["imputed"], survey=survey),
        tables.left_out(gate["lacking"], survey=survey),
    ]


def test_a_withheld_level_is_empty_in_every_table_and_the_audit_finds_nothing(survey, plan, below, model):
    shown = exhibits(survey, plan, below, model)
    *others, left_out = shown
    for report in others:
        assert not shown_numbers(report, "sea"), report.name
        assert "NaN" not in report.html()
    # `work` is the only variable with missing answers: nobody who answered it is left out
    assert set(left_out.frame["variable"]) == {"sex"}
    assert any("is not shown: it is the only variable with missing answers" in note for note in left_out.notes)
    assert population.audit(shown, plan=plan).table.to_dict("records") == []


def test_figures_have_no_mark_of_a_withheld_level(survey, plan, model):
    for figure in (
        plots.odds_ratios(population.protect(model, plan=plan), survey=survey),
        plots.adjusted_shares(population.protect(model.adjusted_shares, plan=plan), survey=survey),
    ):
        labels = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
        assert "field" in labels
        assert "sea" not in labels
        assert "sea" not in figure.alt + figure.caption


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


def merged(survey):
    work = survey.predictors["work"]
    return work.cat.set_categories(["office", "field", "factory", "home"])


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


def test_diagnostics_and_calibration(third, below):
    survey, plan = third, population.protection_plan(third)
    model = population.fit_logistic(below, survey.predictors, design=survey.design)
    report = tables.diagnostics(population.protect(model.diagnostics, plan=plan))
    area = report.frame[report.frame["term"].str.startswith("Area")].iloc[0]
    assert area["detail_text"].count("–") == 1
    assert any(text.startswith("F(") for text in report.frame["detail_text"])
    groups = population.protect(model.calibration, plan=plan)
    assert tables.calibration(groups, survey=survey).frame["predicted"].is_monotonic_increasing
    assert "farthest apart" in plots.calibration(groups, survey=survey).alt
    assert tables.collinearity(population.protect(model.collinearity, plan=plan), survey=survey).frame["vif"].min() >= 1


def test_few_patterns_with_a_withheld_level_leave_no_measure_of_fit(survey, plan, model):
    report = tables.diagnostics(population.protect(model.diagnostics, plan=plan))
    assert report.frame["withheld"].all()
    assert report.html().count("–") >= len(report.frame)
    assert plots.calibration(population.protect(model.calibration, plan=plan), survey=survey).alt.startswith("All")


def test_other_cutoffs(survey, plan):
    points = score(survey.responses, instrument=survey.instrument)
    found = population.cutoff_sensitivity(
        points, survey.predictors, instrument=survey.instrument, distance=20.0, design=survey.design
    )
    assert set(found.table["model"]) == {"below 30", "below 50", "at or below 50", "below 70"}
    ratios = population.protect(found, plan=plan)
    assert not shown_numbers(tables.cutoff_sensitivity(ratios, survey=survey), "sea")
    shares = population.cutoff_shares(points, instrument=survey.instrument, distance=20.0, design=survey.design)
    assert "Below 50" in tables.cutoff_shares(population.protect(shares, plan=plan)).frame["term"].tolist()
    assert "sea" not in plots.cutoff_sensitivity(ratios, survey=survey).alt


@pytest.mark.parametrize(
    "show",
    [tables.odds_ratios, tables.score_differences, tables.simple_effects, plots.odds_ratios, plots.adjusted_shares],
)
def test_results_that_skipped_the_gate_are_refused(survey, model, show):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        show(model, survey=survey)


def test_a_census_has_tables_and_pictures_with_words_in_place_of_errors(third, below):
    sizes = pd.Series(float(len(below)), index=below.index)
    survey = replace(third, design=SurveyDesign(population_size=sizes))
    plan, model = (
        population.protection_plan(survey),
        population.fit_logistic(below, survey.predictors, design=survey.design),
    )
    tests = tables.joint_tests(population.protect(model.joint_tests, plan=plan), survey=survey)
    assert tests.frame["p_value"].isna().all()
    assert "as where the whole population is in the sample" in tests.html()
    alt = plots.odds_ratios(population.protect(model, plan=plan), survey=survey).alt
    assert "without interval" in alt
    assert "nan" not in alt
