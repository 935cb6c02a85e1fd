"""Robust score tests against ones written out in R from lavaan's estimates (tolerances in VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import bfi
from workbench.numerics.structural_models import Candidates, Kind, score_tests
from workbench.psychometrics import fit_confirmatory_factors
from workbench.psychometrics.answers import DesignWeights, split
from workbench.psychometrics.factors.estimation import estimate
from workbench.psychometrics.factors.samples import ordinal_samples
from workbench.psychometrics.factors.specification import specify

R = json.loads((Path(__file__).parent / "score_tests.json").read_text(encoding="utf-8"))
SCORE_TESTS = 5e-4


@pytest.fixture(scope="module")
def responses() -> pd.DataFrame:
    answers = bfi()[R["items"]].dropna()
    assert len(answers) == R["n"]
    return answers


def test_continuous_answers(responses):
    fitted = fit_confirmatory_factors(responses, estimator="MLR")
    found = fitted.modification_indices.set_index("term")
    for row in R["MLR"]:
        names = f"{row['item']}~~{row['other']}", f"{row['other']}~~{row['item']}"
        ours = found.loc[next(name for name in names if name in found.index)]
        for column in ("modification_index", "score_statistic"):
            assert ours[column] == pytest.approx(row[column], rel=SCORE_TESTS, abs=SCORE_TESTS)


def test_ordered_answers_with_the_covariance_of_lavaan(responses):
    parts = split(responses, None, DesignWeights()).parts
    ordinal = ordinal_samples(parts, "Confirmatory factor analysis", standard_errors="lavaan")
    model = specify(responses.columns, factors=None, n_groups=1, n_thresholds=ordinal.n_thresholds, equal=(), free=())
    numbers = {item: number for number, item in enumerate(R["items"])}
    expected = pd.DataFrame(R["WLSMV"])
    rows, columns = expected["other"].map(numbers).to_numpy(), expected["item"].map(numbers).to_numpy()
    nothing = np.zeros_like(rows)
    found = score_tests(
        estimate(model, ordinal.samples),
        Candidates(np.full_like(rows, int(Kind.RESIDUAL_COVARIANCE)), nothing, rows, columns),
        robust=True,
    )
    np.testing.assert_allclose(found.gain, expected["modification_index"], rtol=SCORE_TESTS, atol=SCORE_TESTS)
    np.testing.assert_allclose(found.statistic, expected["score_statistic"], rtol=SCORE_TESTS, atol=SCORE_TESTS)
