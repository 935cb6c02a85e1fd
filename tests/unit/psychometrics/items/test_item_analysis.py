import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import item_analysis


def test_against_pandas():
    responses = one_factor()
    table = item_analysis(responses).table.set_index("item")
    np.testing.assert_allclose(table["mean"], responses.mean())
    np.testing.assert_allclose(table["std_dev"], responses.std())
    for item in responses:
        rest = responses.drop(columns=item).sum(axis=1)
        assert table.loc[item, "item_rest_correlation"] == pytest.approx(responses[item].corr(rest))


def test_rows_follow_the_columns():
    responses = one_factor()[["i3", "i1", "i5"]]
    assert list(item_analysis(responses).table["item"]) == ["i3", "i1", "i5"]


def test_integer_weights_are_repeated_rows():
    responses = one_factor(n=80)
    times = np.arange(80) % 3 + 1
    weighted = item_analysis(responses, sampling_weights=weights_of(responses, times)).table
    long = item_analysis(repeated(responses, times)).table
    same = ["mean", "item_rest_correlation", "alpha_if_deleted"]
    np.testing.assert_allclose(weighted[same], long[same])
    # The divisors n − 1 rest on the numbers of respondents, which differ.
    n, total = len(responses), times.sum()
    np.testing.assert_allclose(weighted["std_dev"] ** 2 * (n - 1) / n, long["std_dev"] ** 2 * (total - 1) / total)


def test_equal_weights_change_nothing():
    responses = one_factor()
    weighted = item_analysis(responses, sampling_weights=weights_of(responses, 2.5))
    pd.testing.assert_frame_equal(weighted.table, item_analysis(responses).table)


def test_reversing_all_items_mirrors_the_moments():
    responses = one_factor()
    plain, turned = item_analysis(responses).table, item_analysis(6 - responses).table
    np.testing.assert_allclose(turned["mean"], 6 - plain["mean"])
    np.testing.assert_allclose(turned["skewness"], -plain["skewness"])
    same = ["std_dev", "kurtosis", "item_rest_correlation", "alpha_if_deleted"]
    np.testing.assert_allclose(turned[same], plain[same])


def test_a_reversed_item_is_noted():
    responses = one_factor()
    responses["i2"] = 6 - responses["i2"]
    notes = item_analysis(responses).notes
    assert len(notes) == 1
    assert notes[0].startswith("Item `i2` goes against the rest of the scale (item-rest correlation −0.")


def test_two_items_have_no_alpha_without_an_item():
    analysis = item_analysis(one_factor(k=2))
    assert "alpha_if_deleted" not in analysis.table
    assert analysis.notes == ("With two items there is no alpha without an item.",)


def test_other_items_that_cancel_are_refused():
    responses = one_factor(k=2)
    responses["i3"] = 6 - responses["i1"]
    with pytest.raises(NotEstimable, match="Without `i2` the sum of the other items is the same for all respondents"):
        item_analysis(responses)


def test_repr_is_one_line_without_data():
    assert "\n" not in repr(item_analysis(one_factor()))
