"""Words of the tables of the graded response model: names of its numbers, and what each says."""

from __future__ import annotations

from workbench.wording import say


def fit_labels() -> dict[str, str]:
    """Name each measure of fit, in the order of the table."""
    return {
        "chi_square": say("C2, chi-square of the model"),
        "df": say("Degrees of freedom"),
        "p_value": "p",
        "rmsea": "RMSEA",
        "cfi": "CFI",
        "tli": "TLI",
        "srmr": "SRMR",
    }


def reliability_words(term: str) -> tuple[str, str]:
    """Name a reliability of the model, and say in words what it is."""
    return {
        "marginal reliability": (
            say("Marginal reliability"),
            say("Mean over people of what the model expects: part of the variance that is not error."),
        ),
        "empirical reliability": (
            say("Empirical reliability"),
            say("The same from the answers given: variance of the estimated places over their whole variance."),
        ),
    }[term]


def precision_words(side: str) -> dict[str, tuple[str, str]]:
    """Name each number of the precision at a cut-off, and say in words what it is.

    Parameters
    ----------
    side : str
        `Cutoff.side`.
    """
    below = side == "below"
    where = say("below the cut-off") if below else say("at or above the cut-off")
    return {
        "classification accuracy": (
            say("Classification accuracy"),
            say("Part of people whose score lies on the same side of the cut-off as their expected score."),
        ),
        "classification consistency": (
            say("Classification consistency"),
            say(
                "Part of people who would land on the same side twice, if they could answer twice without remembering."
            ),
        ),
        "kappa": (
            say("Kappa"),
            say("Consistency beyond chance: 0 if only chance agrees, 1 if nobody changes sides."),
        ),
        "false positive": (
            say("False positive"),
            say("Part of all people whose score is {where} although their expected score is not.", where=where),
        ),
        "false negative": (
            say("False negative"),
            say("Part of all people whose score is not {where} although their expected score is.", where=where),
        ),
        "sensitivity": (
            say("Sensitivity"),
            say("Of those whose expected score is {where}, the part whose score is so too.", where=where),
        ),
        "specificity": (
            say("Specificity"),
            say("Of those whose expected score is not {where}, the part whose score is not so either.", where=where),
        ),
        f"share {side} by observed score": (
            say("Share below by observed score") if below else say("Share at or above by observed score"),
            say(
                "What the model expects of the scores themselves; the survey's own share is on the page about the "
                "cut-off."
            ),
        ),
        f"share {side} by true score": (
            say("Share below by true score") if below else say("Share at or above by true score"),
            say("What the model gives for expected scores, free of error. Never a corrected share."),
        ),
        "difference of the shares": (
            say("Difference of the shares"),
            say("False positives less false negatives, in percentage points: how far error alone moves the share."),
        ),
    }
