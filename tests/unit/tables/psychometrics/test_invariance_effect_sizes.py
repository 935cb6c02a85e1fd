"""Tables of how large a lack of invariance is: published digits, labels, and nothing of small groups."""

import numpy as np
import pandas as pd
import pytest

from workbench import population, tables
from workbench.intake import complete
from workbench.psychometrics import invariance_effect_sizes, measurement_invariance


@pytest.fixture(scope="module")
def sizes(example, example_plan):
    answered = complete(example)
    group = population.comparable_group(answered, plan=example_plan, name="education")
    return invariance_effect_sizes(measurement_invariance(answered.responses, group=group))


def test_steps_are_shown_with_three_decimals_and_no_number_of_respondents(sizes, example_plan):
    table = tables.difference_rmsea(population.protect(sizes, plan=example_plan))
    assert "n_respondents" not in table.frame
    assert table.frame["rmsea_d"].tolist() == sizes.table["rmsea_d"].round(3).tolist()
    assert "Savalei" in table.html()


def test_items_are_shown_with_two_decimals_for_each_group_but_the_reference(sizes, example, example_plan):
    table = tables.item_effect_sizes(population.protect(sizes, plan=example_plan), survey=example)
    assert len(table.frame) == len(sizes.items)
    shown = table.frame.set_index(["item", "level"])["d_macs"].sort_index()
    exact = sizes.items.set_index(["item", "level"])["d_macs"].sort_index()
    assert shown.tolist() == exact.round(2).tolist()
    assert sizes.items["reference"].iloc[0] not in set(table.frame["level_label"])


def test_nothing_is_told_of_an_item_in_a_group_of_less_than_a_hundred(sizes, example_plan):
    """Though the plan knows the group to be large: who was left out of the model counts."""
    few = sizes.items.assign(n_respondents=np.where(sizes.items["item"] == "esis1", 80, sizes.items["n_respondents"]))
    published = population.protect(few, plan=example_plan).frame.set_index("item")["d_macs"]
    assert published.loc["esis1"].isna().all()
    assert pd.notna(published.drop("esis1")).all()
