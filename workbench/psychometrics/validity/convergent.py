"""Convergent and discriminant validity: how a score goes with other measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import DataError, NotEstimable, ParameterError, did_you_mean
from workbench.intake.sampling import SamplingVariance, SurveyDesign, sampling_variance
from workbench.numerics.validity import estimated_correlation, fisher_interval
from workbench.options import MEASURE_CORRELATIONS, check_fraction, check_option
from workbench.psychometrics.answers import named_items
from workbench.results import Result
from workbench.wording import listed, numbers, say

# Of a measure for a polyserial correlation; with more there is nothing between its answers to correct for.
MOST_ANSWERS = 20
# With fewer respondents a correlation has no error of its own.
LEAST_RESPONDENTS = 4


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ConvergentCorrelations(Result):
    """Correlations of a score with other measures.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per measure, in the order given: measure (its name), correlation, correlation_std_error, conf_low,
        conf_high, disattenuated, disattenuated_low, disattenuated_high (empty where a reliability is not known), df,
        n_respondents (with both values).
    correlation : str
        `pearson`, `spearman` or `polyserial`.
    """

    correlation: str


def convergent_correlations(
    score: pd.Series,
    measures: pd.DataFrame,
    *,
    design: SurveyDesign | None = None,
    method: str = "pearson",
    reliability: Mapping[str, float] | None = None,
    conf_level: float = 0.95,
) -> ConvergentCorrelations:
    r"""Correlate a score with each of several measures, under the design of the sample.

    .. math:: r = \frac{\sum w u v}{\sum w}, \quad r_{dis} = \frac{r}{\sqrt{\rho_{score}\, \rho_{measure}}}

    with u and v standardised by weighted means and standard deviations; `spearman` takes weighted mid-ranks in place
    of the values; `polyserial` divides the covariance of u with the number of the answer by
    :math:`\sum_k \varphi(\tau_k)`, the sum of normal densities at the thresholds of the measure.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
    measures : DataFrame of float, shape (n_respondents, n_measures)
        For `polyserial` ordered answers, at most 20 different ones.
    design : SurveyDesign, optional
        By default a simple random sample.
    method : {"pearson", "spearman", "polyserial"}
    reliability : mapping of str to float, optional
        Known reliability of the score and of measures, by their names.
    conf_level : float
        Coverage of the intervals, between 0 and 1.

    Returns
    -------
    ConvergentCorrelations

    Raises
    ------
    DataError
        Values that are no numbers, or other respondents than those of the score or the design.
    NotEstimable
        Fewer than four respondents with both values, a score or measure that is the same for all of them.
    ParameterError
        An option that is not allowed, a reliability outside 0–1 or of an unknown name.

    Notes
    -----
    Whoever lacks a value is left out of that correlation alone. The standard error is linearised over the strata and
    clusters of the design, or comes from its replicates, and assumes no normal distribution; the interval is Student's
    t on the scale of artanh r. Intervals of disattenuated correlations take the reliabilities as known, so they are
    too short where these were estimated in a small sample. The polyserial correlation assumes a normal score and a
    normal variable behind the answers.

    R gives the same: with ``v <- svyvar(~x + y, design)`` and ``g <- svycontrast(v, quote(`x:y` / sqrt(`x:x` *
    `y:y`)))`` the interval ``tanh(atanh(coef(g)) + c(-1, 1) * qt(.975, degf(design)) * SE(g) / (1 - coef(g)^2))``;
    ``cor(x, y, method = "spearman")``; ``polycor::polyserial(x, y)`` and ``psych::polyserial`` (the closed form; the
    likelihood of ``lavaan::lavCor`` gives another estimate of the same parameter).

    Proof: tests/reference/validity.

    References
    ----------
    Spearman (1904), American Journal of Psychology 15(1), 72-101. Olsson, Drasgow & Dorans (1982), Psychometrika
    47(3), 337-347.
    """
    check_option("method", method, MEASURE_CORRELATIONS)
    check_fraction("conf_level", conf_level)
    known = _reliabilities(score, measures, reliability or {})
    x = _numbers(score)
    values = {str(name): _numbers(measures[name]) for name in measures}
    _check_same(score, measures)
    sampling = sampling_variance(SurveyDesign() if design is None else design, score.index)
    rows = [_row(name, x, y, str(score.name), sampling, method) for name, y in values.items()]
    columns = ["measure", "correlation", "correlation_std_error", "df", "n_respondents"]
    table = pd.DataFrame(rows, columns=columns)
    estimate, error, df = (table[name].to_numpy(float) for name in columns[1:4])
    table["conf_low"], table["conf_high"] = fisher_interval(estimate, error, df, conf_level=conf_level)
    scale = np.sqrt([known.get(str(score.name), np.nan) * known.get(name, np.nan) for name in values])
    for column, part in (
        ("disattenuated", "correlation"),
        ("disattenuated_low", "conf_low"),
        ("disattenuated_high", "conf_high"),
    ):
        table[column] = table[part] / scale
    return ConvergentCorrelations(
        table=table,
        correlation=method,
        method=say(
            "{correlations} of `{score}`, standard errors {error}, {level} % intervals by Student's t on the scale of "
            "artanh r; disattenuated: divided by the root of both reliabilities, which are taken as known (Spearman "
            "1904).",
            correlations=_named(method),
            score=score.name,
            error=sampling.description,
            level=numbers.shortest(100 * conf_level),
        ),
        notes=(*sampling.notes, *_notes(table)),
    )


def _named(method: str) -> str:
    return {
        "pearson": say("Pearson correlations"),
        "spearman": say("Spearman's rank correlations"),
        "polyserial": say("Polyserial correlations in closed form (Olsson, Drasgow & Dorans 1982)"),
    }[method]


def _check_same(score: pd.Series, measures: pd.DataFrame) -> None:
    if not len(measures.columns):
        raise DataError("There is no measure. Give a frame with at least one column.")
    if twice := sorted({str(name) for name in measures.columns[measures.columns.duplicated()]}):
        raise DataError(f"Two measures are named {named_items(twice)}. Give every measure its own name.")
    if not score.index.equals(measures.index):
        fault, repair = "Score and measures belong to different respondents", "Take both from the same survey."
        raise DataError(f"{fault} ({len(score)} and {len(measures)} rows). {repair}", in_report=f"{fault}. {repair}")


def _numbers(values: pd.Series | pd.DataFrame) -> Floats:
    if isinstance(values, pd.DataFrame):  # a name that stands twice
        values = values.iloc[:, 0]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise DataError(f"`{values.name}` does not hold numbers. Give scores or answers as points.")
    found = values.to_numpy(float, na_value=np.nan)
    return np.where(np.isinf(found), np.nan, found)


def _reliabilities(score: pd.Series, measures: pd.DataFrame, reliability: Mapping[str, float]) -> Mapping[str, float]:
    names = [str(score.name), *map(str, measures)]
    for name, value in reliability.items():
        if name not in names:
            raise ParameterError(
                f"`reliability` names `{name}`, which is neither the score nor a measure.{did_you_mean(name, names)} "
                f"Names: {', '.join(names)}."
            )
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            raise ParameterError(
                f"`reliability` of `{name}` is {value!r}. Give a number above 0 and not above 1, e.g. 0.85."
            )
    return reliability


def _row(
    name: str, x: Floats, y: Floats, score: str, sampling: SamplingVariance, method: str
) -> tuple[str, float, float, float, int]:
    inside = ~np.isnan(x) & ~np.isnan(y)
    _check_pairs(x[inside], y[inside], score=score, name=name, method=method)

    def estimate(weights: Floats) -> Floats:
        return np.array([estimated_correlation(x[inside], y[inside], weights[inside], method=method).estimate])

    found = estimated_correlation(x[inside], y[inside], sampling.weights[inside], method=method)
    influence = np.zeros((len(x), 1))
    influence[inside, 0] = found.influence
    df = sampling.degrees_of_freedom(inside)
    variance = float(sampling.covariance(influence, estimate)[0, 0])
    return name, found.estimate, float(np.sqrt(variance)) if df > 0 else np.nan, df, int(inside.sum())


def _check_pairs(x: Floats, y: Floats, *, score: str, name: str, method: str) -> None:
    if len(x) < LEAST_RESPONDENTS:
        raise NotEstimable(
            say(
                "Fewer than {n} respondents have both `{score}` and `{measure}`. Leave the measure out, or choose a "
                "larger group.",
                n=LEAST_RESPONDENTS,
                score=score,
                measure=name,
            )
        )
    for variable, values in ((score, x), (name, y)):
        if np.ptp(values) == 0:
            raise NotEstimable(
                say(
                    "All respondents have the same value in `{variable}`, so it correlates with nothing. Leave it out, "
                    "or choose a larger group.",
                    variable=variable,
                )
            )
    if method == "polyserial" and len(np.unique(y)) > MOST_ANSWERS:
        raise NotEstimable(
            say(
                "`{measure}` has more than {n} different answers, too many for a polyserial correlation. Use "
                '`method="pearson"`.',
                measure=name,
                n=MOST_ANSWERS,
            )
        )


def _notes(table: pd.DataFrame) -> list[str]:
    notes: list[str] = []
    beyond = _names(table, (table["disattenuated"].abs() > 1).to_numpy())
    if beyond:
        notes.append(
            say(
                "Disattenuated beyond 1 with {measures}: the reliabilities are too low, or both share errors; no "
                "correlation of true scores is so large.",
                measures=listed(beyond),
            )
        )
    perfect = _names(table, (table["conf_low"].isna() & table["correlation_std_error"].notna()).to_numpy())
    if perfect:
        notes.append(
            say("No interval of the correlation with {measures}: it is 1 or beyond.", measures=listed(perfect))
        )
    return notes


def _names(table: pd.DataFrame, which: Bools) -> list[str]:
    return [f"`{name}`" for name in table.loc[which, "measure"]]
