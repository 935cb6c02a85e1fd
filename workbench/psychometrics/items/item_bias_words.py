"""What is said of item bias: how it was tested, and why it cannot be."""

from __future__ import annotations

from workbench.psychometrics.answers import CompleteResponses
from workbench.wording import numbers, say


def method(sample: CompleteResponses, conf_level: float) -> str:
    """Say which model was fitted and how it was tested."""
    level = numbers.shortest(100 * conf_level)
    if sample.replicates is not None:
        return say(
            "Weighted ordinal logistic regression on the total score and the group (Zumbo 1999), Wald tests with a "
            "covariance from {n} replicate weights (jackknife, Hotelling's F); p-values also adjusted over the items "
            "(Holm 1979), {level} % intervals of the groups' log odds ratios.",
            n=sample.replicates.shape[1], level=level,
        )  # fmt: skip
    if sample.weighted:
        return say(
            "Weighted ordinal logistic regression on the total score and the group (Zumbo 1999), robust Wald tests "
            "with a covariance linearised for the weights; p-values also adjusted over the items (Holm 1979), {level} "
            "% intervals of the groups' log odds ratios.",
            level=level,
        )
    return say(
        "Ordinal logistic regression on the total score and the group (Zumbo 1999), likelihood ratio tests; p-values "
        "also adjusted over the items (Holm 1979), {level} % intervals of the groups' log odds ratios.",
        level=level,
    )


def too_many(items: str, most: int) -> str:
    """Say why items with more than so many different answers are refused."""
    return say(
        "{items} has more than {n} different answers, so item bias cannot be computed. Group the answers, or leave the "
        "item out.",
        items=items,
        n=most,
    )
