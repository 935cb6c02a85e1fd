"""The record names what was published by its hash, what was decided by its rule, and what the attack found."""

import hashlib
import json

import pandas as pd

from tests.unit.disclosure.audit.publisher import Publisher, survey_of
from workbench.disclosure.audit import audit
from workbench.disclosure.clearance import SCHEMA_VERSION, clearance_record, file_hashes


def test_the_record_holds_what_a_person_needs_to_clear(tmp_path):
    survey = survey_of({"a": [0] * 3 + [1] * 47}, n=50)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "means.csv").write_text("variable,level\n", encoding="utf-8")
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    table = pd.DataFrame(Publisher(survey).means([(), ("a",)]))
    record = clearance_record(
        audit=audit({"means": table.assign(largest_part=0.1)}, survey=survey).summary(),
        parameters={"minimum_respondents": 5, "design_effect": 1.0},
        rules=["Counts of respondents are published as windows of 5."],
        decisions=[{"variable": "a", "level": "a0", "rule": "first window", "reason": "fewer than 5 respondents"}],
        outputs=file_hashes(tmp_path, tmp_path.rglob("*.*")),
        versions={"workbench": "0.1.0"},
        kept=[{"variable": "a", "level": "a1", "run": "last year"}],
    )
    again = json.loads(json.dumps(record, allow_nan=False))
    assert again == record and again["schema_version"] == SCHEMA_VERSION == 2
    assert [file["path"] for file in record["outputs"]] == ["index.html", "tables/means.csv"]
    assert record["outputs"][0]["sha256"] == hashlib.sha256(b"<p>").hexdigest()
    assert not record["audit"]["passed"] and len(record["audit"]["findings"]) == 3
    assert record["audit"]["n_sets_attacked"] == 1 and record["audit"]["narrowest_range"]["level"] == "a0"
    assert (
        record["decisions"][0]["rule"] == "first window" and record["kept_from_earlier_runs"][0]["run"] == "last year"
    )
