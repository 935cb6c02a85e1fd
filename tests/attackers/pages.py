"""What the pages of a report estimate, without the drawing of it."""

from __future__ import annotations

from tests.attackers.one_respondent import estimated
from tests.attackers.surveys import Truth
from workbench import intake, population, psychometrics
from workbench.disclosure.plan import ProtectionPlan
from workbench.results import Result


def group_pages(truth: Truth, plan: ProtectionPlan | None) -> dict[str, Result]:
    """Groups, their differences, quantiles, parts of the whole and associations."""
    survey, score, below = truth.survey, truth.score, truth.below
    given, by = {"design": survey.design}, survey.background
    return estimated(
        {
            "mean": lambda: population.mean(score, **given),
            "share": lambda: population.share(below, **given),
            "means": lambda: population.mean(score, by=by, **given),
            "shares": lambda: population.share(below, by=by, **given),
            "crossed_means": lambda: population.mean(score, by=survey.crossings, **given),
            "crossed_shares": lambda: population.share(below, by=survey.crossings, **given),
            "quantiles": lambda: population.quantiles(score, by=by, **given),
            "differences": lambda: population.compare_groups(score, by, **given),
            "share_differences": lambda: population.compare_groups(below, by, **given),
            "rest": lambda: population.compare_groups(score, by, against="rest", **given),
            "share_rest": lambda: population.compare_groups(below, by, against="rest", **given),
            "composition": lambda: population.composition(below, by, **given),
            "bands": lambda: population.distribution(intake.score_bands(score, instrument=survey.instrument), **given),
            "cutoffs": lambda: population.cutoff_shares(score, instrument=survey.instrument, distance=5, **given),
            "quality": lambda: intake.response_quality(survey),
        }
    )


def model_pages(truth: Truth, plan: ProtectionPlan | None) -> dict[str, Result]:
    """Regressions of share and score."""
    survey, score, below = truth.survey, truth.score, truth.below
    given, predictors = {"design": survey.design}, survey.predictors

    def shown(outcome: object) -> object:
        return predictors if plan is None else population.merged_levels(predictors, outcome, plan=plan)

    return estimated(
        {
            "logistic": lambda: population.fit_logistic(below, shown(below), **given),
            "linear": lambda: population.fit_linear(score, shown(score), **given),
        }
    )


def scale_pages(truth: Truth, plan: ProtectionPlan | None) -> dict[str, Result]:
    """Items, dimensions, reliability and item response."""
    answers, design = truth.survey.responses, {"design": truth.survey.design}
    sex = truth.survey.background["sex"]
    return estimated(
        {
            "items": lambda: psychometrics.item_analysis(answers, **design),
            "polychoric": lambda: psychometrics.polychoric_correlations(answers, **design),
            "factors": lambda: psychometrics.fit_confirmatory_factors(answers, estimator="MLR", **design),
            "parallel": lambda: psychometrics.parallel_analysis(
                answers, method="components", n_replicates=20, quantile=0.95, seed=1
            ),
            "alpha": lambda: psychometrics.coefficient_alpha(answers),
            "lambdas": lambda: psychometrics.guttman_lambdas(answers, seed=1),
            "groups": lambda: psychometrics.reliability_by_group(
                answers, truth.survey.groups, coefficient="alpha", interval="linearised", **design
            ),
            "graded": lambda: psychometrics.fit_graded_response(answers, **design),
            "mokken": lambda: psychometrics.scalability_coefficients(answers, **design),
            "bias": lambda: psychometrics.item_bias(answers, group=sex, **design),
            "invariance": lambda: psychometrics.measurement_invariance(answers, group=sex, estimator="MLR"),
        }
    )
