"""Tables of a general factor beside group factors."""

import pytest

from workbench import psychometrics, tables


@pytest.fixture(scope="module")
def exact_bifactor(survey):
    return psychometrics.essential_unidimensionality(survey.responses)


@pytest.fixture(scope="module")
def bifactor(exact_bifactor, protect):
    return protect(exact_bifactor)


def test_each_coefficient_has_its_row(exact_bifactor, bifactor):
    table = tables.essential_unidimensionality(bifactor)
    assert [c.label for c in table.columns] == ["Coefficient", "Value"]
    assert table.frame["estimate"].tolist() == exact_bifactor.table["estimate"].round(2).tolist()
    assert table.frame["estimate_direct"].tolist() == exact_bifactor.table["estimate_direct"].round(2).tolist()
    assert table.frame["term"].iloc[0] == "Omega hierarchical"
    assert table.notes[1].startswith("The sum is that of the normal variables")


def test_the_sum_of_pearson_correlations_is_that_of_the_items(survey, protect):
    pearson = psychometrics.essential_unidimensionality(survey.responses, correlation="pearson")
    assert tables.essential_unidimensionality(protect(pearson)).notes[1].startswith("The sum is that of the items")


def test_loadings_stand_item_by_item_beside_those_of_one_factor(exact_bifactor, bifactor):
    table = tables.bifactor_loadings(bifactor)
    assert table.frame["item"].tolist() == exact_bifactor.items["item"].tolist()
    assert table.frame["loading_one_factor"].tolist() == exact_bifactor.items["loading_one_factor"].round(2).tolist()
    long = exact_bifactor.loadings.set_index(["factor", "item"])["loading"].round(2)
    for name, factor in {"loading_general": "general", "loading_1": "F1", "loading_3": "F3"}.items():
        assert table.frame[name].tolist() == long.loc[factor].tolist()
    direct = exact_bifactor.table.set_index("term").loc["omega_hierarchical", "estimate_direct"]
    assert f"omega hierarchical {direct:.2f}" in table.notes[1]


def test_each_group_factor_has_its_row(exact_bifactor, bifactor):
    frame = tables.group_factors(bifactor).frame
    assert frame["factor"].tolist() == ["F1", "F2", "F3"]
    assert frame["n_items"].sum() == 10
    shown = exact_bifactor.group_factors["omega_group"].round(2)
    assert frame["omega_group"].fillna(-1).tolist() == shown.fillna(-1).tolist()
