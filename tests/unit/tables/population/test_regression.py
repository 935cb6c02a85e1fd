"""Exhibits of the regressions: references named, withheld levels empty everywhere, nothing before the gate."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest

from tests.unit.regression_survey import census
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.intake import score
from workbench.tables.population.regression import p_and_interval_disagree
from workbench.tables.table_column import column
from workbench.wording.numbers import p_band

MODELS = ("crude", "sex", "+ work")


def html_rows(report):
    return {cells[0]: cells for cells in (row.split("</th>") for row in report.html().split("<tr"))}


def shown_outcomes(report, level):
    rows = report.frame[report.frame["level"].astype(str).str.endswith(level)]
    assert len(rows)
    outcomes = rows.select_dtypes("number").drop(
        columns=["n_respondents", "n_events", "p_value_joint"], errors="ignore"
    )
    return outcomes.notna().any(axis=None)


def test_models_stand_side_by_side_with_references_named(survey, plan, model):
    report = tables.odds_ratios(population.protect(model, plan=plan), survey=survey)
    assert [c.label for c in report.columns] == [
        *("Group", "Respondents", "Crude (95 % CI)", "Sex (95 % CI)", "+ work (95 % CI)"),
    ]
    assert "Women (reference)" in report.frame["level_label"].tolist()
    work = report.frame[report.frame["variable"] == "work"]
    assert work["odds_ratio_1"].isna().all()  # the first block holds sex alone
    last = model.table[model.table["model"] == "+ work"].set_index("level")
    shown = report.frame.set_index("level")["odds_ratio_2"].dropna()
    assert {"Men", "field", "home"} <= set(shown.index)
    # within half the largest step, that of ten respondents with the outcome
    distance = np.abs(np.log(shown) - last.loc[shown.index, "estimate"])
    assert (distance <= last.loc[shown.index, "std_error"].fillna(0) * 1.25 * 0.79 * 1.5).all()
    html = report.html()
    women = html.partition(">Women (reference)</th>")[2].partition("</tr>")[0]
    assert women.count('<td class="with_interval">1</td>') == len(MODELS)
    tests = tables.joint_tests(population.protect(model, plan=plan), survey=survey).frame.set_index("variable")[
        "p_value"
    ]
    assert report.frame.groupby("variable", sort=False)["p_value_joint"].first().equals(tests.rename("p_value_joint"))
    heads = re.findall('scope="rowgroup" colspan="5">(.*?)</th>', html)
    bands = {name: "" if np.isnan(p) else f" (p {p_band(p)})" for name, p in tests.items()}
    assert [unescape(head) for head in heads] == [f"{name}{band}" for name, band in bands.items()]
    assert any(bands.values())
    assert html.count(">not in model</td>") == ((report.frame["variable"] == "work") & ~report.frame["withheld"]).sum()
    assert set(report.frame["p_value"].dropna()) <= {0.001, 0.01, 0.05, 1.0}


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
            "linear": linear,
            "category": category,
            "imputed": imputed,
            "lacking": lacking,
        }.items()
    }
    return [
        tables.odds_ratios(gate["model"], survey=survey),
        tables.adjusted_shares(gate["model"], survey=survey),
        tables.score_differences(gate["linear"], survey=survey),
        tables.missing_covariates(gate["model"], gate["category"], gate["imputed"], survey=survey),
        tables.left_out(gate["lacking"], survey=survey),
    ]


def test_a_small_level_is_empty_in_every_table(survey, plan, below, model):
    shown = exhibits(survey, plan, below, model)
    *others, left_out = shown
    for report in others:
        assert not shown_outcomes(report, "sea"), report.name
        assert "NaN" not in report.html()
    # also of `work`, which alone has missing answers: rows that are not there would tell that nobody left `sex` out
    assert set(left_out.frame["variable"]) == {"sex", "work"}


def test_a_raised_threshold_stands_in_every_blank(survey, below, model):
    thresholds = survey.codebook.disclosure.model_copy(update={"minimum_respondents": 15})
    raised = replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": thresholds}))
    plan = population.protection_plan(raised)
    points = score(survey.responses, instrument=survey.instrument)
    quartiles = population.quantiles(points, design=survey.design, by=survey.background)
    effects = population.fit_interactions(below, survey.predictors, design=survey.design, crossings=(("sex", "work"),))
    shown = [
        *exhibits(raised, plan, below, model),
        tables.group_quantiles(population.protect(quartiles, plan=plan), survey=raised),
        tables.simple_effects(population.protect(effects, plan=plan), survey=raised),
    ]
    told = {report.name: "".join((report.blank or "", report.caption, *report.notes)) for report in shown}
    assert {
        name for name, words in told.items() if re.search(r"\b(5|five|10|ten) (respondents|beyond)", words)
    } == set()
    with_number = {name for name, words in told.items() if re.search(r"\b15 (respondents|beyond)", words)}
    assert with_number == {"odds_ratios", "missing_covariates", "group_quantiles", "simple_effects"}


def test_differences_and_ratios_are_those_of_the_shares_beside_them(survey, plan, model):
    frame = tables.adjusted_shares(population.protect(model, plan=plan), survey=survey).frame.set_index("level")
    share, reference = frame["estimate"], frame["reference"].map(frame["estimate"])
    shown = frame["bound"].eq("") & frame["difference"].notna()
    assert shown.sum() >= 3
    np.testing.assert_allclose(frame["difference"][shown], (share - reference)[shown], atol=1e-9)
    np.testing.assert_allclose(frame["risk_ratio"][shown], (share / reference)[shown], rtol=0.005)


def test_merged_levels_are_named_for_people(survey, plan, below):
    merged = population.merged_levels(survey.predictors, below, plan=plan)
    model = population.fit_logistic(below, merged, design=survey.design)
    frame = tables.odds_ratios(population.protect(model, plan=plan), survey=survey).frame
    assert "Other levels" in frame["level_label"].tolist()
    assert "sea" not in set(frame["level"])
    assert frame.loc[frame["level"] == "other levels", "odds_ratio_adjusted"].notna().all()


@pytest.mark.parametrize(
    "show",
    [tables.odds_ratios, tables.score_differences, tables.simple_effects],
)
def test_results_that_skipped_the_gate_are_refused(survey, model, show):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        show(model, survey=survey)


def test_a_census_has_tables_with_words_in_place_of_errors(third, below):
    survey, plan, model = census(third, below)
    shown = population.protect(model, plan=plan)
    tests = tables.joint_tests(shown, survey=survey)
    assert tests.frame["p_value"].isna().all()
    assert not {"statistic", "df_residual"} & set(tests.frame)
    ratios = tables.odds_ratios(shown, survey=survey).frame.set_index("level")
    assert ratios["odds_ratio_adjusted"].notna()[["field", "Men"]].all()
    assert ratios["p_value"].isna().all()
    assert "as where the whole population is in the sample" in tests.html()


@pytest.mark.parametrize(("p", "low", "at_odds"), [(1.0, 1.1, True), (0.05, 1.1, False), (0.05, 0.9, True)])
def test_a_p_that_says_another_thing_than_the_interval_beside_it_is_explained_on_every_page(p, low, at_odds):
    frame = pd.DataFrame({"variable": ["sex"], "r": [1.2], "low": [low], "high": [1.5], "p_value_joint": [p]})
    last = column("Adjusted", "r", "low", "high", kind="with_interval")
    assert p_and_interval_disagree(frame, last, none=1) is at_odds
