"""The glossary of result columns: every column of every result stands here once, with meaning and unit."""

from __future__ import annotations

from typing import NamedTuple


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
    "value": Column("value in the survey file, or a number that belongs to `term`"),
    "action": Column("what was done with it"),
    "reason": Column("why it was done"),
    "model": Column("which set of predictors: crude or adjusted"),
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
    "n_parameters": Column("estimated coefficients, the intercept included"),
    "share": Column("part of the respondents, weighted where a weight is used", "0–1"),
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
    "odds_ratio": Column("exponential of the logistic coefficient"),
    "odds_ratio_low": Column("lower end of the interval of the odds ratio"),
    "odds_ratio_high": Column("upper end of the interval of the odds ratio"),
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

COLUMNS: dict[str, Column] = {**_WHO_AND_WHAT, **_COUNTS, **_ESTIMATES, **_ITEMS}
