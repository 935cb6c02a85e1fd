"""Item bias: what is found, what is not, groups and edges."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.stats.multitest import multipletests

from tests.unit.psychometrics.scales import one_factor, weights_of
from workbench import population
from workbench.errors import NotEstimable
from workbench.intake import complete, read_survey
from workbench.numerics.response_theory import KnownItems, factors_of_groups, normal_grid
from workbench.psychometrics import fit_graded_response, item_bias


def biased(n=2000, *, uniform=0.0, product=0.0, seed=1):
    """Answers by the proportional-odds model; the first item may be harder for the second group."""
    rng = np.random.default_rng(seed)
    group, factor = np.repeat([0, 1], n // 2), rng.normal(size=n)
    values = np.empty((n, 8))
    for item in range(8):
        slope = 1.7 + product * group * (item == 0)
        latent = slope * factor + uniform * group * (item == 0) + rng.logistic(size=n)
        values[:, item] = np.digitize(latent, [-2.5, -1, 0.5, 2]) + 1
    return pd.DataFrame(values, columns=[f"i{i}" for i in range(1, 9)]), pd.Series(
        pd.Categorical.from_codes(group, ["men", "women"]), name="sex"
    )


def p_values(result, term):
    return result.table[result.table["term"] == term].set_index("item")["p_value_holm"]


def test_uniform_bias_is_found_in_its_item():
    responses, group = biased(uniform=1.0)
    fitted = item_bias(responses, group=group)
    assert p_values(fitted, "uniform")["i1"] < 1e-6
    assert fitted.groups["estimate"].idxmax() == 0
    assert fitted.groups["odds_ratio"][0] == pytest.approx(np.exp(fitted.groups["estimate"][0]))


def test_non_uniform_bias_is_found_in_its_item():
    responses, group = biased(product=1.5)
    adjusted = p_values(item_bias(responses, group=group), "non-uniform")
    assert adjusted.idxmin() == "i1"
    assert adjusted["i1"] < 1e-4


@pytest.mark.slow
def test_likelihood_ratio_keeps_its_level():
    """Without bias about one test in twenty falls below .05 (200 data sets, 99.9 % of a binomial)."""
    below = 0
    for seed in range(200):
        responses, group = biased(n=400, seed=seed)
        table = item_bias(responses[["i1", "i2", "i3", "i4", "i5"]], group=group).table
        below += int(table.query("item == 'i1' and term == 'uniform'")["p_value"].iloc[0] < 0.05)
    assert 1 <= below <= 22


def test_adjusted_p_values_are_holm():
    responses, group = biased(uniform=0.3)
    for _, rows in item_bias(responses, group=group).table.groupby("term"):
        expected = multipletests(rows["p_value"], method="holm")[1]
        np.testing.assert_allclose(rows["p_value_holm"], expected, rtol=1e-12)


def test_terms_add_up():
    """(1) against (3) is (1) against (2) and (2) against (3)."""
    responses, group = biased(uniform=0.4)
    table = item_bias(responses, group=group).table
    for _, rows in table.groupby("item"):
        by_term = rows.set_index("term")
        for name in ("statistic", "df", "mcfadden_change", "nagelkerke_change"):
            assert by_term[name]["uniform"] + by_term[name]["non-uniform"] == pytest.approx(by_term[name]["both"])


def test_another_reference_changes_the_sign_alone():
    responses, group = biased(uniform=0.4)
    turned = group.cat.reorder_categories(["women", "men"])
    one, other = item_bias(responses, group=group), item_bias(responses, group=turned)
    np.testing.assert_allclose(one.table["statistic"], other.table["statistic"], atol=1e-8)
    np.testing.assert_allclose(one.groups["estimate"], -other.groups["estimate"], atol=1e-8)
    assert set(other.groups["reference"]) == {"women"}


def test_equal_weights_keep_the_estimates_and_give_wald_tests():
    responses, group = biased(uniform=0.4)
    plain = item_bias(responses, group=group)
    weighted = item_bias(responses, group=group, sampling_weights=weights_of(responses, 2.0))
    np.testing.assert_allclose(plain.groups["estimate"], weighted.groups["estimate"], rtol=1e-10)
    np.testing.assert_allclose(plain.groups["std_error"], weighted.groups["std_error"], rtol=0.1)
    assert (plain.test, weighted.test) == ("likelihood ratio", "Wald")
    uniform = weighted.table.query("term == 'uniform'")["statistic"].to_numpy()
    squared = (weighted.groups["estimate"] / weighted.groups["std_error"]) ** 2
    np.testing.assert_allclose(uniform, squared, rtol=1e-10)


def test_respondents_without_a_group_are_left_out_and_noted():
    responses, group = biased()
    known = group.where(np.arange(2000) % 10 > 0)
    fitted = item_bias(responses, group=known, sampling_weights=weights_of(responses, 1.0))
    assert "Left out: 200 respondents" in fitted.notes[0]
    assert set(fitted.table["n_respondents"]) == {1800}
    kept = known.notna()
    alone = item_bias(responses[kept], group=known[kept], sampling_weights=weights_of(responses[kept], 1.0))
    pd.testing.assert_frame_equal(fitted.table, alone.table)


def test_small_groups_are_noted_and_hopeless_ones_refused():
    responses, group = biased(n=300)
    assert "200 respondents in `men`, `women`" in item_bias(responses, group=group).notes[0]
    one_alone = pd.Series(np.where(np.arange(300) == 0, "a", "b"), name="place")
    with pytest.raises(NotEstimable, match="smallest of the groups is `a`"):
        item_bias(responses, group=one_alone)


def test_an_item_without_estimate_is_left_out_and_noted():
    responses, group = biased(n=600)
    responses["i1"] = np.where(responses["i2"] + responses["i3"] > 6, 2.0, 1.0) * 1000
    fitted = item_bias(responses, group=group)
    assert list(dict.fromkeys(fitted.table["item"])) == ["i2", "i3", "i4", "i5", "i6", "i7", "i8"]
    assert "The models of `i1`" in fitted.notes[-1]


def test_unused_categories_and_plain_words_are_groups_too():
    responses, group = biased(n=600)
    more = group.cat.add_categories(["nobody"])
    words = group.astype(str)
    for given in (more, words):
        assert len(item_bias(responses, group=given).groups) == 8


def test_an_item_with_a_category_that_one_group_lacks():
    responses, group = biased(n=600)
    responses["i1"] = responses["i1"].where((group == "men") | (responses["i1"] < 5), 4)
    fitted = item_bias(responses, group=group)
    assert np.isfinite(fitted.table["statistic"]).all()


def test_ten_items_of_two_answers():
    responses = (one_factor(n=800, k=10) > 3).astype(float)
    fitted = item_bias(responses, group=pd.Series(np.arange(800) % 4, name="quarter"))
    assert set(fitted.table.query("term == 'both'")["df"]) == {6}
    assert fitted.table["p_value"].notna().all()


def test_group_rows_pass_the_publication_gate():
    survey = read_survey(
        "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    )
    answered = complete(survey)
    name = next(iter(answered.groups))
    fitted = item_bias(answered.responses, group=answered.group(name))
    plan = population.protection_plan(survey)
    for frame in (fitted.groups, fitted.table):
        assert len(population.protect(frame, plan=plan).frame) == len(frame)


def apart(n=1000, *, gap=1.0, uniform=0.0, n_biased=1, seed=1, k=8):
    """Answers by the graded response model of two groups whose factors lie `gap` apart."""
    rng = np.random.default_rng(seed)
    group = np.repeat([0, 1], n // 2)
    factor = rng.normal(size=n) - gap * group
    moved = uniform * group[:, None] * (np.arange(k) < n_biased)
    latent = 1.7 * factor[:, None] + moved + rng.logistic(size=(n, k))
    values = np.digitize(latent, [-2.5, -1, 0.5, 2]) + 1.0
    return pd.DataFrame(values, columns=[f"i{i}" for i in range(1, k + 1)]), pd.Series(
        pd.Categorical.from_codes(group, ["men", "women"]), name="sex"
    )


def test_rest_score_leaves_the_item_out():
    """As the total score of a scale of which the item is no part."""
    responses, group = biased(uniform=0.4)
    found = item_bias(responses, group=group, matching="rest")
    rest = responses.drop(columns="i1").sum(axis=1)
    by_hand = OrderedModel(
        responses["i1"].astype(int),
        pd.DataFrame({"rest": rest / rest.std(), "women": (group == "women").astype(float)}),
        distr="logit",
    ).fit(method="bfgs", disp=0, gtol=1e-8)
    assert found.groups["estimate"][0] == pytest.approx(by_hand.params["women"], abs=1e-4)
    assert found.matching == "rest"


def test_matching_on_the_factor_finds_no_bias_where_groups_lie_apart():
    """With the total score every item looks biased in a large sample; the place on the factor keeps the level."""
    responses, group = apart(8000)
    total, rest, latent = (item_bias(responses, group=group, matching=how) for how in ("total", "rest", "latent"))
    assert np.median(rest.table.query("term == 'uniform'")["p_value"]) < 1e-3
    assert latent.table.query("term == 'uniform'")["p_value"].min() > 0.001
    assert latent.groups["estimate"].abs().max() < 0.15 < rest.groups["estimate"].abs().min()
    assert total.groups["estimate"].abs().max() > 0.05


def test_matching_on_the_factor_finds_bias_where_groups_lie_apart():
    responses, group = apart(4000, uniform=0.8)
    found = item_bias(responses, group=group, matching="latent", purify=True)
    assert found.anchors == tuple(responses.columns[1:])
    assert found.groups["estimate"][0] == pytest.approx(0.8, abs=0.2)
    assert found.groups["estimate"][1:].abs().max() < 0.25


def test_factors_of_groups_are_those_that_were_drawn():
    responses, group = apart(6000, gap=0.8)
    model = fit_graded_response(responses[group == "men"]).model  # items on the scale of the first group
    codes = responses.to_numpy().T.astype(np.uint8) - 1
    found = factors_of_groups(
        codes, np.ones(6000), group.cat.codes.to_numpy().astype(np.int64), items=range(8),
        known=KnownItems(model.parameters, model.place, normal_grid()),
    )  # fmt: skip
    assert found.means == pytest.approx([0, -0.8], abs=0.06)
    assert found.std_devs == pytest.approx([1, 1], abs=0.05)


def test_purification_takes_biased_items_out_of_the_score():
    """Two biased items make the others look biased the other way; without them they do not."""
    responses, group = apart(3000, gap=0.0, uniform=1.2, n_biased=2)
    plain, pure = item_bias(responses, group=group), item_bias(responses, group=group, purify=True)
    assert plain.anchors == tuple(responses.columns)
    assert pure.anchors == tuple(responses.columns[2:])
    assert plain.groups["estimate"][2:].mean() < -0.2
    assert abs(pure.groups["estimate"][2:].mean()) < 0.1
    assert any("`i1`, `i2`" in note for note in pure.notes)


def test_purification_keeps_half_of_the_items():
    rng = np.random.default_rng(3)
    responses, group = apart(6000, gap=0.0)
    moved = np.where(group == "women", 1, 0)[:, None] * (rng.random((6000, 8)) < np.linspace(0, 0.6, 8))
    found = item_bias((responses + moved).clip(upper=5), group=group, purify=True)
    assert len(found.anchors) == 4
    assert any("More than half" in note for note in found.notes)


def test_nothing_leaves_the_score_where_nothing_is_biased():
    responses, group = apart(600, gap=0.0)
    found = item_bias(responses, group=group, purify=True)
    pd.testing.assert_frame_equal(found.table, item_bias(responses, group=group).table)
    assert any("No item left" in note for note in found.notes)
