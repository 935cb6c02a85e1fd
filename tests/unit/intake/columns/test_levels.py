"""Background variables as an analysis sees them: merged labels, groups of a number, labels of all years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import Survey, read_survey
from workbench.population import protect, protection_plan

JOB = ["At work", "Retired", "Other", "Don't want to say"]
AGES = np.arange(60) % 50 + 18


def survey(folder, background, *, frame=None, **keys) -> Survey:
    (example.frame() if frame is None else frame).to_csv(folder / "survey.csv", index=False)
    book = example.codebook(background=background, design={}, **keys)
    return read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, book))


def job(**entry) -> dict[str, dict]:
    return {"job": {"column": "job", "label": "Job", "labels": dict(enumerate(JOB, 1))} | entry}


def age(**entry) -> dict[str, dict]:
    return {"age": {"column": "age", "label": "Age", "groups": [18, 30, 50], "highest": 110} | entry}


def with_jobs() -> pd.DataFrame:
    return example.frame().assign(job=[1] * 30 + [2] * 20 + [3] * 7 + [4] * 3)


def rows(read: Survey, start: str) -> pd.DataFrame:
    table = read.report.table
    return table[table["action"].str.startswith(start)]


def test_merged_labels_are_one_level_everywhere(tmp_path):
    merge = {"Other / no answer": JOB[2:]}
    read = survey(tmp_path, job(merge=merge, reference=4), frame=with_jobs())
    assert list(read.background["job"].cat.categories) == ["At work", "Retired", "Other / no answer"]
    assert read.background["job"].value_counts()["Other / no answer"] == 10
    assert read.reference("job") == "Other / no answer"
    assert next(iter(read.predictors["job"].cat.categories)) == "Other / no answer"
    counted = rows(read, "merged").iloc[0]
    assert (counted["value"], counted["n_rows"]) == ("Other / no answer", 10)
    assert counted["action"] == "merged: Other, Don't want to say"


def test_the_gate_sees_merged_levels_only(tmp_path):
    merged = survey(tmp_path, job(merge={"Rest": JOB[2:]}), frame=with_jobs())
    plan = protection_plan(merged)
    assert set(plan.levels("job")) - {"not answered"} == {"At work", "Retired", "Rest"}
    shown = protect(merged.report, plan=plan)
    assert "Don't want to say" not in set(shown.frame["value"])


def test_people_of_a_standard_population_and_of_margins_are_added_up(tmp_path):
    people = {1: 500, 2: 300, 3: 60, 4: 40}
    book = job(merge={"Rest": JOB[2:]})
    standard = {"variable": "job", "people": people, "source": "Invented for this test"}
    frame = with_jobs()
    frame.to_csv(tmp_path / "survey.csv", index=False)
    keys = example.codebook(
        background=book,
        standard_population=standard,
        design={"sampling_weights": "weight", "margins": [{"variables": "job", "people": people}]},
    )
    read = read_survey(tmp_path / "survey.csv", codebook=example.save_codebook(tmp_path, keys))
    assert read.standard_population == {"At work": 500, "Retired": 300, "Rest": 100}
    weights = read.design.sampling_weights.groupby(read.background["job"], observed=True).sum()
    assert weights.round(6).to_dict() == {"At work": 500, "Retired": 300, "Rest": 100}


def test_a_number_is_cut_at_clear_borders(tmp_path):
    frame = example.frame().assign(age=AGES)
    frame.loc[0, "age"] = 999
    read = survey(tmp_path, age(missing=[999]), frame=frame)
    groups = read.background["age"]
    assert list(groups.cat.categories) == ["18–29", "30–49", "50 or over"]
    assert groups.cat.ordered
    assert pd.isna(groups[0])
    by_age = dict(zip(frame["age"], groups, strict=True))
    assert [by_age[a] for a in (19, 29, 30, 49, 50, 67)] == ["18–29", "18–29", "30–49", "30–49", *["50 or over"] * 2]
    assert rows(read, "numbers 18–110 cut into 3 groups, which begin at 18, 30, 50").iloc[0]["n_rows"] == 60


def test_groups_take_labels_references_and_a_curve_of_the_same_number(tmp_path):
    labels = {30: "Middle", 18: "Young", 50: "Older"}
    curve = {"years": {"column": "age", "label": "Age in years", "unit": "years", "lowest": 18, "highest": 110}}
    frame = example.frame().assign(age=AGES + 0.5)
    read = survey(
        tmp_path, age(labels=labels, reference=30, merge={"30+": ["Middle", "Older"]}), frame=frame, numeric=curve
    )
    assert list(read.background["age"].cat.categories) == ["Young", "30+"]
    assert read.reference("age") == "30+"
    assert read.numeric["years"].min() == 18.5


def test_single_years_and_fractions_have_labels_of_their_own(tmp_path):
    frame = example.frame().assign(age=np.arange(60) % 3 + 1)
    read = survey(tmp_path, age(groups=[1, 2, 3], highest=3), frame=frame)
    assert list(read.background["age"].cat.categories) == ["1", "2", "3 or over"]
    read = survey(tmp_path, age(groups=[0.5, 1.5], highest=3), frame=frame)
    assert list(read.background["age"].cat.categories) == ["0.5 to below 1.5", "1.5 or over"]


def test_labels_of_other_years_are_left_out_and_counted(tmp_path):
    areas = {"Helsinki": "Helsinki", "Vantaa": "Vantaa", "Helsnki": "Helsnki", "Espoo": "Espoo"}
    book = {"area": {"column": "area", "label": "Area", "labels": areas}}
    frame = example.frame().assign(area=["Helsinki", "Vantaa"] * 30)
    with pytest.raises(DataError, match="say `labels: all`"):
        survey(tmp_path, book, frame=frame)
    read = survey(tmp_path, book, frame=frame, labels="all")
    assert list(read.background["area"].cat.categories) == ["Helsinki", "Vantaa"]
    absent = rows(read, "labels without a row").iloc[0]
    assert (absent["value"], absent["n_rows"]) == ("2 labels", 0)
    assert absent["action"].endswith("Helsnki, Espoo; spelled nearly like Helsinki")


def test_the_first_level_that_occurs_is_the_reference_where_none_is_named(tmp_path):
    labels = {3: "Other", 1: "Men", 2: "Women"}
    book = {"sex": {"column": "sex", "label": "Sex", "labels": labels}}
    read = survey(tmp_path, book, labels="all")
    assert read.reference("sex") == "Men"
    assert list(read.compared_group("sex").cat.categories) == ["Men", "Women"]


@pytest.mark.parametrize(
    ("others", "levels", "says"),
    [
        ("Rest", ["At work", "Retired", "Rest"], "joined as Rest: `others` of the codebook"),
        ("Retired", ["At work", "Retired"], "joined as Retired: `others` of the codebook"),
        ("missing", ["At work", "Retired"], "set to missing: `others` of the codebook"),
    ],
)
def test_values_without_a_label_are_one_level_or_no_answer_and_are_counted(tmp_path, others, levels, says):
    words = ["At work"] * 30 + ["Retired"] * 20 + [f"own words {place}" for place in range(7)] + ["NA"] * 3
    entry = {"labels": {word: word for word in JOB[:2]}, "missing": ["NA"], "others": others}
    read = survey(tmp_path, job(**entry), frame=example.frame().assign(job=words))
    assert list(read.background["job"].cat.categories) == levels
    assert read.background["job"].isna().sum() == (10 if others == "missing" else 3)
    counted = rows(read, says).iloc[0]
    assert (counted["value"], counted["n_rows"]) == ("values without a label", 7)
    assert "own words" not in read.report.table.to_string()


def test_others_join_the_level_that_holds_their_label(tmp_path):
    frame = with_jobs().assign(job=[1] * 30 + [2] * 20 + [3] * 7 + [8, 9, 9])
    entry = {"labels": dict(enumerate(JOB[:3], 1)), "merge": {"Not at work": JOB[1:3]}, "others": "Other"}
    read = survey(tmp_path, job(**entry), frame=frame)
    assert read.background["job"].value_counts().to_dict() == {"At work": 30, "Not at work": 30}
