"""An attack by subtraction that shares no code with the gate."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.disclosure.known_groups import scores
from tests.unit.surveys import build_survey
from workbench.population import (
    audit,
    mean,
    protect,
    protection_plan,
    share,
)

RECIPES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32 - 1),
        "n": st.integers(30, 400),
        "n_levels": st.lists(st.integers(2, 4), min_size=2, max_size=3),
        "evenness": st.sampled_from([0.4, 1.0, 5.0]),
        "missing": st.sampled_from([0.0, 0.02, 0.1]),
        "below": st.sampled_from([0.05, 0.3]),
    }
)


def random_survey(*, seed, n, n_levels, evenness, missing, below):
    rng = np.random.default_rng(seed)
    background = {}
    for name, k in zip("abc", n_levels, strict=False):
        codes = rng.choice(k, n, p=rng.dirichlet(np.full(k, evenness)))
        codes[rng.random(n) < missing] = -1
        background[name] = pd.Series(pd.Categorical.from_codes(codes, [f"{name}{i}" for i in range(k)]))
    flags = pd.Series(rng.random(n) < below, dtype="boolean").mask(rng.random(n) < 0.1)
    flags.iloc[0] = False
    names = tuple(background)
    return build_survey(background, flags, crossings=(names, names[:2]) if len(names) == 3 else (names,))


def truth(survey):
    """Respondents with a score, below the cut-off, and in the file, in every cell; '?' = unanswered."""
    points, below = scores(survey)
    everyone = survey.background.astype(object).where(survey.background.notna(), "?").assign(below=below)
    frame = everyone[points.notna()]
    cells = {}
    names = list(survey.background)
    sets = {(v,) for v in names} | set(survey.codebook.crossings)
    sets |= {s[:i] + s[i + 1 :] for s in sets if len(s) == 3 for i in range(3)}
    for s in sets:
        axes = [[*survey.background[v].cat.categories, "?"] for v in s]
        groups = frame.groupby(list(s))["below"]
        n, events, file = groups.size().to_dict(), groups.sum().to_dict(), everyone.groupby(list(s)).size().to_dict()
        for place in product(*axes):
            key = place if len(s) > 1 else place[0]
            cells[s, place] = tuple(int(count.get(key, 0)) for count in (n, events, file))
    return sets, cells


def known_cells(survey, tables, cells, column):
    """What the tables tell, and the unanswered of a variable, whom notes count where they are no small group."""
    no_group = {cell for cell, (n, _, file) in cells.items() if not 0 < n < 5 and not 0 < file < 5}
    known = {c for c in no_group if c[1] == ("?",)}
    for table in tables:
        for _, row in table.frame.dropna(subset=[column]).iterrows():
            known.add((tuple(row["variable"].split(" × ")), tuple(row["level"].split(" × "))))
    return known


def attack(survey, sets, cells, known):
    """Solve every equation with one unknown, again and again; and name every known sum of unknown cells."""
    known, sums = set(known), []
    equations = []
    for s in sets:
        axes = [[*survey.background[v].cat.categories, "?"] for v in s]
        for axis in range(len(s)):
            margin = s[:axis] + s[axis + 1 :]
            for rest in product(*(a for i, a in enumerate(axes) if i != axis)):
                line = [(s, (*rest[:axis], level, *rest[axis:])) for level in axes[axis]]
                equations.append((line, (margin, rest) if margin else None))
    solved = set()
    while True:
        new = set()
        for line, margin in equations:
            unknown = [c for c in [*line, *([margin] if margin else [])] if c not in known]
            if len(unknown) == 1:
                new |= set(unknown)
            elif margin is None or margin in known:
                sums.append([c for c in line if c not in known])
        if not new - solved:
            return solved, [s for s in sums if s]
        solved |= new
        known |= new


@settings(max_examples=5, deadline=None, derandomize=True)
@given(RECIPES)
def test_subtraction_never_finds_a_small_group(recipe):
    check_subtraction(recipe)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(RECIPES)
def test_subtraction_finds_no_small_group_of_200_surveys(recipe):
    check_subtraction(recipe)


def check_subtraction(recipe):
    survey = random_survey(**recipe)
    plan = protection_plan(survey)
    tables = {name: protect(t, plan=plan) for name, t in small_run(survey).items()}
    sets, cells = truth(survey)
    counts = known_cells(survey, tables.values(), cells, "n_respondents")
    solved, sums = attack(survey, sets, cells, counts)
    # who left two questions unanswered is no group that the plan protects
    group = {cell for cell in cells if cell[1].count("?") < 2}
    assert not [c for c in solved & group if 0 < cells[c][0] < 5]
    assert not [s for s in sums if any(cells[c][0] for c in group & set(s)) and sum(cells[c][0] for c in s) < 5]
    shares = [t for t in tables.values() if "n_events" in t.frame]
    events = known_cells(survey, shares, cells, "n_events")
    solved, sums = attack(survey, sets, cells, events)
    answered = [c for c in solved if "?" not in c[1] and cells[c][0] > 0]
    assert not [c for c in answered if cells[c][1] < 3 or cells[c][0] == cells[c][1]]
    assert audit(tables, plan=plan).passed


def small_run(survey):
    points, below = scores(survey)
    tables = {"shares": share(below, design=survey.design, by=survey.groups)}
    tables["means"] = mean(points, design=survey.design, by=survey.groups)
    tables["crossed shares"] = share(below, design=survey.design, by=survey.crossings)
    tables["crossed means"] = mean(points, design=survey.design, by=survey.crossings)
    return tables
