from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import coefficient_alpha, guttman_lambdas, split_half


def brute_force(responses):
    """Guttman's coefficient of every split, from sums of answers."""
    names, k = list(responses), responses.shape[1]
    found = {}
    for half in combinations(names, k // 2):
        rest = [name for name in names if name not in half]
        a, b = responses[list(half)].sum(axis=1), responses[rest].sum(axis=1)
        found[frozenset([half, tuple(rest)])] = 4 * np.cov(a, b)[0, 1] / np.var(a + b, ddof=1)
    return np.array(list(found.values()))


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6, 7])
def test_all_splits(k):
    responses = one_factor(k=k)
    expected, result = brute_force(responses), split_half(responses)
    table = result.table.set_index(["coefficient", "term"])["estimate"]["Guttman"]
    assert result.enumerated
    assert result.n_splits == len(expected)
    for term, value in {"maximum": expected.max(), "minimum": expected.min(), "mean": expected.mean()}.items():
        assert table[term] == pytest.approx(value)
    assert table["quantile 0.5"] == pytest.approx(np.median(expected))
    if k > 2:
        lambdas = guttman_lambdas(responses).table.set_index("term")["estimate"]
        assert lambdas["lambda 4"] == pytest.approx(expected.max())


def test_mean_split_half_of_an_even_number_of_items_is_alpha():
    responses = one_factor(k=6)
    table = split_half(responses).table.set_index(["coefficient", "term"])["estimate"]
    alpha = coefficient_alpha(responses).table.loc[0, "estimate"]
    assert table["Guttman", "mean"] == pytest.approx(alpha)
    assert guttman_lambdas(responses).table.loc[2, "estimate"] == pytest.approx(alpha)


def test_odd_against_even_items():
    responses = one_factor(k=6)
    odd, even = responses.iloc[:, ::2].sum(axis=1), responses.iloc[:, 1::2].sum(axis=1)
    table = split_half(responses).table.set_index(["coefficient", "term"])["estimate"]
    r = odd.corr(even)
    assert table["correlation of the halves", "odd-even"] == pytest.approx(r)
    assert table["Spearman–Brown", "odd-even"] == pytest.approx(2 * r / (1 + r))


def test_fourteen_items_are_enumerated_and_more_are_drawn():
    fourteen, fifteen = split_half(one_factor(k=14)), split_half(one_factor(k=15))
    assert (fourteen.enumerated, fourteen.n_splits) == (True, 1716)
    assert (fifteen.enumerated, fifteen.n_splits) == (False, 10_000)
    assert any("were drawn" in note for note in fifteen.notes)
    again, other = split_half(one_factor(k=15)), split_half(one_factor(k=15), seed=2)
    assert fifteen.table.equals(again.table)
    assert not fifteen.table.equals(other.table)


def test_lower_bounds_keep_their_order():
    values = guttman_lambdas(one_factor(k=6)).table.set_index("term")["estimate"]
    assert values["lambda 1"] < values["lambda 3"] <= values["lambda 2"] + 1e-12
    assert values["lambda 5"] <= values["lambda 2"] + 1e-12


def test_equal_weights_change_nothing():
    responses = one_factor()
    weights = weights_of(responses, 2.0)
    np.testing.assert_allclose(
        split_half(responses, sampling_weights=weights).table["estimate"], split_half(responses).table["estimate"]
    )


def without_each_part(responses, n_parts):
    part = np.arange(len(responses)) % n_parts
    weights = weights_of(responses, 1.0)
    replicates = pd.DataFrame({f"w{g}": weights * (part != g) for g in range(n_parts)})
    return {"sampling_weights": weights, "replicate_weights": replicates}


def test_replicate_with_an_item_that_follows_from_the_others_is_refused():
    """Lambda 6 needs the regression of each item on the others: six respondents are too few for six items."""
    responses = one_factor(n=12, k=6, seed=3)
    with pytest.raises(NotEstimable, match="Some replicates give no estimate"):
        guttman_lambdas(responses, **without_each_part(responses, 2))


def test_replicate_with_a_half_that_does_not_vary_is_refused():
    responses = one_factor(n=60, k=4)
    responses.loc[1::2, "i4"] = 6 - responses.loc[1::2, "i1"]
    with pytest.raises(NotEstimable, match="Some replicates give no estimate"):
        split_half(responses, **without_each_part(responses, 2))
