"""What is said of differences between groups: how they were estimated, and who is outside the comparison."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.population.design import SamplingVariance
from workbench.population.estimates import by_weights, spare_df_words, t_interval
from workbench.wording import counted, joined, say


def method_of(design: SurveyDesign, sampling: SamplingVariance, is_flag: bool, against: str, conf_level: float) -> str:
    """Name the estimate, its errors and intervals, and what p-values are adjusted for."""
    rest = against == "rest"
    taken = "2" if rest else say("number of groups")
    method = say(
        "{what}, standard error {error} (none where the values of both groups are all equal), {interval}, degrees of "
        "freedom: {df}; p-values also adjusted for the number of levels shown (Holm 1979).",
        what=_of_shares(design, rest) if is_flag else _of_means(design, rest),
        error=sampling.description,
        interval=t_interval(conf_level),
        df=spare_df_words(design, sampling, taken),
    )
    if is_flag:
        return method
    return joined([method, say("Hedges' g: difference in pooled standard deviations (Hedges 1981).")])


def _of_shares(design: SurveyDesign, rest: bool) -> str:
    if rest:
        return by_weights(
            design,
            weighted=say("Difference of weighted shares from the rest of everyone"),
            unweighted=say("Difference of unweighted shares from the rest of everyone"),
        )
    return by_weights(
        design,
        weighted=say("Difference of weighted shares from the reference group"),
        unweighted=say("Difference of unweighted shares from the reference group"),
    )


def _of_means(design: SurveyDesign, rest: bool) -> str:
    if rest:
        return by_weights(
            design,
            weighted=say("Difference of weighted means from the rest of everyone"),
            unweighted=say("Difference of unweighted means from the rest of everyone"),
        )
    return by_weights(
        design,
        weighted=say("Difference of weighted means from the reference group"),
        unweighted=say("Difference of unweighted means from the reference group"),
    )


def outside(y: Floats) -> tuple[str, ...]:
    """Count respondents without a value, if any."""
    n_outside = int(np.isnan(y).sum())
    if not n_outside:
        return ()
    return (counted("Outside the comparison: {0} of {1} respondents, who have no value.", n_outside, len(y)),)
