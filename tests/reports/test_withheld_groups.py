"""An intruder reads a report on groups of which one has three respondents: nothing tells of that group."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.intake import complete, read_survey
from workbench.population import protection_plan
from workbench.reports.running.run import run_report

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ITEMS = [f"q{i}" for i in range(1, 11)]
CODEBOOK = """\
schema_version: 1
title: Awkward survey
instrument: esis
confirmed: true
items: {esis1: q1, esis2: q2, esis3: q3, esis4: q4, esis5: q5, esis6: q6, esis7: q7, esis8: q8, esis9: q9, esis10: q10}
background:
  area: {column: area, label: Area, labels: {1: Island, 2: South, 3: North, 4: East}}
  sex: {column: sex, label: Sex, labels: {1: Women, 2: Men}}
groups: [area, sex]
predictors: [area, sex]
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Three islanders who all give one answer to one item, and two respondents without a known area.

    The island is the reference, and two items share more than the factor, so that RMSEA is above 0. Each answer is
    given by five in every large area, so that thresholds can be compared.
    """
    rng = np.random.default_rng(11)
    area = pd.array([1] * 3 + [2] * 110 + [3] * 100 + [4] * 85 + [None] * 2, dtype="Int64")
    person, pair = rng.normal(size=(300, 1)), rng.normal(size=(300, 1))
    latent = 3.1 + 1.1 * person + 1.3 * rng.normal(size=(300, 10))
    latent[:, :2] += 0.7 * pair
    frame = pd.DataFrame(np.clip(np.round(latent), 1, 5).astype(int), columns=ITEMS)
    frame.loc[:2, "q4"] = 5
    frame["area"], frame["sex"] = area, rng.integers(1, 3, 300)
    folder = tmp_path_factory.mktemp("awkward")
    frame.to_csv(folder / "awkward.csv", index=False)
    (folder / "awkward.yaml").write_text(CODEBOOK, encoding="utf-8")
    return folder / "awkward.csv", folder / "awkward.yaml"


@pytest.fixture(scope="module")
def folder(files, tmp_path_factory):
    data, codebook = files
    run = run_report(
        notebooks=[NOTEBOOKS / "06_measurement_invariance.ipynb", NOTEBOOKS / "07_item_response.ipynb"],
        parameters={"survey": str(data), "codebook": str(codebook), "group": "area"},
        name="awkward",
        output_folder=tmp_path_factory.mktemp("runs"),
    )
    assert [outcome.reason for outcome in run.outcomes] == ["", ""]
    return run.folder


def test_one_group_is_too_small_and_no_other_has_to_protect_it(files):
    survey = read_survey(str(files[0]), codebook=str(files[1]))
    plan = protection_plan(survey)
    assert plan.small_levels("area", 5) == {"Island", "not answered"}
    assert plan.small_levels("area", 100) == {"Island", "not answered", "East"}
    assert not any(plan.bounded("area", level) for level in ("South", "North", "East"))
    assert len(complete(survey).responses) == 300


def test_a_group_that_is_too_small_to_be_compared_is_named_where_that_is_said_and_nowhere_else(folder):
    said = re.compile(r"Not among them: [^.]*\.")
    short = (folder / "06_measurement_invariance.html").read_text(encoding="utf-8")
    assert "East" in said.search(short)[0]
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".csv", ".ipynb", ".json", ".svg"} and path.name != "disclosure.json":
            assert not re.search("Island|East", said.sub("", path.read_text(encoding="utf-8"))), path.name


def test_the_file_for_the_person_who_clears_outputs_names_them_and_no_page_links_to_it(folder):
    cleared = json.loads((folder / "disclosure.json").read_text(encoding="utf-8"))
    assert "Not for publication" in cleared["note"]
    rules = {row["level"]: row["rule"] for row in cleared["decisions"] if row["variable"] == "area"}
    assert rules == {"Island": "few respondents", "not answered": "few respondents"}
    assert cleared["audit"]["passed"] and cleared["audit"]["n_sets_attacked"] > 0
    narrowest = cleared["audit"]["narrowest_range"]
    assert narrowest["high"] - narrowest["low"] >= 2
    assert cleared["parameters"]["minimum_respondents"] == 5 and "windows of 5 numbers" in cleared["rules"][0]
    hashes = {file["path"]: file["sha256"] for file in cleared["outputs"]}
    page = (folder / "index.html").read_bytes()
    assert hashes["index.html"] == hashlib.sha256(page).hexdigest()
    assert not {"disclosure.json", "record.json"} & set(hashes)
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert "disclosure.json" not in record["files"]  # its hash would confirm a guess of what it says
    assert record["protection_plan"] not in json.dumps(cleared)
    for page in folder.glob("*.html"):
        assert "disclosure.json" not in page.read_text(encoding="utf-8")


def test_no_text_tells_a_number_under_five_of_respondents(folder):
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    texts = [record["notebooks"][place]["reason"] for place in range(2)]
    for path in (folder / "notebooks").glob("*.ipynb"):
        outputs = [o for c in json.loads(path.read_text(encoding="utf-8"))["cells"] for o in c.get("outputs", [])]
        payloads = [p for o in outputs for mime, p in o["data"].items() if mime.endswith("+json")]
        texts += [note for p in payloads for note in (*p.get("notes", ()), p.get("alt", ""))]
    assert len(texts) > 10
    for text in texts:
        assert not re.search(r"\b[1-4] (of \d+ )?(respondents|rows|people)\b", text), text


@pytest.mark.parametrize("ladder", ["invariance_mlr", "invariance_wlsmv"])
def test_the_respondents_behind_the_fit_are_not_told(folder, ladder):
    """Chi-square, df and RMSEA tell the number of respondents, and less the groups shown it would be the islanders."""
    steps = pd.read_csv(folder / "tables" / f"06_{ladder}.csv")
    size = 10.0 ** np.floor(np.log10(steps["chi_square_scaled"]))
    low, high = (
        2
        * ((steps["chi_square_scaled"] + way * size / 20) / steps["df"] - 1)
        / (steps["rmsea_scaled"] - way / 200) ** 2
        for way in (-1, 1)
    )
    effects = pd.read_csv(folder / "tables" / "06_invariance_effects.csv").drop_duplicates("level")
    assert dict(zip(effects["level"], effects["n_respondents"], strict=True)) == {"South": 112, "North": 102}
    assert high.min() - low.max() > 25 and low.max() < 210 < high.min()


def test_pages_and_record_tell_the_rows_of_the_file_as_a_window(folder):
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert record["source"]["n_rows"] == "about 302"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "about 302 rows" in page and not re.search(r"\b300 rows", page)


def test_item_bias_has_no_row_of_them_and_no_trace_in_the_degrees_of_freedom(folder):
    tables = folder / "tables"
    assert set(pd.read_csv(tables / "07_item_bias_groups.csv")["level"]) == {"North"}
    tests = pd.read_csv(tables / "07_item_bias.csv")
    assert len(tests) == 3 * len(ITEMS)
    assert set(tests.loc[tests["term"] != "both", "df"]) == {1}
