"""Headers of any wording: a file is read, its draft is valid YAML, `set` and the form take what it proposes."""

import csv
import re

import numpy as np
import openpyxl
import pytest

from tests.reports import toys
from workbench.intake import read_survey, set_keys
from workbench.intake.files import read_file
from workbench.lab.my_survey import Fields, Form
from workbench.yaml_files import key_text, read_yaml, read_yaml_text

_PROPOSAL = re.compile(r"^  # (.*: \{column: .*\})(,?  # .*)?$", re.MULTILINE)
_NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # in no workbook
_LONGEST = 2000  # characters of a header


def headers_of(place):
    """Values that can be names of columns, each name once, and the items of a scale."""
    fit = [value for value in place.values if value.strip() and not _NO_CELL.search(value) and len(value) <= _LONGEST]
    return [*{value.strip(): value for value in fit}.values(), *toys.ITEMS]


def rows_under(headers):
    """Words, codes and numbers in turn, in as many rows as make groups and measurements of them."""
    kinds = [np.resize(["Yes", "No"], 60), np.resize([1, 2, 3], 60), np.arange(60) % 40 + 18]
    kinds_of = [kinds[1 if header in toys.ITEMS else place % 3] for place, header in enumerate(headers)]
    return [[kind[row].item() for kind in kinds_of] for row in range(60)]


def as_csv(path, headers):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([headers, *rows_under(headers)])


def as_workbook(path, headers):
    book = openpyxl.Workbook()
    for row in [headers, *rows_under(headers)]:
        book.active.append(row)
    for cell in book.active[1]:
        cell.data_type = "s"  # also what begins like a formula
    book.save(path)


@pytest.fixture(params=[(as_csv, "any.csv"), (as_workbook, "any.xlsx")], ids=["csv", "workbook"])
def survey(request, place):
    write, name = request.param
    write(place.project / "data" / name, headers_of(place))
    return f"data/{name}"


def test_a_draft_of_any_headers_is_read_as_it_stands_and_each_of_its_proposals_is_taken(place, survey):
    _, content = read_file(place.project / survey, None)
    assert len(content.names) > 200
    draft = place.project / "data" / "any.yaml"
    words = ("--instrument", "esis", "--confirmed", "--output", "data/any.yaml")
    assert place.command("codebook", survey, *words).exit_code == 0
    set_keys(draft, ["design.sampling_weights="])  # a name of one letter may be that of weights
    survey_read = read_survey(place.project / survey, codebook=draft)
    assert {variable.column for variable in survey_read.codebook.background.values()} <= set(content.names)
    proposed = [found[1] for found in _PROPOSAL.finditer(draft.read_text(encoding="utf-8"))]
    entries = {name: entry for line in proposed for name, entry in read_yaml_text(line, called="It").content.items()}
    assert len(entries) > 100
    assert {entry["column"] for entry in entries.values()} <= set(content.names)
    with_labels = [name for name, entry in entries.items() if "labels" in entry]
    keys = [f"{key_text(['background', name, 'label'])}=Variable {n}" for n, name in enumerate(with_labels)]
    set_keys(draft, keys[::4])
    assert set(with_labels[::4]) <= set(read_yaml(draft, kind="Draft").content["background"])
    read_survey(place.project / survey, codebook=draft)


def test_the_form_takes_any_headers(place, survey):
    form = Form(place.project)
    form.begin(survey=survey, codebook=None)
    further = [choice.value for choice in form.shown("background")["further"]]
    assert len(further) > 100
    form.take("background", Fields(values={"background.add": further[::3]}))
    form.take("items", Fields(values={"instrument": ["esis"], "confirmed": ["yes"]}))
    described = form.draft().content["background"] | form.draft().content["numeric"]
    assert all(name.isprintable() and entry["label"].isprintable() for name, entry in described.items())
    fault = form.fault("background")
    assert fault is None or fault.field.startswith("background."), fault
