"""The gate: what passes, what loses its numbers, and that nothing else makes a protected table."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.known_groups import ROOM, scores
from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.gate.protect import shown_frame
from workbench.errors import PublicationError
from workbench.population import (
    ProtectedTable,
    audit,
    compare_groups,
    distribution,
    fit_logistic,
    mean,
    protect,
    protection_plan,
    share,
)


def test_withheld_rows_lose_every_number_and_keep_their_names(small_level):
    survey, plan = small_level
    table = protect(share(scores(survey)[1], design=survey.design, by=survey.groups), plan=plan)
    hidden = table.frame[table.frame["withheld"]]
    assert set(hidden["level"]) == {"x", "y"}
    assert hidden.select_dtypes("number").isna().all(axis=None)
    assert table.frame.loc[~table.frame["withheld"], "n_respondents"].tolist() == [49, 38]
    assert (table.n_withheld, table.fingerprint) == (2, plan.fingerprint)


def test_odds_ratios_of_a_withheld_level_are_withheld_in_crude_and_adjusted_model(small_level):
    survey, plan = small_level
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    frame = protect(model, plan=plan).frame
    assert frame.loc[frame["level"].isin(["x", "y"]), "odds_ratio"].isna().all()
    assert frame.loc[frame["level"] == "z", "odds_ratio"].notna().all()


def test_comparisons_with_a_withheld_reference_are_withheld(small_level):
    survey, plan = small_level
    compared = compare_groups(scores(survey)[0], survey.group("group"), design=survey.design, reference="x")
    assert protect(compared, plan=plan).n_withheld == 4


def test_a_joint_test_goes_when_no_level_is_left(one_variable):
    survey = one_variable({"x": (3, 1), "y": (40, 10)})
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    protected = protect(model.joint_tests, plan=protection_plan(survey))
    assert protected.frame["statistic"].isna().all()


def test_a_result_on_fewer_respondents_meets_the_net(small_level):
    survey, plan = small_level
    points = scores(survey)[0].where(survey.group("group").ne("z") | (survey.responses.index % 10 == 0))
    frame = protect(mean(points, design=survey.design, by=survey.groups), plan=plan).frame
    assert frame["withheld"].tolist() == [False, True, True, True]


def test_groups_are_protected_within_each_model():
    """Rows of two models are not the parts of one whole: three respondents in each are no six."""
    rows = [(model, level, n) for model in ("none", "full") for level, n in (("a", 38), ("b", 29), ("c", 3))]
    frame = pd.DataFrame(rows, columns=["invariance", "level", "n_respondents"]).assign(variable="other", mean=50.0)
    level, below = groups_of({"a": (20, 20), "b": (20, 20), "c": (20, 20)})
    plan = protection_plan(build_survey({"other": level}, below))
    assert list(protect(frame, plan=plan).frame["withheld"]) == [False, True, True] * 2


def test_everyone_is_shown_unless_too_few(small_level):
    survey, plan = small_level
    assert protect(share(scores(survey)[1], design=survey.design), plan=plan).n_withheld == 0
    tiny = scores(survey)[0].where(survey.responses.index < 4)
    assert protect(mean(tiny, design=survey.design), plan=plan).n_withheld == 1


def test_counts_by_answer_are_protected_within_their_item(small_level):
    _, plan = small_level
    frame = pd.DataFrame(
        {
            "item": ["i1"] * 4 + ["i2"] * 4,
            "response": [1, 2, 3, 4] * 2,
            "n_respondents": [2, 40, 8, 50, 25, 25, 25, 25],
            "share": np.array([2, 40, 8, 50, 25, 25, 25, 25]) / 100,
        }
    )
    # rows without a level are judged by their counts alone
    table = protect(frame, plan=plan).frame
    assert table["withheld"].tolist() == [True, False, True, False] + [False] * 4
    assert table["response"].tolist() == [1, 2, 3, 4] * 2
    assert table.loc[table["withheld"], ["n_respondents", "share"]].isna().all(axis=None)


def test_parts_of_a_whole_are_protected_together(small_level):
    _, plan = small_level
    counts = np.array([60, 30, 7, 3])
    for names in ({"term": [0, 1, 2, 3]}, {"term": ["run"] * 4, "value": [1, 2, 3, 4]}):
        table = protect(pd.DataFrame(names | {"n_respondents": counts, "share": counts / 100}), plan=plan).frame
        assert table["withheld"].tolist() == [False, False, True, True]
        assert table[list(names)].notna().all(axis=None)
    patterns = pd.DataFrame({"term": ["all", "same"], "n_respondents": [100, 3], "share": [1.0, 0.03]})
    assert protect(patterns, plan=plan).frame["withheld"].tolist() == [False, True]


def test_bands_of_the_score_are_protected_together(small_level):
    survey, plan = small_level
    bands = pd.Series(pd.cut(np.repeat([5, 15, 25], [3, 20, 93]), [0, 10, 20, 30], labels=["low", "middle", "high"]))
    spread = distribution(bands.rename("band"), design=survey.design)
    assert spread.table["n_respondents"].tolist() == [3, 20, 93]
    assert spread.table["estimate"].sum() == pytest.approx(1)
    table = protect(spread, plan=plan)
    assert table.frame["withheld"].tolist() == [True, True, False]
    assert audit({"spread": table}, plan=plan).passed
    assert not audit({"spread": spread.table}, plan=plan).passed


def test_a_row_about_one_respondent_of_the_file_is_withheld(small_level):
    _, plan = small_level
    report = pd.DataFrame({"step": ["missing"] * 3, "column": ["q1"] * 3, "value": [7, 8, 9], "n_rows": [0, 1, 5]})
    table = protect(report, plan=plan).frame
    assert table["withheld"].tolist() == [False, True, False]
    assert table["value"].tolist() == [7, 8, 9]


def test_tables_without_respondents_pass_unchanged(small_level):
    _, plan = small_level
    frame = pd.DataFrame({"item": ["i1", "i2"], "loading": [0.7, 0.8]})
    assert protect(frame, plan=plan).frame["loading"].tolist() == [0.7, 0.8]


def test_a_table_with_every_row_withheld_is_still_a_table(one_variable):
    survey = one_variable({"x": (2, 1), "y": (1, 1)})
    table = protect(mean(scores(survey)[0], design=survey.design, by=survey.groups), plan=protection_plan(survey))
    assert table.n_withheld == len(table.frame) == 2


def test_only_protect_makes_a_protected_table(small_level):
    with pytest.raises(PublicationError):
        ProtectedTable(frame=pd.DataFrame(), n_withheld=0, fingerprint="")
    survey, plan = small_level
    protected = protect(mean(scores(survey)[0], design=survey.design), plan=plan)
    with pytest.raises(PublicationError):
        replace(protected, frame=pd.DataFrame())
    with pytest.raises(PublicationError):
        shown_frame(protected.frame)


def test_protect_leaves_the_result_as_it_is(small_level):
    survey, plan = small_level
    result = share(scores(survey)[1], design=survey.design, by=survey.groups)
    before = result.table.copy(deep=True)
    protect(result, plan=plan)
    pd.testing.assert_frame_equal(result.table, before)


def test_marks_of_withheld_rows_are_not_set(one_variable):
    survey = one_variable({"x": (1, 3), **ROOM})
    counted = pd.DataFrame(
        {"variable": "group", "level": ["x", *ROOM], "n_respondents": [4, 80, 65], "below": True, "unreliable": True}
    )
    frame = protect(counted, plan=protection_plan(survey)).frame
    assert frame["withheld"].iloc[0]
    for mark in ("below", "unreliable"):
        assert frame[mark].tolist() == (~frame["withheld"]).tolist()
