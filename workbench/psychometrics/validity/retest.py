"""Test–retest: how alike two occasions are, and what change of one person is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Bools, Floats
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.numerics.validity import Retest, WeightedKappa, limits_of_agreement_errors, retest, weighted_kappa
from workbench.options import check_fraction
from workbench.psychometrics.answers import named_items
from workbench.results import Result
from workbench.wording import counted, numbers, say

# Detectable change and limits of agreement are those of 95 % of persons by convention, whatever the interval.
LIMITS = float(stats.norm.isf(0.025))
LEAST_PAIRS = 3


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class TestRetest(Result):
    """Two occasions of the same respondents.

    Attributes
    ----------
    table : pandas.DataFrame
        Rows icc_agreement, icc_consistency, standard_error_of_measurement (agreement), smallest_detectable_change (of
        one person), smallest_detectable_change_group (of the mean of as many persons as there are pairs), mean_change
        (second less first), limits_of_agreement (`estimate` is the mean change, `conf_low` and `conf_high` are the
        limits themselves), lower_limit_of_agreement and upper_limit_of_agreement (each with its interval): term,
        measure, estimate, conf_low, conf_high, n_respondents. All but the first two are in points of the score.
    items : pandas.DataFrame
        item, weighted_kappa, conf_low, conf_high, percent_agreement (0–1), n_respondents; no rows where scores were
        given.
    """

    __test__ = False  # no test of pytest's

    items: pd.DataFrame


def test_retest(
    first: pd.Series | pd.DataFrame, second: pd.Series | pd.DataFrame, *, conf_level: float = 0.95
) -> TestRetest:
    r"""Compare the scores, or the items, of the same respondents on two occasions.

    With mean squares of respondents :math:`MS_R`, occasions :math:`MS_C` and error :math:`MS_E` of n pairs

    .. math:: ICC(A,1) = \frac{MS_R - MS_E}{MS_R + MS_E + 2 (MS_C - MS_E) / n}, \quad
        ICC(C,1) = \frac{MS_R - MS_E}{MS_R + MS_E}, \quad SEM = \sqrt{MS_E + (MS_C - MS_E) / n}

    and the smallest detectable change is :math:`1.96 \sqrt2\, SEM`, for a mean of n persons divided by √n.

    Parameters
    ----------
    first, second : Series, or DataFrame of items, shape (n_respondents, n_items)
        With one index, and frames with the same columns, keyed alike. Of frames the score is the sum of the items.
    conf_level : float
        Coverage of the intervals, between 0 and 1. Detectable changes and limits of agreement are those of 95 %.

    Returns
    -------
    TestRetest

    Raises
    ------
    DataError
        Respondents or items that differ, text.
    NotEstimable
        Fewer than three pairs, or the same score of everybody.
    ParameterError
        A Series beside a DataFrame, or neither; `conf_level` outside 0–1.

    Notes
    -----
    A pair with a missing score is left out and counted; for the kappa of an item only pairs without that item. Mean
    squares are taken as they are: where the occasions differ less than chance would have them, agreement is above
    consistency. ``psych::ICC(cbind(first, second), lmer = FALSE)`` gives the same in R (ICC2, ICC3); its default
    ``lmer = TRUE`` puts that variance to 0, and so do other programs of mixed models. Kappa is that of
    ``psych::cohen.kappa`` where no answer between others is unused, with quadratic weights by points; its standard
    error is that of Fleiss, Cohen & Everitt, from which psych 2.2.9 departs.

    Proof: tests/reference/validity.

    References
    ----------
    McGraw & Wong (1996), Psychological Methods 1(1), 30-46. Bland & Altman (1999), Statistical Methods in Medical
    Research 8(2), 135-160. Cohen (1968), Psychological Bulletin 70(4), 213-220. Fleiss, Cohen & Everitt (1969),
    Psychological Bulletin 72(5), 323-327. de Vet, Terwee, Knol & Bouter (2006), Journal of Clinical Epidemiology
    59(10), 1033-1039.
    """
    check_fraction("conf_level", conf_level)
    _check_kinds(first, second)
    _check_alike(first, second)
    both = (_values(first), _values(second))
    scores = [values if values.ndim == 1 else values.sum(axis=1) for values in both]
    known = ~np.isnan(scores[0]) & ~np.isnan(scores[1])
    start, end = (score[known] for score in scores)
    _check_scores(start, end)
    found = retest(start, end, conf_level=conf_level)
    items = _items(both, list(first.columns) if isinstance(first, pd.DataFrame) else [], conf_level)
    return TestRetest(
        table=_table(found, len(start), conf_level),
        items=items,
        method=say(
            "Intraclass correlations for agreement and consistency of single scores by two-way analysis of variance "
            "(McGraw & Wong 1996, ICC(A,1) and ICC(C,1)); limits of agreement after Bland & Altman (1999); kappa with "
            "quadratic weights (Cohen 1968; Fleiss, Cohen & Everitt 1969); {level} % intervals.",
            level=numbers.shortest(100 * conf_level),
        ),
        notes=(*_left_out(known), *_notes(found, items)),
    )


test_retest.__test__ = False  # type: ignore[attr-defined]  # no test of pytest's


def _check_kinds(first: object, second: object) -> None:
    for name, part, other in (("first", first, second), ("second", second, first)):
        if not isinstance(part, pd.Series | pd.DataFrame):
            raise ParameterError(
                f"`{name}` is a {type(part).__name__}. Give two Series of scores, or two DataFrames of the same items."
            )
        if isinstance(part, pd.Series) and isinstance(other, pd.DataFrame):
            raise ParameterError(
                f"`{name}` is a Series and the other occasion a DataFrame. Give two Series of scores, or two "
                "DataFrames of the same items."
            )


def _check_alike(first: pd.Series | pd.DataFrame, second: pd.Series | pd.DataFrame) -> None:
    """Refuse other respondents, or other items, on the second occasion."""
    if not first.index.equals(second.index):
        fault = "The two occasions belong to different respondents"
        repair = "Give both the same index; a respondent without a second occasion has missing values there."
        raise DataError(f"{fault} ({len(first)} and {len(second)} rows). {repair}", in_report=f"{fault}. {repair}")
    if isinstance(first, pd.DataFrame) and isinstance(second, pd.DataFrame) and list(first) != list(second):
        differing = [str(item) for item in [*first, *second] if (item in first) != (item in second)]
        if not differing:
            raise DataError(
                "The two occasions have the same items in another order. Take the second as `second[first.columns]`."
            )
        raise DataError(
            f"{named_items(differing)} was asked on one occasion only. Keep the items of both occasions, keyed alike."
        )


def _values(occasion: pd.Series | pd.DataFrame) -> Floats:
    frame = occasion.to_frame() if isinstance(occasion, pd.Series) else occasion
    if text := [str(name) for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]:
        raise DataError(f"{named_items(text)} holds text. Give scores or answers as points.")
    return occasion.to_numpy(float, na_value=np.nan)


def _check_scores(start: Floats, end: Floats) -> None:
    if len(start) < LEAST_PAIRS:
        raise NotEstimable(
            say(
                "A retest needs at least {n} respondents with both scores. Check the key that links the occasions, or "
                "take more respondents.",
                n=LEAST_PAIRS,
            )
        )
    if np.ptp(start) == 0 and np.ptp(end) == 0:
        raise NotEstimable(
            say("All respondents have the same score on each occasion. Take a score that varies, or more respondents.")
        )


def _table(found: Retest, n: int, conf_level: float) -> pd.DataFrame:
    tail, none = (1 - conf_level) / 2, (np.nan, np.nan)
    quantile, width = float(stats.t.isf(tail, n - 1)), LIMITS * found.change_std_dev
    margin = quantile * limits_of_agreement_errors(found.change_std_dev, n, width=LIMITS)
    of_mean = quantile * found.change_std_dev / np.sqrt(n)
    low, middle, high = found.change - width, found.change, found.change + width
    detectable = LIMITS * np.sqrt(2) * found.error
    rows = [
        ("icc_agreement", "coefficient", found.agreement, found.agreement_ends),
        ("icc_consistency", "coefficient", found.consistency, found.consistency_ends),
        ("standard_error_of_measurement", "coefficient", found.error, none),
        ("smallest_detectable_change", "coefficient", detectable, none),
        ("smallest_detectable_change_group", "coefficient", detectable / np.sqrt(n), none),
        ("mean_change", "difference", middle, (middle - of_mean, middle + of_mean)),
        ("limits_of_agreement", "difference", middle, (low, high)),
        ("lower_limit_of_agreement", "difference", low, (low - margin, low + margin)),
        ("upper_limit_of_agreement", "difference", high, (high - margin, high + margin)),
    ]
    return pd.DataFrame(
        [(term, measure, estimate, *ends, n) for term, measure, estimate, ends in rows],
        columns=["term", "measure", "estimate", "conf_low", "conf_high", "n_respondents"],
    )


def _items(both: tuple[Floats, Floats], names: list[object], conf_level: float) -> pd.DataFrame:
    quantile = float(stats.norm.isf((1 - conf_level) / 2))
    rows = []
    for place, name in enumerate(names):
        start, end = both[0][:, place], both[1][:, place]
        known = ~np.isnan(start) & ~np.isnan(end)
        found = _kappa(start[known], end[known])
        low, high = np.clip(found.kappa + np.array([-1, 1]) * quantile * found.std_error, -1, 1)
        rows.append((str(name), found.kappa, low, high, found.agreement, int(known.sum())))
    columns = ["item", "weighted_kappa", "conf_low", "conf_high", "percent_agreement", "n_respondents"]
    return pd.DataFrame(rows, columns=columns)


def _kappa(start: Floats, end: Floats) -> WeightedKappa:
    if not len(start):
        return WeightedKappa(np.nan, np.nan, np.nan)
    points, codes = np.unique(np.concatenate([start, end]), return_inverse=True)
    cells = codes[: len(start)] * len(points) + codes[len(start) :]
    table = np.bincount(cells, minlength=len(points) ** 2).reshape(len(points), len(points))
    return weighted_kappa(table.astype(float), points)


def _left_out(known: Bools) -> list[str]:
    if missing := int((~known).sum()):
        return [counted("Left out: {0} of {1} respondents without a score on both occasions.", missing, len(known))]
    return []


def _notes(found: Retest, items: pd.DataFrame) -> list[str]:
    notes: list[str] = []
    if found.change_std_dev == 0:
        notes.append(say("Everybody's score changed alike, so the intraclass correlations have no interval."))
    elif found.occasion_variance < 0:
        notes.append(
            say(
                "The means of the occasions differ less than chance would have them; their variance is taken as "
                "estimated, below 0, so that agreement is above consistency."
            )
        )
    if none := items.loc[items["weighted_kappa"].isna(), "item"].tolist():
        notes.append(
            say("No kappa of {items}: everybody gave the same answer on both occasions.", items=named_items(none))
        )
    return notes
