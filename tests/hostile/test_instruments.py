"""Texts of a scale reach notebooks, pages and records as letters, or are refused by a sentence."""

import json

import pytest
import yaml

from tests.hostile.commands import real
from tests.hostile.test_labels import ROOT, Elements
from tests.reports import toys
from workbench.errors import WorkbenchError
from workbench.instruments import load_instrument

PLACES = ("name", "short_name", "question", "instruction", "source", "copyright")
ARRIVES = """\
import json
from pathlib import Path
from workbench import intake
data = intake.read_survey(survey, codebook=codebook)
size = Path("arrived.json").write_text(json.dumps(data.instrument.model_dump(mode="json")), encoding="utf-8")"""


def scale(place, **changes):
    """Write a scale of one's own: that of the toy with other texts."""
    content = yaml.safe_load((ROOT / "workbench" / "instruments" / "esis.yaml").read_text(encoding="utf-8"))
    content |= {"id": "own", **changes}
    (place.project / "data" / "own.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return content


def taken(place, value, key):
    """Whether a scale with such a text is read as it stands; else it was refused by a sentence that ends."""
    try:
        scale(place, **{key: value})
        return getattr(load_instrument("own", folder=place.project / "data"), key) == value
    except WorkbenchError as error:
        assert len(str(error)) < 1000, value[:40]
        return False


@pytest.mark.slow
def test_texts_of_a_scale_arrive_as_they_were_written(place):
    read = [value for value in place.values if taken(place, value, "name")]
    assert len(read) > 150
    assert not {"<script>alert(1)</script>", "{{ 7 * 7 }}", "=1+1", "null", "שלום"} & set(place.values) - set(read)
    content = scale(place)
    told = iter(read)
    content["permitted_use"] = read
    content |= {key: next(told) for key in PLACES}
    for entry in (*content["options"], *content["items"]):
        entry["statement" if "id" in entry else "label"] = next(told)
    scale(place, **content)
    (place.project / "data" / "toy.yaml").write_text(
        toys.CODEBOOK.replace("instrument: esis", "instrument: own"), encoding="utf-8"
    )
    path = toys.write_notebook(place.project, "01_scale", ARRIVES, toys.TABLE)
    result = real(["run", str(path), "--name", "own", "--data", "data/toy.csv", "--codebook", "data/toy.yaml"])
    assert result.exit_code == 0, result.output[-2000:]
    arrived = json.loads((place.project / "arrived.json").read_text(encoding="utf-8"))
    for key in (*PLACES, "permitted_use", "options"):
        assert arrived[key] == content[key], key
    assert [item["statement"] for item in arrived["items"]] == [item["statement"] for item in content["items"]]
    page = Elements((place.project / "reports" / "own" / "index.html").read_text(encoding="utf-8"))
    assert page.found == set()
    words = "".join("".join(page.words).split())
    assert [value for value in read if "".join(value.split()) not in words] == []
