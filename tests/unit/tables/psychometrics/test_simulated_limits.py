"""Tables of simulated limits: published digits, the usual limits named as a convention, and no count of respondents."""

import numpy as np
import pytest

from workbench import population, tables
from workbench.intake import complete
from workbench.psychometrics import dynamic_cutoffs, fit_confirmatory_factors, fit_graded_response, local_dependence


@pytest.fixture(scope="module")
def answers(example):
    return complete(example).responses.iloc[:600]


def test_cutoffs_stand_beside_the_model_and_the_convention(answers, example_plan):
    fit = fit_confirmatory_factors(answers)
    found = dynamic_cutoffs(fit, n_replicates=20)
    table = tables.dynamic_cutoffs(
        population.protect(found, plan=example_plan), population.protect(fit, plan=example_plan)
    )
    assert len(table.frame) == 5
    assert "n_respondents" not in table.frame
    exact = found.table.set_index(["index", "level"])["cutoff"]
    assert table.frame["cutoff_0"].tolist() == [round(exact[index, 0], 3) for index in found.table["index"].unique()]
    html = table.html()
    assert "Convention" in html
    assert "at least 0.95" in html
    assert "level 3: 5 of the pairs" in html


def test_largest_q3_stands_beside_its_critical_values(answers, example, example_plan):
    found = local_dependence(fit_graded_response(answers), n_replicates=20)
    table = tables.critical_local_dependence(population.protect(found, plan=example_plan), survey=example)
    assert np.array_equal(table.frame["critical_value"], found.table["critical_value"].round(2))
    html = table.html()
    assert "n_respondents" not in [name for column in table.columns for name in column.names]
    assert found.table["item"].iloc[0] in html
