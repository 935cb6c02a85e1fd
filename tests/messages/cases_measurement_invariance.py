"""Errors of measurement invariance and its effects."""

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.instruments import load_instrument


def groups(n=400, k=4) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(1)
    answers = np.clip(np.round(3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))), 1, 5)
    responses = pd.DataFrame(answers, columns=[f"q{number}" for number in range(1, k + 1)])
    return responses, pd.Series(np.where(np.arange(n) % 2, "men", "women"), name="sex")


def climb(**options):
    responses, group = groups()
    return psychometrics.measurement_invariance(responses, group=group, **options)


def effects_of_two_factors() -> None:
    invariance = climb(factors={"near": ["q1", "q2"], "far": ["q3", "q4"]})
    esis = load_instrument("esis")
    items = tuple(item.model_copy(update={"id": f"q{n}"}) for n, item in enumerate(esis.items[:4], start=1))
    psychometrics.invariance_effects(invariance, instrument=esis.model_copy(update={"items": items}))


CASES = [
    Case(
        "Unknown estimator of invariance",
        lambda _: climb(estimator="ML"),
        ParameterError,
        "`estimator` is 'ML'. Did you mean `MLR`? Allowed: `WLSMV`, `MLR`.",
    ),
    Case(
        "Unknown standard errors of invariance",
        lambda _: climb(standard_errors="naive"),
        ParameterError,
        "`standard_errors` is 'naive'. Allowed: `robust`, `lavaan`.",
    ),
    Case(
        "Unknown freed parameter",
        lambda _: climb(free="q9~1"),
        ParameterError,
        "`free` names `q9~1`, which is not a parameter that can be freed here. Write a loading as `factor=~q1`, an "
        "intercept as `q1~1`, a threshold as `q1|1`, a residual variance as `q1~~q1`, a residual covariance as `q1~~q2`.",
    ),
    Case(
        "Effects of items of another instrument",
        lambda _: psychometrics.invariance_effects(climb(), instrument=load_instrument("esis")),
        DataError,
        "The invariance models are of the items q1, q2, q3, q4, not those of instrument `esis` in its order. Fit them to "
        "`survey.responses` of a survey with this instrument.",
    ),
    Case(
        "Effects of several factors",
        lambda _: effects_of_two_factors(),
        NotEstimable,
        "The effects on the score need one factor. Fit the invariance models without `factors`.",
    ),
]
