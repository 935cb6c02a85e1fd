"""Terms that readers of reports meet, each with its meaning in a sentence, in the language that is spoken."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.wording.said import say


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term and its meaning.

    Attributes
    ----------
    key : str
        Of its place on the page of all terms, the same in all languages.
    name, meaning : str
    """

    key: str
    name: str
    meaning: str


def glossary() -> tuple[Term, ...]:
    """Return all terms in the alphabetical order of the language that is spoken."""
    terms = (
        Term(key=key, name=name, meaning=meaning)
        for key, (name, meaning) in (_of_answers() | _of_populations()).items()
    )
    return tuple(sorted(terms, key=lambda term: term.name.casefold()))


def _of_answers() -> dict[str, tuple[str, str]]:
    """Terms of scales and their answers."""
    return {
        "polychoric": (
            say("polychoric correlation"),
            say("the correlation of the normal variables that are thought to lie behind two ordered answers"),
        ),
        "wlsmv": (
            say("WLSMV"),
            say(
                "estimates a factor model from polychoric correlations by weighted least squares, with a corrected test"
            ),
        ),
        "mlr": (
            say("MLR"),
            say("estimates a factor model by maximum likelihood, with errors and test for answers that are not normal"),
        ),
        "cfi": (
            say("CFI"),
            say("comparative fit index: how much better a model fits than one without any correlation; 1 is best"),
        ),
        "tli": (
            say("TLI"),
            say("Tucker–Lewis index: like the CFI, with a price for each parameter"),
        ),
        "rmsea": (
            say("RMSEA"),
            say("root mean square error of approximation: how far a model is from the truth; 0 is best"),
        ),
        "srmr": (
            say("SRMR"),
            say("standardised root mean square residual: the correlation that a model leaves, typically; 0 is best"),
        ),
        "loading": (
            say("loading"),
            say("how strongly an item goes with the factor; standardised, a correlation"),
        ),
        "categorical-omega": (
            say("categorical omega"),
            say("reliability of the sum of ordered answers: the part of its variance that the factor explains"),
        ),
        "alpha": (
            say("coefficient alpha"),
            say("Cronbach's reliability of a sum; it is exact only if all items load equally"),
        ),
        "item-rest": (
            say("item–rest correlation"),
            say("correlation of an item with the sum of the other items"),
        ),
        "bootstrap": (
            say("bootstrap"),
            say("drawing respondents again and again from the respondents, to see how much a number changes"),
        ),
        "parallel": (
            say("parallel analysis"),
            say("compares the eigenvalues of the answers with those of random data without correlation"),
        ),
        "kmo": (
            say("KMO"),
            say("Kaiser–Meyer–Olkin measure: how much of the correlations is common to all; above 0.8 is called good"),
        ),
        "invariance": (
            say("measurement invariance"),
            say("the scale measures the same in all groups, so that their scores can be compared"),
        ),
        "information": (
            say("information"),
            say("how exactly the answers tell a place on the scale; where it is large, the error is small"),
        ),
        "scalability": (
            say("scalability"),
            say("how well items follow Mokken's model, in which more of the factor means higher answers (H)"),
        ),
        "item-bias": (
            say("item bias"),
            say("members of two groups with the same total answer an item differently"),
        ),
    }


def _of_populations() -> dict[str, tuple[str, str]]:
    """Terms of estimates for a population."""
    return {
        "interval": (
            say("confidence interval"),
            say("a range made so that, in 95 of 100 samples, it would hold the value of the population"),
        ),
        "cut-off": (
            say("cut-off"),
            say("a score at which a group begins or ends"),
        ),
        "sampling-weight": (
            say("sampling weight"),
            say("how many persons of the population a respondent stands for"),
        ),
        "stratum": (
            say("stratum"),
            say("a part of the population from which the sample was drawn by itself"),
        ),
        "cluster": (
            say("cluster"),
            say("people who were drawn together, such as those of one school"),
        ),
        "taylor": (
            say("Taylor linearisation"),
            say("the usual way to standard errors under strata, clusters and weights"),
        ),
        "logit-interval": (
            say("logit interval"),
            say("an interval of a share that stays between 0 and 100 %"),
        ),
        "clopper-pearson": (
            say("Clopper–Pearson"),
            say("an exact interval of a share, for few people or few with the outcome"),
        ),
        "design-effect": (
            say("design effect"),
            say("by how much weights, strata and clusters widen or narrow an interval"),
        ),
        "holm": (
            say("Holm"),
            say("a correction for many tests, so that chance differences are rarely called sure"),
        ),
        "odds-ratio": (
            say("odds ratio"),
            say(
                "the odds of one group divided by those of another; it lies further from 1 than the ratio of the shares"
            ),
        ),
        "adjusted-share": (
            say("adjusted share"),
            say("the share if everybody were in the group, with their other answers as they are"),
        ),
        "reference": (
            say("reference group"),
            say("the group that others are compared with"),
        ),
        "imputation": (
            say("multiple imputation"),
            say("missing answers are filled in several times by a model, so that the doubt about them stays visible"),
        ),
        "spline": (
            say("spline"),
            say("a smooth curve along a number"),
        ),
        "slope-index": (
            say("slope index of inequality"),
            say("the difference between the two ends of the social order, from all groups together"),
        ),
        "standardised": (
            say("standardised share"),
            say("a share with the same age structure in all groups"),
        ),
        "window": (
            say("window"),
            say("the five numbers among which a count lies; it is published in place of the count, to protect people"),
        ),
    }
