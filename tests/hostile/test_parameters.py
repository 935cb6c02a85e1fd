"""Values of notebook parameters and of the environment arrive as they are, or are refused before anything starts."""

import json

import pytest

from tests.hostile.commands import LONGEST_WORD, real
from tests.reports import toys

ARRIVES = """\
import json, os
from pathlib import Path
texts = {name: value for name, value in globals().items() if name.startswith("text_")}
kept = {name: value for name, value in os.environ.items() if name.startswith("HOSTILE_")}
size = Path("arrived.json").write_text(json.dumps([texts, kept]), encoding="utf-8")"""

NUMBERS = """\
import json
from pathlib import Path
numbers = {name: value for name, value in globals().items() if name.startswith("number_")}
size = Path("arrived.json").write_text(json.dumps(numbers), encoding="utf-8")"""


@pytest.mark.parametrize("engine", ["workbench", pytest.param("kernel", marks=pytest.mark.slow)])
def test_texts_and_the_environment_arrive_in_a_notebook_as_they_were_given(place, engine):
    texts = [*place.words, "(" * (LONGEST_WORD - 100)]
    given = {f"text_{number:03}": value for number, value in enumerate(texts)}
    around = {f"HOSTILE_{number}": value for number, value in enumerate(texts)}
    assert len(given) > 200
    declared = "".join(f"{name}: str = 'x'  # a text\n" for name in given)
    path = toys.write_notebook(place.project, "01_texts", ARRIVES, toys.TABLE, parameters=toys.PARAMETERS + declared)
    words = [word for name, value in given.items() for word in ("-p", f"{name}={value}")]
    result = real(
        ["run", str(path), "--name", "texts", "--engine", engine, *words], environment=around | start_up(place)
    )
    assert result.exit_code == 0, result.output[-2000:]
    assert json.loads((place.project / "arrived.json").read_text(encoding="utf-8")) == [given, around]
    record = json.loads((place.project / "reports" / "texts" / "record.json").read_text(encoding="utf-8"))
    assert record["parameters"].items() >= given.items()
    assert record["notebooks"][0]["parameters"].items() >= given.items()


def start_up(place):
    """Files of the user's that Python and IPython run when they start in the ordinary way."""
    script, profile = place.project / "start.py", place.project / "ipython" / "profile_default" / "startup"
    profile.mkdir(parents=True)
    for path in (script, profile / "00-start.py"):
        path.write_text(f"open({str(place.mark)!r}, 'w')", encoding="utf-8")
    return {"PYTHONSTARTUP": str(script), "IPYTHONDIR": str(profile.parents[1]), "PYTHONWARNINGS": "error"}


def test_no_text_becomes_a_number_that_it_does_not_spell(place):
    declared = f"{toys.PARAMETERS}number: float = 0.5  # a number\n"
    path = toys.write_notebook(place.project, "01_number", toys.TABLE, parameters=declared)
    taken = []
    for value in place.words:
        result = place.command("run", str(path), "-p", f"number={value}", "-p", "survey=none.csv", "--engine", "kernel")
        assert result.exit_code == 2, (value[:40], result.output)
        if "`number`" not in result.stderr:
            taken.append(value)
    spelled = {value: float(value) for value in taken}
    assert spelled.keys() == {"-0", "+1", "-1", "01", "007", "1e5", "1_000", "١٢٣"}
    names = {f"number_{place}": value for place, value in enumerate(taken)}
    declared = toys.PARAMETERS + "".join(f"{name}: float = 0.5  # a number\n" for name in names)
    path = toys.write_notebook(place.project, "02_numbers", NUMBERS, toys.TABLE, parameters=declared)
    words = [word for name, value in names.items() for word in ("-p", f"{name}={value}")]
    result = place.command("run", str(path), *words)
    assert result.exit_code == 0, result.output
    arrived = json.loads((place.project / "arrived.json").read_text(encoding="utf-8"))
    assert [arrived[name] for name in names] == list(spelled.values())


def test_no_name_of_a_parameter_is_taken_for_code(place):
    path = toys.write_notebook(place.project, "01_names", toys.TABLE)
    for value in place.words:
        result = place.command("run", str(path), "-p", f"{value}=1", "--engine", "kernel")
        assert result.exit_code == 2, (value[:40], result.output)
    assert not (place.project / "reports").exists()
