"""Attacks on finished runs: an outsider has the folder, and every number of it together.

Each attack is that on the tables of results; here the gate, the tables, pages and files of a report lie between.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.attackers.finished import GROUPS, MODELS, finished
from tests.attackers.joint import joint_worlds
from tests.attackers.known_reference import men_that_fit
from tests.attackers.reading import read_notes, read_report, read_tables
from tests.attackers.recover import LEVELS, recover
from tests.attackers.surveys import MEN, SMALL, WOMEN, draw, draw_two_small
from tests.attackers.test_releases import without
from tests.reports import toys
from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.errors import PublicationError

pytestmark = pytest.mark.slow
SIZES = [200, 800, 2_000, 6_000]
EVERYTHING = {"n known", "n < 3 values", "below known"}
AS_SHARE_AND_AS_MEAN = (
    """\
from workbench.page import intake, population, tables
data = intake.read_survey(survey, codebook=codebook)
plan = population.protection_plan(data)
below = intake.below_cutoff(intake.score(data.responses, instrument=data.instrument), instrument=data.instrument)
number = below.astype("Float64").astype(float)""",
    *(
        f"found = population.{estimate}, design=data.design, by=data.background)\n"
        f"tables.{table}(population.protect(found, plan=plan), survey=data)"
        for estimate, table in (("share(below", "shares_by_group"), ("mean(number", "left_out"))
    ),
)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A folder for a survey and its reports, with a ledger of its own."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))
    return tmp_path


@pytest.mark.parametrize("n", SIZES)
def test_a_crossed_cell_and_the_score_of_one_person_who_left_a_question(n, home):
    """Counts, means, quantiles, and crude less adjusted differences of two predictors."""
    truth = draw(1, n)
    found = recover(truth, read_report(finished(truth, home)), exact=False)
    assert found.sound and found.succeeded == []
    assert found.score.high - found.score.low >= 50


def test_the_same_attack_on_a_report_without_protection_knows_everything(home):
    """So the attacker reads the files of a report well."""
    truth = draw(1, 800)
    found = recover(truth, read_report(finished(truth, home, opened=True), exact=True), exact=True)
    assert found.sound and {*EVERYTHING, "score within 5"} <= set(found.succeeded)


@pytest.mark.parametrize(("seed", "n"), [(316, 200), (1, 800), (0, 2_000), (1, 6_000)])
def test_three_and_four_predictors(seed, n, home):
    """In these surveys the small level is large enough to be compared by itself."""
    truth = draw(seed, n, others=2)
    tables = read_report(finished(truth, home, pages=[MODELS]))
    found = men_that_fit(truth, tables, level=SMALL, reference="Couple", exact=False)
    assert found.low <= truth.count(sex=MEN, household=SMALL)[0] <= found.high
    assert found.high - found.low + 1 >= 5


@pytest.mark.parametrize("n", SIZES)
def test_two_levels_that_no_table_shows(n, home):
    """Everyone less all other levels, and what models say of the levels that they put together."""
    truth = draw_two_small(1, n)
    tables = read_report(finished(truth, home))
    found = recover(truth, tables, exact=False, cell={"household": SMALL})
    assert found.sound and found.succeeded == []


@pytest.mark.parametrize("n", SIZES)
def test_people_over_share_with_known_weights(n, home):
    truth = draw(1, n, weighted=True)
    sex = truth.people["sex"]
    weights = {WOMEN: 60_000 / (sex == WOMEN).sum(), MEN: 40_000 / (sex == MEN).sum(), None: 50.0}
    tables = read_report(finished(truth, home, pages=[GROUPS]))
    assert tables["shares_table"]["people"].notna().any()
    worlds = joint_worlds(tables, LEVELS, exact=False, weights=weights)
    cell = {"sex": MEN, "household": SMALL}
    for kind, true in zip("ne", truth.count(**cell)[:2], strict=True):
        found = worlds.range_of(worlds.number(kind, **cell))
        assert found.low <= true <= found.high
        assert found.high - found.low + 1 >= 3


@pytest.mark.parametrize("n", SIZES)
def test_a_second_report_without_one_person_is_refused_with_the_ledger_and_without_it(n, home, monkeypatch):
    """Laid side by side, two reports tell: which is why there are no two."""
    truth = draw(1, n)
    first = finished(truth, home, pages=[GROUPS], name="first")
    gone = truth.people.index[truth.people["below"]][0]
    less = type(truth)(survey=without(truth.survey, [int(gone)]), people=truth.people.drop(index=gone))
    with pytest.raises(PublicationError, match="since the run `first` was published"):
        finished(less, home, pages=[GROUPS], name="second")
    monkeypatch.setenv(FOLDER_VARIABLE, str(home / "another ledger"))
    with pytest.raises(PublicationError, match="first is a finished report with"):
        finished(less, home, pages=[GROUPS], name="second")
    second = finished(less, home / "out of sight", pages=[GROUPS], name="second")
    tables = read_tables(first / "tables"), read_tables(second / "tables")
    assert any(not tables[0][name].equals(tables[1][name]) for name in tables[0]), "nothing moved: no attack"
    assert "no other one stands in its ledger" in " ".join(read_notes(second))


@pytest.mark.parametrize("n", SIZES)
def test_a_raised_threshold_reaches_means_of_flags_and_every_sentence(n, home):
    truth = draw(2, n)
    note = toys.write_notebook(home / "more", "08_flags", *AS_SHARE_AND_AS_MEAN)
    folder = finished(truth, home, pages=[MODELS], also=[note], minimum=40)
    tables = read_tables(folder / "tables")
    as_share, as_mean = tables["08_shares_by_group"], tables["08_left_out_of_the_regression"]
    shown = ["n_respondents", "n_events", "estimate", "std_error", "bound", "withheld"]
    pd.testing.assert_frame_equal(as_mean[shown], as_share[shown])
    assert as_share["withheld"].any()
    blank = int(truth.people["sex"].isna().sum())
    for text in read_notes(folder):
        assert not re.search(rf"\b({blank}|{n - blank}|{n})\b (respondents|people|rows)", text), text
        assert not re.search(r"(?<![\d.,])([1-9]|[123]\d) (of \d+ )?(respondents|people)\b", text), text
