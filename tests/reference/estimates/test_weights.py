"""Means and shares with sampling weights or none against R's survey package (population.R; see weighted_schools.py)."""

import numpy as np
import pandas as pd
import pytest

from tests.reference.weighted_schools import SCHOOLS, R, close, weighting
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import mean, share


@pytest.fixture(params=["weighted", "unweighted"])
def case(request):
    return weighting(request.param)


def test_mean_of_everyone_and_of_a_domain(case):
    r, design = case
    for column, name in [("api00", "all"), ("score", "domain")]:
        row = mean(SCHOOLS[column], design=design).table.iloc[0]
        for key in ("estimate", "std_error", "conf_low", "conf_high"):
            assert row[key] == close(r[f"mean_{name}"][key], rel=1e-6)
        assert row["std_dev"] == close(r[f"std_dev_{name}"], rel=1e-6)
        assert row["df"] == r[f"df_{name}"]


def test_means_and_shares_by_group(case):
    r, design = case
    means = mean(SCHOOLS["score"], design=design, by=SCHOOLS["stype"]).table
    shares = share(SCHOOLS["low"], design=design, by=SCHOOLS["stype"], interval="wald").table
    for table, reference in [(means, r["mean_by"]), (shares, r["share_by"])]:
        assert table["level"].tolist() == reference["level"]
        assert table["df"].tolist() == reference["df"]
        for key in ("estimate", "std_error", "conf_low", "conf_high"):
            assert table[key].to_numpy() == close(np.array(reference[key]), rel=1e-6)


def test_logit_and_wald_intervals(case):
    r, design = case
    row = share(SCHOOLS["low"], design=design).table.iloc[0]
    assert row["estimate"] == close(r["share_logit"]["estimate"], rel=1e-6)
    assert [row["conf_low"], row["conf_high"]] == close(r["share_logit"]["ci"], rel=1e-6)
    wide = share(SCHOOLS["low"], design=design, conf_level=0.99).table.iloc[0]
    assert [wide["conf_low"], wide["conf_high"]] == close(r["share_logit_99"], rel=1e-6)
    wald = share(SCHOOLS["low"], design=design, interval="wald").table.iloc[0]
    assert [wald["conf_low"], wald["conf_high"]] == close(r["share_wald"], rel=1e-6)
    first = share(SCHOOLS["low"], design=design, by=SCHOOLS["stype"]).table.iloc[0]
    assert [first["conf_low"], first["conf_high"]] == close(r["share_logit_E"]["ci"], rel=1e-6)


def test_clopper_pearson_where_there_is_no_variance():
    for flag, key in [(False, "none_of_7"), (True, "all_of_7")]:
        row = share(pd.Series([flag] * 7), design=SurveyDesign()).table.iloc[0]
        assert [row["conf_low"], row["conf_high"]] == close(R["binom"][key], rel=1e-6)
