"""RMSEA of difference tests and d_MACS beside lavaan's models and the formulas in R (effect_sizes.R).

Tolerances: 1e-4 absolute, since lavaan's optimiser stops at gradients near 1e-4.
"""

import json
from pathlib import Path

import pytest

from tests.reference.factors import confirmatory_samples as samples
from workbench.numerics.factors import rmsea
from workbench.psychometrics import invariance_effect_sizes, measurement_invariance

R = json.loads((Path(__file__).parent / "effect_sizes.json").read_text(encoding="utf-8"))


def sizes(name: str):
    block = R[name]
    estimator = name.rpartition("_")[2]
    factors = samples.ABILITIES if name.startswith("schools") else None
    if name.startswith("schools"):
        some = samples.holzinger()
        responses, group = some[samples.TESTS], samples.grouped(some["school"], block)
    elif name.startswith("education"):
        responses, group = samples.by_education(block)
    else:
        responses, group = samples.by_gender(samples.A, block)
    ladder = measurement_invariance(
        responses, group=group, factors=factors, estimator=estimator, standard_errors="lavaan"
    )
    return invariance_effect_sizes(ladder)


@pytest.mark.parametrize("name", ["gender_WLSMV", "gender_MLR", "education_WLSMV", "schools_MLR"])
def test_d_macs(name):
    found = sizes(name).items.set_index(["item", "group"])
    assert len(found) == len(R[name]["items"])
    for row in R[name]["items"]:
        ours = found.loc[(row["item"], row["group"])]
        assert ours["d_macs"] == pytest.approx(row["d_macs"], abs=1e-4), row
        assert ours["d_macs_signed"] == pytest.approx(row["signed"], abs=1e-4), row


@pytest.mark.parametrize("name", ["gender_WLSMV", "gender_MLR", "schools_MLR"])
def test_rmsea_of_the_difference(name):
    table = sizes(name).table
    assert len(table) == len(R[name]["steps"])
    for (_, ours), theirs in zip(table.iterrows(), R[name]["steps"], strict=True):
        assert ours["chi_square_difference"] == pytest.approx(theirs["chi_square"], rel=1e-3)
        found = ours[["rmsea_d", "rmsea_d_low", "rmsea_d_high"]].tolist()
        assert found == pytest.approx(theirs["rmsea_d"], abs=1e-4)


def test_groups_and_respondents_enter_as_in_lavaan():
    """Which gives the RMSEA of a difference for ML alone."""
    theirs = R["lavaan_ml"]
    statistic = theirs["chi_square"]
    ours = rmsea(statistic, statistic, df=theirs["df"], n=theirs["n"], n_groups=2)
    assert ours.estimate == pytest.approx(theirs["rmsea_d"], abs=1e-6)
