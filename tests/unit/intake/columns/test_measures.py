"""Scores of the other measures of a survey."""

import numpy as np
import pytest

from tests.unit.intake import example
from workbench import intake
from workbench.intake import read_survey

LONELINESS = {"label": "Loneliness", "columns": ["l1", "l2"], "lowest": 1, "highest": 3, "missing": [9]}
TRUST = {"label": "Trust", "columns": "trust", "lowest": 0, "highest": 10, "reliability": 0.8}


def data():
    rows = np.arange(example.N_ROWS)
    frame = example.frame().assign(l1=rows % 3 + 1, l2=rows // 3 % 3 + 1, trust=rows % 11)
    frame.loc[[4, 5], "l2"] = 9
    return frame


def survey(folder, **measures):
    frame = data()
    frame.to_csv(folder / "survey.csv", index=False)
    book = example.save_codebook(folder, example.codebook(measures=measures))
    return read_survey(folder / "survey.csv", codebook=book), frame


def test_mean_of_whoever_has_an_answer_in_each_column(tmp_path):
    found, frame = survey(tmp_path, loneliness=LONELINESS, trust=TRUST)
    expected = frame[["l1", "l2"]].mean(axis=1).where(frame["l2"] != 9)
    assert found.measures["loneliness"].to_numpy() == pytest.approx(expected.to_numpy(), nan_ok=True)
    assert found.measures["trust"].tolist() == frame["trust"].tolist()
    assert found.reliabilities == {"trust": 0.8}


def test_sum_and_turned_columns(tmp_path):
    found, frame = survey(tmp_path, loneliness=LONELINESS | {"score": "sum", "reversed": ["l1"]})
    expected = (4 - frame["l1"] + frame["l2"]).where(frame["l2"] != 9)
    assert found.measures["loneliness"].to_numpy() == pytest.approx(expected.to_numpy(), nan_ok=True)
    actions = found.report.table.query("step == 'measure'").set_index("column")["action"]
    assert "turned" in actions["l1"]
    assert "2 rows" not in actions["l1"]


def test_a_group_or_a_number_may_be_a_measure_too(tmp_path):
    found, frame = survey(tmp_path, sex_again=TRUST | {"columns": ["sex"]})
    assert found.measures["sex_again"].tolist() == frame["sex"].tolist()


def test_fewer_respondents_have_fewer_measures(tmp_path):
    found, frame = survey(tmp_path, trust=TRUST)
    men = intake.part_of(found, {"sex": "Men"})
    assert men.measures["trust"].tolist() == frame.loc[frame["sex"] == 1, "trust"].tolist()
    assert intake.complete(men).measures.index.equals(intake.complete(men).responses.index)


def test_a_survey_without_measures(tmp_path):
    found, _ = survey(tmp_path)
    assert found.measures.shape == (example.N_ROWS, 0)
    assert found.reliabilities == {}
