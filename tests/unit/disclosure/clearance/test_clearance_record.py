"""The record names what was published by its hash, what was decided by its rule, and what the attack found."""

import json

import pandas as pd

from tests.unit.disclosure.audit.publisher import Publisher, survey_of
from workbench.disclosure.audit import audit
from workbench.disclosure.clearance import SCHEMA_VERSION, clearance_record, rules_in_words


def test_the_record_holds_what_a_person_needs_to_clear():
    survey = survey_of({"a": [0] * 3 + [1] * 47}, n=50)
    table = pd.DataFrame(Publisher(survey).means([(), ("a",)]))
    record = clearance_record(
        audit=audit({"means": table.assign(largest_part=0.1)}, survey=survey).summary(),
        parameters={"minimum_respondents": 5, "design_effect": 1.0},
        rules=rules_in_words(width=7, design_effect=1.2, weighted=False),
        decisions=[{"variable": "a", "level": "a0", "rule": "first window", "reason": "fewer than 5 respondents"}],
        outputs={"tables/means.csv": "b0", "index.html": "a1"},
        versions={"workbench": "0.1.0"},
        kept=[{"variable": "a", "level": "a1", "run": "last year"}],
        ledger_found=False,
    )
    again = json.loads(json.dumps(record, allow_nan=False))
    assert again == record and again["schema_version"] == SCHEMA_VERSION == 2
    assert [file["path"] for file in record["outputs"]] == ["index.html", "tables/means.csv"]
    assert record["outputs"][0]["sha256"] == "a1" and "windows of 7 numbers" in record["rules"][0]
    assert not record["audit"]["passed"] and len(record["audit"]["findings"]) == 3
    assert record["earlier_ledger_found"] is False
    assert record["audit"]["n_sets_attacked"] == 1 and record["audit"]["narrowest_range"]["level"] == "a0"
    assert (
        record["decisions"][0]["rule"] == "first window" and record["kept_from_earlier_runs"][0]["run"] == "last year"
    )
