"""Directly standardised shares: closed forms; R's numbers stand in tests/reference/test_subgroups.py."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.design import SurveyDesign
from workbench.population import share, standardised_share

SRS = SurveyDesign()


@pytest.fixture
def sample():
    rng = np.random.default_rng(9)
    n = 500
    age = pd.Series(pd.Categorical.from_codes(rng.integers(0, 3, n), ["young", "middle", "old"]), name="age")
    group = pd.Series(pd.Categorical.from_codes(rng.integers(0, 2, n), ["a", "b"]), name="group")
    return pd.Series(rng.random(n) < 0.1 + 0.1 * age.cat.codes), age, group, pd.Series(rng.uniform(1, 3, n))


def test_the_own_age_structure_changes_nothing_in_the_estimate(sample):
    flags, age, _, weights = sample
    design = SurveyDesign(sampling_weights=weights)
    own = {level: float(weights[age == level].sum()) for level in age.cat.categories}
    row = standardised_share(flags, age, standard=own, design=design).table.iloc[0]
    crude = share(flags, design=design).table.iloc[0]
    assert row["estimate"] == pytest.approx(crude["estimate"])
    assert row["crude"] == pytest.approx(crude["estimate"])
    assert row["std_error"] < crude["std_error"]  # the spread between ages is known


def test_shares_of_the_ages_are_put_together_by_hand(sample):
    flags, age, group, _ = sample
    standard = {"young": 50, "middle": 30, "old": 20}
    table = standardised_share(flags, age, standard=standard, design=SRS, by=group).table.set_index("level")
    for level in "ab":
        own = flags[group == level].groupby(age[group == level], observed=True).mean()
        assert table["estimate"][level] == pytest.approx(sum(own[a] * p / 100 for a, p in standard.items()))
        assert table["n_respondents"][level] == (group == level).sum()


def test_a_group_without_an_age_has_no_standardised_share(sample):
    flags, age, group, _ = sample
    kept = (group == "a") | (age != "old")
    standard = {"young": 50, "middle": 30, "old": 20}
    result = standardised_share(flags.where(kept).astype("boolean"), age, standard=standard, design=SRS, by=group)
    row = result.table.set_index("level").loc["b"]
    assert row[["estimate", "std_error", "conf_low"]].isna().all()
    assert row["crude"] > 0
    assert any("age group has no respondent in" in note for note in result.notes)
    # with nobody of that age in the standard population, the missing age does not matter
    result = standardised_share(flags, age, standard={**standard, "old": 0}, design=SRS, by=group)
    assert result.table["estimate"].notna().all()


def test_no_variable_to_standardise_is_a_table_without_rows(sample):
    flags, age, group, _ = sample
    result = standardised_share(flags, age.to_frame()[[]], standard={}, design=SRS, by=group)
    assert result.table.empty


def test_the_variable_that_is_standardised_is_no_group(sample):
    flags, age, group, _ = sample
    by = pd.DataFrame({"age": age, "group": group})
    standard = {"young": 50, "middle": 30, "old": 20}
    table = standardised_share(flags, age, standard=standard, design=SRS, by=by).table
    assert table["variable"].tolist() == ["group", "group"]
