"""What is left to a person is one list, with commands that can be given as they stand."""

import shlex

import pytest
import yaml

from tests.unit.intake import example
from workbench.intake import open_points, read_survey, set_keys


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
    assert point.key == "background.1. mun"
    assert point.sentence.startswith(
        "Labels of 1. mun are bare codes. Say what they stand for by `workbench set a.yaml"
    )
    words = shlex.split(point.sentence[point.sentence.index("`") + 1 : point.sentence.rindex("`")])
    assert words[3:] == ['background."1. mun".labels.92=…']
    set_keys(tmp_path / "a.yaml", [words[3].replace("…", "Town")])


def test_years_are_no_bare_codes_and_may_be_the_year(read, tmp_path):
    (point,) = read(**{"the year": variable("year", 2019, 2022, 2024)})
    assert "`workbench set a.yaml 'year=the year'`, and a report tells of changes." in point.sentence
    set_keys(tmp_path / "a.yaml", ["year=the year"])
    survey = read_survey(tmp_path / "a.csv", codebook=tmp_path / "a.yaml")
    assert open_points(survey, codebook=tmp_path / "a.yaml", seen_from=tmp_path) == []


def test_a_codebook_without_groups_is_told(read):
    (point,) = read()
    assert point.key == "background"
    assert point.sentence.startswith("The codebook describes no background variable, so that a report compares no")
