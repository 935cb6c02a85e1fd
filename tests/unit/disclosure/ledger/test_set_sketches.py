"""Two sketches tell how many members differ, and only that."""

import numpy as np
import pytest

from workbench.disclosure.ledger.set_sketches import (
    FIELD,
    distance,
    least_distance,
    n_terms,
    parities,
    power_sums,
    recurrences,
)

MOST = 8


def sketch(marks: np.ndarray) -> np.ndarray:
    return power_sums(marks, np.zeros(len(marks), dtype=np.int64), n_groups=1, terms=n_terms(MOST))[0]


def random_marks(n: int) -> np.ndarray:
    return np.random.default_rng(n).choice(int(FIELD) - 2, n, replace=False) + 1


@pytest.mark.parametrize(("left", "joined"), [(0, 0), (1, 0), (0, 1), (3, 3), (8, 0), (0, 8), (5, 2)])
def test_differences_are_counted(left, joined):
    marks = random_marks(200)
    before, now = marks[: 200 - joined], marks[left:]
    difference = (sketch(now) - sketch(before)) % FIELD
    assert recurrences(difference[None])[0] == [left + joined]
    assert distance(difference) == max(left, joined)


SHARED = [
    ({1: 40, 2: 7}, {1: 36, 2: 11}, 4),  # four of those who answered alike now answer like others
    ({1: 40, 2: 7}, {1: 35, 2: 12}, np.inf),
    ({1: 40, 2: 7}, {1: 38, 2: 7, 3: 1}, 2),
    ({1: 40}, {1: 32}, 8),
    ({1: 6, 2: 6, 3: 6, 4: 6}, {1: 7, 2: 7, 3: 5, 4: 5}, 2),
    ({1: 100_000, 2: 5}, {1: 100_003, 2: 2}, 3),
]


@pytest.mark.parametrize(("before", "now", "exchanged"), SHARED)
def test_members_who_share_a_mark_are_counted(before, now, exchanged):
    def of(members):
        return sketch(np.repeat(random_marks(10)[list(members)], list(members.values())))

    assert distance((of(now) - of(before)) % FIELD) == exchanged


def test_several_who_share_several_marks_are_counted_one_by_one():
    random = np.random.default_rng(2)
    for _ in range(300):
        before = random.multinomial(40, np.full(6, 1 / 6))
        now = before + random.integers(-2, 3, 6) * (before > 2)
        change = now - before
        exact = max(np.maximum(change, 0).sum(), np.maximum(-change, 0).sum())
        marks = [sketch(np.repeat(random_marks(6), own)) for own in (before, now)]
        found = distance((marks[1] - marks[0]) % FIELD)
        assert found == exact if np.abs(change).sum() <= MOST else np.isinf(found)


def test_many_differences_are_many_even_where_the_sizes_agree():
    marks = random_marks(400)
    assert np.isinf(distance((sketch(marks[:200]) - sketch(marks[200:])) % FIELD))


def test_groups_are_sketched_as_if_each_were_alone():
    marks, groups = random_marks(100), np.random.default_rng(1).integers(-1, 4, 100)
    groups[groups == 2] = 3  # nobody in the third
    sums = power_sums(marks, groups, n_groups=4, terms=n_terms(MOST))
    for group in range(4):
        assert (sums[group] == sketch(marks[groups == group])).all()
    together = power_sums(marks[groups >= 0], np.zeros((groups >= 0).sum(), dtype=int), n_groups=1, terms=n_terms(MOST))
    assert (sums.sum(axis=0) % FIELD == together[0]).all()


def test_power_sums_are_those_of_exact_arithmetic():
    marks = random_marks(50)
    exact = [sum(pow(int(mark), power, int(FIELD)) for mark in marks) % int(FIELD) for power in range(n_terms(MOST))]
    assert sketch(marks).tolist() == exact


@pytest.mark.parametrize(("left", "joined"), [(0, 0), (1, 0), (3, 3), (5, 2), (90, 40)])
def test_parities_never_make_a_distance_larger(left, joined):
    marks = random_marks(200)
    words = [
        parities(own, np.zeros(len(own), dtype=np.int64), n_groups=1)[0]
        for own in (marks[: 200 - joined], marks[left:])
    ]
    least = least_distance(np.array(joined - left), *words)
    assert least <= max(left, joined)
    assert least > 4 or max(left, joined) <= 7, "many are seen to be many"
