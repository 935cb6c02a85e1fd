"""Who carries an outcome: closed forms; R's numbers stand in tests/reference/estimates."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import composition


@pytest.fixture
def sample():
    rng = np.random.default_rng(5)
    n = 400
    codes = rng.integers(-1, 3, n)
    group = pd.Series(pd.Categorical.from_codes(codes, list("abc")), name="group")
    flags = pd.Series(rng.random(n) < 0.2 + 0.1 * codes, dtype="boolean").mask(rng.random(n) < 0.1)
    return flags, group, pd.Series(rng.uniform(20, 60, n), name="w")


def test_columns_hang_together(sample):
    flags, group, weights = sample
    table = composition(flags, group, design=SurveyDesign(sampling_weights=weights)).table
    assert table["share_of_outcome"].sum() == pytest.approx(1)
    assert table["share_of_population"].sum() == pytest.approx(1)
    inside = flags.notna() & group.notna()
    overall = np.average(flags[inside].astype(float), weights=weights[inside])
    parts = table["estimate"] * table["share_of_population"] / overall
    assert table["share_of_outcome"].tolist() == pytest.approx(parts.tolist())
    people = table["estimate"] * weights.groupby(group, observed=False).sum().to_numpy()  # with or without an answer
    assert table["people"].tolist() == pytest.approx(people.tolist())
    assert set(table["n_total"]) == {inside.sum()}
    assert set(table["n_events_total"]) == {table["n_events"].sum()}


def test_without_weights_shares_are_counts(sample):
    flags, group, _ = sample
    table = composition(flags, group, design=SurveyDesign()).table
    events = table["n_events"] / table["n_events"].sum()
    n = len(flags)
    assert table["share_of_outcome"].tolist() == pytest.approx(events.tolist())
    error = np.sqrt(n / (n - 1) * events * (1 - events) / table["n_events"].sum())
    assert table["share_of_outcome_std_error"].tolist() == pytest.approx(error.tolist())


def test_a_frame_gives_the_rows_of_each_variable(sample):
    flags, group, _ = sample
    two = pd.DataFrame({"one": group, "two": group.cat.reorder_categories(list("cba"))})
    table = composition(flags, two, design=SurveyDesign()).table.set_index(["variable", "level"])
    assert table.loc[("one", "c"), "share_of_outcome"] == table.loc[("two", "c"), "share_of_outcome"]
    assert composition(flags, two[[]], design=SurveyDesign()).table.empty
