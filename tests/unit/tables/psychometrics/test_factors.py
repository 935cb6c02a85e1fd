"""Tables of the pages about one factor and reliability: the results' own numbers, each version under its name."""

import pytest

from workbench import psychometrics, tables
from workbench.errors import NotEstimable, PublicationError
from workbench.wording import numbers


def test_each_version_of_an_index_stands_under_its_own_heading_with_three_decimals(models, exact_models):
    frame = tables.model_fit(*models).frame.set_index(["version", "term"])
    for suffix, heading in (("", "Naive"), ("_scaled", "Scaled"), ("_robust", "Robust")):
        version = next(v for v in frame.index.get_level_values(0) if v.startswith(heading))
        for model, column in zip(exact_models, ("ordinal", "continuous"), strict=True):
            fit = model.fit.iloc[0].astype(float).round(3)
            assert frame.loc[(version, "CFI"), column] == fit[f"cfi{suffix}"]
            rmsea = frame.loc[(version, "RMSEA (90 % interval)")]
            ends = [rmsea[f"{column}_low"], rmsea[f"{column}_high"]]
            assert ends == [fit[f"rmsea_low{suffix}"], fit[f"rmsea_high{suffix}"]]
            assert rmsea[f"{column}_text"].startswith(numbers.number(fit[f"rmsea{suffix}"], 3))
    srmr = exact_models[0].fit.loc[0, "srmr"]
    assert frame.loc[("Size of the residuals", "SRMR"), "ordinal"] == round(srmr, 3)


def test_chi_squares_have_two_digits_and_p_values_are_bands(models, exact_models):
    frame = tables.model_fit(*models).frame.set_index(["version", "term"])
    for model, column in zip(exact_models, ("ordinal", "continuous"), strict=True):
        naive = frame.xs("Naive, as a plain chi-square")[column]
        assert naive["χ²"] == float(f"{model.fit.loc[0, 'chi_square']:.1e}")
        assert naive["p"] in (0.001, 0.01, 0.05, 1.0)


@pytest.mark.parametrize(
    ("which", "suffix", "version"), [(0, "_scaled", "WLSMV, scaled"), (1, "_robust", "MLR, robust")]
)
def test_one_version_of_the_fit_is_recommended_whatever_its_numbers_are(models, exact_models, which, suffix, version):
    given = [model if place >= which else None for place, model in enumerate(models)]
    table = tables.recommended_fit(*given)
    (row,), fit = table.frame.to_dict("records"), exact_models[which].fit.iloc[0].astype(float)
    assert row["term"] == version
    for name in (f"cfi{suffix}", f"tli{suffix}", f"rmsea{suffix}", f"rmsea_high{suffix}", "srmr"):
        assert row[name] == round(fit[name], 3), name
    assert row["chi_square_scaled"] == float(f"{fit['chi_square_scaled']:.1e}")
    assert any("before anybody saw a number" in said for said in table.cautions) is (which == 0)
    assert tables.model_fit(*models).frame["version"].iloc[0].startswith("Scaled")


def test_correction_is_stated(models, exact_models):
    notes = " ".join(tables.model_fit(*models).notes)
    fit = exact_models[0].fit.iloc[0]
    shown = f"{numbers.number(fit['scaling_factor'])} + {numbers.number(fit['shift'])}"
    assert f"WLSMV: scaled χ² = naive χ² / {shown} (scaling factor and shift)." in notes


def test_of_a_model_without_degrees_of_freedom_no_fit_index_is_shown(survey, protect):
    three = survey.responses.iloc[:, :3]
    fitted = [protect(psychometrics.fit_confirmatory_factors(three, estimator=e)) for e in ("WLSMV", "MLR")]
    with pytest.raises(
        NotEstimable, match=r"^With 3 items the model has as many parameters .* no fit index is shown\."
    ):
        tables.model_fit(*fitted)
    with pytest.raises(NotEstimable, match="no fit index is shown"):
        tables.modification_indices(fitted[0])
    with pytest.raises(NotEstimable, match="no fit index is shown"):
        tables.recommended_fit(*fitted)
    assert tables.standardized_loadings(*fitted, survey=survey).frame["item"].tolist() == list(three)


@pytest.mark.parametrize("which", [0, 1])
def test_one_of_the_two_models_is_enough(models, which, survey):
    given = [model if place == which else None for place, model in enumerate(models)]
    both, alone = tables.model_fit(*models), tables.model_fit(*given)
    name = ("ordinal_text", "continuous_text")[which]
    assert [c.names[0] for c in alone.columns] == ["term", name]
    assert alone.frame[name].equals(both.frame[name])
    assert [c.label for c in tables.standardized_loadings(*given, survey=survey).columns][:2] == ["Item", "Statement"]
    assert bool(alone.headlines) is (which == 0)


def test_fit_says_for_how_many_pairs_normal_latent_responses_are_rejected(models, protect, survey):
    tested = psychometrics.bivariate_normality(survey.responses)
    rejected = int((tested.table["p_value_holm"] < 0.05).sum())
    note = next(note for note in tables.model_fit(*models, normality=protect(tested)).notes if "Normal latent" in note)
    assert (f"for {rejected} of 45 pairs" if rejected else "for none of 45 pairs") in note
    assert not any("Normal latent" in note for note in tables.model_fit(*models).notes)


def test_a_model_of_two_factors_is_not_called_one_of_one_factor(survey, protect):
    items = list(survey.responses)
    factors = {"first": items[:5], "second": items[5:]}
    fitted = [
        protect(psychometrics.fit_confirmatory_factors(survey.responses, factors=factors, estimator=e))
        for e in ("WLSMV", "MLR")
    ]
    table = tables.model_fit(*fitted)
    assert table.caption == "Fit of the factor model"
    assert not table.headlines
    assert "χ²" in set(table.frame["term"])


def test_results_that_skipped_the_gate_or_are_of_another_kind_are_refused(models, exact_models, protect, survey):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.model_fit(*exact_models)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.modification_indices(exact_models[0])
    with pytest.raises(PublicationError, match="shows a ConfirmatoryFactors, not a ItemAnalysis"):
        tables.standardized_loadings(models[0], protect(psychometrics.item_analysis(survey.responses)), survey=survey)


def test_modification_indices_are_the_ten_largest_in_words(models):
    frame = tables.modification_indices(models[0]).frame
    assert len(frame) == 10
    assert frame["modification_index"].is_monotonic_decreasing
    assert frame["parameter"].str.fullmatch(r"esis\d+ with esis\d+").all()


def test_groups_of_fewer_than_a_hundred_are_empty_and_tell_nothing(survey, protect):
    result = psychometrics.reliability_by_group(survey.responses, survey.groups, interval="linearised")
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.reliability_by_group(result, survey=survey, coefficient=result.coefficient)
    table = tables.reliability_by_group(protect(result), survey=survey, coefficient="coefficient alpha")
    assert "reason" not in table.frame
    assert not any("alike`" in note or "small" in note for note in table.notes)
    rows = table.frame.set_index("level")
    assert rows.loc[["alike", "small"], ["estimate", "conf_low"]].isna().all(axis=None)
    assert rows.loc[["large", "alike", "small"], "n_respondents"].tolist() == [562, 32, 12]
    assert rows.loc["large", "estimate"] == round(result.table.set_index("level").loc["large", "estimate"], 2)
