"""How precise an estimate is: relative standard error, design effect, effective sample size, and when to mark it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.wording import numbers, say

# The project's rule for showing an estimate with a mark; apart from the disclosure rule, which withholds it.
MINIMUM_PRECISE_RESPONDENTS = 30
MAXIMUM_RELATIVE_STD_ERROR = 0.30

# Weights that sum to fewer people than this many times the respondents are taken for rescaled ones (mean about 1): a
# sum alone cannot tell them from those of a census of more than half the population.
_PEOPLE_PER_RESPONDENT = 2.0


def counts_people(weights: Floats) -> bool:
    """Whether the weights say how many people each respondent stands for, and not only their proportions."""
    return bool(weights.sum() >= _PEOPLE_PER_RESPONDENT * len(weights))


def with_precision(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `relative_std_error` and `unreliable` to rows of n_respondents, estimate, std_error."""
    estimate, error = frame["estimate"].to_numpy(float), frame["std_error"].to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(estimate == 0, np.nan, error / np.abs(estimate))
    n = frame["n_respondents"].to_numpy(float)
    # no relative standard error is no sign of precision
    precise = (n >= MINIMUM_PRECISE_RESPONDENTS) & (relative <= MAXIMUM_RELATIVE_STD_ERROR)
    return frame.assign(relative_std_error=relative, unreliable=(n > 0) & ~precise)


def design_effects(variance: Floats, n: Floats, std_dev: Floats, weight: Floats, *, people: bool) -> Floats:
    r"""Variance of each mean, divided by that of a simple random sample of as many respondents.

    .. math:: \hat V(\hat\mu) \Big/ \frac{s^2}{n} \left(1 - \frac{n}{\sum w}\right)

    Parameters
    ----------
    variance, n, std_dev, weight : array, shape (n_groups,)
        Variance of the mean, respondents, standard deviation of the values, summed weights.
    people : bool
        Whether weights count people; otherwise the sample is taken to be drawn with replacement: no last factor.

    Notes
    -----
    R: ``svymean(~y, d, deff = TRUE)``, without people ``deff = "replace"``.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        simple = std_dev**2 / n * (1 - n / weight if people else 1.0)
        effects: Floats = np.where(simple > 0, variance / simple, np.nan)
    return effects


UNRELIABLE = say(
    "fewer than {n} respondents, or a standard error above {share} % of the estimate; read with caution.",
    n=MINIMUM_PRECISE_RESPONDENTS,
    share=numbers.shortest(100 * MAXIMUM_RELATIVE_STD_ERROR),
)
