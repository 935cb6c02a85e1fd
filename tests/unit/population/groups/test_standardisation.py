"""Directly standardised shares: closed forms; R's numbers stand in tests/reference/groups."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.intake.codebook.outside_populations import StandardPopulation
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import protect, protection_plan, share, standardised_share
from workbench.wording import Unpublished

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


def published_with(few: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Publish standardised shares of two groups, of which one has `few` old respondents, none of them below."""
    sizes = {("x", "young"): (40, 12), ("x", "old"): (few, 0), ("y", "young"): (60, 30), ("y", "old"): (50, 20)}
    cells = [(*key, flag) for key, parts in sizes.items() for flag in (False, True) for _ in range(parts[flag])]
    frame = pd.DataFrame(cells, columns=["group", "age", "below"])
    group = pd.Series(pd.Categorical(frame["group"], ["x", "y"]), name="group")
    age = pd.Series(pd.Categorical(frame["age"], ["young", "old"]), name="age")
    survey = build_survey({"group": group, "age": age}, frame["below"].astype("boolean"))
    people = {"young": 60, "old": 40}
    result = standardised_share(frame["below"], age, standard=people, design=SRS, by=group)
    shown = protect(result, plan=protection_plan(survey))
    return shown.frame.set_index("level").loc[["x"]], shown.notes


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_a_published_standardised_share_does_not_tell_nobody_from_few(few):
    """Its bound was a step of what one of the few moves, so that it gave their number; and it was empty for nobody."""
    of_few, notes = published_with(few)
    of_nobody, same = published_with(0)
    columns = ["estimate", "bound", "std_error", "conf_low", "conf_high"]
    pd.testing.assert_frame_equal(of_few[columns], of_nobody[columns])
    assert of_few["estimate"].isna().all()
    assert notes == same


def test_the_step_of_a_standardised_share_is_the_same_for_all_of_a_window():
    found = {few: published_with(few)[0]["estimate"].iloc[0] for few in (5, 9, 10, 14)}
    # 0.6 · 12 / 52 = 0.138 whoever is old, none of them below; five of the fewest move 0.4 · 5 / 5 and 0.4 · 5 / 10
    assert found == {5: 0.4, 9: 0.4, 10: 0.2, 14: 0.2}


def test_nobody_at_an_age_is_said_to_the_researcher_alone(sample):
    flags, age, _, _ = sample
    young = flags.where(age != "old").astype("boolean")
    result = standardised_share(young, age, standard={"young": 50, "middle": 30, "old": 20}, design=SRS)
    assert result.table["estimate"].isna().all()
    assert [type(note) for note in result.notes if "no respondent" in note] == [Unpublished]


def test_a_published_standardised_share_leaves_open_how_many_are_below_at_each_age():
    """Number and events of a group and its standardised share leave one possible number of events at each age."""
    sizes = {("x", "young"): (30, 2), ("x", "old"): (17, 9), ("y", "young"): (40, 14), ("y", "old"): (25, 12)}
    cells = [(*key, flag) for key, parts in sizes.items() for flag in (False, True) for _ in range(parts[flag])]
    frame = pd.DataFrame(cells, columns=["group", "age", "below"])
    group = pd.Series(pd.Categorical(frame["group"], ["x", "y"]))
    age = pd.Series(pd.Categorical(frame["age"], ["young", "old"]), name="age")
    survey = build_survey({"group": group, "age": age}, frame["below"].astype("boolean"), crossings=(("group", "age"),))
    standard = StandardPopulation(variable="age", people={0: 60, 1: 40}, source="made up")
    book = survey.codebook.model_copy(update={"standard_population": standard})
    plan = protection_plan(replace(survey, codebook=book))
    people = {"young": 60, "old": 40}
    result = standardised_share(frame["below"], age, standard=people, design=SRS, by=survey.groups[["group"]])
    row = result.table.set_index("level").loc["x"]
    possible = np.array([0.6 * e / 32 + 0.4 * (11 - e) / 26 for e in range(12)])
    assert np.flatnonzero(np.abs(possible - row["estimate"]) < 1e-12).tolist() == [2]
    shown = protect(result, plan=plan).frame.set_index("level").loc["x"]
    width = 2 * abs(shown["estimate"] - row["estimate"]) + 0.6 * 5 / 32
    assert shown["estimate"] != row["estimate"]
    assert (np.abs(possible - shown["estimate"]) <= width).sum() >= 5


def test_the_largest_part_of_a_cell_is_what_one_answer_moves(sample):
    flags, age, group, _ = sample
    standard = {"young": 50, "middle": 30, "old": 20}

    def estimates(of):
        return standardised_share(of, age, standard=standard, design=SRS, by=group).table["estimate"]

    table = standardised_share(flags, age, standard=standard, design=SRS, by=group).table
    moved = np.zeros(len(table))
    for i in np.flatnonzero(flags.notna() & group.notna())[:200]:
        other = flags.copy()
        other.iloc[i] = not other.iloc[i]
        moved = np.maximum(moved, np.abs(estimates(other) - table["estimate"]))
    largest = np.array([max(part / cells[:, 0].sum() for part, cells in own) for own in table["cells"]])
    assert (moved <= largest + 1e-12).all()
    assert (moved > 0.5 * largest).all()
