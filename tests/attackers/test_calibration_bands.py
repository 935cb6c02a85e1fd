"""Groups of risk of a model tell nothing of a small cell: those that would are not published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attackers.calibration_bands import cells_of_bands, hold_bands
from tests.attackers.joint import Tables, joint_worlds
from tests.attackers.publishing import groups, models, publish
from tests.attackers.reading import Window, read_tables
from tests.attackers.recover import LEVELS, Recovered
from tests.attackers.surveys import MEN, RANGE, SMALL, Truth, draw
from workbench import population

EDUCATION = ("Basic", "Secondary", "Higher")


def attacked(truth: Truth, folder: Path, *, exact: bool) -> tuple[Tables, Recovered]:
    """Put the groups of risk beside the tables of groups; of exact tables without those of the crossing."""
    plan = None if exact else population.protection_plan(truth.survey)
    results = {**groups(truth), **models(truth, plan)}
    if exact:
        results = {name: result for name, result in results.items() if "crossed" not in name}
    tables = read_tables(publish(results, folder, plan))
    levels = {**LEVELS, **({"education": EDUCATION} if "education" in truth.people else {})}
    cells = cells_of_bands(truth, results["logistic"].table, list(levels))
    worlds = joint_worlds(tables, levels, exact=exact)
    hold_bands(worlds, tables, cells, list(levels), exact=exact)
    n, e, s = truth.count(sex=MEN, household=SMALL)
    found = {kind: worlds.range_of(worlds.number(kind, sex=MEN, household=SMALL)) for kind in "ne"}
    return tables, Recovered(**found, score=Window(0, RANGE), true_n=n, true_e=e, true_score=s / n)


def test_exact_groups_of_risk_tell_of_a_crossing_that_no_table_shows(tmp_path):
    _, found = attacked(draw(8, 800), tmp_path, exact=True)
    assert found.sound
    assert {"n known", "below known"} <= set(found.succeeded)


@pytest.mark.parametrize(("seed", "n"), [(15, 800), (8, 2_000), (15, 6_000)])
def test_groups_of_risk_of_two_predictors_are_not_published(seed, n, tmp_path):
    """In these surveys they told that somebody of the small cell is below the cut-off, or that somebody is not."""
    tables, found = attacked(draw(seed, n), tmp_path, exact=False)
    assert tables["logistic_calibration"].empty
    assert found.sound and found.succeeded == []


def test_groups_of_risk_of_three_predictors(tmp_path):
    tables, found = attacked(draw(1, 800, others=1), tmp_path, exact=False)
    assert len(tables["logistic_calibration"]) > 5
    assert found.sound and found.succeeded == []


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 800, 2_000, 6_000])
def test_groups_of_risk_of_three_predictors_in_random_surveys(n, tmp_path):
    found = [attacked(draw(seed, n, others=1), tmp_path / str(seed), exact=False)[1] for seed in range(25)]
    assert all(one.sound for one in found)
    told = [one.succeeded for one in found if one.succeeded]
    assert len(told) <= 1, told
    assert not {"n known", "n < 3 values", "below known"} & {word for words in told for word in words}
