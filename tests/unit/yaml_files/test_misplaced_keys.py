"""A wrong indent that is valid YAML names its line, the key it hangs under, and what it belongs to."""

import time

import pytest

from workbench.errors import DataError
from workbench.instruments import Instrument, instrument_path, load_instrument
from workbench.intake import load_codebook
from workbench.intake.codebook import Codebook
from workbench.yaml_files import misplaced_keys, read_yaml_text

WHOLE = """\
schema_version: 1
title: Survey
instrument: esis
items:
  esis1: q1
  esis2:
    column: q2
    reversed: true
background:
  sex:
    column: sex
    label: Sex
    labels:
      1: Man
      2: Woman
    reference: 2
  age_group:
    column: age
    label: Age
    groups: [18, 45]
    highest: 99
numeric:
  age:
    column: age
    label: Age in years
    unit: years
    lowest: 18
    highest: 99
crossings: [[sex, age_group]]
design:
  sampling_weights: w
  margins:
    - variables: sex
      people:
        1: 100
        2: 120
fieldwork:
  place: Town
"""


def moved(first, by, last=None):
    """The file with some of its lines indented further, or less."""
    lines = WHOLE.splitlines()
    for at in range(first - 1, last or first):
        lines[at] = " " * by + lines[at] if by > 0 else lines[at][-by:]
    return "\n".join(lines) + "\n"


def told(model, text):
    return [one.words for one in misplaced_keys(model, read_yaml_text(text, called="File"))]


LESS, MORE = "Indent it by 2 spaces less.", "Indent it by 2 spaces more."
AMONG_LABELS = WHOLE.replace("      2: Woman", "      reference: 1\n      2: Woman").replace("    reference: 2\n", "")
PEOPLE_AT_MARGINS = WHOLE.replace(
    "      people:\n        1: 100\n        2: 120\n", "  people:\n    1: 100\n    2: 120\n"
)
IN_BRACKETS = WHOLE.replace("background:\n", "background:\n  job: {column: job, label: Job}\n  labels: {1: a, 2: b}\n")
LABELS_AT_VARIABLES = moved(13, -2, 15).replace("    reference: 2\n", "")


@pytest.mark.parametrize(
    ("text", "key", "above", "below", "repair"),
    [
        (LABELS_AT_VARIABLES, ("labels", 13), "`background`", ("`sex`", 10), "Indent lines 13 to 15 by 2 spaces more."),
        (moved(16, 2), ("reference", 16), "`labels`", ("`sex`", 10), LESS),
        (moved(15, -2), ("2", 15), "`sex`", ("`labels`", 13), MORE),
        (
            AMONG_LABELS,
            ("reference", 15),
            "`labels`",
            ("`sex`", 10),
            "Write it among the keys of `sex`, indented by 4 spaces.",
        ),
        (moved(17, 2, 21), ("age_group", 17), "`sex`", ("`background`", 9), "Indent lines 17 to 21 by 2 spaces less."),
        (
            moved(17, -2, 21),
            ("age_group", 17),
            "no key",
            ("`background`", 9),
            "Indent lines 17 to 21 by 2 spaces more.",
        ),
        (moved(6, -2, 8), ("esis2", 6), "no key", ("`items`", 4), "Indent lines 6 to 8 by 2 spaces more."),
        (moved(8, -2), ("reversed", 8), "`items`", ("`esis2`", 6), MORE),
        (moved(21, -2), ("highest", 21), "`background`", ("`age_group`", 17), MORE),
        (moved(28, -4), ("highest", 28), "no key", ("`age`", 23), "Indent it by 4 spaces more."),
        (
            PEOPLE_AT_MARGINS,
            ("people", 34),
            "`design`",
            ("entry 1 of `margins`", 33),
            "Indent lines 34 to 36 by 4 spaces more.",
        ),
        (moved(38, -2), ("place", 38), "no key", ("`fieldwork`", 37), MORE),
        (IN_BRACKETS, ("labels", 11), "`background`", ("`job`", 10), "Write it between the brackets of `job`."),
    ],
)
def test_the_line_the_key_above_and_the_place_are_named(text, key, above, below, repair):
    (name, line), (owner, its_line) = key, below
    said = f"`{name}` (line {line}) hangs under {above}, not under {owner} (line {its_line}). {repair}"
    assert told(Codebook, text) == [said]


def test_an_outermost_key_begins_its_line():
    assert told(Codebook, moved(29, 2)) == [
        "`crossings` hangs under `numeric`, because it is indented (line 29). Let its line begin with `crossings`, "
        "without spaces before it."
    ]


@pytest.mark.parametrize(
    ("before", "key", "known", "where"),
    [
        ("design:\n", "sampling_weights: v", "`design`", "`design`"),
        ("title: Survey\n", "reference: 1", "each entry of `background`", "what it belongs to"),
        ("title: Survey\n", "column: q1", "each entry of `items`, `background` or `numeric`", "what it belongs to"),
    ],
)
def test_a_key_that_the_file_has_no_place_for_is_told_where_it_is_known(before, key, known, where):
    text = WHOLE.replace(before, f"{key}\n{before}")
    name, line = key.split(":")[0], text.splitlines().index(key) + 1
    assert told(Codebook, text) == [
        f"`{name}` (line {line}) hangs under no key, and is a key of {known}. Write it under {where}, indented "
        "further than that."
    ]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("title", "titel"),
        WHOLE.replace("  sex:", "  labels:").replace("sex,", "labels,").replace("variables: sex", "variables: labels"),
        WHOLE.replace("age_group", "area").replace("groups: [18, 45]", "group: [18, 45]"),
        WHOLE.replace("      1: Man", "      others: Other\n      1: Man"),
        WHOLE.replace("variables: sex", "variable: sex"),
    ],
)  # fmt: skip
def test_names_that_are_like_keys_and_misspelt_keys_are_left_alone(text):
    assert told(Codebook, text) == []


def test_whatever_line_moves_the_message_says_where_it_is(tmp_path):
    """Each key with what hangs under it, one and two steps further and less: unless the file stays valid."""
    file, lines, unexplained, n = tmp_path / "my.yaml", WHOLE.splitlines(), [], 0
    for at, line in enumerate(lines, start=1):
        depth = len(line) - len(line.lstrip())
        last = at
        while last < len(lines) and len(lines[last]) - len(lines[last].lstrip()) > depth:
            last += 1
        for by in (-4, -2, 2, 4):
            if -by > depth:
                continue
            file.write_text(moved(at, by, last), encoding="utf-8")
            try:
                load_codebook(file)
            except DataError as error:
                n += 1
                near = any(f"line {number}" in str(error) for number in range(at - 1, last + 2))
                if not near and "hangs under" not in str(error):
                    unexplained.append((at, line, by, str(error)))
    assert n > 60
    assert unexplained == []


def test_keys_of_a_scale_are_told_among_its_faults(tmp_path):
    text = instrument_path("esis").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("\n  higher_means: ", "\nhigher_means: "), encoding="utf-8")
    assert told(Instrument, (tmp_path / "own.yaml").read_text(encoding="utf-8"))
    with pytest.raises(DataError) as refused:
        load_instrument("own", folder=tmp_path)
    fault = str(refused.value).splitlines()[1]
    assert fault.startswith("`higher_means` (line 31) hangs under no key, not under `score` (line 26). Indent it by")


@pytest.mark.parametrize("value", ["{column: a, lable: b}", "[1]", "b"])
def test_a_file_of_many_unknown_keys_is_no_burden(value):
    entries = "".join(f"k{number}: {value}\n" for number in range(6_000))
    began = time.monotonic()
    told(Codebook, WHOLE + entries)
    assert time.monotonic() - began < 5
