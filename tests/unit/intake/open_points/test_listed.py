"""What is left to a person is one list, with commands that can be given as they stand."""

import shlex

import pandas as pd
import pytest
import yaml

from tests.unit.intake import example
from workbench.intake import ScaleFacts, draft_instrument, open_points, read_survey, set_keys


@pytest.fixture
def read(tmp_path):
    def with_background(**background):
        frame = example.frame().assign(**{"1. mun": [5, 92] * 30, "year": [2019, 2022, 2024] * 20})
        frame.to_csv(tmp_path / "a.csv", index=False)
        content = example.codebook(background=background, design={}, labels="all", confirmed=True)
        (tmp_path / "a.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        survey = read_survey(tmp_path / "a.csv", codebook=tmp_path / "a.yaml")
        return open_points(survey, codebook=tmp_path / "a.yaml", seen_from=tmp_path)

    return with_background


def variable(column, *codes, **labels):
    return {"column": column, "label": column, "labels": {code: labels.get(f"of_{code}", str(code)) for code in codes}}


def test_labels_that_are_codes_are_named_with_a_command_that_is_taken(read, tmp_path):
    (point,) = read(**{"1. mun": variable("1. mun", 5, 92, of_5="Five")})
    assert point.keys == ("background.1. mun.labels",)
    assert point.sentence.startswith(
        "Labels of 1. mun are bare codes. Say what they stand for by `workbench set a.yaml"
    )
    words = shlex.split(point.sentence[point.sentence.index("`") + 1 : point.sentence.rindex("`")])
    assert words[3:] == ['background."1. mun".labels.92=…']
    set_keys(tmp_path / "a.yaml", [words[3].replace("…", "Town")])


def test_years_are_no_bare_codes_and_may_be_the_year(read, tmp_path):
    (point,) = read(**{"the year": variable("year", 2019, 2022, 2024)})
    assert point.keys == ("year",)
    assert point.sentence.endswith("once it is said. Say it by `workbench set a.yaml 'year=the year'`.")
    set_keys(tmp_path / "a.yaml", ["year=the year"])
    survey = read_survey(tmp_path / "a.csv", codebook=tmp_path / "a.yaml")
    assert open_points(survey, codebook=tmp_path / "a.yaml", seen_from=tmp_path) == []


def test_a_codebook_without_groups_is_told(read):
    (point,) = read()
    assert point.keys == ("background",)
    assert point.sentence.startswith("No background variable is described, so that a report compares no groups.")


def test_of_several_cutoffs_the_one_that_pages_show_is_said_and_how_another_is_shown(read, tmp_path):
    def of_cutoffs():
        survey = read_survey(tmp_path / "a.csv", codebook=tmp_path / "a.yaml")
        points = open_points(survey, codebook=tmp_path / "a.yaml", seen_from=tmp_path)
        return [point.sentence for point in points if point.keys == ("parameters.cutoff",)]

    read()
    assert of_cutoffs() == []
    set_keys(tmp_path / "a.yaml", ["cutoffs.low={below: 30, label: low}"])
    assert of_cutoffs() == ["Reports show the cut-off `very_weak`. Another one is shown by `-p cutoff=NAME`: `low`."]


def test_of_many_options_without_words_the_ends_are_asked_for(tmp_path):
    facts = {"name": "place", "title": "Place", "language": "en", "lowest": 0, "score": "mean", "higher_means": "more"}
    frame = pd.DataFrame({f"p{k}": [(row + k) % 11 for row in range(66)] for k in range(1, 5)})
    frame.to_csv(tmp_path / "a.csv", index=False)
    columns = tuple(frame.columns)
    scale = draft_instrument(tmp_path / "a.csv", columns=columns, facts=ScaleFacts(highest=10, **facts))
    (tmp_path / "place.yaml").write_text(scale, encoding="utf-8")
    items = {column: column for column in columns}
    book = {"schema_version": 1, "title": "t", "instrument": "place", "items": items, "confirmed": True}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(book), encoding="utf-8")

    def told():
        survey = read_survey(tmp_path / "a.csv", codebook=tmp_path / "a.yaml")
        points = open_points(survey, codebook=tmp_path / "a.yaml", seen_from=tmp_path)
        return [point.sentence for point in points if "bare numbers" in point.sentence]

    (said,) = told()
    assert said.endswith("by `workbench set place.yaml options.0.label='…' options.10.label='…'`.")
    set_keys(tmp_path / "place.yaml", ["options.0.label=not at all", "options.10.label=fully"])
    assert told() == []
