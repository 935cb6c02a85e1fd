"""Differences of groups with sampling weights or none against svyglm (population.R; see weighted_schools.py)."""

import pytest

from tests.reference.weighted_schools import SCHOOLS, close, frame_of, weighting
from workbench.population import compare_groups


@pytest.fixture(params=["weighted", "unweighted"])
def case(request):
    return weighting(request.param)


def test_differences_are_those_of_svyglm(case):
    r, design = case
    table = compare_groups(SCHOOLS["score"], SCHOOLS["stype"], design=design).table.iloc[1:]
    coef, ci = frame_of(r["difference"]["coef"]).iloc[1:], frame_of(r["difference"]["ci"]).iloc[1:]
    found = table[["difference", "std_error", "statistic", "p_value"]].to_numpy(float)
    assert found == close(coef.to_numpy(), rel=1e-6)
    assert table[["conf_low", "conf_high"]].to_numpy(float) == close(ci.to_numpy(), rel=1e-6)
    assert set(table["df"]) == {r["difference"]["df"]}
