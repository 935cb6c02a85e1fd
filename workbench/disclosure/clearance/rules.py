"""The rules of publication in words, as they apply to one survey."""

from __future__ import annotations


def rules_in_words(*, width: int, design_effect: float, weighted: bool) -> tuple[str, ...]:
    """Return the rules for a survey that is not public.

    Parameters
    ----------
    width : int
        Of the windows of counts, and the smallest number of respondents of whom an outcome is shown.
    design_effect : float
        The one that is published.
    weighted : bool
        Whether respondents have weights.
    """
    shares = (
        "Shares are quotients of published counts; what weights add to them is rounded to half a standard error, and "
        f"to three times what {width - 1} respondents can move."
        if weighted
        else "Shares are quotients of published counts."
    )
    return (
        f"Counts of respondents are published as windows of {width} numbers (0 to {width - 1} as the first), or of "
        f"{2 * width} where all tables together would tell of a few.",
        f"A group in the first window, fewer than {width} respondents, shows no outcome; of two groups that differ by "
        f"one to {width - 1} people only one does, and none where windows of {2 * width} are not enough.",
        f"{shares} If fewer than {width} are on one side, or rounding leaves nothing of it, the share is a bound.",
        "Means are rounded to a step of the series 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten, not under half a "
        "standard error nor under what one respondent can change.",
        "Standard deviations have one digit; those of items that 100 or more answered are rounded to a fortieth of the "
        "range of the answers.",
        "Standard errors, intervals, differences, ratios and tests of groups are computed from published numbers, with "
        f"one design effect for the survey, {design_effect:g}.",
        f"Quantiles are published of 20 respondents or more with {width} on either side, on the steps of means.",
        f"Levels of predictors without {2 * width} respondents on either side are merged; logistic models and lines of "
        "shares are fitted to the middles of windows, coefficients rounded to half their errors or more coarsely, and "
        "tests of models published as bands of the p-value.",
        "Correlations, loadings and reliabilities have two decimals; groups are compared by models only if 100 or more "
        "respondents are in each.",
        "All tables are attacked together before they leave: of every set of one to "
        f"{width - 1} people three numbers stay possible, and none and all of them beyond the cut-off.",
        "A later report of the same people shows nothing new of a variable of which a group changed by one to "
        f"{width - 1} of them; the private ledger holds what was published.",
    )
