"""No output of a run, whole or failed, tells anything about one respondent."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest

from tests.reports import canary, toys

PROJECT = Path(__file__).parents[2]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

# A notebook by somebody who knows no better: every way in which data reach an output without `tables` or `plots`.
CARELESS = [
    "from workbench import intake\nimport pandas as pd, sys\nfile = pd.read_csv(survey)\n"
    "data = intake.read_survey(survey, codebook=codebook)",
    "print(file.to_string())",
    "print(file.to_csv(), file=sys.stderr)",
    "file",
    "from IPython.display import display, HTML\ndisplay(HTML(file.to_html()))",
    "import warnings\nwarnings.warn(file.to_string())",
    "import logging\nlogging.error(file.to_string())",
]
RAISES = [
    "raise ValueError(file.to_string())",
    "file[file['id'].iloc[0]]",
    "from workbench.errors import DataError\nraise DataError(f'Wrong rows: {data.responses} and {file}')",
    "int(file['remark'].iloc[3])",
    "try:\n    int(file['id'].iloc[0])\nexcept ValueError as error:\n    raise KeyError(file['id'].iloc[1]) from error",
]

REFUSED = (
    "from workbench.errors import NotEstimable\nraise NotEstimable(f'Only {file}.') from KeyError(file['id'].iloc[0])"
)
FORBIDDEN = {".ipynb_checkpoints", "history.sqlite", "__pycache__"}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return canary.write_canary(tmp_path_factory.mktemp("canary") / "own data")


def _command(*words: str | Path, home: Path, scratch: Path) -> subprocess.CompletedProcess[str]:
    home.mkdir(), scratch.mkdir()
    environment = os.environ | {"HOME": str(home), "TMPDIR": str(scratch), "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        [sys.executable, "-m", "workbench.cli", *map(str, words)],
        cwd=PROJECT,
        env={name: value for name, value in environment.items() if not name.startswith(("XDG", "JUPYTER", "IPYTHON"))},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def report(survey, tmp_path_factory):
    """All notebooks on the canary survey, in every format, with an empty home folder."""
    place = tmp_path_factory.mktemp("report")
    words = ("report", "--data", survey.data, "--codebook", survey.codebook, "--name", "canary")
    done = _command(
        *words,
        *toys.FEWER_DRAWS,
        "--formats",
        "docx,xlsx,csv,json,figures",
        "--output-folder",
        place / "runs",
        home=place / "home",
        scratch=place / "scratch",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == str(place / "runs" / "canary" / "index.html")
    return place, done


@pytest.fixture(scope="module")
def careless_runs(survey, tmp_path_factory):
    """Notebooks that raise data in every way but the first, which `small_commands` has."""
    place = tmp_path_factory.mktemp("careless")
    for number, last in enumerate(RAISES[1:], start=2):
        toys.write_notebook(place, f"{number:02d}_careless", CARELESS[0], last)
    from workbench.reports.running.run import run_report

    notebooks = sorted(place.glob("*.ipynb"))
    files = {"survey": str(survey.data), "codebook": str(survey.codebook)}
    run = run_report(notebooks=notebooks, parameters=files, name="careless", output_folder=place / "runs")
    assert {outcome.status for outcome in run.outcomes} == {"failed"}
    return place / "runs"


@pytest.fixture(scope="module")
def small_commands(survey, tmp_path_factory):
    """`run` of a careless notebook and of one that is refused; `check`; `codebook`: output and exit code of each."""
    place = tmp_path_factory.mktemp("commands")
    files = ("-p", f"survey={survey.data}", "-p", f"codebook={survey.codebook}")
    failing = toys.write_notebook(place, "01_careless", *CARELESS, RAISES[0])
    refused = toys.write_notebook(place, "02_refused", *CARELESS, REFUSED)
    commands = {
        "failed": ("run", failing, *files, "--output-folder", place / "runs", "--name", "failed"),
        "refused": ("run", refused, *files, "--output-folder", place / "runs", "--name", "refused"),
        "check": ("check", survey.data, survey.codebook),
        "codebook": ("codebook", survey.data),
    }
    done = {
        name: _command(*words, home=place / f"home-{name}", scratch=place / f"scratch-{name}")
        for name, words in commands.items()
    }
    return place, done


def test_every_command_ended_as_it_should(small_commands):
    place, done = small_commands
    assert {name: result.returncode for name, result in done.items()} == {
        "failed": 1, "refused": 0, "check": 0, "codebook": 0
    }  # fmt: skip
    assert {path.name for path in (place / "runs").iterdir()} == {"failed.failed", "refused"}


@pytest.mark.parametrize("name", ["failed", "refused", "check", "codebook"])
def test_no_command_leaves_microdata_behind(survey, small_commands, name):
    place, done = small_commands
    assert canary.traces_in(survey, (done[name].stdout + done[name].stderr).encode()) == []
    assert canary.traces(survey, place / f"home-{name}") == []
    assert list((place / f"scratch-{name}").iterdir()) == []
    assert canary.traces(survey, place / "runs") == []


def test_a_run_folder_holds_what_a_run_writes_and_no_more(report):
    place, _ = report
    found = {
        path.relative_to(place / "runs" / "canary").parts[0] for path in (place / "runs").rglob("*.*") if path.is_file()
    }
    pages = {f"{path.stem}.html" for path in (PROJECT / "notebooks").glob("*.ipynb")}
    pages |= {f"{path.stem}-appendix.html" for path in (PROJECT / "notebooks").glob("*.ipynb")}
    assert found == {
        "notebooks",
        "tables",
        "columns.csv",
        "figures",
        "documents",
        "citing.html",
        "glossary.html",
        "index.html",
        "record.json",
        "disclosure.json",
        *pages,
    }
    assert not [
        path for path in place.rglob("*") if path.name in FORBIDDEN or path.suffix in {".log", ".sqlite", ".pkl"}
    ]


def test_a_report_holds_no_microdata(survey, report):
    place, _ = report
    assert canary.traces(survey, place / "runs") == []


def test_home_and_temporary_folder_hold_no_microdata(survey, report):
    place, _ = report
    assert canary.traces(survey, place / "home") == []
    assert list((place / "scratch").iterdir()) == []


def test_the_terminal_shows_no_microdata(survey, report):
    _, done = report
    assert canary.traces_in(survey, (done.stdout + done.stderr).encode()) == []


def test_every_notebook_ran_on_the_canary(report):
    place, _ = report
    record = json.loads((place / "runs" / "canary" / "record.json").read_text(encoding="utf-8"))
    assert {notebook["status"] for notebook in record["notebooks"]} == {"done"}
    assert len(record["notebooks"]) == len(list((PROJECT / "notebooks").glob("*.ipynb")))
    assert record["seeds"] == {"02_single_factor": 1, "03_reliability": 1, "04_beyond_the_cutoff": 1}


def test_no_table_has_a_row_per_respondent(report):
    place, _ = report
    tables = list((place / "runs" / "canary" / "tables").glob("*.csv"))
    assert tables
    for path in tables:
        assert len(pd.read_csv(path)) < canary.N / 2, path.name


def test_the_small_group_is_withheld_everywhere(report):
    place, _ = report
    for path in (place / "runs" / "canary" / "tables").glob("*.csv"):
        table = pd.read_csv(path)
        if {"level", "withheld"} <= set(table):
            assert table.loc[table["level"] == "Island", "withheld"].all(), path.name


def test_no_folder_of_the_user_is_named(survey, report):
    place, _ = report
    for path in (place / "runs").rglob("*"):
        if path.is_file():
            assert str(survey.data.parent).encode() not in path.read_bytes(), path.name


def test_careless_notebooks_leave_no_microdata(survey, careless_runs):
    assert canary.traces(survey, careless_runs) == []
    assert any(careless_runs.rglob("*.ipynb"))


def _picture(words: str) -> bytes:
    """One pixel, and words in a compressed text chunk."""
    chunk = b"zTXtComment\0\0" + zlib.compress(words.encode())
    return PIXEL[:-12] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + PIXEL[-12:]


def test_the_search_finds_what_it_looks_for(survey, tmp_path):
    """A search that finds nothing proves nothing unless it finds what is there."""
    row = next(iter(survey.rows))
    some_id = next(iter(survey.ids))
    hidden = {
        "plain.txt": f"x{some_id}x".encode(),
        "weight.csv": f"a,{next(iter(survey.weights))}.0,b".encode(),
        "comma.csv": ",".join(row).encode(),
        "tab.txt": "\t".join(row).encode(),
        "semicolon.txt": "; ".join(row).encode(),
        "json.json": json.dumps([int(code) for code in row], indent=2).encode(),
        "floats.txt": " ".join(f"{code}.0" for code in row).encode(),
        "table.html": "".join(f"<td class='n'>{code}</td>" for code in row).encode(),
        "run.txt": row.encode(),
        "base64.html": b"data:x;base64," + base64.b64encode(f"see {some_id}".encode()),
        "thousands.txt": f"{int(next(iter(survey.weights))):,}".encode(),
        "power.txt": f"{float(next(iter(survey.weights))):.7e}".encode(),
        "rescaled.json": repr(int(next(iter(survey.weights))) / sum(map(int, survey.weights))).encode(),
        "rare.yaml": canary.RARE.encode(),
        "packed.svgz": gzip.compress(some_id.encode()),
        "words.png": _picture(some_id),
        "picture.html": b"data:image/png;base64," + base64.b64encode(_picture(some_id)),
    }
    for name, content in hidden.items():
        (tmp_path / name).write_bytes(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("inside.xml", some_id)
    (tmp_path / "packed.xlsx").write_bytes(packed.getvalue())
    assert {trace.split(":")[0] for trace in canary.traces(survey, tmp_path)} == {*hidden, "packed.xlsx"}
    assert canary.traces(survey, survey.data.parent) == [
        "canary.csv: answers of a respondent",
        "canary.csv: id",
        "canary.csv: rare value",
        "canary.csv: weight",
    ]
