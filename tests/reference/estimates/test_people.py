"""Numbers of people of a made-up clustered sample against R's survey package (people.R)."""

from pathlib import Path

import pandas as pd
import pytest

from tests.reference.survey_samples import close, person_designs, persons
from workbench.population import share

PEOPLE = pd.read_csv(Path(__file__).parent / "people.csv")
PERSONS = persons()
DESIGNS = person_designs(PERSONS)
NUMBERS = ["people", "people_low", "people_high", "group_population"]


@pytest.mark.parametrize("name", PEOPLE["design"].unique())
def test_number_of_people_counts_those_without_an_answer(name):
    expected = PEOPLE[PEOPLE["design"] == name].set_index("level")
    by_group, everyone = (share(PERSONS["low"], design=DESIGNS[name], by=by).table for by in (PERSONS["group"], None))
    found = pd.concat([everyone, by_group]).set_index("level").loc[expected.index]
    close(found[NUMBERS].to_numpy(float), expected[NUMBERS].to_numpy(float))


def test_people_are_the_share_of_everybody_and_not_of_those_with_an_answer():
    found = share(PERSONS["low"], design=DESIGNS["weights"]).table.iloc[0]
    close(found["people"], found["estimate"] * PERSONS["w"].sum())
    answered = PERSONS["w"][PERSONS["low"].notna()].sum()
    assert found["people"] > found["estimate"] * answered
