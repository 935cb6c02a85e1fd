"""Errors of retest, correlations with measures, scales told apart, and replication."""

import numpy as np
import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_psychometrics import scale
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable, ParameterError

SCORE = pd.Series(np.arange(60.0) % 7, name="score")
MEASURES = pd.DataFrame({"trust": np.arange(60.0) % 5, "health": np.arange(60.0) % 3})
FACTORS = {"one": ["q1", "q2"], "two": ["q3", "q4"]}
LOADINGS = pd.Series({"q1": 0.6, "q2": 0.7})


def correlated(score=SCORE, measures=MEASURES, **options):
    return psychometrics.convergent_correlations(score, measures, **options)


def told_apart(factors, **options):
    return psychometrics.heterotrait_monotrait(scale(), factors=factors, **options)


def two_samples(alpha=0.8, other=0.7, n_respondents=(300, 200), n_items=(10, 10)):
    return psychometrics.compare_alphas(alpha, other, n_respondents=n_respondents, n_items=n_items)


def correlations(correlation=0.5, other=0.4, n_respondents=(300, 200), between=None):
    return psychometrics.compare_correlations(correlation, other, n_respondents=n_respondents, between=between)


CASES = [
    Case(
        "A retest of a list",
        lambda _: psychometrics.test_retest([1, 2, 3], SCORE),
        ParameterError,
        "`first` is a list. Give two Series of scores, or two DataFrames of the same items.",
    ),
    Case(
        "A score beside items on the second occasion",
        lambda _: psychometrics.test_retest(SCORE, scale()),
        ParameterError,
        "`first` is a Series and the other occasion a DataFrame. Give two Series of scores, or two DataFrames of the same items.",
    ),
    Case(
        "Two occasions of other respondents",
        lambda _: psychometrics.test_retest(SCORE, SCORE[:50]),
        DataError,
        "The two occasions belong to different respondents (60 and 50 rows). Give both the same index; a respondent without a second occasion has missing values there.",
    ),
    Case(
        "An item of one occasion only",
        lambda _: psychometrics.test_retest(scale(), scale()[["q1", "q2", "q3"]]),
        DataError,
        "`q4` was asked on one occasion only. Keep the items of both occasions, keyed alike.",
    ),
    Case(
        "Items in another order on the second occasion",
        lambda _: psychometrics.test_retest(scale(), scale()[["q2", "q1", "q3", "q4"]]),
        DataError,
        "The two occasions have the same items in another order. Take the second as `second[first.columns]`.",
    ),
    Case(
        "A retest of words",
        lambda _: psychometrics.test_retest(SCORE, SCORE.astype(str)),
        DataError,
        "`score` holds text. Give scores or answers as points.",
    ),
    Case(
        "Hardly anybody on both occasions",
        lambda _: psychometrics.test_retest(SCORE, SCORE.where(SCORE.index < 2)),
        NotEstimable,
        "A retest needs at least 3 respondents with both scores. Check the key that links the occasions, or take more respondents.",
    ),
    Case(
        "A retest of a score that does not vary",
        lambda _: psychometrics.test_retest(SCORE * 0, SCORE * 0 + 1),
        NotEstimable,
        "All respondents have the same score on each occasion. Take a score that varies, or more respondents.",
    ),
    Case(
        "A kind of correlation that does not exist",
        lambda _: correlated(method="kendall"),
        ParameterError,
        "`method` is 'kendall'. Allowed: `pearson`, `spearman`, `polyserial`.",
    ),
    Case(
        "No measure to correlate with",
        lambda _: correlated(measures=MEASURES[[]]),
        DataError,
        "There is no measure. Give a frame with at least one column.",
    ),
    Case(
        "Two measures of one name",
        lambda _: correlated(measures=MEASURES[["trust", "trust"]]),
        DataError,
        "Two measures are named `trust`. Give every measure its own name.",
    ),
    Case(
        "Measures of other respondents",
        lambda _: correlated(measures=MEASURES[:50]),
        DataError,
        "Score and measures belong to different respondents (60 and 50 rows). Take both from the same survey.",
    ),
    Case(
        "A measure of words",
        lambda _: correlated(measures=MEASURES.astype(str)),
        DataError,
        "`trust` does not hold numbers. Give scores or answers as points.",
    ),
    Case(
        "The reliability of an unknown measure",
        lambda _: correlated(reliability={"score": 0.9, "thrust": 0.8}),
        ParameterError,
        "`reliability` names `thrust`, which is neither the score nor a measure. Did you mean `trust`? Names: score, trust, health.",
    ),
    Case(
        "A reliability above 1",
        lambda _: correlated(reliability={"score": 90}),
        ParameterError,
        "`reliability` of `score` is 90. Give a number above 0 and not above 1, e.g. 0.85.",
    ),
    Case(
        "Hardly anybody with both values",
        lambda _: correlated(SCORE.where(SCORE.index < 3)),
        NotEstimable,
        "Fewer than 4 respondents have both `score` and `trust`. Leave the measure out, or choose a larger group.",
    ),
    Case(
        "A measure that does not vary",
        lambda _: correlated(measures=MEASURES.assign(trust=1.0)),
        NotEstimable,
        "All respondents have the same value in `trust`, so it correlates with nothing. Leave it out, or choose a larger group.",
    ),
    Case(
        "A polyserial correlation with many answers",
        lambda _: correlated(measures=MEASURES.assign(trust=np.arange(60.0)), method="polyserial"),
        NotEstimable,
        '`trust` has more than 20 different answers, too many for a polyserial correlation. Use `method="pearson"`.',
    ),
    Case(
        "One factor with nothing to tell it from",
        lambda _: told_apart({"one": ["q1", "q2"]}),
        ParameterError,
        "`factors` names 1 factor, and there is nothing to tell it from. Give two or more, each with its items.",
    ),
    Case(
        "An unknown item among those of scales told apart",
        lambda _: told_apart(FACTORS | {"two": ["q3", "q5"]}),
        ParameterError,
        "Factor `two` names `q5`, which is not an item. Items: q1, q2, q3, q4.",
    ),
    Case(
        "An item of two scales told apart",
        lambda _: told_apart(FACTORS | {"two": ["q2", "q3"]}),
        ParameterError,
        "Item `q2` stands in `one` and in `two`. Put each item on one factor, once.",
    ),
    Case(
        "A scale told apart, named by one word",
        lambda _: told_apart(FACTORS | {"two": "q3"}),
        ParameterError,
        "Factor `two` is given as 'q3'. Give its items as a list: ['q3', …].",
    ),
    Case(
        "A scale of one item to be told apart",
        lambda _: told_apart(FACTORS | {"two": ["q3"]}),
        NotEstimable,
        "Factor `two` has fewer than two items, and no correlation within it. Give it more items, or use `convergent_correlations` for a single item.",
    ),
    Case(
        "Congruence of a list",
        lambda _: psychometrics.factor_congruence(LOADINGS, [0.5, 0.6]),
        ParameterError,
        "`published` is a list. Give a Series of loadings indexed by item.",
    ),
    Case(
        "Loadings of other items",
        lambda _: psychometrics.factor_congruence(LOADINGS, LOADINGS.rename({"q2": "q9"})),
        DataError,
        "Only one of the two has a loading of `q2`, `q9`. Give both the loadings of the same items.",
    ),
    Case(
        "Two loadings of one item",
        lambda _: psychometrics.factor_congruence(LOADINGS, LOADINGS.rename({"q2": "q1"})),
        DataError,
        "`published` has `q1` twice. Give each item one loading.",
    ),
    Case(
        "A missing loading",
        lambda _: psychometrics.factor_congruence(LOADINGS, LOADINGS.replace(0.7, np.nan)),
        DataError,
        "`published` has a loading that is missing or no number. Give each item its loading.",
    ),
    Case(
        "Loadings of 0",
        lambda _: psychometrics.factor_congruence(LOADINGS, LOADINGS * 0),
        NotEstimable,
        "All loadings of a factor are 0, so it is congruent with nothing. Check the loadings.",
    ),
    Case(
        "An alpha above 1",
        lambda _: two_samples(other=84),
        ParameterError,
        "`other` is 84. Give coefficient alpha, a number below 1.",
    ),
    Case(
        "Respondents of one sample for two alphas",
        lambda _: two_samples(n_respondents=300),
        ParameterError,
        "`n_respondents` is 300. Give two numbers, one for each sample: (n, n_other).",
    ),
    Case(
        "A correlation of 1 to compare",
        lambda _: correlations(other=1),
        ParameterError,
        "`other` is 1. Give a correlation between −1 and 1.",
    ),
    Case(
        "Two correlations of one sample without the third",
        lambda _: correlations(n_respondents=300),
        ParameterError,
        "`n_respondents` is one number, but correlations of one sample are not independent. Give `between`, the correlation of the two other variables, or the respondents of both samples: (n, n_other).",
    ),
    Case(
        "The third correlation of two samples",
        lambda _: correlations(between=0.3),
        ParameterError,
        "`n_respondents` is (300, 200), but `between` is a correlation in one sample. Give its respondents as one number, or leave `between` out.",
    ),
    Case(
        "Three correlations that cannot stand together",
        lambda _: correlations(0.9, -0.9, n_respondents=300, between=0.8),
        ParameterError,
        "No three variables have the correlations 0.9, −0.9 and 0.8. Check `between`.",
    ),
]
