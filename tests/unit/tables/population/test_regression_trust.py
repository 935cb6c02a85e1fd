"""What a regression rests on: fit, other cut-offs, nothing of a withheld level."""

from workbench import population, tables
from workbench.intake import score


def shown_outcomes(report, level):
    rows = report.frame[report.frame["level"].astype(str).str.endswith(level)]
    assert len(rows)
    outcomes = rows.select_dtypes("number").drop(columns=["n_respondents", "n_events"], errors="ignore")
    return outcomes.notna().any(axis=None)


def test_diagnostics(third, below):
    survey, plan = third, population.protection_plan(third)
    model = population.fit_logistic(below, survey.predictors, design=survey.design)
    shown = population.protect(model, plan=plan)
    report = tables.diagnostics(shown)
    area = report.frame[report.frame["term"].str.startswith("Area")].iloc[0]
    assert area["detail_text"].count("–") == 1
    assert area["estimate"] == round(area["estimate"], 2)
    assert any(text.startswith("p ") for text in report.frame["detail_text"])
    assert "nflation" not in report.html()
    assert model.collinearity["vif"].ge(1).all()
    assert shown.result.collinearity.empty
    assert "vif" not in population.protect(model.collinearity, plan=plan).frame


def test_of_two_predictors_no_diagnostic_is_shown(survey, plan, model):
    table = tables.diagnostics(population.protect(model, plan=plan))
    assert table.frame.empty
    assert "fewer than three predictors" in table.html()


def test_other_cutoffs(survey, plan):
    points = score(survey.responses, instrument=survey.instrument)
    found = population.cutoff_sensitivity(
        points, survey.predictors, instrument=survey.instrument, distance=20.0, design=survey.design
    )
    assert set(found.table["model"]) == {"below 30", "below 50", "at or below 50", "below 70"}
    ratios = population.protect(found, plan=plan)
    assert not shown_outcomes(tables.cutoff_sensitivity(ratios, survey=survey), "sea")
    shares = population.cutoff_shares(points, instrument=survey.instrument, distance=20.0, design=survey.design)
    assert "Below 50" in tables.cutoff_shares(population.protect(shares, plan=plan)).frame["term"].tolist()
