"""Edges: every estimator refuses, or gives finite numbers; nothing in between."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable
from workbench.results import Result

ESTIMATORS = {
    "item_analysis": psychometrics.item_analysis,
    "alpha": psychometrics.coefficient_alpha,
    "alpha bootstrap": lambda x: psychometrics.coefficient_alpha(x, interval="bootstrap", n_bootstrap=100),
    "omega": lambda x: psychometrics.coefficient_omega(x, n_bootstrap=100),
    "adequacy": psychometrics.sampling_adequacy,
    "components": lambda x: psychometrics.parallel_analysis(x, n_replicates=20),
    "factors": lambda x: psychometrics.parallel_analysis(x, method="factors", n_replicates=20),
    "minres": psychometrics.fit_exploratory_factors,
    "polychoric": psychometrics.polychoric_correlations,
    "polychoric continuity": lambda x: psychometrics.polychoric_correlations(x, continuity=0.5),
    "polychoric adequacy": lambda x: psychometrics.sampling_adequacy(x, correlation="polychoric"),
    "polychoric components": lambda x: psychometrics.parallel_analysis(x, correlation="polychoric", n_replicates=20),
    "polychoric minres": lambda x: psychometrics.fit_exploratory_factors(x, correlation="polychoric"),
    "ml": lambda x: psychometrics.fit_exploratory_factors(x, method="ml"),
}
ANY = pytest.mark.parametrize("estimate", ESTIMATORS.values(), ids=ESTIMATORS)


def edges():
    base = one_factor(n=60, seed=4)
    return {
        "no rows": base.iloc[:0],
        "one row": base.iloc[:1],
        "two rows": base.iloc[:2],
        "fewer rows than items": base.iloc[:5],
        "one item": base[["i1"]],
        "two items": base[["i1", "i2"]],
        "constant item": base.assign(i2=3.0),
        "duplicated item": base.assign(i6=base["i1"]),
        "item that is a sum": base.assign(i6=base["i1"] + base["i2"]),
        "items that cancel": base[["i1", "i3"]].assign(i2=6 - base["i1"]),
        "one option nearly everywhere": base.assign(i1=(np.arange(60) == 0).astype(float)),
        "two options": one_factor(n=60, options=2),
        "noise": pd.DataFrame(np.random.default_rng(1).integers(1, 6, (60, 4)).astype(float), columns=list("abcd")),
        "reversed items": base.assign(i1=6 - base["i1"], i2=6 - base["i2"]),
        "forty items": one_factor(n=200, k=40, options=7),
        "integers": base.astype("int64"),
        "nullable integers": base.astype("Int64"),
    }


@ANY
@pytest.mark.parametrize("edge", edges())
@pytest.mark.filterwarnings("error")
def test_edge_is_refused_or_finite(estimate, edge):
    try:
        result = estimate(edges()[edge])
    except NotEstimable as refusal:
        assert len(str(refusal).split(". ")) >= 2
        return
    assert isinstance(result, Result)
    frames = [value for value in vars(result).values() if isinstance(value, pd.DataFrame)]
    for frame in frames:
        assert np.isfinite(frame.select_dtypes("number").to_numpy(float)).all()
    assert "\n" not in repr(result)


@ANY
def test_missing_and_infinite_answers_are_refused(estimate):
    for bad in (np.nan, np.inf):
        responses = one_factor(n=60)
        responses.iloc[3, 1] = bad
        with pytest.raises(DataError, match="`i2`") as caught:
            estimate(responses)
        assert not isinstance(caught.value, NotEstimable)


def test_weights_of_other_respondents_are_refused():
    responses = one_factor(n=60)
    weights = pd.Series(1.0, index=responses.index + 1, name="w")
    for estimate in (
        psychometrics.item_analysis,
        psychometrics.coefficient_omega,
        psychometrics.sampling_adequacy,
        psychometrics.fit_exploratory_factors,
    ):
        with pytest.raises(DataError, match="different respondents"):
            estimate(responses, sampling_weights=weights)
