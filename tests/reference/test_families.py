"""Every family of numbers in bfi.json and survey_api.json is compared in a test, or a list says why not.

The lists are FAMILIES.md and FAMILIES_survey.md.
"""

import json
import re
from pathlib import Path

import pytest

from tests.reference.make_bfi_extract import PARTS, families, file_of, paths

HERE = Path(__file__).parent
ROWS = families()
SURVEY_ROWS = families("FAMILIES_survey.md")
TEST = re.compile(r"((?:\w+/)?test_\w+\.py)(?:::(\w+))?")


def cut() -> dict[str, set[str]]:
    """The keys that the second column names for each part."""
    keys: dict[str, set[str]] = {}
    for row in ROWS:
        for place in row[1].split(";"):
            part, _, names = place.partition(":")
            keys.setdefault(part.strip(), set()).update(name.strip() for name in names.split(",") if name.strip())
    return keys


def test_every_row_names_a_test_or_a_reason():
    for family, place, verdict in ROWS:
        assert (place == "–") == verdict.startswith("— "), family
        assert place == "–" or TEST.match(verdict), family


@pytest.mark.parametrize("part", PARTS)
def test_every_number_cut_out_is_listed(part):
    content = json.loads(file_of(part).read_text(encoding="utf-8"))
    listed = cut()
    assert part in listed
    if listed[part]:  # a part without keys is listed as a whole
        for scale in content["scales"].values():
            assert set(scale) - {"items", "n"} <= listed[part]


@pytest.mark.parametrize(
    "name", sorted({match.groups() for row in ROWS + SURVEY_ROWS for match in TEST.finditer(row[-1])}, key=str)
)
def test_named_tests_exist(name):
    file, function = name
    source = (HERE / file).read_text(encoding="utf-8")
    assert function is None or f"def {function}(" in source


def test_no_part_is_forgotten():
    assert set(HERE.rglob("bfi_*.json")) == {file_of(part) for part in PARTS}
    assert set(PARTS) <= set(cut())


def test_every_number_of_the_survey_reference_is_listed():
    source = json.loads((HERE / "survey_api.json").read_text(encoding="utf-8"))
    listed = [name.strip() for row in SURVEY_ROWS for name in row[0].split(",")]
    designs = [name for name, numbers in source.items() if "degf" in numbers]
    assert len(designs) == 6
    found = {path.removeprefix(f"{name}.") for name in designs for path in paths(source[name], name)}
    found |= {path for name in source if name not in designs for path in paths(source[name], name)}
    assert sorted(path for path in found if not any(f"{path}.".startswith(f"{name}.") for name in listed)) == []
    unused = [name for name in listed if not any(f"{path}.".startswith(f"{name}.") for path in found)]
    assert unused == []


def test_every_row_of_the_survey_reference_names_a_test_or_a_reason():
    for family, verdict in SURVEY_ROWS:
        assert TEST.match(verdict) or verdict.startswith("— "), family
