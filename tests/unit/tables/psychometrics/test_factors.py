"""Tables of the pages about one factor and reliability: the results' own numbers, each version under its name."""

import pytest

from workbench import population, psychometrics, tables
from workbench.errors import PublicationError
from workbench.wording import numbers


def test_each_version_of_an_index_stands_under_its_own_heading(models):
    frame = tables.model_fit(*models).frame.set_index(["version", "term"])
    for suffix, heading in (("", "Naive"), ("_scaled", "Scaled"), ("_robust", "Robust")):
        version = next(v for v in frame.index.get_level_values(0) if v.startswith(heading))
        for model, column in zip(models, ("ordinal", "continuous"), strict=True):
            fit = model.fit.iloc[0]
            assert frame.loc[(version, "CFI"), column] == fit[f"cfi{suffix}"]
            rmsea = frame.loc[(version, "RMSEA (90 % interval)")]
            ends = [rmsea[f"{column}_low"], rmsea[f"{column}_high"]]
            assert ends == [fit[f"rmsea_low{suffix}"], fit[f"rmsea_high{suffix}"]]
            assert rmsea[f"{column}_text"].startswith(numbers.number(fit[f"rmsea{suffix}"], 3))
    assert frame.loc[("Size of the residuals", "SRMR"), "ordinal"] == models[0].fit.loc[0, "srmr"]


def test_correction_is_stated(models):
    notes = " ".join(tables.model_fit(*models).notes)
    fit = models[0].fit.iloc[0]
    shown = f"{numbers.number(fit['scaling_factor'], 3)} + {numbers.number(fit['shift'], 3)}"
    assert f"WLSMV: scaled χ² = naive χ² / {shown} (scaling factor and shift)." in notes


def test_a_model_without_degrees_of_freedom_has_no_headline_and_says_why_cells_are_empty(survey):
    three = survey.responses.iloc[:, :3]
    fitted = [psychometrics.fit_confirmatory_factors(three, estimator=e) for e in ("WLSMV", "MLR")]
    table = tables.model_fit(*fitted)
    assert not table.headlines
    assert "Empty cells: " in table.html()


def test_a_model_of_two_factors_is_not_called_one_of_one_factor(survey):
    items = list(survey.responses)
    factors = {"first": items[:5], "second": items[5:]}
    fitted = [
        psychometrics.fit_confirmatory_factors(survey.responses, factors=factors, estimator=e) for e in ("WLSMV", "MLR")
    ]
    table = tables.model_fit(*fitted)
    assert table.caption == "Fit of the factor model"
    assert not table.headlines
    assert "χ²" in set(table.frame["term"])


def test_modification_indices_are_the_ten_largest_in_words(models):
    frame = tables.modification_indices(models[0]).frame
    assert len(frame) == 10
    assert frame["modification_index"].is_monotonic_decreasing
    assert frame["parameter"].str.fullmatch(r"esis\d+ with esis\d+").all()


def test_groups_without_an_estimate_are_empty_and_withheld_ones_tell_nothing(survey):
    plan = population.protection_plan(survey)
    result = psychometrics.reliability_by_group(survey.responses, survey.groups, interval="linearised")
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.reliability_by_group(result, survey=survey, coefficient=result.coefficient)
    table = tables.reliability_by_group(
        population.protect(result, plan=plan), survey=survey, coefficient="coefficient alpha"
    )
    assert "reason" not in table.frame
    assert not any("alike`" in note or "small" in note for note in table.notes)
    rows = table.frame.set_index("level")
    assert rows.loc[["alike"], ["estimate", "conf_low"]].isna().all(axis=None)
