"""Names of methods as people write them, for the option words of options.py."""

INTERVAL_NAMES = {
    "feldt": "Feldt",
    "bonett": "Bonett",
    "duhachek": "Duhachek",
    "linearised": "linearised",
    "bootstrap": "bootstrap",
    "replicates": "replicate weights",
}

# How a confirmatory estimator takes the answers.
ANSWER_KINDS = {"WLSMV": "ordered", "ML": "continuous", "MLR": "continuous"}

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


def at_start(name: str) -> str:
    """Return a name as it begins a caption or a row; `str.capitalize` would change its other letters."""
    return name[0].upper() + name[1:]


INFLATION = "largest variance inflation factor, per degree of freedom"
