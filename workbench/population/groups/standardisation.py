"""Directly standardised shares: what groups would have if all were of the same age structure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.arrays import Floats, Ints
from workbench.errors import DataError, ParameterError, did_you_mean
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import domain_means, mean_contributions, share_interval
from workbench.options import check_fraction
from workbench.population.design import (
    Domains,
    SamplingVariance,
    check_some,
    domains,
    grouping,
    left_out,
    sampling_variance,
    truths,
    weight_cells,
)
from workbench.population.estimates import (
    Estimate,
    by_weights,
    domain_frame,
    estimate_domains,
    method_words,
    per_cent,
    with_exactness,
    with_precision,
    without_error,
)
from workbench.wording import Unpublished, say

_KNOWN = say(
    "A standardised share rests on those whose age is known; number of respondents and plain share are those of the "
    "whole group."
)
_FEW = say("A group with too few respondents at some age to be published has no published standardised share.")
_EMPTY = Unpublished(say("No standardised share where an age group has no respondent in the group."))


def standardised_share(
    flags: pd.Series,
    ages: pd.Series | pd.DataFrame,
    *,
    standard: Mapping[str, float],
    design: SurveyDesign,
    by: pd.Series | pd.DataFrame | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    r"""Estimate the share of each group as it would be with the age structure of a standard population.

    Direct standardisation, :math:`\hat p_g = \sum_a \pi_a \hat p_{ga}` with the parts :math:`\pi_a` of the standard
    population taken as known; the variance is that of the total of :math:`\pi_a w d_{ga} (y - \hat p_{ga}) / \sum w
    d_{ga}` under the design.

    Parameters
    ----------
    flags : Series of bool or boolean, shape (n_respondents,)
        Whether the respondent has the outcome; missing = outside the domain.
    ages : Series of category, or DataFrame of at most one
        What is standardised, as a rule the age group. A frame without columns gives a table without rows.
    standard : mapping of level to float
        People of the standard population at each level of `ages`, or their parts of it.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn, but not of the one that is standardised over.
        Default: one row for everyone.
    conf_level : float
        Coverage of the logit interval, between 0 and 1.

    Returns
    -------
    Estimate
        `.table` has also n_events, and `crude`: the share of all of the group, as it is, also of those whose age is not
        known.

    Raises
    ------
    DataError
        Flags that are not true, false or missing, groups that are not categorical, parts with different indexes; a
        level of `ages` that the standard population lacks, one that it alone has, numbers of people that are negative.
    NotEstimable
        No flag at all.
    ParameterError
        Several variables to standardise; `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``s <- subset(d, g == "a")``, ``m <- svyglm(y ~ age - 1, s)`` (the share at each age, with its
    covariance), ``svycontrast(m, standard)``. A group without respondents at some age has no standardised share, and
    ages with few respondents make it uncertain. Published, a row has the number of respondents of the whole group and
    its share moved to theirs: beside the group's own the numbers of those whose age is known would tell of the others.
    Interval: logit, degrees of freedom of the group.

    Proof: tests/reference/groups.

    References
    ----------
    Breslow, N. E. & Day, N. E. (1987). Statistical Methods in Cancer Research II. IARC, chapter 2.
    """
    check_fraction("conf_level", conf_level)
    y, sampling = truths(flags), sampling_variance(design, flags.index)
    check_some(y, "an answer")
    age = next(domains(_one(ages, flags.index), ~np.isnan(y), flags.index))
    inside = (age.codes >= 0) & ~np.isnan(y)
    rows = []
    if age.levels:
        part = _parts(age, standard, inside)
        answered = domains(by, ~np.isnan(y), flags.index)
        rows = [
            _standardised(y, sampling, group, age.codes, part, conf_level).assign(**_whole(y, sampling.weights, whole))
            for group, whole in zip(domains(by, inside, flags.index), answered, strict=True)
            if group.variable != age.variable
        ]
    table = pd.concat(rows, ignore_index=True) if rows else _no_rows()
    variable = f"`{age.variable}`" if age.levels else say("no variable")
    over = by_weights(
        design,
        weighted=say("Weighted share, directly standardised over {variable}", variable=variable),
        unweighted=say("Unweighted share, directly standardised over {variable}", variable=variable),
    )
    notes = (*left_out(~np.isnan(y), by), *sampling.notes, *without_error(table), _KNOWN) if rows else ()
    return Estimate(
        table=table,
        method=method_words(over, design, sampling, say("{level} % logit interval", level=per_cent(conf_level))),
        # for a report nobody is as few: it says the same of both
        notes=(*notes, *([_FEW] if rows else []), *([_EMPTY] if table["estimate"].isna().any() else [])),
    )


def _one(ages: pd.Series | pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    frame = grouping(ages, index)
    if len(frame.columns) > 1:
        names = ", ".join(f"`{name}`" for name in frame)
        raise ParameterError(f"`ages` has {len(frame.columns)} variables: {names}. Give one, or cross them into one.")
    return frame


def _parts(age: Domains, standard: Mapping[str, float], inside: np.ndarray) -> Floats:
    """Part of the standard population at each level; refuse one that does not fit the levels."""
    counts = np.bincount(age.codes[inside], minlength=len(age.levels))
    if unknown := [level for level in standard if level not in age.levels]:
        raise DataError(
            f"The standard population has people at `{unknown[0]}`, which is not a level of `{age.variable}`."
            f"{did_you_mean(unknown[0], age.levels)} Correct `standard_population` in the codebook."
        )
    people = np.array([standard.get(level, np.nan) for level in age.levels], dtype=float)
    for level, number, count in zip(age.levels, people, counts, strict=True):
        if np.isnan(number) and count:
            raise DataError(
                f"The standard population lacks level `{level}` of `{age.variable}`, which has respondents. Add its "
                "number of people to `standard_population` in the codebook."
            )
    people = np.nan_to_num(people)
    if (people < 0).any() or not np.isfinite(people).all() or people.sum() == 0:
        raise DataError(
            f"The standard population over `{age.variable}` has numbers that are not people. Give a positive number "
            "for each level in `standard_population` of the codebook."
        )
    part: Floats = people / people.sum()
    return part


def _standardised(
    y: Floats, sampling: SamplingVariance, group: Domains, age: Ints, part: Floats, conf_level: float
) -> pd.DataFrame:
    codes, size, n_ages = group.codes, len(group.levels), len(part)
    cells = np.where((codes >= 0) & (age >= 0), codes * n_ages + age, -1)

    def estimate(weights: Floats) -> Floats:
        shares = domain_means(y, weights, cells, size * n_ages).mean.reshape(size, n_ages)
        shares[:, part == 0] = 0.0  # nobody of the standard population: no share is needed
        result: Floats = shares @ part
        return result

    found = domain_means(y, sampling.weights, cells, size * n_ages)
    contributions = mean_contributions(y, sampling.weights, cells, found) * part[np.maximum(age, 0)]
    estimates, std_errors = estimate_domains(group, sampling, contributions[:, None], estimate)
    missing = np.isnan(estimates[:, 0])
    frame = domain_frame(group, sampling, estimates[:, 0], np.where(missing, np.nan, std_errors[:, 0]))
    frame = with_exactness(
        frame, y, sampling.weights, group, measure="standardised share", conf_level=conf_level, is_flag=True
    )
    held = _cells_of(sampling.weights, cells, part, size)
    frame["cells"] = pd.Series(held, index=frame.index, dtype=object)
    values = [frame[c].to_numpy(float) for c in ("estimate", "std_error", "df", "n_respondents")]
    low, high = share_interval(*values, interval="logit", tail=(1 - conf_level) / 2)
    frame = with_precision(frame.assign(conf_low=low, conf_high=high))
    return frame.assign(unreliable=frame["unreliable"] & ~missing)


def _whole(y: Floats, weights: Floats, group: Domains) -> dict[str, Ints | Floats | pd.Series]:
    """Respondents of each level with an answer, whether or not their age is known, and their share as it is."""
    return {
        "crude": domain_means(y, weights, group.codes, len(group.levels)).mean,
        "weight_cells": weight_cells(weights, group),
        "n_answered": group.counts(),
        "n_events_answered": group.counts(y == 1),
    }


def _cells_of(weights: Floats, cells: Ints, part: Floats, size: int) -> list[tuple[tuple[float, Floats], ...]]:
    """Return of each group the part of each age in the standard, and who weighs the same of its respondents."""
    held = list(weight_cells(weights, Domains("", [""] * (size * len(part)), cells)))
    ages = [at for at, own in enumerate(part) if own > 0]
    return [tuple((float(part[at]), held[group * len(part) + at]) for at in ages) for group in range(size)]


def _no_rows() -> pd.DataFrame:
    words = ["variable", "level", "measure"]
    numbers = ["n_respondents", "n_events", "estimate", "std_error", "df", "conf_low", "conf_high", "crude"]
    numbers += ["value_minimum", "value_maximum", "weight_cells", "cells"]
    numbers += ["conf_level", "n_answered", "n_events_answered"]
    empty = pd.DataFrame({name: pd.Series(dtype=str if name in words else float) for name in [*words, *numbers]})
    return with_precision(empty)
