"""Association: Rao and Scott's corrections without a design; R's numbers stand in tests/reference/groups."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import association_test

SRS = SurveyDesign()


@pytest.fixture
def pair():
    rng = np.random.default_rng(5)
    rows = pd.Series(pd.Categorical.from_codes(rng.integers(0, 3, 400), ["a", "b", "c"]), name="rows")
    columns = pd.Series(pd.Categorical.from_codes(rng.integers(0, 4, 400), list("wxyz")), name="columns")
    return rows, columns


def test_without_a_design_the_first_order_correction_is_pearsons_test(pair):
    row = association_test(*pair, design=SRS, statistic="chi_square").table.iloc[0]
    expected = stats.chi2_contingency(pd.crosstab(*pair), correction=False)
    assert row["chi_square"] == pytest.approx(expected.statistic, rel=1e-12)
    # design effects are 1 but for chance: the covariance of shares is that of the sample, not of independence
    assert row["p_value"] == pytest.approx(expected.pvalue, abs=0.02)


def test_rows_and_columns_can_change_places(pair):
    for statistic in ("F", "chi_square", "saddlepoint", "wald", "adjusted_wald"):
        one, other = (
            association_test(*order, design=SRS, statistic=statistic)
            .table.drop(columns=["term", "measure"])
            .iloc[0]
            .to_numpy(float)
            for order in (pair, pair[::-1])
        )
        assert one == pytest.approx(other, rel=1e-9)


def test_levels_that_nobody_has_count_for_nothing(pair):
    rows, columns = pair
    wider = rows.cat.add_categories(["nobody"])
    assert association_test(wider, columns, design=SRS).table["df"].iloc[0] == pytest.approx(
        association_test(rows, columns, design=SRS).table["df"].iloc[0]
    )
