"""A design says the same as its weights by themselves, in every estimator that takes weights."""

import inspect
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor
from workbench import psychometrics
from workbench.errors import DataError, ParameterError
from workbench.instruments import Cutoff, load_instrument
from workbench.intake import SurveyDesign
from workbench.psychometrics.answers import WEIGHTS_ALONE
from workbench.wording import say

N = 240
RESPONSES = one_factor(n=N, k=6, options=3)
ROWS = np.arange(N)
WEIGHTS = pd.Series(1.0 + ROWS % 3, name="w")
REPLICATES = pd.DataFrame({f"w{r}": WEIGHTS * np.where(r == ROWS // 3 % 6, 0.0, 1.2) for r in range(6)})
GROUP = pd.Series(pd.Categorical(np.where(ROWS % 2, "a", "b")), name="half")
STRATA = pd.Series(ROWS // 3 % 2, name="stratum")
CLUSTERS = pd.Series(ROWS // 3 % 6, name="cluster")

OPTIONS = {
    "coefficient_alpha": {"interval": "linearised"},
    "coefficient_omega": {"n_bootstrap": 100},
    "essential_unidimensionality": {"n_group_factors": 2},
    "factor_numbers": {"correlation": "polychoric"},
    "fit_confirmatory_factors": {},
    "fit_exploratory_factors": {},
    "fit_graded_response": {},
    "guttman_lambdas": {},
    "item_analysis": {},
    "item_bias": {"group": GROUP},
    "measurement_invariance": {"group": GROUP, "estimator": "MLR"},
    "minimum_average_partial": {},
    "ordinal_alpha": {"n_bootstrap": 100},
    "polychoric_correlations": {},
    "reliability_by_group": {"groups": GROUP},
    "sampling_adequacy": {},
    "scalability_coefficients": {},
    "split_half": {},
}
# Those of the last two come from replicates or not at all.
WITHOUT_ERRORS = {
    *("item_analysis", "minimum_average_partial", "fit_exploratory_factors"),
    *("essential_unidimensionality", "guttman_lambdas", "split_half"),
}
TESTS_OF_UNIFORM_SAMPLES = {"factor_numbers", "sampling_adequacy"}


def estimated(name, responses=RESPONSES, **weights):
    return getattr(psychometrics, name)(responses, **OPTIONS[name], **weights)


def assert_same(one, other):
    compared = 0
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, pd.DataFrame):
            pd.testing.assert_frame_equal(a, b, check_exact=True)
            compared += 1
        elif type(a) in (str, float, tuple):
            assert a == b, field.name
    assert compared


def takes_weights():
    public = {name: getattr(psychometrics, name) for name in psychometrics.__all__}
    return {
        name: parameters
        for name, thing in public.items()
        if inspect.isfunction(thing)
        and {"sampling_weights", "replicate_weights"} & (parameters := inspect.signature(thing).parameters).keys()
    }


def test_whoever_takes_weights_takes_a_design():
    found = takes_weights()
    assert found.keys() == OPTIONS.keys()
    for name, parameters in found.items():
        for weights in ("design", "sampling_weights", "replicate_weights"):
            assert parameters[weights].kind is inspect.Parameter.KEYWORD_ONLY, name
            assert parameters[weights].default is None, name


@pytest.mark.parametrize("name", OPTIONS)
def test_a_design_gives_what_its_weights_give(name):
    assert_same(
        estimated(name, design=SurveyDesign(sampling_weights=WEIGHTS)), estimated(name, sampling_weights=WEIGHTS)
    )


@pytest.mark.parametrize("name", OPTIONS)
def test_a_design_with_replicates_gives_what_the_pair_gives(name):
    pair = {"sampling_weights": WEIGHTS, "replicate_weights": REPLICATES}
    one, other = estimated(name, design=SurveyDesign(**pair)), estimated(name, **pair)
    assert_same(replace(one, notes=other.notes), other)
    assert set(one.notes) - set(other.notes) == ({WEIGHTS_ALONE} if name in TESTS_OF_UNIFORM_SAMPLES else set())


@pytest.mark.parametrize("name", OPTIONS)
def test_a_simple_random_sample_is_no_weights(name):
    plain = {"interval": "feldt"} if name == "coefficient_alpha" else {}
    estimate = getattr(psychometrics, name)
    options = OPTIONS[name] | plain
    assert_same(estimate(RESPONSES, **options, design=SurveyDesign()), estimate(RESPONSES, **options))


@pytest.mark.parametrize("name", OPTIONS)
def test_one_grammar_at_a_time(name):
    design = SurveyDesign(sampling_weights=WEIGHTS)
    with pytest.raises(ParameterError, match="`design` and `sampling_weights` are both given"):
        estimated(name, design=design, sampling_weights=WEIGHTS)
    with pytest.raises(ParameterError, match="`design` and `replicate_weights` are both given"):
        estimated(name, design=design, replicate_weights=REPLICATES)


@pytest.mark.parametrize("name", OPTIONS)
def test_what_standard_errors_leave_out_is_said(name):
    drawn = SurveyDesign(sampling_weights=WEIGHTS, strata=STRATA, notes=(say("Trimmed."),))
    stratified = estimated(name, design=drawn)
    assert_same(replace(stratified, notes=()), replace(estimated(name, sampling_weights=WEIGHTS), notes=()))
    assert stratified.notes.count("Trimmed.") == 1
    assert stratified.notes.count(WEIGHTS_ALONE) == (name not in WITHOUT_ERRORS)


@pytest.mark.parametrize("name", OPTIONS)
def test_replicates_carry_the_whole_design(name):
    clustered = SurveyDesign(sampling_weights=WEIGHTS, clusters=CLUSTERS, replicate_weights=REPLICATES)
    notes = estimated(name, design=clustered).notes
    assert (WEIGHTS_ALONE in notes) == (name in TESTS_OF_UNIFORM_SAMPLES)


@pytest.mark.parametrize(
    "part",
    [
        {"strata": STRATA},
        {"clusters": CLUSTERS},
        {"population_size": pd.Series(1000.0, index=RESPONSES.index)},
    ],
    ids=lambda part: next(iter(part)),
)
def test_no_part_of_the_design_is_left_out_in_silence(part):
    assert WEIGHTS_ALONE in estimated("coefficient_alpha", design=SurveyDesign(**part)).notes


def test_results_made_of_others_say_it_too():
    design = SurveyDesign(sampling_weights=WEIGHTS, strata=STRATA)
    esis = load_instrument("esis")
    items = tuple(own.model_copy(update={"id": name}) for own, name in zip(esis.items, RESPONSES, strict=False))
    cutoffs = {"very_weak": Cutoff(below=0, label="low")}
    instrument = esis.model_copy(update={"items": items, "cutoffs": cutoffs})
    graded = estimated("fit_graded_response", design=design)
    invariance = estimated("measurement_invariance", design=design)
    for made in (
        psychometrics.cutoff_precision(graded, instrument=instrument),
        psychometrics.invariance_effects(invariance, instrument=instrument),
    ):
        assert made.notes.count(WEIGHTS_ALONE) == 1
    unweighted = psychometrics.cutoff_precision(estimated("fit_graded_response"), instrument=instrument)
    assert WEIGHTS_ALONE not in unweighted.notes


def test_respondents_without_an_answer_leave_with_their_weights():
    gaps = RESPONSES.mask(np.random.default_rng(1).uniform(size=RESPONSES.shape) < 0.1)
    gaps.iloc[:3] = np.nan
    pair = {"sampling_weights": WEIGHTS, "replicate_weights": REPLICATES}
    fit = psychometrics.fit_confirmatory_factors
    one, other = (
        fit(gaps, estimator="MLR", missing="fiml", **given) for given in ({"design": SurveyDesign(**pair)}, pair)
    )
    assert_same(one, other)


def test_respondents_without_a_group_leave_with_their_weights():
    group = GROUP.mask(ROWS < 12)
    pair = {"sampling_weights": WEIGHTS, "replicate_weights": REPLICATES}
    one, other = (
        psychometrics.item_bias(RESPONSES, group=group, **given) for given in ({"design": SurveyDesign(**pair)}, pair)
    )
    assert_same(one, other)
    kept = ROWS >= 12
    alone = psychometrics.item_bias(
        RESPONSES[kept], group=group[kept], sampling_weights=WEIGHTS[kept], replicate_weights=REPLICATES[kept]
    )
    pd.testing.assert_frame_equal(one.table, alone.table)


def test_replicates_of_strata_count_as_their_stratum_has_them():
    """JKn weights enter as JK1 weights of the same variance, as `intake.complete` hands them on."""
    strata = pd.Series(np.where(CLUSTERS < 2, "small", "large"))
    left_out = {f"w{r}": WEIGHTS * np.where(r == CLUSTERS, 0.0, _raised(strata, CLUSTERS, r)) for r in range(6)}
    parts = {"sampling_weights": WEIGHTS, "strata": strata, "replicate_weights": pd.DataFrame(left_out)}
    design = SurveyDesign(**parts, replicate_method="JKn")
    found = estimated("polychoric_correlations", design=design)
    handed = design.subset(RESPONSES.index)
    assert_same(
        found,
        estimated(
            "polychoric_correlations",
            sampling_weights=handed.sampling_weights,
            replicate_weights=handed.replicate_weights,
        ),
    )
    as_jk1 = estimated("polychoric_correlations", design=replace(design, replicate_method="JK1"))
    assert (found.table["std_error"] < as_jk1.table["std_error"]).all()


def _raised(strata, clusters, left_out):
    own = strata == strata[clusters == left_out].iloc[0]
    units = clusters[own].nunique()
    return np.where(own, units / (units - 1), 1.0)


@pytest.mark.parametrize("name", OPTIONS)
def test_designs_of_other_respondents_are_refused(name):
    foreign = STRATA.set_axis(ROWS + 1)
    with pytest.raises(DataError, match="Answers and design belong to different respondents"):
        estimated(name, design=SurveyDesign(strata=foreign))
    with pytest.raises(DataError, match="Answers and sampling weights belong to different respondents"):
        estimated(name, sampling_weights=WEIGHTS.iloc[:-1])


def test_only_a_design_is_a_design():
    with pytest.raises(ParameterError, match="`design` is a Series"):
        estimated("item_analysis", design=WEIGHTS)
