"""Cut-offs by simulation: samples are fitted as any sample is, levels are what they say, the rule is the quantiles'."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbench.intake import SurveyDesign
from workbench.numerics.ordered_answers import NormalAnswers
from workbench.numerics.structural_models import OrdinalSample
from workbench.psychometrics import dynamic_cutoffs, fit_confirmatory_factors
from workbench.psychometrics.factors import cutoffs_by_simulation as module
from workbench.psychometrics.factors.cutoffs_by_simulation import COMPARED_INDICES, _rows, _simulated

LOADINGS = np.array([0.6, 0.75, 0.5, 0.8, 0.7, 0.65])
CUTS = np.tile([-1.2, -0.4, 0.5, 1.1], (6, 1))


def answers(correlations: np.ndarray, cuts: np.ndarray, n: int, seed: int) -> pd.DataFrame:
    drawn = NormalAnswers(correlations, cuts).draw(n, np.random.default_rng(seed))
    return pd.DataFrame(drawn.codes.T.astype(float), columns=[f"q{item}" for item in range(1, len(cuts) + 1)])


def one_factor(loadings: np.ndarray) -> np.ndarray:
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1.0)
    return correlations


def fitted_to(loadings: np.ndarray, cuts: np.ndarray, *, n: int, standard_errors: str = "robust"):
    """Return a fit whose estimates are exactly these parameters."""
    fit = fit_confirmatory_factors(answers(one_factor(loadings), cuts, n, seed=1), standard_errors=standard_errors)
    exact = np.concatenate([loadings, cuts.ravel()])
    fitted = replace(fit.fitted, search=fit.fitted.search._replace(parameters=exact))
    return replace(fit, fitted=fitted)


@pytest.fixture(scope="module")
def fit():
    return fitted_to(LOADINGS, CUTS, n=500)


@pytest.mark.parametrize("standard_errors", ["robust", "lavaan"])
def test_indices_of_a_sample_are_those_of_the_whole_fit(standard_errors):
    """Without thresholds and without intervals, from the tables of pairs: the same numbers."""
    fit = fitted_to(LOADINGS, CUTS, n=400, standard_errors=standard_errors)
    population = module._population(fit)[0]
    quick = _simulated(population, 3, np.random.default_rng(9))
    rng, source = np.random.default_rng(9), NormalAnswers(population.correlations, population.cuts)
    for row in quick:
        codes = source.draw(population.n, rng).codes
        responses = pd.DataFrame(codes.T.astype(float), columns=[f"q{item}" for item in range(1, 7)])
        whole = fit_confirmatory_factors(responses, standard_errors=standard_errors).fit
        assert row == pytest.approx(whole.loc[0, list(COMPARED_INDICES)].to_numpy(float), abs=1e-7)


def test_levels_have_a_third_two_thirds_and_all_of_the_pairs(fit):
    table = dynamic_cutoffs(fit, n_replicates=20).table
    assert table.groupby("level")["n_pairs"].first().tolist() == [0, 1, 2, 3]
    assert table["index"].unique().tolist() == list(COMPARED_INDICES)
    assert module._pairs_by_level(np.arange(10.0), set())[1:] == [
        [(0, 1)], [(0, 1), (2, 3), (4, 5)], [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]
    ]  # fmt: skip
    assert [len(each) for each in module._pairs_by_level(np.arange(4.0), set())] == [0, 1]
    assert [len(each) for each in module._pairs_by_level(np.arange(5.0), set())] == [0, 1, 2]
    assert module._pairs_by_level(np.arange(6.0), {0, 3})[1:] == [
        [(1, 2)],
    ]


def test_a_level_adds_residual_correlations_of_three_tenths(fit):
    population, pairs = module._population(fit)
    found = module._with_residual_correlations(population.correlations, fit, pairs[1])
    assert pairs[1] == [(2, 0)]  # the smallest loadings
    residual = np.sqrt((1 - LOADINGS[0] ** 2) * (1 - LOADINGS[2] ** 2))
    assert (found - population.correlations)[0, 2] == pytest.approx(0.3 * residual)
    assert np.count_nonzero(found - population.correlations) == 2


def test_more_misfit_gives_a_cutoff_further_away(fit):
    table = dynamic_cutoffs(fit, n_replicates=100).table
    for index, part in table.groupby("index"):
        values = part.set_index("level")["cutoff"]
        assert part["rejected"].is_monotonic_increasing, index
        known = values.dropna().to_numpy()
        assert np.all(np.diff(known) < 0 if index.startswith("cfi") else np.diff(known) > 0), index
    assert table.loc[table["level"] == 0, "rejected"].tolist() == pytest.approx([0.05] * 5, abs=0.011)


def test_a_cutoff_keeps_and_rejects_19_of_20_or_is_none():
    right = np.tile(np.linspace(0.0, 1.0, 101)[:, None], 5)
    apart, overlapping = _rows(right + 0.95, right, 1, 1)[4], _rows(right + 0.5, right, 1, 1)[4]
    assert apart[3] == pytest.approx(1.0)
    assert apart[4] == pytest.approx(1.0, abs=0.011)
    assert np.isnan(overlapping[3])
    assert overlapping[4] == pytest.approx(0.55, abs=0.011)
    cfi = _rows(right - 0.95, right, 1, 1)[0]
    assert cfi[3] == pytest.approx(0.0)  # higher is better: what 95 % of the level stay below


def test_seed_decides_the_samples(fit):
    first, again, other = (dynamic_cutoffs(fit, n_replicates=20, seed=seed).table["cutoff"] for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_weights_make_the_samples_smaller():
    responses = answers(one_factor(LOADINGS), CUTS, 1200, seed=3)
    weights = pd.Series(np.random.default_rng(4).uniform(0.3, 3, 1200), name="w")
    plain = fit_confirmatory_factors(responses)
    weighted = fit_confirmatory_factors(responses, design=SurveyDesign(sampling_weights=weights))
    kish = weights.sum() ** 2 / (weights**2).sum()
    assert plain.fitted.ordinal_samples[0].effective_n == 1200
    assert weighted.fitted.ordinal_samples[0].effective_n == pytest.approx(kish, rel=0.03)
    assert any("smaller than the survey" in note for note in dynamic_cutoffs(weighted, n_replicates=20).notes)


def test_clusters_of_equal_respondents_count_once():
    """Everybody is in the file five times: replicates that leave out a person's five rows know that."""
    once = answers(one_factor(LOADINGS), CUTS, 300, seed=3)
    responses = pd.concat([once] * 5, ignore_index=True)
    person = np.tile(np.arange(300), 5)
    weights = pd.Series(1.0, index=responses.index, name="w")
    replicates = pd.DataFrame({f"r{j}": np.where(person % 60 == j, 0.0, 60 / 59) for j in range(60)})
    fit = fit_confirmatory_factors(responses, sampling_weights=weights, replicate_weights=replicates)
    assert fit.fitted.ordinal_samples[0].effective_n == pytest.approx(300, rel=0.15)


def test_samples_without_an_estimate_are_counted():
    """Two items whose rare answers meet in few samples of fifty."""
    fit = fitted_to(LOADINGS, np.tile([-1.2, -0.4, 0.5, 1.1], (6, 1)), n=500)
    sample = fit.fitted.ordinal_samples[0]
    small = OrdinalSample(*sample[:-1], 12)
    few = replace(fit, fitted=replace(fit.fitted, samples=[small]))
    found = dynamic_cutoffs(few, n_replicates=20)
    assert any("have no estimate" in note for note in found.notes)
