"""Differences between groups: closed forms; the numbers of svyglm stand in tests/reference/groups."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import NotEstimable
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import compare_groups, mean, share

SRS = SurveyDesign()


@pytest.fixture
def sample():
    rng = np.random.default_rng(8)
    group = pd.Series(pd.Categorical.from_codes(rng.integers(0, 3, 300), ["a", "b", "c"]), name="group")
    return pd.Series(rng.normal(70, 15, 300)), group, SurveyDesign(sampling_weights=pd.Series(rng.uniform(1, 4, 300)))


def test_difference_and_error_follow_from_the_means(sample):
    values, group, design = sample
    means = mean(values, design=design, by=group).table.set_index("level")
    table = compare_groups(values, group, design=design, reference="b").table
    assert table["level"].tolist() == ["b", "a", "c"]
    assert table["difference"].iloc[0] == 0
    for _, row in table.iloc[1:].iterrows():
        assert row["difference"] == pytest.approx(means["estimate"][row["level"]] - means["estimate"]["b"])
        expected = np.hypot(means["std_error"][row["level"]], means["std_error"]["b"])
        assert row["std_error"] == pytest.approx(expected, rel=1e-12)


def test_swapping_the_reference_turns_the_sign(sample):
    values, group, design = sample
    a, b = (compare_groups(values, group, design=design, reference=r).table.set_index("level") for r in ("a", "b"))
    assert a["difference"]["b"] == pytest.approx(-b["difference"]["a"])
    assert a["p_value"]["b"] == pytest.approx(b["p_value"]["a"])


def test_flags_give_differences_of_shares_with_events(sample):
    values, group, design = sample
    shares = share(values < 65, design=design, by=group).table
    table = compare_groups(values < 65, group, design=design).table
    assert table["n_events"].tolist() == shares["n_events"].tolist()
    assert table["difference"].tolist() == pytest.approx((shares["estimate"] - shares["estimate"][0]).tolist())
    assert "n_events" not in compare_groups(values, group, design=design).table


def test_several_variables_compare_with_their_first_level(sample):
    values, group, _ = sample
    table = compare_groups(
        values, pd.DataFrame({"x": group, "y": group.cat.reorder_categories(list("cba"))}), design=SRS
    )
    assert table.table.groupby("variable")["reference"].first().to_dict() == {"x": "a", "y": "c"}


@pytest.mark.parametrize("value", [True, 0.1])
def test_values_that_are_all_equal_carry_no_interval(value):
    """Not an interval of width 0 and a p-value of 0."""
    values = pd.Series([value] * 8)
    groups = pd.Series(pd.Categorical(list("aaaabbbb")), name="group")
    design = SurveyDesign(sampling_weights=pd.Series(np.linspace(0.7, 3.1, 8)))
    row = compare_groups(values, groups, design=design).table.iloc[1]
    assert row["difference"] == pytest.approx(0, abs=1e-15)
    assert row[["std_error", "statistic", "p_value", "conf_low", "conf_high"]].isna().all()


def test_difference_from_the_rest_is_that_of_two_groups(sample):
    values, group, design = sample
    rest = compare_groups(values, group, design=design, against="rest").table
    assert set(rest["reference"]) == {"everyone else"}
    for _, row in rest.iterrows():
        one = pd.Series(pd.Categorical(np.where(group == row["level"], "one", "rest"), ["rest", "one"]), name="one")
        expected = compare_groups(values, one, design=design).table.iloc[1]
        for column in ("difference", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high", "hedges_g"):
            assert row[column] == pytest.approx(expected[column], rel=1e-9)


def test_standard_errors_use_clusters_and_their_overlap():
    """Two groups in the same clusters: what the clusters have in common leaves their difference."""
    rng = np.random.default_rng(4)
    cluster = pd.Series(np.repeat(np.arange(40), 10))
    group = pd.Series(pd.Categorical.from_codes(np.tile([0, 1], 200), ["a", "b"]), name="group")
    values = pd.Series(rng.normal(0, 1, 400) + np.repeat(rng.normal(0, 5, 40), 10))
    design = SurveyDesign(clusters=cluster)
    means = mean(values, design=design, by=group).table["std_error"].to_numpy()
    difference = compare_groups(values, group, design=design).table["std_error"].iloc[1]
    assert means.min() > 0.5
    assert difference < 0.2


def test_shares_have_no_hedges_g(sample):
    values, group, design = sample
    assert "hedges_g" not in compare_groups(values > 70, group, design=design).table


def test_empty_levels_and_missing_groups_do_no_harm(sample):
    values, group, design = sample
    wider = group.cat.add_categories(["nobody"]).mask(np.arange(300) % 7 == 0)
    for against in ("reference", "rest"):
        table = compare_groups(values, wider, design=design, against=against).table.set_index("level")
        assert table.loc["nobody", ["difference", "std_error", "p_value", "p_value_holm"]].isna().all()
        assert table.loc[["b", "c"], ["std_error", "p_value", "p_value_holm"]].notna().all(axis=None)


def test_a_reference_with_too_few_respondents_is_not_named_in_a_report():
    groups = pd.Series(pd.Categorical(["a", "b", "b", "c", "c"], ["a", "b", "c"]), name="group")
    with pytest.raises(NotEstimable, match="reference `a`") as caught:
        compare_groups(pd.Series([1.0, 2, 3, 4, 5]), groups, reference="a", design=SurveyDesign())
    assert "`a`" not in caught.value.in_report
