"""Replication: one's own numbers beside those of another study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.numerics.validity import (
    Comparison,
    alphas_compared,
    correlations_compared,
    dependent_correlations_compared,
    tucker_congruence,
)
from workbench.options import check_count, check_fraction
from workbench.psychometrics.answers import named_items
from workbench.results import Result
from workbench.wording import numbers, say

# Fisher's z divides by the root of n − 3.
LEAST_RESPONDENTS = 4


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FactorCongruence(Result):
    """Tucker's congruence of two sets of loadings.

    Attributes
    ----------
    table : pandas.DataFrame
        One row, `tucker_congruence`: term, measure, estimate, n_items.
    items : pandas.DataFrame
        item, loading (one's own), published (the other study's).
    """

    items: pd.DataFrame


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CoefficientDifference(Result):
    """Two coefficients, tested for equality.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: term, measure, estimate (first less second), conf_low, conf_high, statistic, df, p_value (both sides).
    """


def factor_congruence(loadings: pd.Series, published: pd.Series) -> FactorCongruence:
    r"""Compute Tucker's coefficient of congruence of one factor in two studies.

    .. math:: \phi = \frac{\sum_i a_i b_i}{\sqrt{\sum_i a_i^2 \sum_i b_i^2}}

    Parameters
    ----------
    loadings, published : Series of float, shape (n_items,)
        Indexed by item, in any order.

    Returns
    -------
    FactorCongruence

    Raises
    ------
    DataError
        Items that one of the two lacks or has twice, a loading that is missing or no number.
    NotEstimable
        Loadings that are all 0.
    ParameterError
        An argument that is no Series.

    Notes
    -----
    Loadings of one sign are congruent to some degree whatever they are: two sets that have nothing to do with each
    other but their sign reach .9 and more. Read it beside the differences of the loadings.
    R: ``psych::factor.congruence(loadings, published, digits = 10)``.

    Proof: tests/reference/validity.

    References
    ----------
    Tucker (1951), A method for synthesis of factor analysis studies, Personnel Research Section Report 984.
    Lorenzo-Seva & ten Berge (2006), Methodology 2(2), 57-64.
    """
    own, other = _loadings("loadings", loadings), _loadings("published", published)
    if differing := [item for item in [*own.index, *other.index] if (item in own) != (item in other)]:
        raise DataError(
            f"Only one of the two has a loading of {named_items(differing)}. Give both the loadings of the same items."
        )
    other = other[own.index]
    congruence = tucker_congruence(own.to_numpy(), other.to_numpy())
    if np.isnan(congruence):
        raise NotEstimable(say("All loadings of a factor are 0, so it is congruent with nothing. Check the loadings."))
    rows = {"term": ["tucker_congruence"], "measure": "coefficient", "estimate": congruence, "n_items": len(own)}
    return FactorCongruence(
        table=pd.DataFrame(rows),
        items=pd.DataFrame({"item": own.index, "loading": own.to_numpy(), "published": other.to_numpy()}),
        method=say("Coefficient of congruence (Tucker 1951)."),
    )


def _loadings(name: str, values: pd.Series) -> pd.Series:
    if not isinstance(values, pd.Series):
        raise ParameterError(f"`{name}` is a {type(values).__name__}. Give a Series of loadings indexed by item.")
    found = values.set_axis([str(item) for item in values.index])
    if twice := sorted(set(found.index[found.index.duplicated()])):
        raise DataError(f"`{name}` has {named_items(twice)} twice. Give each item one loading.")
    if not pd.api.types.is_numeric_dtype(found) or not np.isfinite(found.to_numpy(float, na_value=np.nan)).all():
        raise DataError(f"`{name}` has a loading that is missing or no number. Give each item its loading.")
    return found.astype(float)


def compare_alphas(
    alpha: float, other: float, *, n_respondents: Sequence[int], n_items: Sequence[int], conf_level: float = 0.95
) -> CoefficientDifference:
    r"""Test whether coefficient alpha is the same in two independent samples (Feldt 1969).

    .. math:: W = \frac{1 - \hat\alpha_2}{1 - \hat\alpha_1}

    is, where both are equal, a product of two F variables with :math:`(n_1 - 1, (n_1 - 1)(k_1 - 1))` and
    :math:`((n_2 - 1)(k_2 - 1), n_2 - 1)` degrees of freedom.

    Parameters
    ----------
    alpha, other : float
        One's own, and the other study's.
    n_respondents, n_items : pair of int
        Of both samples, in the same order.
    conf_level : float
        Coverage of the interval of the difference, between 0 and 1.

    Returns
    -------
    CoefficientDifference
        `statistic` is W; `df` is n₁ − 1.

    Raises
    ------
    ParameterError
        An alpha of 1 or above, fewer than four respondents or two items, `conf_level` outside 0–1.

    Notes
    -----
    Assumes normal, parallel items, as Feldt's interval does, and simple random samples. Feldt took F with (n₁ − 1,
    n₂ − 1) for the product, which rejects too often where items are few (9 % in place of 5 % with four); here the
    product is integrated. The interval joins Feldt's intervals of both (Zou 2007).
    R: ``F1 <- rf(1e6, n1 - 1, (n1 - 1) * (k1 - 1)); F2 <- rf(1e6, (n2 - 1) * (k2 - 1), n2 - 1); mean(F1 * F2 > W)``.

    Proof: tests/reference/validity.

    References
    ----------
    Feldt (1969), Psychometrika 34(3), 363-373. Zou (2007), Psychological Methods 12(4), 399-413.
    """
    check_fraction("conf_level", conf_level)
    n, k = _pair("n_respondents", n_respondents, LEAST_RESPONDENTS), _pair("n_items", n_items, 2)
    for name, value in (("alpha", alpha), ("other", other)):
        if not _is_number(value) or not value < 1:
            raise ParameterError(f"`{name}` is {value!r}. Give coefficient alpha, a number below 1.")
    return _difference(
        "alpha_difference",
        alpha - other,
        alphas_compared((alpha, other), n, k, conf_level=conf_level),
        say(
            "Difference of two independent coefficients alpha (Feldt 1969), its distribution integrated; interval from "
            "those of both (Zou 2007)."
        ),
    )


def compare_correlations(
    correlation: float,
    other: float,
    *,
    n_respondents: int | Sequence[int],
    between: float | None = None,
    conf_level: float = 0.95,
) -> CoefficientDifference:
    r"""Test whether two correlations are the same: in independent samples, or with one variable in common.

    .. math:: z = \frac{\operatorname{artanh} r_1 - \operatorname{artanh} r_2}{\sqrt{1/(n_1 - 3) + 1/(n_2 - 3)}}

    In one sample :math:`r_{12}` and :math:`r_{13}` are compared by Williams's t with n − 3 degrees of freedom.

    Parameters
    ----------
    correlation, other : float
    n_respondents : pair of int, or int
        Of both samples; one number where both correlations come from one sample.
    between : float, optional
        Correlation of the two variables that the common one is correlated with, for one sample.
    conf_level : float
        Coverage of the interval of the difference, between 0 and 1.

    Returns
    -------
    CoefficientDifference

    Raises
    ------
    ParameterError
        A correlation of ±1 or beyond, three correlations that cannot stand together, fewer than four respondents, one
        sample without `between` or two samples with it.

    Notes
    -----
    Assumes normal variables and simple random samples. Intervals after Zou (2007).
    R: ``psych::r.test(n1, r12 = r, r34 = other, n2 = n2)``; ``psych::r.test(n, r12 = r, r13 = other, r23 = between)``.

    Proof: tests/reference/validity.

    References
    ----------
    Steiger (1980), Psychological Bulletin 87(2), 245-251. Zou (2007), Psychological Methods 12(4), 399-413.
    """
    check_fraction("conf_level", conf_level)
    given = {"correlation": correlation, "other": other} | ({} if between is None else {"between": between})
    for name, value in given.items():
        if not _is_number(value) or not -1 < value < 1:
            raise ParameterError(f"`{name}` is {value!r}. Give a correlation between −1 and 1.")
    if between is None:
        if isinstance(n_respondents, int):
            raise ParameterError(
                "`n_respondents` is one number, but correlations of one sample are not independent. Give `between`, "
                "the correlation of the two other variables, or the respondents of both samples: (n, n_other)."
            )
        n = _pair("n_respondents", n_respondents, LEAST_RESPONDENTS)
        found = correlations_compared((correlation, other), n, conf_level=conf_level)
        method = say(
            "Difference of two independent correlations by Fisher's z; interval from those of both (Zou 2007)."
        )
    else:
        found = _dependent((correlation, other), between, n_respondents, conf_level)
        method = say(
            "Difference of two correlations with a variable in common by Williams's t (Steiger 1980); interval from "
            "those of both (Zou 2007)."
        )
    return _difference("correlation_difference", correlation - other, found, method)


def _dependent(
    correlations: tuple[float, float], between: float, n: int | Sequence[int], conf_level: float
) -> Comparison:
    if not isinstance(n, int):
        raise ParameterError(
            f"`n_respondents` is {n!r}, but `between` is a correlation in one sample. Give its respondents as one "
            "number, or leave `between` out."
        )
    check_count("n_respondents", n, minimum=LEAST_RESPONDENTS)
    first, second = correlations
    if np.linalg.det([[1, first, second], [first, 1, between], [second, between, 1]]) <= 0:
        written = [numbers.shortest(value) for value in (first, second, between)]
        raise ParameterError(
            f"No three variables have the correlations {written[0]}, {written[1]} and {written[2]}. Check `between`."
        )
    return dependent_correlations_compared(correlations, between, n, conf_level=conf_level)


def _pair(name: str, values: Sequence[int], minimum: int) -> tuple[int, int]:
    if isinstance(values, str | int) or len(values) != 2:
        raise ParameterError(f"`{name}` is {values!r}. Give two numbers, one for each sample: (n, n_other).")
    for value in values:
        check_count(name, value, minimum=minimum)
    return values[0], values[1]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _difference(term: str, estimate: float, found: Comparison, method: str) -> CoefficientDifference:
    row = {
        "term": [term],
        "measure": "coefficient",
        "estimate": estimate,
        "conf_low": found.low,
        "conf_high": found.high,
        "statistic": found.statistic,
        "df": found.df,
        "p_value": found.p_value,
    }
    return CoefficientDifference(table=pd.DataFrame(row), method=method)
