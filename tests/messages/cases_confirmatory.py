"""Errors of confirmatory factor analysis."""

from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.numerics.structural_models import fisher_scoring
from workbench.psychometrics import fit_confirmatory_factors
from workbench.psychometrics.invariance import check_testable

ITEMS = ["q1", "q2", "q3", "q4"]


def scale() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    answers = np.clip(np.round(3 + rng.normal(size=(200, 1)) + rng.normal(size=(200, 4))), 1, 5)
    return pd.DataFrame(answers, columns=ITEMS)


REGION = pd.Series(["north", "south"] * 100, name="region")
WEIGHTS = pd.Series(1.0, index=range(200), name="weight")


def fit(responses=None, **options) -> None:
    fit_confirmatory_factors(scale() if responses is None else responses, **options)


def copied() -> pd.DataFrame:
    return scale().assign(q4=lambda frame: frame["q1"] + frame["q2"])


def lacking() -> pd.DataFrame:
    responses = scale()
    south = (REGION == "south") & (responses["q2"] == 5)
    responses.loc[south, "q2"] = 4
    return responses


def rarely_both() -> pd.DataFrame:
    responses = scale()
    responses.loc[:89, "q1"] = np.nan
    responses.loc[110:, "q2"] = np.nan
    return responses


def uniform_in_one_group() -> pd.DataFrame:
    responses = scale()
    responses.loc[REGION == "south", "q3"] = 3
    return responses


def without_iterations() -> None:
    with patch.object(fisher_scoring, "MAX_ITERATIONS", 1):
        fit()


def endless() -> None:
    """Correlations of which one loading would have to be above one, and two groups."""
    correlations = np.array([[1, 0.8, 0.5, 0.5], [0.8, 1, 0.3, 0.3], [0.5, 0.3, 1, 0.2], [0.5, 0.3, 0.2, 1]])
    rng = np.random.default_rng(1)
    values = rng.standard_normal((200, 4)) @ np.linalg.cholesky(correlations).T
    fit(pd.DataFrame(np.digitize(values, [-0.7, 0.7]) + 1.0, columns=ITEMS), group=REGION)


def unrelated() -> None:
    """Two pairs of items, each correlated within and not at all between: one factor of a pair and the other alone."""
    pairs = np.array(np.meshgrid([1, 2, 3], [1, 2, 3], [0, 1], [0, 1])).reshape(4, -1).T
    first, second = pairs[:, 0] + pairs[:, 2], pairs[:, 1] + pairs[:, 3]
    values = np.column_stack([pairs[:, 0], first, pairs[:, 1], second]).astype(float)
    fit(pd.DataFrame(values, columns=ITEMS), factors={"f": ITEMS[:2], "g": ITEMS[2:]}, estimator="ML")


CASES = [
    Case(
        "A factor of two items alone",
        lambda _: fit(scale()[["q1", "q2"]], estimator="ML"),
        NotEstimable,
        "Factor `factor` has 2 items. A single factor needs three items, one of several factors two.",
    ),
    Case(
        "Ordered answers to two items",
        lambda _: fit(scale()[["q1", "q2"]]),
        NotEstimable,
        "Confirmatory factor analysis needs at least 3 items; got 2. What needs fewer items is estimated without it.",
    ),
    Case(
        "An unknown estimator",
        lambda _: fit(estimator="wlsmv"),
        ParameterError,
        "`estimator` is 'wlsmv'. Did you mean `WLSMV`? Allowed: `WLSMV`, `ML`, `MLR`.",
    ),
    Case(
        "An unknown treatment of missing answers",
        lambda _: fit(missing="mice"),
        ParameterError,
        "`missing` is 'mice'. Allowed: `listwise`, `pairwise`, `fiml`.",
    ),
    Case(
        "Unknown standard errors of a factor model",
        lambda _: fit(standard_errors="naive"),
        ParameterError,
        "`standard_errors` is 'naive'. Allowed: `robust`, `lavaan`.",
    ),
    Case(
        "Full information for ordered answers",
        lambda _: fit(missing="fiml"),
        ParameterError,
        "`missing` is 'fiml', which WLSMV does not have. Use missing='pairwise', or estimator='MLR'.",
    ),
    Case(
        "Pairwise answers with replicate weights",
        lambda _: fit(missing="pairwise", sampling_weights=WEIGHTS, replicate_weights=pd.concat([WEIGHTS] * 3, axis=1)),
        ParameterError,
        "`missing` is 'pairwise', which replicate weights are not made for. Keep complete respondents (`intake.complete(survey)`), or leave the replicate weights out.",
    ),
    Case(
        "Two items that few answered both",
        lambda _: fit(rarely_both(), missing="pairwise"),
        NotEstimable,
        "Fewer than 30 respondents answered both `q1` and `q2`, too few for their polychoric correlation. Leave out one of them, or choose a larger group.",
    ),
    Case(
        "Pairwise answers for maximum likelihood",
        lambda _: fit(missing="pairwise", estimator="MLR"),
        ParameterError,
        "`missing` is 'pairwise', which MLR does not have. Use missing='fiml', or estimator='WLSMV'.",
    ),
    Case(
        "Weights beside plain maximum likelihood",
        lambda _: fit(estimator="ML", sampling_weights=WEIGHTS),
        ParameterError,
        "`estimator` is 'ML', whose standard errors do not hold with sampling weights. Use estimator='MLR' or 'WLSMV'.",
    ),
    Case(
        "A factor with the name of an item",
        lambda _: fit(factors={"q1": ITEMS}),
        ParameterError,
        "Factor `q1` has the name of an item. Give the factor another name.",
    ),
    Case(
        "A factor of an unknown item",
        lambda _: fit(factors={"f": ["q1", "q2", "q3", "Q44"]}),
        ParameterError,
        "Factor `f` names `Q44`, which is not an item. Did you mean `q4`? Items: q1, q2, q3, q4.",
    ),
    Case(
        "A factor given as a word",
        lambda _: fit(factors={"f": "q1"}),
        ParameterError,
        "Factor `f` is given as 'q1'. Give its items as a list: ['q1', …].",
    ),
    Case(
        "An item on two factors",
        lambda _: fit(factors={"f": ["q1", "q2", "q3"], "g": ["q3", "q4"]}),
        ParameterError,
        "Item `q3` stands in `f` and in `g`. Put each item on one factor, once.",
    ),
    Case(
        "An item twice on one factor",
        lambda _: fit(factors={"f": ["q1", "q2", "q1", "q3", "q4"]}),
        ParameterError,
        "Item `q1` stands twice in `f`. Put each item on one factor, once.",
    ),
    Case(
        "An item on no factor",
        lambda _: fit(factors={"f": ["q1", "q2", "q3"]}),
        ParameterError,
        "Item `q4` stands on no factor. Put every item on one factor, or leave it out of the responses.",
    ),
    Case(
        "A number and a word as names of items",
        lambda _: fit(scale().set_axis([1, "1", 2, 3], axis=1)),
        DataError,
        "The responses have two columns named `1`. Give every item its own name.",
    ),
    Case(
        "Equality given as a word",
        lambda _: fit(group=REGION, equal="loadings"),
        ParameterError,
        "`equal` is 'loadings'. Give a tuple of names, e.g. `equal=('loadings',)`.",
    ),
    Case(
        "Freed parameters given as numbers",
        lambda _: fit(free=[1, 2]),
        ParameterError,
        "`free` is [1, 2]. Give a tuple of names, e.g. `free=('q1~~q4',)`.",
    ),
    Case(
        "An unknown equality",
        lambda _: fit(group=REGION, equal=("loading",)),
        ParameterError,
        "`equal` is 'loading'. Did you mean `loadings`? Allowed: `thresholds`, `loadings`, `intercepts`, `residuals`.",
    ),
    Case(
        "Equal thresholds of continuous answers",
        lambda _: fit(group=REGION, estimator="MLR", equal=("thresholds", "loadings")),
        ParameterError,
        "`equal` names 'thresholds', which answers taken as continuous (ML, MLR) do not have. Leave it out, or use estimator='WLSMV'.",
    ),
    Case(
        "Equality without groups",
        lambda _: fit(equal=("loadings",)),
        ParameterError,
        "`equal` is ('loadings',), but there is one group only. Give `group`, or leave it out.",
    ),
    Case(
        "A parameter that one group cannot free",
        lambda _: fit(free=["factor=~q1"]),
        ParameterError,
        "`free` names `factor=~q1`, which is not a parameter that can be freed here. Write a residual covariance as `q1~~q2`.",
    ),
    Case(
        "A parameter that groups cannot free",
        lambda _: fit(group=REGION, free=["q1|9"]),
        ParameterError,
        "`free` names `q1|9`, which is not a parameter that can be freed here. Write a loading as `factor=~q1`, an intercept as `q1~1`, a threshold as `q1|1`, a residual variance as `q1~~q1`, a residual covariance as `q1~~q2`.",
    ),
    Case(
        "More parameters than statistics",
        lambda _: fit(free=["q1~~q2", "q1~~q3", "q2~~q3"]),
        NotEstimable,
        "The factor model has 23 parameters for 22 sample statistics. Free fewer parameters.",
    ),
    Case(
        "Groups of other respondents in a factor model",
        lambda _: fit(group=REGION.iloc[:150]),
        DataError,
        "`region` and the responses belong to different respondents. Take both from the same survey: `complete(survey)` keeps them together.",
    ),
    Case(
        "One group in a factor model",
        lambda _: fit(group=pd.Series("north", index=range(200), name="region")),
        NotEstimable,
        "All respondents with a known `region` belong to one group, so there is nothing to compare. Choose a variable with several groups.",
    ),
    Case(
        "The fit of a model without degrees of freedom",
        lambda _: check_testable(fit_confirmatory_factors(scale().iloc[:, :3], estimator="MLR")),
        NotEstimable,
        "With 3 items the model has as many parameters as statistics (df = 0): it fits whatever the answers are, so no fit index is shown. Loadings and reliability are estimated all the same.",
    ),
    Case(
        "An answer that one group does not give",
        lambda _: fit(lacking(), group=REGION),
        NotEstimable,
        "Nobody in one of the groups gave some of the answers to `q2` that others gave, so thresholds cannot be compared between the groups. Join rare answers with their neighbours (`merge` under the item in the codebook), or choose larger groups.",
    ),
    Case(
        "An item without variation in one group",
        lambda _: fit(uniform_in_one_group(), group=REGION),
        NotEstimable,
        "In one of the groups there are too few respondents, or their answers are too alike, for this model. Choose larger groups, or a variable with fewer of them.",
    ),
    Case(
        "An item that follows from the others in a factor model",
        lambda _: fit(copied(), estimator="MLR"),
        NotEstimable,
        "The covariance matrix of the items is not positive definite: one item follows from the others, or there are too few respondents. Leave out an item, or choose a larger group.",
    ),
    Case(
        "A factor model that does not converge",
        lambda _: without_iterations(),
        NotEstimable,
        "The factor model did not converge in 1 iterations with these respondents. Take a larger group, fewer factors, or leave out items that hardly go with the others.",
    ),
    Case(
        "A Heywood case in groups of ordered answers",
        lambda _: endless(),
        NotEstimable,
        "Nothing but the factor is left of `q1` in some group: its residual variance would be zero or negative (Heywood case), and its loading grows without end. Leave out the item, or choose larger groups.",
    ),
    Case(
        "Factors of two items that have nothing in common",
        lambda _: unrelated(),
        NotEstimable,
        "The 9 parameters of the factor model cannot be told apart with these data. Free fewer parameters, set more of them equal, or leave out items that do not go with the others.",
    ),
]
