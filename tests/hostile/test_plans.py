"""What a plan holds is data: its texts arrive in notebooks as they are, and its names and paths lead nowhere else."""

import json

import pytest
import yaml

from tests.hostile.commands import real
from tests.hostile.test_parameters import ARRIVES
from tests.reports import toys
from workbench.errors import WorkbenchError
from workbench.reports.unattended import read_plan


def written(place, **keys):
    """Write a plan beside the project's file, as data; control characters are spelled by YAML."""
    plan = place.project / "plan.yaml"
    content = {"data": "data/toy.csv", "codebook": "data/toy.yaml", **keys}
    plan.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return plan


def read(place, **keys):
    """Return the plan, or None where it was refused by a sentence."""
    try:
        return read_plan(written(place, **keys))
    except WorkbenchError as error:
        assert len(str(error)) < 1000
        return None


def test_parameters_of_a_plan_arrive_in_a_notebook_as_they_were_written(place):
    given = {f"text_{number:03}": value for number, value in enumerate(place.values)}
    assert "x" * 2**20 in given.values() and any("\0" in value for value in given.values())
    declared = "".join(f"{name}: str = 'x'  # a text\n" for name in given)
    toys.write_notebook(
        place.project / "notebooks", "01_texts", ARRIVES, toys.TABLE, parameters=toys.PARAMETERS + declared
    )
    result = real(["batch", str(written(place, parameters=given, name="planned"))])
    assert result.exit_code == 0, result.output[-2000:]
    texts, _ = json.loads((place.project / "arrived.json").read_text(encoding="utf-8"))
    assert texts == given
    (record,) = (place.project / "reports").glob("planned*/record.json")
    assert json.loads(record.read_text(encoding="utf-8"))["parameters"].items() >= given.items()


@pytest.mark.slow
def test_no_name_path_or_group_of_a_plan_is_taken_for_something_else(place):
    toys.write_notebook(place.project / "notebooks", "01_shows", toys.TABLE)
    given = []
    for number, value in enumerate(place.values[::3]):  # each refusal costs the second of a start
        key = ("data", "codebook", "by")[number % 3]
        if read(place, **{key: [value] if key == "by" else value}) is not None:
            given.append((place.project / "plan.yaml").rename(f"{number}.yaml"))
    assert len(given) > 60
    for plan, result in zip(given, place.command.each(["batch", str(plan)] for plan in given), strict=True):
        assert result.exit_code == 2, (plan.read_text(encoding="utf-8")[:200], result.output[-500:])
        assert "unexpected" not in result.output
    assert not (place.project / "reports").exists()
