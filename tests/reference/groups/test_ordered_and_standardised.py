"""Trend, inequality and standardised shares against R's survey package (subgroups.R).

Tolerance 1e-8 relative: all are closed forms on both sides (svyglm of a Gaussian model solves once).
"""

import numpy as np
import pytest

from tests.reference.groups.subgroup_samples import TESTED, R, designs, same
from workbench.population import inequality, standardised_share, trend

DESIGNS = designs()
STANDARD = {"1": 50.0, "2": 30.0, "3": 20.0}


@pytest.mark.parametrize("name", R)
def test_trend(name):
    s, design = DESIGNS[name]
    same(trend(s["score"], s["poverty"], design=design).table.iloc[0], R[name]["trend_score"], TESTED)
    same(trend(s["low"], s["poverty"], design=design).table.iloc[0], R[name]["trend_low"], TESTED)
    same(trend(s["score"], s["wave"], design=design, scores="numbers").table.iloc[0], R[name]["trend_wave"], TESTED)


@pytest.mark.parametrize("name", R)
@pytest.mark.parametrize("values", ["score", "slow"])
def test_inequality(name, values):
    s, design = DESIGNS[name]
    columns = (*TESTED, "relative_index", "relative_index_low", "relative_index_high")
    same(inequality(s[values], s["poverty"], design=design).table.iloc[0], R[name][values], columns)


@pytest.mark.parametrize("name", R)
def test_standardised_share(name):
    s, design = DESIGNS[name]
    flags = s["low"].astype("boolean").mask(s["score"].isna())
    table = standardised_share(flags, s["third"], standard=STANDARD, design=design, by=s["stype"]).table
    columns = ("estimate", "std_error", "df", "conf_low", "conf_high", "crude")
    for _, row in table.iterrows():
        if row["estimate"] > 1e-12 and np.isfinite(row["std_error"]):
            same(row, R[name]["standardised"][row["level"]], columns)
    assert table["std_error"].notna().sum() >= 2
