"""Variances, covariances and correlations of values in the population."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError, NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.options import check_fraction
from workbench.population.design import in_code, left_out, numbers, sampling_variance
from workbench.population.estimates.domain_tables import by_weights, df_words, t_interval, with_t_interval
from workbench.results import Result
from workbench.wording import say

_NO_ERROR = say(
    "No standard error where respondents lie in one cluster of each stratum, or a replicate leaves one value only."
)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Covariances(Result):
    """Variances and covariances of the population.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per pair, each variable with itself included: term, term_other, n_respondents, estimate (covariance),
        std_error, df, conf_low, conf_high, correlation, correlation_std_error.
    covariances, correlations : pandas.DataFrame
        As matrices.
    """

    covariances: pd.DataFrame = field(metadata={"matrix": True})
    correlations: pd.DataFrame = field(metadata={"matrix": True})


def covariances(values: pd.DataFrame, *, design: SurveyDesign, conf_level: float = 0.95) -> Covariances:
    r"""Estimate variances, covariances and correlations of several values in the population.

    .. math:: \hat S = \frac{n}{n-1} \frac{\sum w (y - \hat\mu)(y - \hat\mu)'}{\sum w}

    Parameters
    ----------
    values : DataFrame of float, shape (n_respondents, n_values)
        Missing in any = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    conf_level : float
        Coverage of the t interval of the covariance, between 0 and 1.

    Raises
    ------
    DataError
        No column; values that are not numbers; a design of other respondents.
    NotEstimable
        Fewer than two respondents with all values; a constant value.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``v <- svyvar(~a + b, subset(d, !is.na(a) & !is.na(b)))``, ``SE(v)``, ``cov2cor(as.matrix(v))``.
    The standard error of a correlation is linearised; R: ``svycontrast(v, quote(...))``.

    Proof: tests/reference/estimates.
    """
    check_fraction("conf_level", conf_level)
    if not len(values.columns):
        raise DataError("There is no value. Give a frame with at least one column.")
    names = [str(name) for name in values]
    y = np.column_stack([numbers(values[name]) for name in values])
    sampling, inside = sampling_variance(design, values.index), np.asarray(~np.isnan(y).any(axis=1))
    _check_spread(y[inside], names)
    n, first, second = int(inside.sum()), *np.triu_indices(len(names))
    y = np.where(inside[:, None], y, 0.0)

    def estimate(weights: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):  # a replicate may leave nobody, or one value only
            moments = _moments(y, np.where(inside, weights, 0.0), n)
            root = np.sqrt(np.diag(moments))
            return np.concatenate([moments[first, second], (moments / np.outer(root, root))[first, second]])

    found = estimate(sampling.weights).reshape(2, -1)
    influence = _influence(y, np.where(inside, sampling.weights, 0.0), n, first, second)
    same, df = first == second, sampling.degrees_of_freedom(inside)
    std_error = np.sqrt(np.diag(sampling.covariance(influence, estimate))).reshape(2, -1)
    std_error = std_error if df > 0 else np.full_like(std_error, np.nan)
    found[1, same], std_error[1, same] = 1.0, 0.0  # every value correlates with itself
    table = pd.DataFrame(
        {
            "term": [names[i] for i in first],
            "term_other": [names[i] for i in second],
            "measure": "covariance",
            "n_respondents": n,
            "estimate": found[0],
            "std_error": std_error[0],
            "df": df,
        }
    )
    table = with_t_interval(table, conf_level)
    return Covariances(
        table=table.assign(correlation=found[1], correlation_std_error=std_error[1]),
        covariances=_matrix(found[0], first, second, names),
        correlations=_matrix(found[1], first, second, names),
        method=say(
            "{what}, standard error {error}, {interval}, degrees of freedom: {df}.",
            what=by_weights(
                design,
                weighted=say("Weighted covariances with divisor n − 1"),
                unweighted=say("Unweighted covariances with divisor n − 1"),
            ),
            error=sampling.description,
            interval=t_interval(conf_level),
            df=df_words(design, sampling),
        ),
        notes=(
            *left_out(inside),
            *sampling.notes,
            *((_NO_ERROR,) if table["std_error"].isna().any() or np.isnan(std_error).any() else ()),
        ),
    )


def _check_spread(y: Floats, names: list[str]) -> None:
    if len(y) < 2:
        raise NotEstimable(
            say(
                "Fewer than two respondents have a value in all of {variables}. Leave out the one with the most "
                "missing values.",
                variables=in_code(names),
            )
        )
    if constant := [name for name, one in zip(names, np.ptp(y, axis=0) == 0, strict=True) if one]:
        raise NotEstimable(
            say("All respondents have the same value in {variables}. Leave it out.", variables=in_code(constant))
        )


def _moments(y: Floats, weights: Floats, n: int) -> Floats:
    deviation = y - weights @ y / weights.sum()
    return np.asarray((deviation * weights[:, None]).T @ deviation / weights.sum() * n / (n - 1))


def _influence(y: Floats, weights: Floats, n: int, first: np.ndarray, second: np.ndarray) -> Floats:
    """Contributions to each covariance, then to each correlation, shape (n_respondents, 2 · n_pairs)."""
    moments = _moments(y, weights, n)
    deviation = y - weights @ y / weights.sum()
    products = deviation[:, first] * deviation[:, second] * (n / (n - 1)) - moments[first, second]
    of_covariances = weights[:, None] / weights.sum() * products
    own = [int(np.flatnonzero((first == i) & (second == i))[0]) for i in range(y.shape[1])]
    relative = of_covariances[:, own] / np.diag(moments)
    root = np.sqrt(np.diag(moments))
    scale = np.outer(root, root)[first, second]
    correlation = moments[first, second] / scale
    of_correlations = of_covariances / scale - correlation / 2 * (relative[:, first] + relative[:, second])
    return np.hstack([of_covariances, of_correlations])


def _matrix(entries: Floats, first: np.ndarray, second: np.ndarray, names: list[str]) -> pd.DataFrame:
    matrix = np.empty((len(names), len(names)))
    matrix[first, second] = matrix[second, first] = entries
    return pd.DataFrame(matrix, index=names, columns=names)
