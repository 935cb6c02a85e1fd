"""Names of files, runs and output folders: taken as they are or refused, and never a place elsewhere."""

import json
from pathlib import Path

import pytest

from tests.reports import toys


def test_a_run_never_leaves_the_folder_of_reports(place):
    path = toys.write_notebook(place.project, "01_shows", "1")
    made: list[str] = []
    refused: list[str] = []
    for value in place.values:
        result = place.command("run", str(path), f"--name={value}", "--engine=kernel", "-p", "survey=none.csv")
        assert result.exit_code == 2, (value[:40], result.output)
        made.append(value) if "none.csv" in result.stderr else refused.append(value)
    assert not (place.project / "reports").exists()
    assert {"01", "1e5", "İstanbul", "日本語", "nan"} <= set(made)
    assert {"", "..", "/etc/passwd", "CON", "nul", "x.partial", "-rf", "a" * 300, "a\0b"} <= set(refused)


@pytest.mark.slow
def test_names_of_files_are_kept(place):
    text = (place.project / "data" / "toy.csv").read_bytes()
    codebook = (place.project / "data" / "toy.yaml").read_bytes()
    told = 0
    names = [value for value in place.values if Path(value).name == value]  # others are paths to a file elsewhere
    for number, value in enumerate(names[::3]):
        folder = place.project / f"files{number}"
        folder.mkdir()
        try:
            (folder / f"{value}.csv").write_bytes(text)
            (folder / f"{value}.yaml").write_bytes(codebook)
        except (OSError, ValueError):  # no name on this system
            continue
        path = toys.write_notebook(place.project, "01_shows", toys.TABLE)
        words = ["--data", f"{folder}/{value}.csv", "--codebook", f"{folder}/{value}.yaml", "--name", f"run{number}"]
        result = place.command("run", str(path), *words)
        assert result.exit_code == 0, (value[:40], result.output)
        record = json.loads((place.project / "reports" / f"run{number}" / "record.json").read_text(encoding="utf-8"))
        assert record["source"]["data"] == f"{value}.csv"
        told += 1
    assert told > 40
