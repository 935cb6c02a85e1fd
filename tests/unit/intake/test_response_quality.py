"""Counts on a survey small enough to count by hand, and runs against itertools."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.unit.intake import example
from workbench.intake import read_survey, response_quality
from workbench.intake.response_quality import _longest_runs
from workbench.intake.survey import Survey

ROOT = Path(__file__).parents[3]


@pytest.fixture
def survey(tmp_path) -> Survey:
    frame = example.frame().astype(dict.fromkeys([*example.ITEMS, "sex"], float))
    frame.loc[0, example.ITEMS] = np.nan
    frame.loc[1, ["q1", "q2"]] = np.nan
    frame.loc[2, "q1"] = np.nan
    frame.loc[3, example.ITEMS] = 4
    frame.loc[[5, 6], "sex"] = np.nan
    frame.to_csv(tmp_path / "survey.csv", index=False)
    return read_survey(tmp_path / "survey.csv", codebook=example.save_codebook(tmp_path, example.codebook()))


def test_items(survey):
    quality = response_quality(survey)
    q1 = quality.table.iloc[0]
    complete = survey.responses.dropna()["esis1"]
    assert (q1["item"], q1["n_respondents"], q1["n_missing"]) == ("esis1", 57, 3)
    assert (q1["n_complete"], q1["n_floor"]) == (57, (complete == 1).sum())
    assert q1["statement"] == example.STATEMENTS[0]
    assert q1["share_missing"] == 3 / 60
    assert q1["floor"] == (complete == 1).mean()
    assert q1["ceiling"] == (complete == 5).mean()


def test_distribution_shows_every_option(survey):
    shown = response_quality(survey).distribution
    assert len(shown) == 50
    for item, rows in shown.groupby("item"):
        counted = survey.responses.dropna()[item].value_counts().reindex(range(1, 6), fill_value=0)
        assert rows["n_respondents"].tolist() == counted.tolist()
        assert rows["share"].sum() == pytest.approx(1)


def test_whom_the_complete_answer_rule_leaves_out(survey):
    table = response_quality(survey).by_group.set_index(["variable", "level"])
    assert table.loc[("all", "all")].tolist() == [60, 57, 3, 1, 3 / 60, 1 / 60]
    # Rows 0 and 2 are men (code 1), row 1 a woman; rows 5 and 6 did not tell.
    assert table.loc[("sex", "Men")].tolist() == [29, 27, 2, 1, pytest.approx(2 / 29), pytest.approx(1 / 29)]
    assert table.loc[("sex", "Women")].tolist() == [29, 28, 1, 0, pytest.approx(1 / 29), 0]
    assert table.loc[("sex", "not answered"), "n_respondents"] == 2
    # a row that is there only where somebody is in it would tell that somebody is
    assert table.loc[("area", "not answered"), "n_respondents"] == 0


def test_items_by_group(survey):
    table = response_quality(survey).item_by_group.set_index(["item", "variable", "level"])
    assert table.loc[("esis1", "sex", "Men"), "n_missing"] == 2
    assert table.loc[("esis2", "sex", "Men"), "n_missing"] == 1
    assert table.loc[("esis1", "sex", "Men"), "share_missing"] == 2 / 29
    assert table.loc[("esis3", "all", "all"), "n_missing"] == 1


def test_numbers_missing_and_patterns(survey):
    quality = response_quality(survey)
    assert quality.n_missing["n_respondents"].tolist() == [57, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    counts = quality.patterns.set_index("term")["n_respondents"]
    assert counts["answered every item"] == 57
    assert counts["answered some items"] == 2
    assert counts["answered no item (unit nonresponse)"] == 1
    complete = survey.responses.dropna()
    assert counts["same answer to every item (straightlining)"] == (complete.nunique(axis=1) == 1).sum()
    assert quality.longest_run["n_respondents"].sum() == 57
    assert quality.longest_run["value"].tolist() == list(range(1, 11))


def test_longest_runs_equal_itertools():
    answers = np.random.default_rng(3).integers(1, 4, (500, 10)).astype(float)
    expected = [max(len(list(run)) for _, run in groupby(row)) for row in answers]
    assert _longest_runs(answers).tolist() == expected


@pytest.mark.parametrize(
    ("order", "is_of_scale"), [(example.ITEMS, True), (example.ITEMS[::2] + example.ITEMS[1::2], False)]
)
def test_runs_are_counted_in_the_order_of_the_file(tmp_path, order, is_of_scale):
    frame = example.frame().astype(dict.fromkeys(example.ITEMS, int))
    others = [column for column in frame if column not in order]
    frame[[*others, *order]].to_csv(tmp_path / "survey.csv", index=False)
    survey = read_survey(tmp_path / "survey.csv", codebook=example.save_codebook(tmp_path, example.codebook()))
    longest = [max(len(list(run)) for _, run in groupby(row)) for row in frame[order].to_numpy()]
    quality = response_quality(survey)
    assert quality.longest_run["n_respondents"].tolist() == [longest.count(n) for n in range(1, 11)]
    assert quality.is_order_of_scale == is_of_scale


def test_straightlining_is_judged_on_answers_as_given():
    survey = read_survey(ROOT / "data/example/bfi.csv", codebook=ROOT / "data/codebooks/bfi-agreeableness.yaml")
    raw = pd.read_csv(ROOT / "data/example/bfi.csv")[["A1", "A2", "A3", "A4", "A5"]]
    quality = response_quality(survey)
    same = (raw.dropna().nunique(axis=1) == 1).sum()
    assert quality.patterns["n_respondents"].tolist()[-1] == same
    assert quality.longest_run["n_respondents"].tolist()[-1] == same
    ones = quality.distribution.query("item == 'A1' and response == 1")
    assert ones["n_respondents"].tolist() == [(raw.dropna()["A1"] == 1).sum()]
    assert "turned points" in quality.notes[0]
