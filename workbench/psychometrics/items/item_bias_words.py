"""What is said of item bias: how it was tested, and why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.psychometrics.answers import CompleteResponses, named_items
from workbench.wording import joined, numbers, say


def method(sample: CompleteResponses, matching: str, conf_level: float, *, purified: bool) -> str:
    """Say which model was fitted and how it was tested."""
    on = {
        "total": say("the total score"),
        "rest": say("the sum of the other items"),
        "latent": say(
            "the place on the factor that the other items tell (posterior mean of a graded response model, each group "
            "with a normal distribution of its own)"
        ),
    }[matching]
    clauses = [_models(sample, on)]
    if purified:
        clauses.append(say("biased items leave what respondents are matched on (Candell & Drasgow 1988)"))
    clauses.append(
        say(
            "p-values also adjusted over the items (Holm 1979), {level} % intervals of the groups' log odds ratios",
            level=numbers.shortest(100 * conf_level),
        )
    )
    return joined(clauses, "; ", end=".")


def _models(sample: CompleteResponses, on: str) -> str:
    if sample.replicates is not None:
        return say(
            "Weighted ordinal logistic regression on {score} and the group (Zumbo 1999), Wald tests with a covariance "
            "from {n} replicate weights (jackknife, Hotelling's F)",
            score=on, n=sample.replicates.shape[1],
        )  # fmt: skip
    if sample.weighted:
        return say(
            "Weighted ordinal logistic regression on {score} and the group (Zumbo 1999), robust Wald tests with a "
            "covariance linearised for the weights",
            score=on,
        )
    return say("Ordinal logistic regression on {score} and the group (Zumbo 1999), likelihood ratio tests", score=on)


def purified_notes(sample: CompleteResponses, anchors: Sequence[int], *, limited: bool) -> list[str]:
    """Name the items that left the score, and say if others should have."""
    out = [str(item) for number, item in enumerate(sample.items) if number not in set(anchors)]
    if not out:
        return [say("No item left what respondents are matched on.")]
    notes: list[str] = [say("Left out of what respondents are matched on: {items}.", items=named_items(out))]
    if limited:
        notes.append(
            say(
                "More than half of the items are biased by their tests, so those with the smaller gains in R² stayed "
                "in what respondents are matched on; with many respondents trifles are significant."
            )
        )
    return notes


def too_many(items: str, most: int) -> str:
    """Say why items with more than so many different answers are refused."""
    return say(
        "{items} has more than {n} different answers, so item bias cannot be computed. Group the answers, or leave the "
        "item out.",
        items=items,
        n=most,
    )
