"""The glossary of result columns: every column of every result stands here once, with meaning and unit."""

from __future__ import annotations

from typing import Literal, NamedTuple

# Words that stand in the key columns beside the levels of a codebook.
EVERYONE = "all"  # variable and level of the row for everyone
CHOSEN = "chosen"  # in the attributes of groups: why they are these, in a sentence
NOT_ANSWERED = "not answered"  # level of respondents without a value
OTHER_LEVELS = "other levels"  # levels that are too small for a model, merged before it is fitted
MERGED = " + "  # between the names of neighbours that were merged so, in a variable with an order
CROSS = " × "  # between the variables of a crossing, and between their levels

# What a p-value of a survey that is not open says.
BAND_OF_P = "where outcomes are protected the upper end of its band: 0.001, 0.01, 0.05, or 1 for 0.05 and more"


Role = Literal[
    "key",  # names a row
    "word",  # says something about it
    "fixed",  # set by instrument, codebook, model or request, and not by what respondents answered
    "people",  # a number of respondents
    "part",  # a number of respondents divided by another one of the row
    "mean",  # a mean of values of respondents
    "estimate",  # what `measure` says
    "error",  # its standard error
    "end",  # an end of its interval
    "test",  # its test statistic
    "probability",  # a p-value
    "spread",  # a standard deviation
    "quotient",  # a coefficient of everybody, or of a large group, on a fixed scale, such as a correlation or a loading
    "fit",  # a fit index
    "size",  # a statistic that grows with the respondents
    "change",  # an expected change, of which the score statistic of its row tells the standard error
    "weight",  # of respondents: in a known population it tells how many of a group answered
    "gain",  # a part of what all respondents tell, to which each adds about as much
    "derived",  # follows from other numbers of the row
    "private",  # tells how exactly the others are known; never published
]
"""What a column is, and so how exactly it may be published (docs/explanation/disclosure.md)."""

MEASURES: dict[str, str] = {
    "mean": "mean of the values of a group",
    "share": "share of a group with the outcome",
    "log odds": "logistic coefficient",
    "difference": "linear coefficient",
    "adjusted share": "share with the outcome if everybody were in the group",
    "standardised share": "share with the outcome at the composition of a standard population",
    "quantile": "quantile of the values of a group",
    "slope": "slope over ordered groups",
    "coefficient": "psychometric coefficient of everybody, or of a large group",
    "discrimination": "slope of the curves of an item",
    "difficulty": "place of a threshold between two answers",
    "latent mean": "mean of a latent variable",
    "prediction": "how well a model predicts an outcome: area under the curve, explained part",
    "influence": "largest change of a coefficient without one respondent, in standard errors",
}
"""What `estimate` can be; a row without such a word has no published estimate."""


class Column(NamedTuple):
    """Meaning, unit and role of one result column; `unit` is empty for words and pure numbers.

    `of`: numerator and denominator of a part. `of_answers`: whether it counts those who gave one answer, or none, whose
    windows no plan lays.
    """

    meaning: str
    unit: str = ""
    role: Role = "private"
    of: tuple[str, str] | None = None
    of_answers: bool = False


_WHO_AND_WHAT = {
    "term": Column("what the row estimates", role="key"),
    "item": Column("item of the instrument", role="key"),
    "item_other": Column("second item of a pair", role="key"),
    "threshold": Column("number of the threshold of an item, between the lowest two answers first", role="key"),
    "statement": Column("wording of the item", role="word"),
    "variable": Column("background variable, or `all` for everyone", role="key"),
    "level": Column(
        "group: a level of the background variable, or `all`; in a distribution the part of the whole", role="key"
    ),
    "group": Column("group of respondents", role="key"),
    "reference": Column("level that the group is compared with", role="key"),
    "response": Column("answer, in points of the instrument", "points", role="key"),
    "score": Column("score on the instrument's range", "score points", role="key"),
    "step": Column("stage of reading or analysis", role="key"),
    "column": Column("column of the survey file", role="key"),
    "value": Column(
        "value in the survey file or of a numeric variable, or a number that belongs to `term`", role="key"
    ),
    "reference_value": Column("value of a numeric variable that the others are compared with", role="key"),
    "action": Column("what was done with it", role="key"),
    "rule": Column("rule of the protection plan that withholds the cell", role="word"),
    "reason": Column("why it was done", role="word"),
    "model": Column("which set of predictors: crude (one alone), the name of a block, or adjusted (all)", role="key"),
    "missing_rule": Column("how missing answers are treated in the score", role="key"),
    "withheld": Column("true where the row is not published", role="word"),
    "factor": Column("latent variable", role="key"),
    "component": Column("number of the factor or component, largest eigenvalue first", role="key"),
}

_COUNTS = {
    "n_respondents": Column("respondents that the row rests on", "respondents", role="people"),
    "n_total": Column("respondents of whom those of the row are a part", "respondents", role="people"),
    "n_dropped": Column("respondents whom the complete-answer rule leaves out", "respondents", role="people"),
    "n_unit_missing": Column("respondents who answered no item", "respondents", role="people", of_answers=True),
    "n_floor": Column(
        "respondents who answered every item and chose the lowest option", "respondents", role="people", of_answers=True
    ),
    "n_ceiling": Column(
        "respondents who answered every item and chose the highest option",
        "respondents",
        role="people",
        of_answers=True,
    ),
    "n_items": Column("items that the row rests on", "items", role="fixed"),
    "n_complete": Column("respondents with an answer to every item", "respondents", role="people"),
    "n_missing": Column("respondents without a usable answer", "respondents", role="people", of_answers=True),
    "n_rows": Column("rows of the survey file", "rows", role="people"),
    "n_events": Column("respondents with the outcome", "respondents", role="people"),
    "n_levels": Column("number of levels or distinct values", role="fixed"),
    "n_factors": Column("factors of the model", role="key"),
    "n_parameters": Column("estimated coefficients, thresholds and the intercept included", role="private"),
    "share": Column(
        "part of the respondents, weighted where a weight is used", "0–1", role="part", of=("n_respondents", "n_total")
    ),
    "share_low": Column("lower end of the interval of `share`", "0–1", role="derived"),
    "share_high": Column("upper end of the interval of `share`", "0–1", role="derived"),
    "share_missing": Column(
        "part of the respondents without a usable answer", "0–1", role="part", of=("n_missing", "n_total")
    ),
    "share_dropped": Column(
        "part of the respondents whom the complete-answer rule leaves out",
        "0–1",
        role="part",
        of=("n_dropped", "n_respondents"),
    ),
    "share_unit_missing": Column(
        "part of the respondents who answered no item (unit nonresponse)",
        "0–1",
        role="part",
        of=("n_unit_missing", "n_respondents"),
    ),
    "floor": Column("part of complete answers in the lowest option", "0–1", role="part", of=("n_floor", "n_complete")),
    "ceiling": Column(
        "part of complete answers in the highest option", "0–1", role="part", of=("n_ceiling", "n_complete")
    ),
}

_ESTIMATES = {
    "measure": Column("what `estimate` is, in a word; of correlations with a score, the other variable", role="key"),
    "bound": Column(
        "`under` or `over` where the number left of it is a bound and no estimate; else empty", role="word"
    ),
    "value_minimum": Column("smallest value of the analysed variable in the whole survey", role="private"),
    "value_maximum": Column("largest value of the analysed variable in the whole survey", role="private"),
    "largest_part": Column(
        "largest change of a line's slope when the value of one respondent changes by 1", role="private"
    ),
    "own_part": Column(
        "influence of one respondent on a coefficient without the other predictors, divided by that with them",
        "0–1",
        role="private",
    ),
    "patterns": Column(
        "combinations of the levels of the predictors in the model that a number is about, with their respondents",
        role="private",
    ),
    "of_windows": Column("whether the estimate follows from windows alone", role="private"),
    "line": Column("respondents by level, to which a line over ordered levels is fitted", role="private"),
    "fitted_to": Column(
        "respondents by combination of levels, and by level, to which a model is fitted", role="private"
    ),
    "cells": Column(
        "cells that an estimate is put together of: the part of each, and its `weight_cells`", role="private"
    ),
    "weight_cells": Column(
        "respondents of the group who weigh the same: how many have a value, how many they are, and what each weighs "
        "in mean weights; with the smallest and the largest weight of the survey",
        role="private",
    ),
    "n_moved": Column(
        "respondents whose values together no mean tells: 1, or the minimum of the survey",
        "respondents",
        role="private",
    ),
    "distribution": Column(
        "values of the group, with the part of its weights and the number of its respondents at or below each",
        role="private",
    ),
    "n_fewest": Column(
        "respondents on the rarer side of what is compared, who decide how exactly a coefficient is known",
        "respondents",
        role="private",
    ),
    "n_answered": Column(
        "respondents of the level who have an outcome, whether or not the row rests on them",
        "respondents",
        role="private",
    ),
    "n_events_answered": Column("those of `n_answered` who have the outcome", "respondents", role="private"),
    "n_response": Column("respondents who gave the answer itself", "respondents", role="private"),
    "per_respondent": Column("change of the estimate by one more respondent in `n_fewest`", role="private"),
    "group_population": Column(
        "estimated number of people in the group, whoever of them has a score", "people", role="private"
    ),
    "n_events_total": Column("respondents with the outcome among those of `n_total`", "respondents", role="people"),
    "estimate_total": Column("the estimate for everyone of `n_total`", role="private"),
    "std_dev_total": Column("standard deviation among everyone of `n_total`", role="private"),
    "estimate": Column("point estimate of what `term` or the table names", role="estimate"),
    "std_error": Column("standard error of the estimate", role="error"),
    "statistic": Column("test statistic", role="test"),
    "df": Column("degrees of freedom", role="fixed"),
    "df_residual": Column(
        "degrees of freedom of the variance estimate; infinite for a normal or chi-square statistic", role="private"
    ),
    "p_value": Column(
        f"probability of a statistic at least this extreme if the null hypothesis holds; {BAND_OF_P}",
        "0–1",
        role="probability",
    ),
    "conf_low": Column("lower end of the confidence interval", role="end"),
    "conf_high": Column("upper end of the confidence interval", role="end"),
    "conf_level": Column("coverage of the confidence interval", "0–1", role="fixed"),
    "difference": Column("difference from the reference group", role="derived"),
    "hedges_g": Column(
        "difference from the reference group in pooled standard deviations, corrected for few respondents",
        role="derived",
    ),
    "relative_std_error": Column("standard error divided by the estimate", role="derived"),
    "rank_low": Column("lowest rank that the group may have, 1 for the lowest estimate", role="derived"),
    "rank_high": Column("highest rank that the group may have", role="derived"),
    "design_effect": Column(
        "variance of the estimate, divided by that of a simple random sample of the same size; published: one for the "
        "whole survey",
        role="derived",
    ),
    "effective_n": Column(
        "respondents of a simple random sample with the same precision", "respondents", role="derived"
    ),
    "sum_of_weights": Column("sum of the sampling weights", role="private"),
    "variation": Column("standard deviation of the weights divided by their mean", role="private"),
    "design_effect_at_most": Column(
        "what `design_effect` is at most, by what tables tell of the weights", role="private"
    ),
    "largest_weight": Column("largest sampling weight", "mean weights", role="private"),
    "share_of_largest": Column(
        "part of the sum of weights that the 1 % with the largest weights carry", "0–1", role="private"
    ),
    "relative_weight": Column("sampling weight", "mean weights", role="weight"),
    "unreliable": Column(
        "true where fewer than 30 respondents or a relative standard error above 0.3 call for caution", role="derived"
    ),
    "share_of_outcome": Column("part of all people with the outcome who belong to the group", "0–1", role="derived"),
    "share_of_outcome_std_error": Column("standard error of the share of all with the outcome", role="derived"),
    "share_of_outcome_low": Column(
        "lower end of the interval of the share of all with the outcome", "0–1", role="derived"
    ),
    "share_of_outcome_high": Column(
        "upper end of the interval of the share of all with the outcome", "0–1", role="derived"
    ),
    "share_of_population": Column(
        "part of the population that belongs to the group", "0–1", role="part", of=("n_respondents", "n_total")
    ),
    "share_of_population_std_error": Column("standard error of the share of the population", role="derived"),
    "share_of_population_low": Column(
        "lower end of the interval of the share of the population", "0–1", role="derived"
    ),
    "share_of_population_high": Column(
        "upper end of the interval of the share of the population", "0–1", role="derived"
    ),
    "relative_index": Column(
        "relative index of inequality: predicted value at the lowest end over the highest end", role="derived"
    ),
    "relative_index_low": Column("lower end of the interval of the relative index of inequality", role="derived"),
    "relative_index_high": Column("upper end of the interval of the relative index of inequality", role="derived"),
    "predicted_lowest": Column("value on the fitted line at the lowest end of the social order", role="mean"),
    "predicted_highest": Column("value on the fitted line at the highest end of the social order", role="mean"),
    "crude": Column("the same estimate without standardisation", "0–1", role="derived"),
    "published": Column("value that a publication states for a population and year", role="fixed"),
    "comparison": Column("how the publication states it: equal, about, above or below", role="word"),
    "population": Column("population that the published value is about", role="key"),
    "year": Column("year that the published value is about", role="key"),
    "source": Column("publication that states the value", role="word"),
    "quantity": Column("what the value measures", role="key"),
    "people": Column("estimated number of people in the population with the outcome", "people", role="derived"),
    "people_low": Column("lower end of the interval of the number of people", "people", role="derived"),
    "people_high": Column("upper end of the interval of the number of people", "people", role="derived"),
    "quantile": Column("part of the people with a value of at most the estimate", "0–1", role="key"),
    "term_other": Column("second variable of a pair", role="key"),
    "correlation": Column("correlation of the pair in the population, as `method` says", "−1–1", role="quotient"),
    "correlation_std_error": Column("standard error of the correlation", role="quotient"),
    "odds_ratio": Column("exponential of the logistic coefficient", role="derived"),
    "odds_ratio_low": Column("lower end of the interval of the odds ratio", role="derived"),
    "odds_ratio_high": Column("upper end of the interval of the odds ratio", role="derived"),
    "predicted": Column("mean of the predicted probabilities", "0–1", role="mean"),
    "vif": Column("generalised variance inflation factor (Fox and Monette 1992)"),
    "vif_per_df": Column("variance inflation factor to the power 1 / (2 df), comparable between variables"),
    "risk_ratio": Column("adjusted share of the group divided by that of the reference group", role="derived"),
    "risk_ratio_low": Column("lower end of the interval of the risk ratio", role="derived"),
    "risk_ratio_high": Column("upper end of the interval of the risk ratio", role="derived"),
    "chi_square": Column("chi-square statistic", role="size"),
}

_ITEMS = {
    "mean": Column("arithmetic mean, weighted where a weight is used", role="mean"),
    "std_dev": Column(
        "standard deviation with divisor n − 1 (sum of weights · (n − 1) / n where weighted)", role="spread"
    ),
    "median": Column("middle value", role="private"),
    "minimum": Column("smallest value", role="private"),
    "maximum": Column("largest value", role="private"),
    "skewness": Column("third standardised moment, m3 / s³ with s from n − 1 (psych type 3)", role="private"),
    "kurtosis": Column("fourth standardised moment − 3, m4 / s⁴ − 3 with s from n − 1 (psych type 3)", role="private"),
    "item_rest_correlation": Column("Pearson correlation of the item with the sum of the other items", role="quotient"),
    "alpha_if_deleted": Column("coefficient alpha of the scale without the item", role="quotient"),
    "omega_if_deleted": Column("coefficient omega, of the same kind, of the scale without the item", role="quotient"),
    "sampling_adequacy": Column("Kaiser–Meyer–Olkin measure of sampling adequacy", "0–1", role="quotient"),
    "loading": Column("loading of the item on the factor of the correlation matrix", role="quotient"),
    "communality": Column(
        "part of the item's variance the factors explain; above 1 only in a Heywood case", "0–1", role="quotient"
    ),
    "uniqueness": Column("part of the item's variance that the factors leave", "0–1", role="quotient"),
    "eigenvalue": Column("eigenvalue of the analysed matrix", role="quotient"),
    "eigenvalue_random": Column("quantile of the eigenvalue in random data without correlation", role="quotient"),
    "eigenvalue_random_mean": Column("mean of the eigenvalue in random data without correlation", role="quotient"),
    "sum_squared_loadings": Column("sum over the items of the squared loadings on the factor", role="quotient"),
    "share_variance": Column(
        "part of the items' variance that the factor or component explains", "0–1", role="quotient"
    ),
}

_INDICES = {
    "cfi": Column("comparative fit index", role="fit"),
    "tli": Column("Tucker–Lewis index", role="fit"),
    "rmsea": Column("root mean square error of approximation", role="fit"),
    "rmsea_low": Column("lower end of the 90 % interval of the RMSEA", role="fit"),
    "rmsea_high": Column("upper end of the 90 % interval of the RMSEA", role="fit"),
    "rmsea_close_p_value": Column(
        "p-value of the hypothesis that the RMSEA is at most 0.05", "0–1", role="probability"
    ),
}

_FIT = {
    **_INDICES,
    **{
        f"{name}_scaled": Column(f"{c.meaning}, from the corrected statistic", c.unit, c.role)
        for name, c in _INDICES.items()
    },
    **{f"{name}_robust": Column(f"{c.meaning}, robust", c.unit, c.role) for name, c in _INDICES.items()},
    "srmr": Column("standardised root mean square residual of the correlations", role="fit"),
    "critical_value": Column("value that 95 % of the simulated samples stay below", role="quotient"),
    "critical_value_99": Column("value that 99 % of the simulated samples stay below", role="quotient"),
    "index": Column("fit index, as the fit of a model names it", role="key"),
    "n_pairs": Column("pairs of items", role="fixed"),
    "cutoff": Column("value of the fit index that parts the levels", role="fit"),
    "rejected": Column("part of the samples beyond the cut-off of the fitted model", "0–1", role="quotient"),
    "residual_rms": Column(
        "root mean square of the residual correlations of all pairs of items (psych: rms)", role="fit"
    ),
    "chi_square_scaled": Column("chi-square statistic corrected for non-normal or ordered answers", role="size"),
    "p_value_scaled": Column(f"p-value of the corrected chi-square statistic; {BAND_OF_P}", "0–1", role="probability"),
    "scaling_factor": Column("what the chi-square statistic was divided by", role="quotient"),
    "shift": Column("what was added to the chi-square statistic after the division", role="quotient"),
    "baseline_chi_square": Column("chi-square statistic of the model without covariances", role="size"),
    "baseline_df": Column("degrees of freedom of the model without covariances", role="fixed"),
    "r_squared": Column("part of the variance of the outcome that the model explains", "0–1", role="quotient"),
    "log_likelihood": Column("logarithm of the likelihood at its maximum", role="private"),
    "aic": Column("Akaike's information criterion", role="private"),
    "bic": Column("Bayesian information criterion", role="private"),
}

_INVARIANCE = {
    "difference_test": Column("how the chi-square difference from the step before was corrected", role="word"),
    "chi_square_difference": Column("corrected chi-square difference from the step before", role="size"),
    "df_difference": Column("degrees of freedom of the difference", role="fixed"),
    "p_value_difference": Column(f"p-value of the difference; {BAND_OF_P}", "0–1", role="probability"),
    "cfi_change": Column("scaled CFI less that of the step before", role="fit"),
    "rmsea_change": Column("scaled RMSEA less that of the step before", role="fit"),
    "srmr_change": Column("SRMR less that of the step before", role="fit"),
    "cfi_criterion": Column(
        "change of CFI below which invariance is usually rejected (Chen 2007, derived for ML)", role="fixed"
    ),
    "rmsea_criterion": Column(
        "change of RMSEA above which invariance is usually rejected (Chen 2007, derived for ML)", role="fixed"
    ),
    "srmr_criterion": Column(
        "change of SRMR above which invariance is usually rejected (Chen 2007, derived for ML)", role="fixed"
    ),
    "rmsea_d": Column("root mean square error of approximation of the step's difference test", role="fit"),
    "rmsea_d_low": Column("lower end of the 90 % interval of the RMSEA of the difference", role="fit"),
    "rmsea_d_high": Column("upper end of the 90 % interval of the RMSEA of the difference", role="fit"),
    "d_macs": Column(
        "root mean square difference of the item's expected answers by the parameters of the group and of the "
        "reference, over the factor of the group",
        "pooled standard deviations of the item",
        role="quotient",
    ),
    "d_macs_signed": Column(
        "mean difference of the same expected answers, group less reference",
        "pooled standard deviations of the item",
        role="quotient",
    ),
    "share_difference": Column("difference in share from the reference group", "−1–1", role="derived"),
    "share_difference_std_error": Column("standard error of the difference in share", role="derived"),
    "share_difference_low": Column("lower end of the interval of the difference in share", role="derived"),
    "share_difference_high": Column("upper end of the interval of the difference in share", role="derived"),
    "invariance": Column("what the model holds equal between the groups: full, partial or none", role="key"),
}

_CONFIRMATORY = {
    "standardized": Column("estimate with factor and items of variance 1", role="quotient"),
    "standardized_std_error": Column("standard error of the standardised estimate", role="quotient"),
    "standardized_low": Column("lower end of the interval of the standardised estimate", role="quotient"),
    "standardized_high": Column("upper end of the interval of the standardised estimate", role="quotient"),
    "modification_index": Column(
        "expected fall of the naive chi-square statistic if the parameter were free", role="size"
    ),
    "score_statistic": Column(
        "score test of the parameter, a chi-square with one degree of freedom; robust where the model is", role="size"
    ),
    "expected_change": Column("expected change of the parameter if it were free", role="change"),
    "standardized_change": Column("expected change with factor and items of variance 1", role="change"),
    "residual_correlation": Column("observed less implied correlation", role="quotient"),
}

_RELIABILITY = {
    "coefficient": Column("which coefficient of a pair of halves the row tells", role="key"),
    "estimate_standardized": Column(
        "the same coefficient of standardised items (correlations for covariances)", role="quotient"
    ),
    "reliability": Column("reliability coefficient that `term` names", role="quotient"),
    "sem_sum": Column("standard error of measurement of the sum of the items", "points", role="quotient"),
    "sem_mean": Column("standard error of measurement of the mean of the items", "points", role="quotient"),
    "sem_score": Column("standard error of measurement of the score", "score points", role="quotient"),
}

_ITEM_RESPONSE = {
    "discrimination": Column(
        "slope of the item's curves on the logistic scale, per standard deviation of the factor", role="estimate"
    ),
    "difficulty": Column(
        "place on the factor where half answer `response` or higher", "standard deviations", role="estimate"
    ),
    "theta": Column("place on the factor, mean 0 and standard deviation 1", "standard deviations", role="key"),
    "information": Column("Fisher information about the factor", role="derived"),
    "probability": Column("probability of the answer at that place on the factor", "0–1", role="derived"),
    "share_beyond": Column("probability of an observed score beyond the cut-off", "0–1", role="derived"),
    "beyond": Column("true where the score lies beyond the cut-off", role="word"),
    "misclassified": Column(
        "probability that the expected score lies on the other side of the cut-off", "0–1", role="derived"
    ),
}

_MOKKEN = {
    "n_comparisons": Column(
        "pairs of rest-score groups in which a step of the item could violate monotonicity (#ac)", role="private"
    ),
    "n_violations": Column("pairs of groups in which it falls by more than .03 (#vi)", role="quotient"),
    "share_violations": Column("violations per comparison (#vi/#ac)", "0–1", role="private"),
    "largest_violation": Column("largest fall among the violations (maxvi)", "0–1", role="quotient"),
    "sum_violations": Column("sum of the falls over the violations (sum)", role="quotient"),
    "mean_violation": Column("sum of the falls per comparison (sum/#ac)", role="private"),
    "largest_z": Column("largest test statistic of a violation (zmax)", role="size"),
    "n_significant": Column("violations whose statistic exceeds 1.6449 (#zsig)", role="quotient"),
    "crit": Column(
        "Molenaar and Sijtsma's index of all of these and of the item's coefficient, before rounding down",
        role="quotient",
    ),
    "scale": Column("number of the Mokken scale that the item falls into, 0 for none", role="word"),
}

_ITEM_BIAS = {
    "p_value_holm": Column(
        f"p-value adjusted for the number of tests in the table or variable (Holm 1979); {BAND_OF_P}",
        "0–1",
        role="probability",
    ),
    "mcfadden_change": Column("gain in McFadden's R² from the terms tested", "0–1", role="gain"),
    "nagelkerke_change": Column("gain in Nagelkerke's R² from the terms tested", "0–1", role="gain"),
}

_MINIMUM_AVERAGE_PARTIAL = {
    "n_components": Column("components that were partialled out", role="key"),
    "average_squared_partial": Column("mean squared partial correlation of the items", "0–1", role="quotient"),
    "average_fourth_partial": Column("mean fourth power of the items' partial correlations", "0–1", role="quotient"),
}

_BIFACTOR = {
    "estimate_direct": Column("the same coefficient by the direct solution (Waller 2018)", role="quotient"),
    "loading_direct": Column("loading by the direct solution (Waller 2018)", role="quotient"),
    "loading_one_factor": Column("loading on one factor, fitted without group factors", role="quotient"),
    "loading_on_general": Column("loading of the correlated factor on the general one", role="quotient"),
    "relative_bias": Column(
        "one-factor loading less the general one, divided by the size of the general one", role="quotient"
    ),
    "explained_common_variance": Column(
        "general factor's part of the item's squared loadings on all factors", "0–1", role="quotient"
    ),
    "omega_total": Column(
        "part of the variance of the sum of the factor's items that all factors explain", "0–1", role="quotient"
    ),
    "omega_general": Column(
        "part of the variance of the sum of the factor's items that the general factor explains", "0–1", role="quotient"
    ),
    "omega_group": Column(
        "part of the variance of the sum of the factor's items that their group factor explains", "0–1", role="quotient"
    ),
    "omega_group_direct": Column("the same by the direct solution (Waller 2018)", "0–1", role="quotient"),
}

_VALIDITY = {
    "weighted_kappa": Column(
        "agreement of two occasions beyond chance, by squared distances of the answers", "−1–1", role="quotient"
    ),
    "percent_agreement": Column(
        "part of the respondents with the same answer on both occasions", "0–1", role="quotient"
    ),
    "disattenuated": Column("the correlation, divided by the root of both reliabilities", role="quotient"),
    "disattenuated_low": Column("lower end of its interval, with reliabilities taken as known", role="quotient"),
    "disattenuated_high": Column("upper end of its interval, with reliabilities taken as known", role="quotient"),
    "factor_other": Column("second latent variable of a pair", role="key"),
    "htmt": Column(
        "heterotrait–monotrait ratio: mean size of the correlations between the items of two factors, over the "
        "geometric mean of that within each",
        role="quotient",
    ),
    "htmt_low": Column("lower end of the interval of the heterotrait–monotrait ratio", role="quotient"),
    "htmt_high": Column("upper end of the interval of the heterotrait–monotrait ratio", role="quotient"),
    "htmt_signed": Column("the same ratio of the correlations themselves, with their signs", role="quotient"),
    "htmt2": Column("the ratio of sizes with geometric in place of arithmetic means", role="quotient"),
    "htmt2_low": Column("lower end of the interval of HTMT2", role="quotient"),
    "htmt2_high": Column("upper end of the interval of HTMT2", role="quotient"),
    "latent_correlation": Column("correlation of two factors in a confirmatory model", role="quotient"),
    "latent_correlation_low": Column("lower end of the interval of the latent correlation", role="quotient"),
    "latent_correlation_high": Column("upper end of the interval of the latent correlation", role="quotient"),
    "average_variance_extracted": Column(
        "mean over the items of the factor of their squared standardised loadings", "0–1", role="quotient"
    ),
    "composite_reliability": Column(
        "part of the variance of the sum of the standardised items that the factor explains", "0–1", role="quotient"
    ),
    "largest_shared_variance": Column(
        "largest squared latent correlation of the factor with another one", "0–1", role="quotient"
    ),
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
    **_BIFACTOR,
    **_VALIDITY,
}
