"""What windows tell of single people: reckoned beside plain linear algebra, and searched beside all kinds there are."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from workbench.numerics.disclosure import Tallies, left_of_people, otherwise_possible, told_of_people

WIDTH = 5


def tallies(n: int, n_questions: int, *, seed: int, width: int = WIDTH) -> Tallies:
    """People who answered questions of two or three options, and windows of those of the kind."""
    draws = np.random.default_rng(seed)
    answers = [draws.integers(0, draws.integers(2, 4), n) for _ in range(n_questions)]
    members = [own == level for own in answers for level in np.unique(own)] + [np.ones(n, dtype=bool)]
    groups = csr_matrix(np.column_stack([own for own in members if own.sum() >= width]).astype(float))
    kind = draws.random(n) < 0.3
    low = (groups.T @ kind).astype(int) // width * width
    return Tallies(groups, kind, low, low + width - 1)


def test_what_is_told_and_left_is_that_of_the_normal_posterior():
    own = tallies(40, 6, seed=1)
    groups, share = own.groups.toarray(), own.kind.mean()
    prior = np.eye(40) * share * (1 - share)
    noise = np.eye(groups.shape[1]) * WIDTH**2 / 12
    posterior = prior - prior @ groups @ np.linalg.inv(groups.T @ prior @ groups + noise) @ groups.T @ prior
    assert left_of_people(own) == pytest.approx(np.diag(posterior) / np.diag(prior))
    bits = (np.linalg.slogdet(prior)[1] - np.linalg.slogdet(posterior)[1]) / 2 / np.log(2)
    entropy = -40 * (share * np.log2(share) + (1 - share) * np.log2(1 - share))
    assert told_of_people(own) == pytest.approx(bits / entropy)


@pytest.mark.parametrize("seed", range(8))
def test_whoever_is_found_may_be_of_the_other_kind_and_nearly_all_who_may_are_found(seed):
    own = tallies(14, 5, seed=seed, width=2)
    every = np.array(list(product([0, 1], repeat=14)))
    counts = every @ own.groups.toarray()
    fitting = every[((counts >= own.low) & (counts <= own.high)).all(axis=1)]
    possible = (fitting != own.kind).any(axis=0)
    found = otherwise_possible(own, np.ones(14, dtype=bool))
    assert (possible | ~found).all()
    assert found.sum() >= possible.sum() - 2 or found.sum() < 14 / 2, "the search gives up where it finds few"


def test_only_those_are_looked_for_who_are_asked_about():
    own = tallies(60, 6, seed=3)
    asked = np.arange(60) < 5
    found = otherwise_possible(own, asked)
    assert found[asked].all()
    assert otherwise_possible(own, np.zeros(60, dtype=bool)).sum() == 0


def test_some_people_and_groups_of_a_larger_whole():
    own = tallies(60, 6, seed=4)
    inside = own.groups.toarray()[:, 0] > 0
    part = own.only(inside, np.arange(own.groups.shape[1]) < 3)
    assert part.groups.shape == (inside.sum(), 3)
    assert (part.kind == own.kind[inside]).all()
