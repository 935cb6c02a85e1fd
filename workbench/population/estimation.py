"""Means and shares of the population and of its groups, with design-based standard errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.errors import DataError, NotEstimable
from workbench.intake.checks import n_rows
from workbench.intake.design import SurveyDesign, aligned_weights
from workbench.numerics.domain_means import DomainMeans, Floats, domain_means
from workbench.options import SHARE_INTERVALS, check_fraction, check_option
from workbench.population.thresholds import EVERYONE, MINIMUM_RESPONDENTS
from workbench.results import Result


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Estimate(Result):
    """A mean or a share, for everyone or by group.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per group: variable, level, n_respondents, (n_events), estimate, std_error, df, conf_low, conf_high,
        (std_dev).
    """


def mean(
    values: pd.Series, *, design: SurveyDesign, by: pd.Series | pd.DataFrame | None = None, conf_level: float = 0.95
) -> Estimate:
    r"""Estimate the population mean, for everyone or for each group.

    Groups are domains of the whole sample: :math:`\hat\mu = \sum w y / \sum w`, its variance by linearisation,
    :math:`\frac{n}{n-1}\sum (w_i (y_i - \hat\mu) / \sum w)^2`, and a t interval with the number of
    respondents of the group − 1 as degrees of freedom.

    Parameters
    ----------
    values : Series of float, shape (n_respondents,)
        Indexed like the whole survey; missing = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample. Only the sampling weights are used for now.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn. Default: one row for everyone.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    DataError
        Values that are not numbers, infinite values, groups that are not categorical, parts with different indexes.
    NotEstimable
        No value at all.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``d <- svydesign(ids = ~1, weights = ~w)``, ``m <- svyby(~y, ~g, d, svymean, na.rm = TRUE)``,
    ``confint(m, df = degf(subset(d, g == "a")))`` for group a. `std_dev` is ``sqrt(svyvar(~y, subset(d, g == "a")))``.

    References
    ----------
    Lumley, T. (2010). Complex Surveys. Wiley, chapter 2. Särndal, Swensson & Wretman (1992). Model Assisted Survey
    Sampling. Springer, section 5.8 (domains).
    """
    check_fraction("conf_level", conf_level)
    y, weights = numbers(values), respondent_weights(values, design)
    _check_some(y, "a value")
    rows = []
    for variable, levels, codes in _domains(values, by):
        found = domain_means(y, weights, codes, len(levels))
        frame = _frame(variable, levels, found)
        margin = stats.t.isf((1 - conf_level) / 2, frame["df"]) * frame["std_error"]
        frame["conf_low"], frame["conf_high"] = frame["estimate"] - margin, frame["estimate"] + margin
        rows.append(frame.assign(std_dev=found.std_dev))
    interval = f"{100 * conf_level:g} % t interval with n − 1 degrees of freedom"
    method = f"{_kind(design)} mean, linearised standard error, {interval}."
    notes = _notes(y, by, design)
    return Estimate(table=pd.concat(rows, ignore_index=True), method=method, notes=notes)


def share(
    flags: pd.Series,
    *,
    design: SurveyDesign,
    by: pd.Series | pd.DataFrame | None = None,
    interval: str = "logit",
    conf_level: float = 0.95,
) -> Estimate:
    r"""Estimate the share of the population with an outcome, for everyone or for each group.

    The share is the mean of a 0/1 value. The logit interval is Wald's on the scale of log-odds, carried back:
    :math:`\operatorname{logit}\hat p \pm t_{n-1} \cdot \widehat{se}(\hat p) / (\hat p (1 - \hat p))`.

    Parameters
    ----------
    flags : Series of bool or boolean, shape (n_respondents,)
        Whether the respondent has the outcome; missing = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample. Only the sampling weights are used for now.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn. Default: one row for everyone.
    interval : {"logit", "wald"}
        `logit` stays within 0–1; `wald` is estimate ± t · standard error.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    DataError
        Flags that are not true, false or missing, groups that are not categorical, parts with different indexes.
    NotEstimable
        No flag at all.
    ParameterError
        Unknown `interval`; `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same for the subset d of a group: ``svyciprop(~y, d, method = "logit", df = degf(d))`` (`wald`:
    ``method = "mean"``). A share of 0 or 1 has no standard error to build on; its interval is that of Clopper and
    Pearson with the respondents of the group, which is what the interval of Korn and Graubard becomes without a
    variance (R: ``binom.test(x, n)``).

    References
    ----------
    Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data. Survey Methodology 24(2), 193-201.
    """
    check_option("interval", interval, SHARE_INTERVALS)
    check_fraction("conf_level", conf_level)
    y, weights = truths(flags), respondent_weights(flags, design)
    _check_some(y, "an answer")
    rows = []
    for variable, levels, codes in _domains(flags, by):
        found = domain_means(y, weights, codes, len(levels))
        events = np.bincount(codes[(codes >= 0) & (y == 1)], minlength=len(levels))
        frame = _frame(variable, levels, found)
        frame.insert(3, "n_events", events)
        frame["conf_low"], frame["conf_high"] = _share_interval(frame, interval, conf_level)
        rows.append(frame)
    method = (
        f"{_kind(design)} share, linearised standard error, {100 * conf_level:g} % {interval} interval with n − 1 "
        "degrees of freedom (Clopper–Pearson for a share of 0 or 1)."
    )
    notes = _notes(y, by, design)
    return Estimate(table=pd.concat(rows, ignore_index=True), method=method, notes=notes)


def numbers(values: pd.Series) -> Floats:
    """Return the values as floats, missing = NaN; refuse text and infinite values."""
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise DataError(f"`{values.name}` does not hold numbers. Give numbers, e.g. from `intake.score`.")
    y: Floats = values.to_numpy(float, na_value=np.nan)
    if infinite := int(np.isinf(y).sum()):
        raise DataError(
            f"`{values.name}` is infinite in {n_rows(infinite)}. Correct the values or set them to missing."
        )
    return y


def truths(flags: pd.Series) -> Floats:
    """Return true, false, missing as 1, 0, NaN; refuse anything else."""
    if not pd.api.types.is_bool_dtype(flags):
        raise DataError(
            f"`{flags.name}` is not true or false. Give true, false or missing, e.g. `intake.below_cutoff`."
        )
    y: Floats = flags.to_numpy(float, na_value=np.nan)
    return y


def respondent_weights(values: pd.Series, design: SurveyDesign) -> Floats:
    """Return the design's weights for these respondents, which must be exactly those of the design."""
    for part in vars(design).values():
        if part is not None and not part.index.equals(values.index):
            raise DataError(
                f"`{values.name}` and the design belong to different respondents ({len(values)} and {len(part)} rows). "
                "Take both from the same survey and mark who is left out by a missing value."
            )
    return aligned_weights(values.index, design.sampling_weights)


def grouping(by: pd.Series | pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Return groups as a frame of named categoricals over this index."""
    frame = by.to_frame() if isinstance(by, pd.Series) else by
    if not frame.index.equals(index):
        raise DataError(
            f"Values and groups belong to different respondents ({len(index)} and {len(frame)} rows). "
            "Take both from the same survey."
        )
    if twice := sorted({str(name) for name in frame.columns[frame.columns.duplicated()]}):
        raise DataError(f"Two groups are named {', '.join(f'`{name}`' for name in twice)}. Give each its own name.")
    for name in frame:
        if name is None or name == 0 or not isinstance(frame[name].dtype, pd.CategoricalDtype):
            raise DataError(
                f"Group `{name}` is not a named categorical. Take it from `survey.group(...)`, `survey.groups` or "
                "`survey.crossings`."
            )
    return frame


def design_notes(design: SurveyDesign) -> tuple[str, ...]:
    """Say which parts of the design the standard errors leave out."""
    unused = [name for name, part in vars(design).items() if part is not None and name != "sampling_weights"]
    if not unused:
        return ()
    words = ", ".join(name.replace("_", " ") for name in unused)
    return (
        f"The codebook names {words}, which standard errors do not use yet: they rest on the sampling weights alone "
        "and are as a rule too large for strata and too small for clusters.",
    )


def few(count: int) -> str:
    """Write a count for a note; notes do not pass the gate, so a small one is not spelled out."""
    return f"fewer than {MINIMUM_RESPONDENTS}" if count < MINIMUM_RESPONDENTS else str(count)


def _domains(values: pd.Series, by: pd.Series | pd.DataFrame | None) -> Iterator[tuple[str, list[str], np.ndarray]]:
    if by is None:
        yield EVERYONE, [EVERYONE], np.zeros(len(values), dtype=np.int64)
        return
    frame = grouping(by, values.index)
    if frame.columns.empty:  # no group declared: a table without rows, under the usual columns
        yield EVERYONE, [], np.full(len(values), -1, dtype=np.int64)
    for name in frame:
        groups = frame[name].cat
        yield str(name), [str(level) for level in groups.categories], groups.codes.to_numpy(np.int64)


def _frame(variable: str, levels: list[str], found: DomainMeans) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "variable": variable,
            "level": levels,
            "n_respondents": found.n,
            "estimate": found.mean,
            "std_error": np.sqrt(found.variance),
            "df": np.where(found.n > 1, found.n - 1.0, np.nan),
        }
    )


def _share_interval(frame: pd.DataFrame, interval: str, conf_level: float) -> tuple[Floats, Floats]:
    n, p = frame["n_respondents"].to_numpy(float), frame["estimate"].to_numpy(float)
    events, tail = frame["n_events"].to_numpy(float), (1 - conf_level) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        margin = stats.t.isf(tail, frame["df"].to_numpy(float)) * frame["std_error"].to_numpy(float)
        if interval == "logit":
            centre, half = np.log(p / (1 - p)), margin / (p * (1 - p))
            low, high = 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))
        else:
            low, high = p - margin, p + margin
        none, everyone = (events == 0) & (n > 0), (events == n) & (n > 0)
        low = np.select([none, everyone], [np.zeros_like(n), tail ** (1 / n)], low)
        high = np.select([none, everyone], [1 - tail ** (1 / n), np.ones_like(n)], high)
    return low, high


def _check_some(y: Floats, what: str) -> None:
    if np.isnan(y).all():
        raise NotEstimable(
            f"None of the {len(y)} respondents has {what} to estimate from. Check the item columns and missing codes "
            "in the codebook."
        )


def _kind(design: SurveyDesign) -> str:
    return "Weighted" if design.is_weighted else "Unweighted"


def _notes(y: Floats, by: pd.Series | pd.DataFrame | None, design: SurveyDesign) -> tuple[str, ...]:
    notes = []
    if outside := int(np.isnan(y).sum()):
        notes.append(f"Outside the estimate: {few(outside)} of {len(y)} respondents, who have no value.")
    frame = pd.DataFrame() if by is None else by.to_frame() if isinstance(by, pd.Series) else by
    inside = ~np.isnan(y)
    missing = {str(v): int((frame[v].isna().to_numpy() & inside).sum()) for v in frame}
    if missing := {v: m for v, m in missing.items() if m}:
        listed = ", ".join(f"{v} ({few(m)})" for v, m in missing.items())
        notes.append(f"In no group because the background answer is missing: {listed}.")
    return (*notes, *design_notes(design))
