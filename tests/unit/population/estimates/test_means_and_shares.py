"""Closed forms and edges of means and shares; the numbers of R stand in tests/reference/estimates."""

import time

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import compare_groups, distribution, mean, ratio, share, total
from workbench.wording import in_windows

SRS = SurveyDesign()
# what depends on how many people a unit of weight counts
OF_PEOPLE = [
    "design_effect",
    "effective_n",
    "people",
    "people_low",
    "people_high",
    "group_population",
    "n_total",
    "weight_cells",
]


def scale_free(result):
    return result.table.drop(columns=OF_PEOPLE, errors="ignore")


@pytest.fixture
def sample():
    rng = np.random.default_rng(3)
    n = 400
    group = pd.Series(pd.Categorical.from_codes(rng.integers(0, 3, n), ["a", "b", "c"]), name="group")
    values = pd.Series(rng.normal(70, 20, n), name="score").mask(rng.random(n) < 0.1)
    return values, group, pd.Series(rng.uniform(0.5, 3, n), name="weight")


def test_unweighted_mean_has_the_textbook_error_and_t_interval():
    values = pd.Series([1.0, 2.0, 4.0, 7.0, 11.0])
    row = mean(values, design=SRS).table.iloc[0]
    standard = stats.t.interval(0.95, 4, loc=values.mean(), scale=values.std() / np.sqrt(5))
    assert row["std_error"] == pytest.approx(values.std() / np.sqrt(5), rel=1e-12)
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(standard, rel=1e-12)
    assert row["std_dev"] == pytest.approx(values.std(), rel=1e-12)


def test_equal_weights_change_nothing(sample):
    values, group, _ = sample
    equal = SurveyDesign(sampling_weights=pd.Series(7.25, index=values.index))
    for function, data in [(mean, values), (share, values < 50)]:
        unweighted, weighted = (scale_free(function(data, design=d, by=group)) for d in (SRS, equal))
        pd.testing.assert_frame_equal(unweighted, weighted, rtol=1e-12)


def test_integer_weights_give_the_mean_of_repeated_rows(sample):
    values, group, _ = sample
    times = pd.Series(np.random.default_rng(1).integers(1, 5, len(values)), index=values.index)
    weighted = mean(values, design=SurveyDesign(sampling_weights=times), by=group).table
    repeated = np.repeat(np.arange(len(values)), times)
    long = mean(
        values.iloc[repeated].reset_index(drop=True), design=SRS, by=group.iloc[repeated].reset_index(drop=True)
    )
    assert weighted["estimate"].tolist() == pytest.approx(long.table["estimate"].tolist(), rel=1e-12)


def test_scale_of_the_weights_does_not_matter(sample):
    values, group, weights = sample
    designs = [SurveyDesign(sampling_weights=w) for w in (weights, weights * 1000)]
    tables = [scale_free(mean(values, design=design, by=group)) for design in designs]
    pd.testing.assert_frame_equal(*tables, rtol=1e-10)


def test_order_of_the_rows_does_not_matter(sample):
    values, group, weights = sample
    order = np.random.default_rng(2).permutation(len(values))
    tables = [
        share(v < 70, design=SurveyDesign(sampling_weights=w), by=g).table
        for v, g, w in [(values, group, weights), (values.iloc[order], group.iloc[order], weights.iloc[order])]
    ]
    pd.testing.assert_frame_equal(*tables, rtol=1e-10)


def test_groups_come_in_category_order_with_empty_levels_and_several_columns():
    group = pd.Categorical(["b", "a", "b", None], ["c", "b", "a"])
    table = mean(pd.Series([1.0, 2.0, 3.0, 4.0]), design=SRS, by=pd.DataFrame({"x": group, "y": group})).table
    assert table["variable"].tolist() == ["x"] * 3 + ["y"] * 3
    assert table["level"].tolist() == ["c", "b", "a"] * 2
    assert table["n_respondents"].tolist() == [0, 2, 1] * 2
    assert np.isnan(table["estimate"].iloc[0])


def test_one_respondent_has_a_mean_but_no_error():
    row = mean(pd.Series([5.0, np.nan, np.nan]), design=SRS).table.iloc[0]
    assert row["estimate"] == 5
    assert row[["std_error", "conf_low", "conf_high", "std_dev"]].isna().all()


def test_share_counts_events_and_leaves_the_domain_alone():
    flags = pd.Series([True, False, None, True], dtype="boolean")
    row = share(flags, design=SRS).table.iloc[0]
    assert (row["n_respondents"], row["n_events"], row["estimate"]) == (3, 2, pytest.approx(2 / 3))


def test_logit_interval_stays_inside_where_wald_does_not():
    flags = pd.Series([True] + [False] * 30)
    logit, wald = (share(flags, design=SRS, interval=i).table.iloc[0] for i in ("logit", "wald"))
    assert 0 < logit["conf_low"] < logit["conf_high"] < 1
    assert wald["conf_low"] < 0


def test_notes_count_who_is_left_out_and_publish_windows_of_the_counts(sample):
    values, group, _ = sample
    notes = mean(values, design=SRS, by=group.mask(np.arange(400) == np.flatnonzero(values.notna())[0])).notes
    assert f"{values.isna().sum()} of 400 respondents" in " ".join(notes)
    assert "or one taken for none: `group`." in " ".join(notes)  # how many stands in a table, once
    published = " ".join(str(getattr(note, "published", lambda _, own=note: own)(5)) for note in notes)
    assert "of about 402 respondents" in published


def test_braces_in_the_name_of_a_variable_are_no_places_of_counts(sample):
    values, group, _ = sample
    named = group.rename("a {b}").mask(np.arange(400) < 50)
    assert any("`a {b}`." in note for note in mean(values, design=SRS, by=named).notes)


def clustered(sizes, strata=None):
    """`sizes`: respondents of each cluster."""
    cluster = pd.Series(np.repeat(np.arange(len(sizes)), sizes))
    return SurveyDesign(clusters=cluster, strata=None if strata is None else pd.Series(np.repeat(strata, sizes)))


def test_clusters_of_equal_size_are_a_sample_of_their_means():
    rng = np.random.default_rng(4)
    values = pd.Series(rng.normal(50, 10, 60) + np.repeat(rng.normal(0, 8, 12), 5))
    row = mean(values, design=clustered([5] * 12)).table.iloc[0]
    means = values.groupby(np.repeat(np.arange(12), 5)).mean()
    standard = stats.t.interval(0.95, 11, loc=means.mean(), scale=means.std() / np.sqrt(12))
    assert row["std_error"] == pytest.approx(means.std() / np.sqrt(12), rel=1e-12)
    assert (row["conf_low"], row["conf_high"], row["df"]) == pytest.approx((*standard, 11), rel=1e-12)


def test_group_inside_one_cluster_of_each_stratum_has_no_error_but_a_note():
    design = clustered([6] * 8, strata=[0, 0, 0, 0, 1, 1, 1, 1])
    group = pd.Series(pd.Categorical(np.where(np.isin(np.arange(48) // 6, [1, 5]), "inside", "across")), name="group")
    values = pd.Series(np.random.default_rng(1).normal(50, 10, 48))
    for result in (mean(values, design=design, by=group), total(values, design=design, by=group)):
        table = result.table.set_index("level")
        assert table.loc["inside", ["std_error", "df", "conf_low", "conf_high"]].isna().all()
        assert table.loc["across", ["std_error", "df", "conf_low", "conf_high"]].notna().all()
        assert table["unreliable"].tolist() == [False, True]
        assert any("one cluster of each" in note for note in result.notes)
    compared = compare_groups(values, group, design=design, against="rest")
    assert compared.table[["std_error", "p_value", "p_value_holm"]].isna().all(axis=None)
    assert compared.table["difference"].notna().all()
    assert any("one cluster of each" in note for note in compared.notes)


def test_precision_rule_at_its_edges():
    values, sizes = [0.0, 1.0], {"a": 29, "b": 30, "c": 30}
    group = pd.Series(pd.Categorical(np.repeat(list(sizes), list(sizes.values()))), name="group")
    flags = pd.Series(np.resize(values, 89) == 1).mask(group == "c", np.arange(89) == 88).astype(bool)
    table = share(flags, design=SRS, by=group).table.set_index("level")
    assert table["unreliable"].tolist() == [True, False, True]  # 29 respondents; fine; one event in 30
    assert table.loc["c", "relative_std_error"] > 0.3 > table.loc["b", "relative_std_error"]


def test_design_effect_of_a_simple_random_sample_is_one():
    values = pd.Series(np.random.default_rng(2).normal(size=50))
    row = mean(values, design=SRS).table.iloc[0]
    assert (row["design_effect"], row["effective_n"]) == pytest.approx((1, 50))
    flags = share(values > 0, design=SRS).table
    assert "people" not in flags  # a respondent stands for a person only if weights say so


@pytest.mark.parametrize("minimum", [5, 10])
@pytest.mark.parametrize("few", [1, 2, 4, 5, 9, 10])
def test_a_note_on_one_cluster_does_not_tell_one_respondent_from_several(few, minimum):
    """Of a group that is too few for an outcome nobody learns how many it is, under a raised threshold either."""
    n = 200
    level = pd.Series(pd.Categorical(np.where(np.arange(n) < few, "few", "others")), name="level")
    design = SurveyDesign(clusters=pd.Series(np.where(np.arange(n) < few, 0, np.arange(n) % 20)))
    values = pd.Series(np.arange(n) % 7.0)
    for result in (mean(values, design=design, by=level), compare_groups(values, level, design=design, against="rest")):
        assert any("one cluster of each" in note for note in result.notes) == (few > 1)
        said = [note for note in in_windows(result.notes, minimum) if "one cluster of each" in note]
        assert len(said) == (few >= minimum)


def test_number_of_people_is_the_total_of_flags_where_everybody_answered():
    weights = pd.Series(np.random.default_rng(6).uniform(20, 90, 200))
    flags, design = pd.Series(np.arange(200) % 3 == 0), SurveyDesign(sampling_weights=weights)
    row, counted = share(flags, design=design).table.iloc[0], total(flags, design=design).table.iloc[0]
    assert row["people"] == pytest.approx(weights[flags].sum())
    factor = np.exp(
        (counted["conf_high"] - counted["estimate"]) / counted["estimate"]
    )  # the same error, of a logarithm
    assert row[["people_low", "people_high"]].tolist() == pytest.approx(
        [row["people"] / factor, row["people"] * factor]
    )


def test_number_of_people_stays_above_zero_where_few_have_the_outcome():
    weights = pd.Series(np.random.default_rng(6).uniform(20, 90, 200))
    row = share(pd.Series(np.arange(200) < 1), design=SurveyDesign(sampling_weights=weights)).table.iloc[0]
    assert 0 < row["people_low"] < row["people"] < row["people_high"]


def test_totals_of_rescaled_weights_carry_a_note():
    values = pd.Series([1.0, 2.0, 3.0])
    assert any("do not count people" in note for note in total(values, design=SRS).notes)


def test_ratio_of_a_value_to_itself_and_to_one():
    rng = np.random.default_rng(7)
    values, one = pd.Series(rng.uniform(1, 9, 60), name="y"), pd.Series(1.0, index=range(60), name="one")
    design = SurveyDesign(sampling_weights=pd.Series(rng.uniform(10, 40, 60)))
    row = ratio(values, values, design=design).table.iloc[0]
    assert (row["estimate"], row["std_error"]) == pytest.approx((1, 0), abs=1e-12)
    same = ["estimate", "std_error", "df", "conf_low", "conf_high"]
    pd.testing.assert_frame_equal(
        ratio(values, one, design=design).table[same], mean(values, design=design).table[same], rtol=1e-12
    )


def test_many_groups_of_many_respondents_take_seconds():
    rng = np.random.default_rng(5)
    n = 1_000_000
    area = pd.Series(pd.Categorical.from_codes(rng.integers(0, 300, n), [f"area {i}" for i in range(300)]), name="area")
    stratum = pd.Series(rng.integers(0, 20, n))
    design = SurveyDesign(
        sampling_weights=pd.Series(rng.uniform(1, 9, n)),
        strata=stratum,
        clusters=20 * pd.Series(rng.integers(0, 300, n)) + stratum,
    )
    start = time.perf_counter()
    table = mean(pd.Series(rng.normal(size=n)), design=design, by=area).table
    assert len(table) == 300
    assert time.perf_counter() - start < 10  # a loop over the groups would need minutes


def test_parts_of_a_whole_are_shares_of_everybody():
    parts = pd.Series(pd.Categorical(["few"] * 20 + ["many"] * 400), name="bands")
    result = distribution(parts, design=SRS).table
    shares = share(parts == "few", design=SRS).table
    assert result["estimate"].sum() == pytest.approx(1)
    assert (
        result[["estimate", "std_error", "conf_low"]].iloc[0].tolist()
        == shares[["estimate", "std_error", "conf_low"]].iloc[0].tolist()
    )
    assert result["n_events"].tolist() == [20, 400]
    assert result["n_respondents"].tolist() == [420, 420]


def test_what_the_gate_must_know_stands_beside_each_estimate(sample):
    values, group, weights = sample
    table = mean(values, design=SurveyDesign(sampling_weights=weights), by=group, conf_level=0.9).table
    assert set(table["measure"]) == {"mean"} and set(table["conf_level"]) == {0.9}
    assert (table["value_minimum"] == values.min()).all() and (table["value_maximum"] == values.max()).all()
    inside = weights[values.notna()]
    sums = inside.groupby(group[inside.index], observed=False).sum() / weights.mean()
    assert [own[:, 0] @ own[:, 2] for own in table["weight_cells"]] == pytest.approx(sums.tolist())


@pytest.mark.parametrize("scale", [1.0, 100.0, -3.0])
def test_an_outcome_written_as_numbers_stays_one(sample, scale):
    values, group, _ = sample
    flags = (values < 60).astype("boolean").mask(values.isna())
    table = mean(flags.astype("Float64") * scale + 7, design=SRS, by=group).table
    counted = share(flags, design=SRS, by=group).table
    expected = counted["n_events"] if scale > 0 else counted["n_respondents"] - counted["n_events"]
    assert set(table["measure"]) == {"share"}
    assert table["n_events"].tolist() == expected.tolist()
