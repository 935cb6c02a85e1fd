"""After the repair no small set of people is told of, by the exact ends of everything published together."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix, identity, vstack

from tests.unit.surveys import build_survey
from workbench.disclosure.cells import finest_cells as layout
from workbench.disclosure.cells.finest_cells import finest_cells, largest_crossings
from workbench.disclosure.cells.groups import FILE, MODELLED, SCORED, bases_of, count_groups, nested_variables
from workbench.disclosure.cells.near_twins import near_twins
from workbench.disclosure.cells.published_system import Coarse, Publication, weight_of
from workbench.disclosure.cells.repair import repair
from workbench.disclosure.cells.score_kinds import kinds_of
from workbench.disclosure.cells.small_sets import small_sets
from workbench.numerics.disclosure import open_ranges

WIDTH = 5


def publication_of(seed, n):
    """Two variables and their crossing; some have no score and some leave a question unanswered."""
    draws = np.random.default_rng(seed)
    a, b = draws.integers(-1, 3, n), draws.choice(5, n, p=[0.45, 0.25, 0.15, 0.1, 0.05])
    a = np.where(draws.random(n) < 0.9, np.abs(a), a)
    below = pd.Series(pd.array(draws.random(n) < 0.3, dtype="boolean"))
    below[draws.random(n) < 0.05] = pd.NA
    columns = {
        name: pd.Series(pd.Categorical.from_codes(codes, [f"{name}{i}" for i in range(codes.max() + 1)]))
        for name, codes in (("a", a), ("b", b))
    }
    survey = build_survey(columns, below, crossings=(("a", "b"),), predictors=("a", "b"))
    members, nested = bases_of(survey), nested_variables(survey)
    groups = count_groups(survey, members, nested)
    largest = largest_crossings(groups, nested)
    twins = near_twins(groups, members, largest, width=WIDTH)
    cells = finest_cells(groups, largest, twins, kinds_of(survey, members), nested)
    return Publication(cells=cells, width=WIDTH, design_effect=1.0, means=True, coarse=Coarse.nothing(groups))


def fits(system):
    rows = system.matrix @ system.truth
    inside = (rows >= system.lower - 1e-6) & (rows <= system.upper + 1e-6)
    return inside.all() and (system.truth <= system.most).all()


@pytest.mark.parametrize("seed", range(5))
def test_every_small_set_keeps_what_it_must(seed):
    publication = publication_of(seed, 150)
    assert fits(publication.system)
    found = repair(publication)
    asked = small_sets(publication.cells, width=WIDTH, means=True)
    system = replace(publication, coarse=found.coarse).system
    assert fits(system)
    assert not found.narrowed
    assert len(asked.where) and asked.wanted.met(*open_ranges(system, asked.forms)).all()


@pytest.mark.parametrize("seed", range(5))
def test_outcomes_stay_open_for_somebody_who_knows_the_groups_of_everybody(seed):
    """The exact ends with the number of people of each sort in each finest cell held as they are."""
    publication = publication_of(seed, 150)
    repaired = replace(publication, coarse=repair(publication).coarse)
    asked = small_sets(publication.cells, width=WIDTH, means=True)
    asked = asked.only(asked.outcomes)
    held, kinds = repaired.system, publication.cells.kinds
    each = csr_matrix(identity(publication.cells.n_cells))
    forms = [publication.cells.forms(each, weight_of({base: 1}, kinds)) for base in (FILE, SCORED, MODELLED)]
    known = [form @ held.truth for form in forms]
    everything = held._replace(
        matrix=vstack([held.matrix, *forms], format="csr"),
        lower=np.concatenate([held.lower, *known]),
        upper=np.concatenate([held.upper, *known]),
    )
    low, high = open_ranges(everything, asked.forms)
    assert len(asked.where) and asked.wanted.met(low, high).all()
    forms, _ = repaired.known.asked(asked.forms, asked.wanted)
    np.testing.assert_allclose(open_ranges(repaired.known_system, forms), (low, high), atol=1e-6)


def test_some_surveys_need_a_repair_and_only_theirs_are_coarsened():
    wide = [sum(own.sum() for own in repair(publication_of(seed, 150)).coarse.wide.values()) for seed in range(5)]
    assert max(wide) > 0
    assert min(wide) == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_search_level_by_level_is_only_more_careful(seed, monkeypatch):
    monkeypatch.setattr(layout, "_LARGE", 0)
    publication = publication_of(seed, 150)
    found = repair(publication)
    asked = small_sets(publication.cells, width=WIDTH, means=True)
    met = asked.wanted.met(*open_ranges(replace(publication, coarse=found.coarse).system, asked.forms))
    told = [where for where, kept in zip(asked.where, met, strict=True) if not kept]
    assert set(told) <= set(found.narrowed)
