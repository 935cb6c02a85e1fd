"""Groups with reports of their own, and the part of a survey that one rests on."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population, tables
from workbench.columns import COLUMNS
from workbench.disclosure.plan import part_plan
from workbench.errors import NotEstimable, ParameterError
from workbench.intake import crossings_of_parts, part_of, reported_parts, with_parts
from workbench.wording import counted

TOWNS = {"A1": (12, 138), "A2": (20, 110), "B1": (15, 125), "B2": (3, 40)}


@pytest.fixture
def survey():
    town, below = groups_of(TOWNS)
    county = town.map({"A1": "A", "A2": "A", "B1": "B", "B2": "B"}).astype("category")
    number = pd.Series(range(len(town)))
    sex = (number % 3 == 0).map({True: "Men", False: "Women"}).where(number % 50 > 0).astype("category")
    age = (number % 4).map({0: "Young", 1: "Middle", 2: "Old", 3: "Old"}).astype("category")
    background = {"county": county, "town": town, "sex": sex, "age": age}
    return build_survey(background, below, crossings=(("sex", "age"), ("town", "sex", "age")), area=("county", "town"))


def test_a_part_has_neither_its_own_variable_nor_the_area_around_it(survey):
    part = part_of(survey, {"town": "A2"})
    assert list(part.background) == ["sex", "age"]
    assert part.codebook.predictor_names == ("sex", "age")
    assert part.codebook.crossings == (("sex", "age"),)  # declared together with the town
    assert part.codebook.title == "Test survey: A2"
    assert len(part.responses) == sum(TOWNS["A2"]) == part.report.n_rows
    inside = part_of(survey, {"county": "B"})
    assert list(inside.background["town"].cat.categories) == ["B1", "B2"]
    assert inside.codebook.crossings == ()


def test_a_part_publishes_of_everyone_what_the_whole_publishes_of_its_group(survey):
    whole = with_parts(survey, ("town",))
    plan, part = population.protection_plan(whole), part_of(whole, {"town": "A1"})
    own = part_plan(plan, part, group={"town": "A1"})

    def published(of, by, rules):
        score = intake.score(of.responses, instrument=of.instrument)
        found = (population.mean(score, design=of.design, by=by), population.share(score < 50, design=of.design, by=by))
        return [population.protect(one, plan=rules).frame for one in found]

    columns = ["n_respondents", "estimate", "std_error", "conf_low", "conf_high"]
    of_whole = published(whole, whole.background["town"], plan)
    for told, here in zip(of_whole, published(part, None, own), strict=True):
        assert here[columns].iloc[0].tolist() == told.loc[told["level"] == "A1", columns].iloc[0].tolist()


def test_reports_are_planned_together_and_a_cell_is_as_coarse_in_each(survey):
    whole = with_parts(survey, ("town",))
    assert crossings_of_parts(whole) == [("town", "sex"), ("town", "age")]
    assert reported_parts(whole).tolist() == [True, True, True, False]
    plan = population.protection_plan(whole)
    part = part_of(whole, {"town": "A1"})
    own = part_plan(plan, part, group={"town": "A1"})
    assert own.levels("sex") == ("Men", "Women", "not answered")
    assert {own.respondents("sex", level) for level in own.levels("sex")} == {
        plan.respondents("town × sex", f"A1 × {level}") for level in own.levels("sex")
    }
    assert own.respondents("sex × age", "Men × Old") == plan.respondents("town × sex × age", "A1 × Men × Old")
    assert own.scored["all"]["all"] == plan.scored["town"]["A1"] == sum(TOWNS["A1"])
    assert own.beyond("very_weak", "sex", "Men") == plan.beyond("very_weak", "town × sex", "A1 × Men")
    assert own.fingerprint != plan.fingerprint


def test_two_reports_tell_no_small_group_that_one_would_hide():
    """All but three women of a level live in one town: its report and that of everyone have one outcome of them."""
    town, below = groups_of({"Large": (30, 170), "Rest": (10, 140)})
    group = pd.Series("No", index=town.index)
    group[:60] = "Yes"  # of Large
    group[-3:] = "Yes"  # of Rest
    survey = build_survey({"town": town, "group": group.astype("category")}, below)
    whole = with_parts(survey, ("town",))
    assert not population.protection_plan(survey).bounded("group", "Yes")
    plan = population.protection_plan(whole)
    assert plan.bounded("town × group", "Large × Yes")
    assert part_plan(plan, part_of(whole, {"town": "Large"}), group={"town": "Large"}).bounded("group", "Yes")


def test_every_table_of_a_report_is_as_coarse_as_the_plan_says_of_its_group(survey):
    """Whatever its rows are keyed by: beside windows of ten, those of five would be a second line through few."""
    whole = with_parts(survey, ("town",))
    part, plan = part_of(whole, {"town": "A1"}), population.protection_plan(whole)
    wide = replace(plan, wide=plan.wide | {("town", "A1")})
    own = part_plan(wide, part, group={"town": "A1"})
    score = intake.score(part.responses, instrument=part.instrument)
    bands = population.distribution(intake.score_bands(score, instrument=part.instrument), design=part.design)
    for of in (bands, population.share(score < 50, design=part.design), intake.response_quality(part)):
        shown = population.protect(of, plan=own).frame
        counts = shown[[c for c in shown if str(c).startswith("n_") and COLUMNS[str(c)].role == "people"]].stack()
        assert len(counts) and (counts % 10 == 4.5).all()
    noted = replace(bands, notes=(counted("{} answered.", 12),))
    assert population.protect(noted, plan=own).notes[0] == "10 to 19 answered."
    assert "150 to 159" in " ".join(tables.analysed(part, survey=part, plan=own).frame["value"])


@pytest.mark.parametrize(
    ("few", "without_score", "left_out"),
    [(3, 0, 3), (4, 2, 6), (3, 9, 3), (6, 1, 1), (6, 7, 0), (0, 0, 0)],
)
def test_people_in_no_report_are_in_none_at_all_where_they_are_few(few, without_score, left_out):
    """Everyone less all reports would be numbers of these people: of their answers, bands and every other count."""
    town, below = groups_of({"Large": (30, 170), "Other": (20, 120), "Small": (few, 0)})
    answers = pd.concat([below.astype(object), pd.Series([pd.NA] * without_score)], ignore_index=True)
    towns = pd.concat([town.astype(object), pd.Series([None] * without_score)], ignore_index=True).astype("category")
    sex = pd.Series(range(len(towns))).mod(2).map({0: "Men", 1: "Women"}).astype("category")
    survey = build_survey({"town": towns, "sex": sex}, answers)
    whole = with_parts(survey, ("town",))
    assert len(survey.responses) - len(whole.responses) == left_out
    assert len(whole.background) == len(whole.responses) == whole.report.n_rows
    steps = whole.report.table
    assert steps.loc[steps["step"] == "group", "n_rows"].sum() == left_out
    assert set(steps.loc[steps["step"] != "group", "n_rows"]) <= {len(whole.responses)}
    if not left_out:
        assert whole.responses is survey.responses


@pytest.mark.parametrize(
    ("group", "error", "sentence"),
    [
        ({"town": "Nowhere"}, ParameterError, "`town` has no level `Nowhere`"),
        ({"twon": "A1"}, ParameterError, "`twon`"),
        ({"town": "A1", "county": "B"}, NotEstimable, "Nobody belongs to A1 × B"),
    ],
)
def test_a_group_that_is_not_there_is_refused(survey, group, error, sentence):
    with pytest.raises(error, match=sentence):
        part_of(survey, group)
