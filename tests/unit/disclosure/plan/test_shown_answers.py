"""Answers that groups are compared by: the model exists by published windows, whoever gave a rare answer."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan import comparable_answers, protection_plan
from workbench.errors import NotEstimable
from workbench.intake.codebook import ItemColumn


def answered(rare: tuple[int, int]):
    """Two groups of a hundred and more; of each so many answer 1 to the first item, and all others something else."""
    level, below = groups_of({"a": (80, 30), "b": (90, 40)})
    survey = build_survey({"group": level}, below)
    given = survey.responses.copy()
    for item in given:
        given[item] = 1.0 + np.arange(len(given)) % 5
    first = 2.0 + np.arange(len(given)) % 4
    for group, n in zip("ab", rare, strict=True):
        first[np.flatnonzero(level == group)[:n]] = 1.0
    return replace(survey, responses=given.assign(esis1=first)), protection_plan(survey)


def told(rare: tuple[int, int], **changed: object) -> str:
    survey, plan = answered(rare)
    try:
        shown = comparable_answers(survey, survey.background["group"], plan=replace(plan, **changed))
    except NotEstimable as error:
        return str(error)
    pd.testing.assert_frame_equal(shown, survey.ordered_answers)
    return ""


@pytest.mark.parametrize("rare", [(0, 0), (0, 9), (1, 9), (4, 9), (4, 4), (9, 3)])
def test_nobody_of_a_group_is_as_few(rare):
    """The model was there where each group had one respondent with the answer, and gone where one had none."""
    assert told(rare).startswith("Some answers to `esis1` are too rare in a group for thresholds")


def test_five_of_each_group_are_enough():
    assert told((5, 9)) == ""
    assert told((5, 9), wide=frozenset({("group", "a")})) != ""  # 5 to 9 of the wide group are published as few
    assert told((0, 9), open_because="teaching") == ""


def test_groups_with_reports_of_their_own_need_what_windows_of_answers_show():
    """Their reports publish how many gave the answer as 0 to 9: that a model exists would tell of five or more."""
    for rare, exists in (((4, 12), False), ((5, 12), False), ((9, 12), False), ((10, 12), True)):
        survey, plan = answered(rare)
        whole = replace(survey, parts=("group",))
        try:
            comparable_answers(whole, whole.background["group"], plan=plan)
        except NotEstimable:
            assert not exists
        else:
            assert exists


def test_answers_that_the_codebook_joins_are_one():
    survey, plan = answered((1, 9))
    joined = ItemColumn(column="esis1", merge=((1, 2),))
    book = survey.codebook.model_copy(update={"items": {**survey.codebook.items, "esis1": joined}})
    shown = comparable_answers(replace(survey, codebook=book), survey.background["group"], plan=plan)
    assert sorted(shown["esis1"].unique()) == [2, 3, 4, 5]
