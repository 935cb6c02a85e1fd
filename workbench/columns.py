"""The glossary of result columns: every column of every result stands here once, with meaning and unit."""

from __future__ import annotations

from typing import NamedTuple

# Words that stand in the key columns beside the levels of a codebook.
EVERYONE = "all"  # variable and level of the row for everyone
NOT_ANSWERED = "not answered"  # level of respondents without a value
CROSS = " × "  # between the variables of a crossing, and between their levels


class Column(NamedTuple):
    """Meaning and unit of one result column; `unit` is empty for words and pure numbers."""

    meaning: str
    unit: str = ""


_WHO_AND_WHAT = {
    "term": Column("what the row estimates"),
    "item": Column("item of the instrument"),
    "item_other": Column("second item of a pair"),
    "threshold": Column("number of the threshold of an item, between the lowest two answers first"),
    "statement": Column("wording of the item"),
    "variable": Column("background variable, or `all` for everyone"),
    "level": Column("group: a level of the background variable, or `all`; in a distribution the part of the whole"),
    "reference": Column("level that the group is compared with"),
    "response": Column("answer, in points of the instrument", "points"),
    "score": Column("score on the instrument's range", "score points"),
    "step": Column("stage of reading or analysis"),
    "column": Column("column of the survey file"),
    "value": Column("value in the survey file or of a numeric variable, or a number that belongs to `term`"),
    "reference_value": Column("value of a numeric variable that the others are compared with"),
    "action": Column("what was done with it"),
    "rule": Column("rule of the protection plan that withholds the cell"),
    "reason": Column("why it was done"),
    "model": Column("which set of predictors: crude (one alone), the name of a block, or adjusted (all)"),
    "missing_rule": Column("how missing answers are treated in the score"),
    "withheld": Column("true where the row is not published"),
    "factor": Column("latent variable"),
    "component": Column("number of the factor or component, largest eigenvalue first"),
}

_COUNTS = {
    "n_respondents": Column("respondents that the row rests on", "respondents"),
    "n_items": Column("items that the row rests on", "items"),
    "n_complete": Column("respondents with an answer to every item", "respondents"),
    "n_missing": Column("respondents without a usable answer", "respondents"),
    "n_rows": Column("rows of the survey file", "rows"),
    "n_events": Column("respondents with the outcome", "respondents"),
    "n_levels": Column("number of levels or distinct values"),
    "n_factors": Column("factors of the model"),
    "n_parameters": Column("estimated coefficients, the intercept included"),
    "share": Column("part of the respondents, weighted where a weight is used", "0–1"),
    "share_low": Column("lower end of the interval of `share`", "0–1"),
    "share_high": Column("upper end of the interval of `share`", "0–1"),
    "share_missing": Column("part of the respondents without a usable answer", "0–1"),
    "share_dropped": Column("part of the respondents whom the complete-answer rule leaves out", "0–1"),
    "share_unit_missing": Column("part of the respondents who answered no item (unit nonresponse)", "0–1"),
    "floor": Column("part of the answers in the lowest option", "0–1"),
    "ceiling": Column("part of the answers in the highest option", "0–1"),
}

_ESTIMATES = {
    "estimate": Column("point estimate of what `term` or the table names"),
    "std_error": Column("standard error of the estimate"),
    "statistic": Column("test statistic"),
    "df": Column("degrees of freedom"),
    "df_residual": Column("degrees of freedom of the variance estimate; infinite for a normal or chi-square statistic"),
    "p_value": Column("probability of a statistic at least this extreme if the null hypothesis holds", "0–1"),
    "conf_low": Column("lower end of the confidence interval"),
    "conf_high": Column("upper end of the confidence interval"),
    "conf_level": Column("coverage of the confidence interval", "0–1"),
    "difference": Column("difference from the reference group"),
    "hedges_g": Column(
        "difference from the reference group in pooled standard deviations, corrected for few respondents"
    ),
    "relative_std_error": Column("standard error divided by the estimate"),
    "design_effect": Column("variance of the estimate, divided by that of a simple random sample of the same size"),
    "effective_n": Column("respondents of a simple random sample with the same precision", "respondents"),
    "sum_of_weights": Column("sum of the sampling weights"),
    "variation": Column("standard deviation of the weights divided by their mean"),
    "trimmed_part": Column("part of the sum of weights that trimming moved from the largest to the others", "0–1"),
    "largest_weight": Column("largest sampling weight", "mean weights"),
    "share_of_largest": Column("part of the sum of weights that the 1 % with the largest weights carry", "0–1"),
    "relative_weight": Column("sampling weight", "mean weights"),
    "unreliable": Column(
        "true where fewer than 30 respondents or a relative standard error above 0.3 call for caution"
    ),
    "share_of_outcome": Column("part of all people with the outcome who belong to the group", "0–1"),
    "share_of_outcome_std_error": Column("standard error of the share of all with the outcome"),
    "share_of_outcome_low": Column("lower end of the interval of the share of all with the outcome", "0–1"),
    "share_of_outcome_high": Column("upper end of the interval of the share of all with the outcome", "0–1"),
    "share_of_population": Column("part of the population that belongs to the group", "0–1"),
    "share_of_population_std_error": Column("standard error of the share of the population"),
    "share_of_population_low": Column("lower end of the interval of the share of the population", "0–1"),
    "share_of_population_high": Column("upper end of the interval of the share of the population", "0–1"),
    "relative_index": Column("relative index of inequality: predicted value at the lowest end over the highest end"),
    "relative_index_low": Column("lower end of the interval of the relative index of inequality"),
    "relative_index_high": Column("upper end of the interval of the relative index of inequality"),
    "predicted_lowest": Column("value on the fitted line at the lowest end of the social order"),
    "predicted_highest": Column("value on the fitted line at the highest end of the social order"),
    "crude": Column("the same estimate without standardisation", "0–1"),
    "published": Column("value that a publication states for a population and year"),
    "comparison": Column("how the publication states it: equal, about, above or below"),
    "population": Column("population that the published value is about"),
    "year": Column("year that the published value is about"),
    "source": Column("publication that states the value"),
    "quantity": Column("what the published value measures"),
    "people": Column("estimated number of people in the population with the outcome", "people"),
    "people_low": Column("lower end of the interval of the number of people", "people"),
    "people_high": Column("upper end of the interval of the number of people", "people"),
    "quantile": Column("part of the people with a value of at most the estimate", "0–1"),
    "term_other": Column("second variable of a pair"),
    "correlation": Column("Pearson correlation of the pair in the population", "−1–1"),
    "correlation_std_error": Column("standard error of the correlation"),
    "odds_ratio": Column("exponential of the logistic coefficient"),
    "odds_ratio_low": Column("lower end of the interval of the odds ratio"),
    "odds_ratio_high": Column("upper end of the interval of the odds ratio"),
    "predicted": Column("mean of the predicted probabilities", "0–1"),
    "vif": Column("generalised variance inflation factor (Fox and Monette 1992)"),
    "vif_per_df": Column("variance inflation factor to the power 1 / (2 df), comparable between variables"),
    "risk_ratio": Column("adjusted share of the group divided by that of the reference group"),
    "risk_ratio_low": Column("lower end of the interval of the risk ratio"),
    "risk_ratio_high": Column("upper end of the interval of the risk ratio"),
    "chi_square": Column("chi-square statistic"),
}

_ITEMS = {
    "mean": Column("arithmetic mean, weighted where a weight is used"),
    "std_dev": Column("standard deviation with divisor n − 1 (sum of weights · (n − 1) / n where weighted)"),
    "median": Column("middle value"),
    "minimum": Column("smallest value"),
    "maximum": Column("largest value"),
    "skewness": Column("third standardised moment, m3 / s³ with s from n − 1 (psych type 3)"),
    "kurtosis": Column("fourth standardised moment − 3, m4 / s⁴ − 3 with s from n − 1 (psych type 3)"),
    "item_rest_correlation": Column("Pearson correlation of the item with the sum of the other items"),
    "alpha_if_deleted": Column("coefficient alpha of the scale without the item"),
    "omega_if_deleted": Column("coefficient omega, of the same kind, of the scale without the item"),
    "sampling_adequacy": Column("Kaiser–Meyer–Olkin measure of sampling adequacy", "0–1"),
    "loading": Column("loading of the item on the factor of the correlation matrix"),
    "communality": Column("part of the item's variance the factors explain; above 1 only in a Heywood case", "0–1"),
    "uniqueness": Column("part of the item's variance that the factors leave", "0–1"),
    "eigenvalue": Column("eigenvalue of the analysed matrix"),
    "eigenvalue_random": Column("quantile of the eigenvalue in random data without correlation"),
    "eigenvalue_random_mean": Column("mean of the eigenvalue in random data without correlation"),
    "sum_squared_loadings": Column("sum over the items of the squared loadings on the factor"),
    "share_variance": Column("part of the items' variance that the factor or component explains", "0–1"),
}

_INDICES = {
    "cfi": Column("comparative fit index"),
    "tli": Column("Tucker–Lewis index"),
    "rmsea": Column("root mean square error of approximation"),
    "rmsea_low": Column("lower end of the 90 % interval of the RMSEA"),
    "rmsea_high": Column("upper end of the 90 % interval of the RMSEA"),
    "rmsea_close_p_value": Column("p-value of the hypothesis that the RMSEA is at most 0.05", "0–1"),
}

_FIT = {
    **_INDICES,
    **{f"{name}_scaled": Column(f"{c.meaning}, from the corrected statistic", c.unit) for name, c in _INDICES.items()},
    **{f"{name}_robust": Column(f"{c.meaning}, robust", c.unit) for name, c in _INDICES.items()},
    "srmr": Column("standardised root mean square residual of the correlations"),
    "residual_rms": Column("root mean square of the residual correlations of all pairs of items (psych: rms)"),
    "chi_square_scaled": Column("chi-square statistic corrected for non-normal or ordered answers"),
    "p_value_scaled": Column("p-value of the corrected chi-square statistic", "0–1"),
    "scaling_factor": Column("what the chi-square statistic was divided by"),
    "shift": Column("what was added to the chi-square statistic after the division"),
    "baseline_chi_square": Column("chi-square statistic of the model without covariances"),
    "baseline_df": Column("degrees of freedom of the model without covariances"),
    "r_squared": Column("part of the variance of the outcome that the model explains", "0–1"),
    "log_likelihood": Column("logarithm of the likelihood at its maximum"),
    "aic": Column("Akaike's information criterion"),
    "bic": Column("Bayesian information criterion"),
}

_INVARIANCE = {
    "difference_test": Column("how the chi-square difference from the step before was corrected"),
    "chi_square_difference": Column("corrected chi-square difference from the step before"),
    "df_difference": Column("degrees of freedom of the difference"),
    "p_value_difference": Column("p-value of the difference", "0–1"),
    "cfi_change": Column("scaled CFI less that of the step before"),
    "rmsea_change": Column("scaled RMSEA less that of the step before"),
    "srmr_change": Column("SRMR less that of the step before"),
    "cfi_criterion": Column("change of CFI below which invariance is usually rejected (Chen 2007, derived for ML)"),
    "rmsea_criterion": Column("change of RMSEA above which invariance is usually rejected (Chen 2007, derived for ML)"),
    "srmr_criterion": Column("change of SRMR above which invariance is usually rejected (Chen 2007, derived for ML)"),
    "share_difference": Column("difference in share from the reference group", "−1–1"),
    "share_difference_std_error": Column("standard error of the difference in share"),
    "share_difference_low": Column("lower end of the interval of the difference in share"),
    "share_difference_high": Column("upper end of the interval of the difference in share"),
    "invariance": Column("what the model holds equal between the groups: full, partial or none"),
}

_CONFIRMATORY = {
    "standardized": Column("estimate with factor and items of variance 1"),
    "standardized_std_error": Column("standard error of the standardised estimate"),
    "standardized_low": Column("lower end of the interval of the standardised estimate"),
    "standardized_high": Column("upper end of the interval of the standardised estimate"),
    "modification_index": Column("expected fall of the chi-square statistic if the parameter were free (score test)"),
    "expected_change": Column("expected change of the parameter if it were free"),
    "standardized_change": Column("expected change with factor and items of variance 1"),
    "residual_correlation": Column("observed less implied correlation"),
}

_RELIABILITY = {
    "coefficient": Column("which coefficient of a pair of halves the row tells"),
    "estimate_standardized": Column("the same coefficient of standardised items (correlations for covariances)"),
    "reliability": Column("reliability coefficient that `term` names"),
    "sem_sum": Column("standard error of measurement of the sum of the items", "points"),
    "sem_mean": Column("standard error of measurement of the mean of the items", "points"),
    "sem_score": Column("standard error of measurement of the score", "score points"),
}

_ITEM_RESPONSE = {
    "discrimination": Column("slope of the item's curves on the logistic scale, per standard deviation of the factor"),
    "difficulty": Column("place on the factor where half answer `response` or higher", "standard deviations"),
    "theta": Column("place on the factor, mean 0 and standard deviation 1", "standard deviations"),
    "information": Column("Fisher information about the factor"),
    "probability": Column("probability of the answer at that place on the factor", "0–1"),
    "share_below": Column("probability of an observed score below the cut-off", "0–1"),
    "below": Column("true where the score lies below the cut-off"),
    "misclassified": Column("probability that the expected score lies on the other side of the cut-off", "0–1"),
}

_MOKKEN = {
    "n_comparisons": Column("pairs of rest-score groups in which a step of the item could violate monotonicity (#ac)"),
    "n_violations": Column("pairs of groups in which it falls by more than .03 (#vi)"),
    "share_violations": Column("violations per comparison (#vi/#ac)", "0–1"),
    "largest_violation": Column("largest fall among the violations (maxvi)", "0–1"),
    "sum_violations": Column("sum of the falls over the violations (sum)"),
    "mean_violation": Column("sum of the falls per comparison (sum/#ac)"),
    "largest_z": Column("largest test statistic of a violation (zmax)"),
    "n_significant": Column("violations whose statistic exceeds 1.6449 (#zsig)"),
    "crit": Column("Molenaar and Sijtsma's index of all of these and of the item's coefficient, before rounding down"),
    "scale": Column("number of the Mokken scale that the item falls into, 0 for none"),
}

_ITEM_BIAS = {
    "p_value_holm": Column("p-value adjusted for the number of tests in the table or variable (Holm 1979)", "0–1"),
    "mcfadden_change": Column("gain in McFadden's R² from the terms tested", "0–1"),
    "nagelkerke_change": Column("gain in Nagelkerke's R² from the terms tested", "0–1"),
}

_MINIMUM_AVERAGE_PARTIAL = {
    "n_components": Column("components that were partialled out"),
    "average_squared_partial": Column("mean squared partial correlation of the items", "0–1"),
    "average_fourth_partial": Column("mean fourth power of the items' partial correlations", "0–1"),
}

COLUMNS: dict[str, Column] = {
    **_WHO_AND_WHAT,
    **_COUNTS,
    **_ESTIMATES,
    **_ITEMS,
    **_FIT,
    **_CONFIRMATORY,
    **_INVARIANCE,
    **_RELIABILITY,
    **_ITEM_RESPONSE,
    **_MOKKEN,
    **_ITEM_BIAS,
    **_MINIMUM_AVERAGE_PARTIAL,
}
