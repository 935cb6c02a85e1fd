"""Names of methods as people write them, for the option words of options.py."""

from __future__ import annotations

from workbench.wording.said import say

CORRELATION_NAMES = {"pearson": "Pearson", "polychoric": "Polychoric"}

# What each reliability coefficient is the reliability of.
OF_THE_SUM = "sum of the answers"
OF_UNOBSERVED = "sum of unobserved variables"
RELIABILITY_OF = {
    "categorical omega": OF_THE_SUM,
    "omega total (model-implied variance)": OF_THE_SUM,
    "omega total (observed variance)": OF_THE_SUM,
    "coefficient alpha": OF_THE_SUM,
    "standardised alpha": "sum of standardised items",
    "latent-response omega": OF_UNOBSERVED,
    "ordinal alpha": OF_UNOBSERVED,
}


def interval_name(kind: str) -> str:
    """Name a kind of interval in the language that is spoken."""
    return {
        "feldt": say("Feldt"),
        "bonett": say("Bonett"),
        "duhachek": say("Duhachek"),
        "linearised": say("linearised"),
        "bootstrap": say("bootstrap"),
        "replicates": say("replicate weights"),
    }[kind]


def answer_kind(estimator: str) -> str:
    """Say how a confirmatory estimator takes the answers."""
    return say("ordered") if estimator == "WLSMV" else say("continuous")


def correlation_name(kind: str) -> str:
    """Name a kind of correlation, as a heading does."""
    return {"pearson": say("Pearson"), "polychoric": say("Polychoric")}[kind]


def correlation_kind(kind: str) -> str:
    """Name a kind of correlation, as it stands in brackets."""
    return {"pearson": say("Pearson"), "polychoric": say("polychoric")}[kind]


def correlations_named(kind: str) -> str:
    """Name correlations of a kind, as a heading does."""
    return {"pearson": say("Pearson correlations"), "polychoric": say("Polychoric correlations")}[kind]


def coefficient_name(term: str) -> str:
    """Name a reliability coefficient."""
    return {
        "categorical omega": say("categorical omega"),
        "omega total (model-implied variance)": say("omega total (model-implied variance)"),
        "omega total (observed variance)": say("omega total (observed variance)"),
        "coefficient alpha": say("coefficient alpha"),
        "standardised alpha": say("standardised alpha"),
        "latent-response omega": say("latent-response omega"),
        "ordinal alpha": say("ordinal alpha"),
    }[term]


def variable_measured(of: str) -> str:
    """Say what a coefficient is the reliability of, after `Reliability of the`."""
    return {
        OF_THE_SUM: say("sum of the answers"),
        "sum of standardised items": say("sum of standardised items"),
        OF_UNOBSERVED: say("sum of unobserved variables"),
    }[of]


def at_start(name: str) -> str:
    """Return a name as it begins a caption or a row; `str.capitalize` would change its other letters."""
    return name[0].upper() + name[1:]
