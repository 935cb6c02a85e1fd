"""The design: what a subset keeps, stages, weights that follow from sizes, replicates."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake import SurveyDesign, trim_weights
from workbench.intake.sampling.sample_structure import base_weights, sample_structure
from workbench.numerics.sampling.jackknife import jackknife_covariance

ROWS = pd.RangeIndex(12)
STRATA = pd.Series(ROWS // 6, name="region")
CLUSTERS = pd.Series(ROWS // 2, name="school")
WEIGHTS = pd.Series(np.linspace(1, 3, 12), name="weight")


def jackknife():
    unit, stratum = CLUSTERS.to_numpy(), STRATA.to_numpy()
    columns = {f"rep{u}": np.where(stratum != u // 3, 1.0, np.where(unit == u, 0.0, 1.5)) * WEIGHTS for u in range(6)}
    return SurveyDesign(
        sampling_weights=WEIGHTS, strata=STRATA, replicate_weights=pd.DataFrame(columns), replicate_method="JKn"
    )


def test_a_subset_keeps_all_parts_of_its_respondents():
    design = SurveyDesign(sampling_weights=WEIGHTS, strata=STRATA, clusters=CLUSTERS, nested=True)
    kept = design.subset(ROWS[:5])
    assert set(kept.parts()) == {"sampling_weights", "strata", "clusters"}
    assert kept.nested
    assert all(part.index.equals(ROWS[:5]) for part in kept.parts().values())


def test_nothing_of_the_data_is_shown():
    assert repr(SurveyDesign(sampling_weights=WEIGHTS, strata=STRATA)) == "SurveyDesign(sampling_weights, strata)"
    assert repr(SurveyDesign()) == "SurveyDesign(simple random sample)"


def test_replicates_of_a_subset_give_the_same_variance_without_strata():
    design, y = jackknife(), np.arange(12.0) ** 2
    full = design.subset(ROWS)
    assert full.replicate_method == "JK1"
    totals = [d.replicate_weights.to_numpy().T @ y for d in (design, full)]
    expected = jackknife_covariance(totals[0][:, None], design.replicate_coefficients())
    assert jackknife_covariance(totals[1][:, None]) == pytest.approx(expected, rel=1e-12)
    assert (full.replicate_weights.to_numpy() >= 0).all()


def test_labels_that_start_anew_in_every_stratum_are_other_clusters_if_said():
    anew = pd.Series(ROWS // 2 % 3, name="school")
    by_label = sample_structure(SurveyDesign(strata=STRATA, clusters=anew, nested=True), 12)
    unique = sample_structure(SurveyDesign(strata=STRATA, clusters=CLUSTERS), 12)
    np.testing.assert_array_equal(by_label.stages[0].unit, unique.stages[0].unit)


def test_the_second_stage_counts_only_from_a_finite_first_one():
    two = pd.DataFrame({"school": CLUSTERS, "person": ROWS})
    assert len(sample_structure(SurveyDesign(clusters=two), 12).stages) == 1
    finite = SurveyDesign(clusters=two, population_size=pd.Series(30.0, index=ROWS))
    first, second = sample_structure(finite, 12).stages
    assert first.scale == pytest.approx([(1 - 6 / 30) * 6 / 5])
    np.testing.assert_allclose(second.scale, 6 / 30 * 2 / 1)


def test_a_stratum_taken_whole_is_not_lonely_and_has_no_variance():
    strata = pd.Series([0] * 11 + [1])
    sizes = pd.Series([50.0] * 11 + [1.0])
    stage = sample_structure(SurveyDesign(strata=strata, population_size=sizes), 12).stages[0]
    assert stage.scale == pytest.approx([(1 - 11 / 50) * 11 / 10, 0])


def test_weights_follow_from_sizes_unless_given():
    sizes = pd.DataFrame({"schools": [30.0] * 6 + [60.0] * 6, "persons": 10.0})
    design = SurveyDesign(strata=STRATA, clusters=CLUSTERS, population_size=sizes)
    np.testing.assert_allclose(base_weights(design, 12), np.where(STRATA == 0, 30 / 3, 60 / 3) * 10 / 2)
    assert base_weights(SurveyDesign(), 3).tolist() == [1, 1, 1]


def test_trimming_keeps_the_sum_and_the_ceiling():
    weights = pd.Series(np.r_[np.full(90, 1.0), np.full(9, 3.4), 40.0])
    for ceiling in (1.5, 2.5, 3, 10):
        trimmed = trim_weights(SurveyDesign(sampling_weights=weights), ceiling=ceiling).sampling_weights
        assert trimmed.sum() == pytest.approx(weights.sum())
        assert trimmed.max() == pytest.approx(ceiling * weights.mean())
        assert (np.diff(trimmed) >= 0).all()
    untouched = trim_weights(SurveyDesign(sampling_weights=WEIGHTS), ceiling=5)
    assert untouched.sampling_weights.equals(WEIGHTS)
