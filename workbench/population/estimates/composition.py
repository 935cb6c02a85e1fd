"""Who carries an outcome: each group's share of all people with it, beside its share of the population."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import share_interval
from workbench.population.design import (
    Domains,
    SamplingVariance,
    domains,
    grouping,
    sampling_variance,
    truths,
)
from workbench.population.estimates.domain_tables import Estimate
from workbench.population.estimates.means_and_shares import share
from workbench.wording import joined, say

_WHOLES = ("outcome", "population")


def composition(
    flags: pd.Series, groups: pd.Series | pd.DataFrame, *, design: SurveyDesign, conf_level: float = 0.95
) -> Estimate:
    r"""Estimate how the people with an outcome, and the whole population, are divided among groups.

    With y = 1 for the outcome and d = 1 in group g: the share of all with the outcome is
    :math:`\hat q_g = \sum w d y / \sum w y`, that of the population :math:`\hat \pi_g = \sum w d / \sum w`. Both are
    ratios of totals; their variances are those of the totals of :math:`w y (d - \hat q_g) / \sum w y` and
    :math:`w (d - \hat \pi_g) / \sum w` under the design.

    Parameters
    ----------
    flags : Series of bool or boolean, shape (n_respondents,)
        Whether the respondent has the outcome; missing = outside the domain.
    groups : Series or DataFrame of categoricals
        A frame gives the rows of each of its columns in turn. Who is in no level of a variable belongs to neither
        whole, so that the shares of the levels of a variable sum to 1.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    conf_level : float
        Coverage of each interval, between 0 and 1.

    Returns
    -------
    Estimate
        `.table` is that of `share` by group (`estimate` = share in the group, n_events, people where the weights count
        people), with share_of_outcome and share_of_population, each with _std_error, _low and _high; n_total and
        n_events_total are the respondents of the two wholes.

    Raises
    ------
    DataError
        Flags that are not true, false or missing, groups that are not categorical, parts with different indexes.
    NotEstimable
        No flag at all; nobody in any group has the outcome.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``b <- subset(d, y & !is.na(g))``, ``svyciprop(~I(g == "a"), b, method = "logit", df = degf(b))``,
    and for the population ``subset(d, !is.na(y) & !is.na(g))`` in place of b. A group of nobody or of everybody has the
    interval of Clopper and Pearson.

    Proof: tests/reference/estimates.
    """
    found = share(flags, design=design, by=grouping(groups, flags.index), conf_level=conf_level)
    y, sampling = truths(flags), sampling_variance(design, flags.index)
    parts = pd.concat(
        [_parts(y, sampling, group, (1 - conf_level) / 2) for group in domains(groups, ~np.isnan(y), flags.index)],
        ignore_index=True,
    )
    table = pd.concat([found.table.drop(columns=list(parts), errors="ignore"), parts], axis=1)
    return Estimate(
        table=table,
        method=joined(
            [
                found.method,
                say(
                    "Shares of all with the outcome and of the population: ratios of totals, logit intervals under the "
                    "same design."
                ),
            ]
        ),
        notes=found.notes,
    )


def _parts(y: Floats, sampling: SamplingVariance, group: Domains, tail: float) -> pd.DataFrame:
    """Share of each level of the whole with the outcome and of the whole population, with intervals."""
    codes, size = group.codes, len(group.levels)
    inside = codes >= 0
    wholes = np.column_stack([np.where(inside, y, 0.0), inside.astype(float)])
    if size and not wholes[:, 0].any():
        raise NotEstimable(
            say(
                "Nobody in any level of `{variable}` has the outcome, so there is nothing to divide. Choose another "
                "cut-off or group.",
                variable=group.variable,
            )
        )

    def estimate(weights: Floats) -> Floats:
        totals = [np.bincount(codes[inside], weights=(weights * w)[inside], minlength=size) for w in wholes.T]
        return np.concatenate([total / total.sum() for total in totals])

    parts = estimate(sampling.weights) if size else np.empty(0)
    contributions = wholes * sampling.weights[:, None]
    if size:
        contributions = contributions / contributions.sum(axis=0)
    covariance = sampling.domain_covariance(contributions, codes, size, estimate)
    n_total, n_events_total = (int((whole > 0).sum()) for whole in wholes.T[::-1])
    table: dict[str, Floats | int] = {"n_total": n_total, "n_events_total": n_events_total}
    for place, whole in enumerate(_WHOLES):
        own = slice(place * size, (place + 1) * size)
        part, n = parts[own], float((wholes[:, place] > 0).sum())
        std_error = np.sqrt(np.maximum(_of_parts(covariance[own, own], part, sampling), 0.0))
        df = sampling.degrees_of_freedom(wholes[:, place] > 0)
        low, high = share_interval(part, std_error, np.full(size, df), np.full(size, n), interval="logit", tail=tail)
        name = f"share_of_{whole}"
        table |= {name: part, f"{name}_std_error": std_error, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(table, index=range(size))


def _of_parts(covariance: Floats, part: Floats, sampling: SamplingVariance) -> Floats:
    """Variances of the parts; from the covariance of the totals of the levels where it is linearised."""
    if sampling.has_replicates:
        return np.diag(covariance)
    jacobian = np.eye(len(part)) - part[:, None]
    variance: Floats = np.einsum("ij,jk,ik->i", jacobian, covariance, jacobian)
    return variance
