"""Comparisons of groups of California schools under six designs against R's survey package (survey_api.R).

Tolerances stand in ../survey_api.VERSIONS, what is not compared in ../FAMILIES_survey.md.
"""

import numpy as np
import pytest

from tests.reference.survey_samples import API, close, school_designs
from workbench.population import (
    association_test,
    compare_groups,
)

DESIGNS = school_designs()


@pytest.fixture(params=list(DESIGNS))
def case(request):
    return API[request.param], *DESIGNS[request.param]


@pytest.mark.parametrize(
    ("statistic", "name"),
    [
        ("F", "F"),
        ("chi_square", "Chisq"),
        ("wald", "Wald"),
        ("adjusted_wald", "adjWald"),
        ("saddlepoint", "saddlepoint"),
        ("saddlepoint", "lincom"),
    ],
)
def test_association_of_two_levels_each(case, statistic, name):
    r, schools, design = case
    row = association_test(schools["sch.wide"], schools["comp.imp"], design=design, statistic=statistic).table.iloc[0]
    reference = r["svychisq"][name]
    close(row[["statistic", "p_value"]], [np.ravel(reference["statistic"])[0], reference["p"]])
    if "ddf" in reference["parameter"]:
        close(row[["df", "df_residual"]], list(reference["parameter"].values()))


@pytest.mark.parametrize(("statistic", "name"), [("F", "F"), ("chi_square", "Chisq")])
def test_association_of_three_levels(case, statistic, name):
    r, schools, design = case
    row = association_test(schools["stype"], schools["comp.imp"], design=design, statistic=statistic).table.iloc[0]
    reference = r["svychisq_stype_comp"][name]
    close(
        row[["statistic", "df", "p_value"]],
        [reference["statistic"], *list(reference["parameter"].values())[:1], reference["p"]],
    )


def test_t_test_is_a_comparison_of_two_groups(case):
    r, schools, design = case
    row = compare_groups(schools["api00"], schools["sch.wide"], design=design).table.iloc[1]
    t = r["svyttest_api00_schwide"]
    close(
        row[["difference", "statistic", "df", "p_value", "conf_low", "conf_high"]],
        [t["est"], t["t"], t["df"], t["p"], *t["ci"]],
    )
