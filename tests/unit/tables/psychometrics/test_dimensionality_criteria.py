"""Criteria of one factor beside the values."""

import numpy as np

from workbench import psychometrics, tables


def test_criteria_of_one_factor_name_version_and_source(survey, protect, models, exact_models):
    keywords = {"correlation": "polychoric"}
    table = tables.criteria_single_factor(
        *models,
        adequacy=protect(psychometrics.sampling_adequacy(survey.responses, **keywords)),
        components=protect(psychometrics.parallel_analysis(survey.responses, n_replicates=20, **keywords)),
        partials=protect(psychometrics.minimum_average_partial(survey.responses, **keywords)),
        bifactor=protect(psychometrics.essential_unidimensionality(survey.responses)),
    )
    frame = table.frame.set_index("term")
    assert frame.loc["CFI, WLSMV, scaled", "estimate"] == round(exact_models[0].fit.loc[0, "cfi_scaled"], 3)
    assert frame.loc["RMSEA, MLR, robust", "conf_high"] == round(exact_models[1].fit.loc[0, "rmsea_high_robust"], 3)
    assert "derived for ML with continuous answers" in frame.loc["SRMR, WLSMV", "criterion"]
    residuals = exact_models[0].residual_correlations.to_numpy()
    largest = next(term for term in frame.index if term.startswith("Largest residual correlation"))
    assert abs(frame.loc[largest, "estimate"]) == np.abs(np.tril(residuals, -1)).max().round(2)
    assert frame.loc["Omega hierarchical (polychoric)", "source"] == "Rodriguez et al. 2016"
    assert frame["source"].str.len().min() > 1
