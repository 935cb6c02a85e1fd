"""Clauses that say how a confirmatory model was fitted, for the sentence `method`."""

from __future__ import annotations

from workbench.psychometrics.answers import Part
from workbench.psychometrics.ordered_answers import assumed_of_errors
from workbench.wording import say


def describe(estimator: str, missing: str, standard_errors: str, parts: list[Part]) -> list[str]:
    """Say in clauses how the model was fitted, and what the errors of ordered answers assume."""
    how = _full_information(estimator) if missing == "fiml" else _complete(estimator)
    if parts[0].weights.replicate_weights is not None:
        return [
            how,
            say("weighted, covariance of the sample statistics from jackknife replicates (JK1), intervals from t"),
        ]
    clauses = [how, assumed_of_errors(standard_errors)] if estimator == "WLSMV" else [how]
    if missing == "pairwise":
        clauses.append(
            say(
                "each threshold and correlation from the respondents who gave the answers for it (pairwise), which "
                "assumes that whether an answer is missing depends on no answers"
            )
        )
    if parts[0].weights.sampling_weights is not None:
        clauses.append(say("weighted, with the weights in the sandwich"))
    return clauses


def _complete(estimator: str) -> str:
    return {
        "WLSMV": say(
            "Confirmatory factor analysis by diagonally weighted least squares on polychoric correlations with "
            "sandwich standard errors and a scaled and shifted chi-square (WLSMV; Muthén, du Toit & Spisic 1997; "
            "Asparouhov & Muthén 2010)"
        ),
        "ML": say(
            "Confirmatory factor analysis by maximum likelihood with standard errors from expected information, which "
            "takes the items as normal"
        ),
        "MLR": say(
            "Confirmatory factor analysis by maximum likelihood with sandwich standard errors and the scaled "
            "chi-square of Yuan & Bentler (2000) as Mplus computes it (MLR)"
        ),
    }[estimator]


def _full_information(estimator: str) -> str:
    return {
        "ML": say(
            "Confirmatory factor analysis by maximum likelihood with standard errors from observed information, which "
            "takes the items as normal, all answers of respondents with missing ones used (FIML)"
        ),
        "MLR": say(
            "Confirmatory factor analysis by maximum likelihood with sandwich standard errors and the scaled "
            "chi-square of Yuan & Bentler (2000) as Mplus computes it (MLR), all answers of respondents with missing "
            "ones used (FIML)"
        ),
    }[estimator]
