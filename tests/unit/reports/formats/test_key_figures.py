"""Key figures as other programs read them."""

import dataclasses
import json

import jsonschema
import pytest

from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats import key_figures
from workbench.reports.publishing import Edition
from workbench.wording import worded

MEAN = {"name": "mean_score", "label": "Mean score", "value": 75.2, "text": "75.2", "detail": "interval 74.5–75.9"}
FINDING = {"topic": "share", "sentence": "One in ten."}
COLUMNS = ["term", "estimate", "bound", "conf_low", "conf_high"]


def page(number="01", *, rows, finnish=None):
    own = outcome(number)
    payload = own.exhibits.tables[0].payload | {
        "columns": COLUMNS, "rows": rows, "headlines": [MEAN], "findings": [FINDING]
    }  # fmt: skip
    table = dataclasses.replace(own.exhibits.tables[0], payload=payload, words={"fi": finnish} if finnish else {})
    exhibits = dataclasses.replace(own.exhibits, tables=(table,))
    return dataclasses.replace(own, exhibits=exhibits, parameters={"conf_level": 0.9})


def written(folder, *outcomes, languages=("en",)):
    key_figures.write(folder, outcomes=outcomes, facts=facts(), edition=Edition(languages=languages))
    found = json.loads((folder / "key_figures.json").read_text(encoding="utf-8"))
    schema = json.loads(key_figures.SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema, jsonschema.Draft202012Validator)
    return found


def test_a_main_number_has_its_interval_and_the_table_that_holds_it(tmp_path):
    (mean,) = written(tmp_path, page(rows=[["Mean score", 75.2, "", 74.53, 75.87]]))["key_figures"]
    assert (mean["value"], mean["table"]) == (75.2, "tables/01_short.csv")
    assert mean["interval"] == {"low": 74.53, "high": 75.87, "level": 0.9}


@pytest.mark.parametrize(
    "row",
    [["Mean score", 75.2, "", None, None], ["Mean score", 75.2, "under", 1.0, 2.0], ["Mean score", 1.0, "", 0, 2]],
)
def test_a_number_without_an_interval_of_its_own_has_none(tmp_path, row):
    (mean,) = written(tmp_path, page(rows=[row]))["key_figures"]
    assert mean["interval"] is None


def test_of_two_rows_with_the_number_the_one_of_its_name_counts(tmp_path):
    rows = [["Other", 75.2, "", 1.0, 2.0], ["mean score", 75.2, "", 74.53, 75.87]]
    (mean,) = written(tmp_path, page(rows=rows))["key_figures"]
    assert mean["interval"]["low"] == 74.53


def test_words_stand_in_each_language(tmp_path):
    finnish = {"headlines": [MEAN | {"text": "75,2"}], "findings": [FINDING | {"sentence": "Joka kymmenes."}]}
    own = page(rows=[["Mean score", 75.2, "", 74.53, 75.87]], finnish=finnish)
    found = written(tmp_path, own, languages=("fi", "en"))
    assert found["languages"] == ["fi", "en"]
    assert found["key_figures"][0]["text"] == {"fi": "75,2", "en": "75.2"}
    assert found["findings"][0]["sentence"] == {"fi": "Joka kymmenes.", "en": "One in ten."}


def test_what_two_pages_say_alike_stands_once(tmp_path):
    rows = [["Mean score", 75.2, "", 74.53, 75.87]]
    found = written(tmp_path, page("01", rows=rows), page("02", rows=rows))
    assert [len(found[part]) for part in ("key_figures", "findings")] == [1, 1]


def test_what_the_codebook_gives_by_language_stands_in_each(tmp_path):
    words = worded({"sv": "Enkät", "fi": "Kysely"})
    source = dataclasses.replace(facts().source, title=words, fieldwork={"year": "2026", "mode": words})
    about, edition = dataclasses.replace(facts(), source=source), Edition(languages=("fi", "en"))
    key_figures.write(tmp_path, outcomes=[page(rows=[])], facts=about, edition=edition)
    found = json.loads((tmp_path / "key_figures.json").read_text(encoding="utf-8"))["source"]
    assert found["title"] == found["fieldwork"]["mode"] == {"fi": "Kysely", "en": "Enkät"}
    assert found["fieldwork"]["year"] == {"fi": "2026", "en": "2026"}
