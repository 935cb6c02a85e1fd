"""Criteria of one factor beside the values."""

import numpy as np

from workbench import psychometrics, tables


def test_criteria_of_one_factor_name_version_and_source(survey, models):
    keywords = {"correlation": "polychoric"}
    table = tables.criteria_single_factor(
        *models,
        adequacy=psychometrics.sampling_adequacy(survey.responses, **keywords),
        components=psychometrics.parallel_analysis(survey.responses, n_replicates=20, **keywords),
        partials=psychometrics.minimum_average_partial(survey.responses, **keywords),
    )
    frame = table.frame.set_index("term")
    assert frame.loc["CFI, WLSMV, scaled", "estimate"] == models[0].fit.loc[0, "cfi_scaled"]
    assert frame.loc["RMSEA, MLR, robust", "conf_high"] == models[1].fit.loc[0, "rmsea_high_robust"]
    assert "derived for ML with continuous answers" in frame.loc["SRMR, WLSMV", "criterion"]
    residuals = models[0].residual_correlations.to_numpy()
    largest = next(term for term in frame.index if term.startswith("Largest residual correlation"))
    assert abs(frame.loc[largest, "estimate"]) == np.abs(np.tril(residuals, -1)).max()
    assert frame["source"].str.len().min() > 1
