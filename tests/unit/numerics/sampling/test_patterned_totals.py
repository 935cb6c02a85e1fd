"""The short way over patterns gives the covariance of the contributions written out."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.sampling.sample_structure import sample_structure
from workbench.numerics.sampling.patterned_totals import covariance_of_patterns
from workbench.numerics.sampling.survey_variance import covariance_of_totals

RNG = np.random.default_rng(5)
N = 400
CLUSTER = pd.Series(RNG.integers(0, 40, N))
STRATUM = CLUSTER % 5
WEIGHTS = pd.Series(RNG.uniform(1, 9, N))
SECOND = pd.DataFrame({"first": CLUSTER, "second": RNG.integers(0, 3, N)})
DESIGNS = {
    "random": SurveyDesign(),
    "strata": SurveyDesign(sampling_weights=WEIGHTS, strata=STRATUM),
    "finite": SurveyDesign(sampling_weights=WEIGHTS, strata=STRATUM, population_size=pd.Series(500.0, WEIGHTS.index)),
    "clusters": SurveyDesign(sampling_weights=WEIGHTS, strata=STRATUM, clusters=CLUSTER),
    "stages": SurveyDesign(
        sampling_weights=WEIGHTS,
        strata=STRATUM,
        clusters=SECOND,
        population_size=pd.DataFrame({"a": 60.0, "b": 9.0}, index=WEIGHTS.index),
        lonely_strata="centre",
    ),
}


@pytest.mark.parametrize("design", DESIGNS.values(), ids=list(DESIGNS))
def test_same_as_the_contributions_written_out(design):
    structure = sample_structure(design, N)
    places, values = RNG.integers(-1, 6, N), RNG.normal(size=(6, 3))
    contributions = np.where(places[:, None] >= 0, WEIGHTS.to_numpy()[:, None] * values[places], 0.0)
    short = covariance_of_patterns(WEIGHTS.to_numpy(), places, values, structure)
    assert short == pytest.approx(covariance_of_totals(contributions, structure), rel=1e-10, abs=1e-9)
