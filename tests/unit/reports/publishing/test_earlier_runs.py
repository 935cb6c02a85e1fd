"""An exported table is read as it was."""

import pandas as pd

from workbench.reports.notebooks.exhibits import TableFile
from workbench.reports.publishing.earlier_runs import read_table

LABELS = ["None", "NA", "01", "1", "True", "-", "=A1", "+358", "nan", "Men, other"]


def test_labels_and_numbers_come_back(tmp_path):
    rows = [["group", label, 7 + place, 0.1 + 0.2 + place, None, False] for place, label in enumerate(LABELS)]
    rows.append(["group", "small", None, None, None, True])
    names = ["variable", "level", "n_respondents", "estimate", "std_error", "withheld"]
    file = TableFile(name="01_groups.csv", payload={"columns": names, "rows": rows})
    path = tmp_path / file.name
    path.write_bytes(file.csv())
    found = read_table(path)
    assert found["level"].tolist() == [*LABELS, "small"]
    assert found["n_respondents"].iloc[:-1].tolist() == file.frame["n_respondents"].iloc[:-1].tolist()
    assert found["estimate"].iloc[:-1].tolist() == file.frame["estimate"].iloc[:-1].tolist()
    assert found.iloc[-1][["n_respondents", "estimate"]].isna().all()
    assert found["std_error"].isna().all()
    assert pd.api.types.is_bool_dtype(found["withheld"]) and found["withheld"].sum() == 1


def test_a_level_of_digits_only_keeps_its_zeros(tmp_path):
    (tmp_path / "a.csv").write_text("variable,level,n_respondents\narea,005,7\narea,020,9\n", encoding="utf-8")
    assert read_table(tmp_path / "a.csv")["level"].tolist() == ["005", "020"]


def test_numbered_answers_stay_numbers(tmp_path):
    (tmp_path / "a.csv").write_text("item,response,n_respondents\nq1,1,7\nq1,2,9\n", encoding="utf-8")
    found = read_table(tmp_path / "a.csv")
    assert found["response"].tolist() == [1, 2]
    assert found["item"].tolist() == ["q1", "q1"]
