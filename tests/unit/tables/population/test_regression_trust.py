"""What a regression rests on: fit, other cut-offs, nothing of a withheld level."""

from workbench import population, tables
from workbench.intake import score


def shown_numbers(report, level):
    rows = report.frame[report.frame["level"].astype(str).str.endswith(level)]
    assert len(rows)
    return rows.select_dtypes("number").notna().any(axis=None)


def test_diagnostics_and_calibration(third, below):
    survey, plan = third, population.protection_plan(third)
    model = population.fit_logistic(below, survey.predictors, design=survey.design)
    report = tables.diagnostics(population.protect(model.diagnostics, plan=plan))
    area = report.frame[report.frame["term"].str.startswith("Area")].iloc[0]
    assert area["detail_text"].count("–") == 1
    assert any(text.startswith("F(") for text in report.frame["detail_text"])
    groups = population.protect(model.calibration, plan=plan)
    assert tables.calibration(groups, survey=survey).frame["predicted"].is_monotonic_increasing
    assert tables.collinearity(population.protect(model.collinearity, plan=plan), survey=survey).frame["vif"].min() >= 1


def test_few_patterns_with_a_withheld_level_leave_no_measure_of_fit(plan, model):
    report = tables.diagnostics(population.protect(model.diagnostics, plan=plan))
    assert report.frame["withheld"].all()
    assert report.html().count("–") >= len(report.frame)


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
