"""All studies, in the order of the table."""

from functools import partial

import numpy as np

from benchmarks.recovery_studies import answers, estimators, truths
from benchmarks.recovery_studies.answers import DIFFICULTIES, DISCRIMINATIONS, LOADINGS
from benchmarks.recovery_studies.study import Study
from benchmarks.recovery_studies.truths import TERMS

OGIVE = {"even": "normal ogive, even", "skewed": "normal ogive, skewed"}
LOGISTIC, HEAVY, SKEWED = "logistic", "continuous, heavy tails", "continuous, skewed"
DRAWS = {"even": answers.even, "skewed": answers.skewed}
LATENT = {
    OGIVE["even"]: answers.even,
    "multivariate t(5)": answers.heavy_tails_ordinal,
    "skew-normal factor": answers.skewed_factor,
    LOGISTIC: answers.logistic,
}
STEPS = {
    "WLSMV": ("thresholds", "loadings", "intercepts", "residuals"),
    "MLR": ("metric", "scalar", "strict"),
}


def _ogive_factors(items: str) -> dict:
    return {"loadings": LOADINGS, "thresholds": truths.THRESHOLDS[items].ravel()}


def _continuous_factors() -> dict:
    return {"loadings": LOADINGS, "standardised loadings": LOADINGS, "residual variances": 1 - LOADINGS**2}


def _graded() -> dict:
    shares = dict(zip(TERMS, truths.classification(), strict=True))
    return {"discriminations": DISCRIMINATIONS, "difficulties": DIFFICULTIES.ravel(), **shares}


def _alphas(value: float) -> dict:
    return {f"alpha, {kind}": value for kind in ("Feldt", "Bonett", "Duhachek", "linearised")}


def confirmatory() -> list[Study]:
    holds = ("loadings", "thresholds", "χ² scaled and shifted")
    studies = [
        Study(generator=OGIVE[items], estimator="WLSMV", draw=DRAWS[items], estimate=estimators.wlsmv,
              truth=partial(_ogive_factors, items), holds=holds)
        for items in OGIVE
    ]  # fmt: skip
    studies += [
        Study(generator=f"{OGIVE['even']}, weighted", estimator="WLSMV", estimate=estimators.wlsmv, holds=holds,
              draw=partial(answers.weighted, draw=answers.even), truth=partial(_ogive_factors, "even")),
        Study(generator=LOGISTIC, estimator="WLSMV", draw=answers.logistic, estimate=estimators.wlsmv,
              truth=lambda: {"loadings": truths.logistic_loadings()}, share=0.5),
    ]  # fmt: skip
    holds = ("loadings", "standardised loadings", "residual variances", "χ² scaled")
    continuous = {
        HEAVY: answers.heavy_tails,
        SKEWED: answers.skewed_continuous,
        f"{HEAVY}, weighted": partial(answers.weighted, draw=answers.heavy_tails),
    }
    studies += [
        Study(generator=generator, estimator="MLR", draw=draw, estimate=estimators.mlr, truth=_continuous_factors,
              holds=holds)
        for generator, draw in continuous.items()
    ]  # fmt: skip
    studies += [
        Study(generator=OGIVE[items], estimator="MLR", draw=DRAWS[items], estimate=estimators.mlr,
              truth=lambda: {"standardised loadings": LOADINGS}, share=0.25)
        for items in OGIVE
    ]  # fmt: skip
    return studies


def without_normality() -> list[Study]:
    """WLSMV against its own limit: what its errors and test are worth whatever lies behind the answers."""
    return [
        Study(generator=generator, estimator=f"WLSMV {kind}, own limit", draw=draw, share=0.2, sizes=(1_000, 2_000),
              estimate=partial(estimators.wlsmv, standard_errors=kind),
              truth=partial(truths.weighted_least_squares_limit, draw),
              holds=("loadings", "thresholds", "χ² scaled and shifted") if kind == "robust" else ())
        for generator, draw in LATENT.items()
        for kind in ("robust", "lavaan")
    ]  # fmt: skip


def ordinal() -> list[Study]:
    polychorics = [
        Study(generator=OGIVE[items], estimator="polychoric", draw=DRAWS[items], estimate=estimators.polychoric,
              truth=partial(lambda items: {"correlations": truths.correlations(),
                                           "thresholds": truths.THRESHOLDS[items].ravel()}, items),
              holds=("correlations", "thresholds"))
        for items in OGIVE
    ]  # fmt: skip
    names = ("H of the scale", "H of items")
    return polychorics + [
        Study(generator=OGIVE[items], estimator="Mokken", draw=DRAWS[items], estimate=estimators.scalability,
              truth=partial(lambda items: dict(zip(names, truths.scalability(items), strict=True)), items),
              holds=names)
        for items in OGIVE
    ]  # fmt: skip


def dimensionality() -> list[Study]:
    populations = {
        "bifactor, proportional": answers.PROPORTIONAL,
        "bifactor, not proportional": answers.UNPROPORTIONAL,
        "bifactor, no group factors": np.zeros(12),
    }
    return [
        Study(generator=generator, estimator="essential unidimensionality", share=0.05, sizes=(300, 1_000),
              draw=partial(answers.bifactor, group=group), estimate=estimators.bifactor,
              truth=partial(_bifactor, group))
        for generator, group in populations.items()
    ]  # fmt: skip


def _bifactor(group: np.ndarray) -> dict[str, float]:
    exact = truths.bifactor(group)
    return exact | {f"{name}, direct": value for name, value in exact.items()}


def graded_response() -> list[Study]:
    holds = ("discriminations", "difficulties", "C2", *TERMS)
    return [
        Study(generator=LOGISTIC, estimator="graded response", draw=answers.logistic,
              estimate=estimators.graded_response, truth=_graded, holds=holds, share=0.5),
        Study(generator=f"{LOGISTIC}, weighted", estimator="graded response", truth=_graded, holds=holds, share=0.25,
              draw=partial(answers.weighted, draw=answers.logistic), estimate=estimators.graded_response),
    ]  # fmt: skip


def reliability() -> list[Study]:
    everything = tuple(_alphas(0.0))
    studies = [
        Study(generator="normal, parallel", estimator="alpha", draw=answers.normal_parallel,
              estimate=estimators.alpha, truth=lambda: _alphas(truths.alpha_parallel()), holds=everything)
    ]  # fmt: skip
    studies += [
        Study(generator=OGIVE[items], estimator="alpha", draw=DRAWS[items], estimate=estimators.alpha,
              truth=partial(lambda items: _alphas(truths.alpha(items)), items), holds=("alpha, linearised",))
        for items in OGIVE
    ]  # fmt: skip
    names = ("alpha, bootstrap", "omega total, bootstrap")
    studies += [
        Study(generator=OGIVE[items], estimator="alpha and omega total", draw=DRAWS[items], holds=names,
              estimate=estimators.alpha_and_omega_bootstrap,
              truth=partial(lambda items: {names[0]: truths.alpha(items), names[1]: truths.omega_total(items)}, items))
        for items in OGIVE
    ]  # fmt: skip
    studies.append(
        Study(generator=SKEWED, estimator="alpha and omega total", draw=answers.skewed_continuous,
              holds=names[1:], estimate=estimators.alpha_and_omega_bootstrap,
              truth=lambda: {names[1]: truths.omega_continuous()})
    )  # fmt: skip
    name = "categorical omega, bootstrap"
    studies += [
        Study(generator=OGIVE[items], estimator="categorical omega", draw=DRAWS[items], share=0.25,
              holds=(name,), estimate=estimators.categorical_omega,
              truth=partial(lambda items: {name: truths.categorical_omega(items)}, items))
        for items in OGIVE
    ]  # fmt: skip
    return studies


def groups() -> list[Study]:
    means = "difference of factor means"
    draws = {
        "WLSMV": ("normal ogive, even, two groups", answers.two_groups_ordinal),
        "MLR": (f"{SKEWED}, two groups", answers.two_groups_continuous),
    }
    studies = [
        Study(generator=generator, estimator=f"invariance, {estimator}", draw=draw,
              estimate=partial(estimators.invariance, estimator=estimator), truth=lambda: {means: answers.GROUP_MEAN},
              holds=("χ² configural, scaled", means, *(f"χ² difference, {step}" for step in STEPS[estimator])))
        for estimator, (generator, draw) in draws.items()
    ]  # fmt: skip
    bias = "log odds ratio of the groups"
    tests = tuple(f"likelihood ratio, {term}" for term in ("uniform", "non-uniform", "both"))
    gaps = ((f"{LOGISTIC}, two equal groups", 0.0), (f"{LOGISTIC}, groups 0.5 SD apart", 0.5))
    studies += [
        Study(generator=generator, estimator="item bias", draw=partial(answers.two_groups_logistic, difference=gap),
              estimate=estimators.item_bias, truth=lambda: {bias: np.zeros(10)}, share=0.25,
              holds=(*tests, bias) if gap == 0 else ())
        for generator, gap in gaps
    ]  # fmt: skip
    few = {"share": 0.05, "sizes": (1_000, 5_000)}
    studies += [
        Study(generator=generator, estimator=f"item bias, {kind}", truth=lambda: {bias: np.zeros(10)}, **few,
              draw=partial(answers.two_groups_logistic, difference=gap),
              estimate=partial(estimators.item_bias, matching=matching))
        for kind, matching in (("rest score", "rest"), ("on the factor", "latent"))
        for generator, gap in gaps
    ]  # fmt: skip
    return studies + [
        Study(generator=f"{LOGISTIC}, two of ten items biased", estimator=estimator, truth=lambda: {bias: np.zeros(8)},
              draw=partial(answers.two_groups_logistic, difference=0.0, bias=0.8), **few,
              estimate=partial(estimators.item_bias, purify=purify, first=2))
        for estimator, purify in (("item bias of others", False), ("item bias of others, purified", True))
    ]  # fmt: skip


def validity() -> list[Study]:
    limits = ("ICC for consistency", "lower limit of agreement")
    studies = [
        Study(generator=generator, estimator="retest", draw=partial(answers.occasions, shift=shift),
              estimate=estimators.retest, truth=partial(truths.retest, shift), sizes=(100, 300, 1_000),
              holds=limits if shift else (*limits, "ICC for agreement"))
        for generator, shift in (("two occasions", 0.0), ("two occasions, 0.5 higher", 0.5))
    ]  # fmt: skip
    parallel, congeneric = np.full(4, 0.7), np.array([0.9, 0.8, 0.6, 0.4])
    return studies + [
        Study(generator=generator, estimator="heterotrait–monotrait", share=0.1, sizes=(300, 1_000),
              draw=partial(answers.two_scales, loadings=loadings), estimate=estimators.heterotrait_monotrait,
              truth=partial(truths.two_scales, loadings), holds=("HTMT", "HTMT2", "latent correlation"))
        for generator, loadings in (("two scales, parallel", parallel), ("two scales, congeneric", congeneric))
    ]  # fmt: skip


STUDIES = [
    *confirmatory(),
    *without_normality(),
    *ordinal(),
    *dimensionality(),
    *graded_response(),
    *reliability(),
    *groups(),
    *validity(),
]
