"""Texts of codebook and scale reach pages, tables and pictures as letters, or are refused by a sentence."""

import csv
import json
import shutil
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from tests.hostile.commands import real
from tests.reports import toys
from workbench.errors import WorkbenchError
from workbench.intake import read_survey

ROOT = Path(__file__).parents[2]
REPORTS = 12


def written(place, **changes):
    """Write the toy codebook with other texts."""
    codebook = yaml.safe_load(toys.CODEBOOK) | changes
    (place.project / "data" / "own.yaml").write_text(yaml.safe_dump(codebook, allow_unicode=True), encoding="utf-8")


def taken(place, value, **changes):
    """Whether a codebook with such a text is read; else it was refused by a sentence that does not go on for ever."""
    try:
        written(place, **changes)
        survey = read_survey(place.project / "data" / "toy.csv", codebook=place.project / "data" / "own.yaml")
    except WorkbenchError as error:
        assert len(str(error)) < 1000, value[:40]
        return False
    assert value in (survey.codebook.title, *(str(level) for level in survey.background["area"].cat.categories))
    return True


def test_a_title_is_read_as_it_stands_or_refused(place):
    refused = [value for value in place.values if not taken(place, value, title=value)]
    assert {"", "x" * 2**20} <= set(refused)
    assert not {"<script>alert(1)</script>", "{{ 7 * 7 }}", "=1+1", "null", "שלום"} & set(refused)


class Elements(HTMLParser):
    """Elements of a page, and its words."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found, self.words, self.scripts = set(), [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.found |= {name for name, _ in attrs if name.startswith("on")}
        self.found |= {
            tag for name, value in attrs if name in ("href", "src") and (value or "").startswith("javascript")
        }
        self.found |= {tag} & {"iframe", "object", "embed", "base"}

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.slow
def test_labels_of_levels_reach_pages_and_tables_as_they_are(place):
    area = {"column": "area", "label": "Area", "labels": {1: "Large", 2: "Small"}}

    def of_area(value):
        return {"background": {"area": area | {"labels": {1: value, 2: "Small"}}}}

    read = [value for value in place.values if taken(place, value, **of_area(value))]
    labels = different(read)
    assert len(labels) > 150
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(1, 6, (30 * len(labels), 10)), columns=toys.ITEMS)
    frame["area"] = np.arange(len(frame)) % len(labels) + 1
    frame.to_csv(place.project / "data" / "many.csv", index=False)
    written(place, background={"area": area | {"labels": dict(enumerate(labels, start=1))}}, title=labels[0])
    shutil.copytree(ROOT / "data" / "published", place.project / "data" / "published")
    notebook = ROOT / "notebooks" / "05_subgroups.ipynb"
    result = real(["run", str(notebook), "--data", "data/many.csv", "--codebook", "data/own.yaml", "--name", "many"])
    assert result.exit_code == 0, result.output[-2000:]
    folder = place.project / "reports" / "many"
    with (folder / "tables" / "05_groups.csv").open(encoding="utf-8", newline="") as file:
        levels = {row["level"] for row in csv.DictReader(file)}
    lost = [label for label in labels if not {label, f"'{label}"} & levels]  # what Excel would compute begins with '
    assert lost == []
    seen = [unicodedata.normalize("NFKC", level).strip(" \t\n\u200b\ufeff") for level in levels]
    assert [level for level in seen if level.startswith(("=", "+", "-", "@"))] == []
    page = Elements((folder / "05_subgroups-appendix.html").read_text(encoding="utf-8"))
    assert page.found == set()
    told = " ".join("".join(page.words).split())
    for label in labels:
        assert " ".join(label.split()) in told, label[:40]


@pytest.mark.slow
def test_groups_of_any_names_have_reports_and_are_listed(place):
    def of_area(labels):
        area = {"column": "area", "label": "Area", "labels": dict(enumerate(labels, start=1))}
        return {"background": yaml.safe_load(toys.CODEBOOK)["background"] | {"area": area}}

    labels = different(value for value in place.values if taken(place, value, **of_area([value, "Other"])))
    assert len(labels) > 150
    large = labels[:: len(labels) // REPORTS]
    rows = [code for code, label in enumerate(labels, start=1) for _ in range(110 if label in large else 2)]
    draws = np.random.default_rng(1)
    common = draws.integers(1, 6, (len(rows), 1)) + draws.integers(-1, 2, (len(rows), 10))
    frame = pd.DataFrame(np.clip(common, 1, 5), columns=toys.ITEMS)
    frame.assign(area=rows, sex=draws.integers(1, 3, len(rows))).to_csv(
        place.project / "data" / "many.csv", index=False
    )
    written(place, **of_area(labels))
    toys.write_notebook(place.project / "notebooks", "01_shows", toys.TABLE)
    result = real(["batch", "--by", "area", "--data", "data/many.csv", "--codebook", "data/own.yaml", "--name", "many"])
    assert result.exit_code == 0, result.output[-2000:]
    folder = place.project / "reports" / "many"
    content = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
    reports = {report["label"]: report for report in content["reports"][1:]}
    assert list(reports) == labels
    assert {label for label, report in reports.items() if report["status"] == "whole"} == set(large)
    for label in large:
        record = json.loads((folder / reports[label]["name"] / "record.json").read_text(encoding="utf-8"))
        assert record["status"] == "whole" and record["source"]["title"].endswith(f": {label}"), label[:40]
    page = Elements((folder / "index.html").read_text(encoding="utf-8"))
    assert page.found == set()
    told = "".join("".join(page.words).split())
    assert [label for label in labels if "".join(label.split()) not in told] == []


def different(values):
    """Values without those that differ in capitals or spaces alone, which a codebook refuses."""
    same = {" ".join(unicodedata.normalize("NFKC", value).split()).casefold(): value for value in values}
    return list(same.values())
