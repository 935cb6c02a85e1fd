"""A draft whose commented lines are taken, each alone and all at once, stays a codebook, but for what is still open."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml

from tests.unit.intake import example
from tests.unit.intake.codebook.draft.test_whole import entries, finnish_file, loaded
from workbench.errors import DataError
from workbench.intake import draft_codebook, read_survey
from workbench.intake.codebook.draft import whole

LINE = re.compile(r"^( *)# (.*)$")


def rich_file(folder: Path) -> Path:
    """A design, labels missing and unused, two near statements, numbers, replicate weights, hostile names."""
    frame = example.frame(80)
    frame["q4_again"] = frame["q4"]
    frame["stratum"] = np.arange(80) % 4
    frame["strata_old"] = np.arange(80) % 2
    frame["psu"] = np.arange(80) // 4
    frame["fpc"] = 4000.0
    frame["age"] = np.arange(80.0) % 60 + 18
    frame["edu"] = np.arange(80.0) % 3 + 1
    frame["a_5: {x} # y"] = np.arange(80) % 4
    frame["my_id"] = np.arange(80)
    for place in range(1, 7):
        frame[f"rep{place}"] = 1.0 + place
    labels = dict(zip(example.ITEMS, example.STATEMENTS, strict=True))
    labels |= {
        "q4_again": labels["q4"],
        "q5": "Pystyn vaikuttamaan oman elämäni menoon",
    }
    columns = {name: re.sub(r"\W+", "_", name).strip("_") for name in frame}
    stored = frame.rename(columns=columns)
    pyreadstat.write_sav(
        stored,
        str(folder / "rich.sav"),
        column_labels={columns[name]: label for name, label in labels.items()} | {"age": "# Age: in {years}"},
        variable_value_labels={
            "edu": {1: "Basic", 2: "Secondary", 3: "Higher", 4: "# Basic: {", 5: "Basic"},
            columns["a_5: {x} # y"]: {0: "no: #", 1: "yes", 2: "yes"},
        },
    )
    return folder / "rich.sav"


def words_file(folder: Path) -> Path:
    """A form service: statements as headers, options in words, other columns in words and numbers."""
    frame = example.frame(80)
    for item in example.ITEMS:
        frame[item] = [f"{answer} – {example.OPTIONS[answer]}" for answer in frame[item]]
    frame.loc[:9, "q1"] = "En osaa sanoa"
    frame.loc[:9, "q2"] = "Joo"
    frame["Kuinka usein: #1?"] = np.resize(["ei koskaan", "joskus", "usein"], 80)
    frame = frame.rename(columns=dict(zip(example.ITEMS, example.STATEMENTS, strict=True)))
    frame.to_csv(folder / "lomake.csv", index=False)
    return folder / "lomake.csv"


def plain_file(folder: Path) -> Path:
    example.frame().assign(age=np.arange(60) + 18, town=["Aa", "Bb", "Cc"] * 20).to_csv(folder / "a.csv", index=False)
    return folder / "a.csv"


def taken(line: str) -> str:
    return LINE.sub(r"\1\2", line)


@pytest.mark.parametrize("file", [finnish_file, rich_file, words_file, plain_file])
def test_every_commented_line_may_be_taken_alone_and_with_all_others(tmp_path, file):
    lines = draft_codebook(file(tmp_path)).splitlines()
    commented = [place for place, line in enumerate(lines) if LINE.match(line)]
    assert len(commented) >= 4
    drafts = [[*lines[:place], taken(lines[place]), *lines[place + 1 :]] for place in commented]
    asked = yaml.safe_load("\n".join(lines))
    for changed in [*drafts, list(map(taken, lines))]:
        text = "\n".join(changed).replace('sampling_weights: "?"', "sampling_weights: weight") + "\n"
        assert yaml.safe_load(text) != asked, text
        if "'?'" in repr(yaml.safe_load(text)):
            with pytest.raises(DataError, match=r"is still `\?`, as the draft left it"):
                loaded(tmp_path, text)
        else:
            loaded(tmp_path, text)


def test_words_for_people_stay_comments(tmp_path):
    draft = draft_codebook(rich_file(tmp_path))
    assert yaml.safe_load(draft.replace("##", "#")) == yaml.safe_load(draft)


def test_codes_of_areas_are_no_words(tmp_path):
    draft = draft_codebook(plain_file(tmp_path))
    assert "area: {column: area, label: area, labels: {92: '92', '091': '091'}}" in draft


def test_the_design_and_ordered_variables_are_recognised(tmp_path):
    book = entries(draft_codebook(rich_file(tmp_path)))
    assert book["design"] == {
        "sampling_weights": "?",
        "strata": "stratum",
        "clusters": "psu",
        "population_size": "fpc",
    }
    assert book["background"]["edu"]["ordered"] is True
    assert "strata may be strata_old too" in draft_codebook(rich_file(tmp_path))
    assert book["respondent_id"] == "id"


def test_a_form_in_words_is_read_as_drafted(tmp_path):
    path = words_file(tmp_path)
    draft = draft_codebook(path, design={"sampling_weights": "weight"})
    assert entries(draft)["background"]["Kuinka usein: #1?"]["ordered"] is True
    assert '# text: {Joo: "?"}' in draft
    (tmp_path / "book.yaml").write_text(draft + "text: {Joo: 4}\n", encoding="utf-8")
    survey = read_survey(path, codebook=tmp_path / "book.yaml")
    assert survey.responses["esis1"].isna().sum() == 10
    assert (survey.responses["esis2"][:10] == 4).all()


def test_numbers_beside_words_that_run_backwards_are_drafted_as_reversed(tmp_path):
    frame = example.frame()
    for item in example.ITEMS:
        frame[item] = [f"{6 - answer} = {example.OPTIONS[answer]}" for answer in frame[item]]
    frame.rename(columns=dict(zip(example.ITEMS, example.STATEMENTS, strict=True))).to_csv(
        tmp_path / "a.csv", index=False
    )
    book = loaded(tmp_path, draft_codebook(tmp_path / "a.csv"))
    assert all(entry.reversed for entry in book.items.values())


def test_a_long_text_file_is_drafted_from_its_first_rows(tmp_path, monkeypatch):
    pd.DataFrame({"a": [1, 2] * 40, "b": ["x", "y"] * 40}).to_csv(tmp_path / "long.csv", index=False)
    monkeypatch.setattr(whole, "MOST_ROWS", 60)
    assert "## Only its first 60 rows" in draft_codebook(tmp_path / "long.csv")
    monkeypatch.setattr(whole, "MOST_ROWS", 80)
    assert "first 80 rows" not in draft_codebook(tmp_path / "long.csv")
