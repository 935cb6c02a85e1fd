"""Values of notebook parameters and of the environment arrive as they are, or are refused before anything starts."""

import json

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


def test_texts_arrive_in_a_notebook_as_they_were_given(place, monkeypatch):
    given = {f"text_{number:03}": value for number, value in enumerate(place.values)}
    declared = "".join(f"{name}: str = 'x'  # a text\n" for name in given)
    path = toys.write_notebook(place.project, "01_texts", ARRIVES, toys.TABLE, parameters=toys.PARAMETERS + declared)
    around = {f"HOSTILE_{number}": value for number, value in enumerate(place.values) if "\0" not in value}
    for name, value in around.items():
        monkeypatch.setenv(name, value if len(value) < 2**17 else "long")
    words = [word for name, value in given.items() for word in ("-p", f"{name}={value}")]
    result = place.command("run", str(path), "--name", "texts", *words)
    assert result.exit_code == 0, result.output[-2000:]
    texts, _ = json.loads((place.project / "arrived.json").read_text(encoding="utf-8"))
    assert texts == given
    folder = place.project / "reports" / "texts"
    assert json.loads((folder / "record.json").read_text(encoding="utf-8"))["parameters"].keys() >= given.keys()


def test_no_text_becomes_a_number_that_it_does_not_spell(place):
    declared = f"{toys.PARAMETERS}number: float = 0.5  # a number\n"
    path = toys.write_notebook(place.project, "01_number", toys.TABLE, parameters=declared)
    taken = []
    for value in place.values:
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
    for value in place.values:
        result = place.command("run", str(path), "-p", f"{value}=1", "--engine", "kernel")
        assert result.exit_code == 2, (value[:40], result.output)
    assert not (place.project / "reports").exists()
