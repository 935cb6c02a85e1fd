"""What lies in the folder for temporary files while a run goes on, and after it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.reports import toys
from workbench.errors import RunError
from workbench.reports.running.run import run_report
from workbench.reports.scratch_folder import ScratchFolder

_FOLDERS = "workbench-run-*"
_SWAPS = """\
from pathlib import Path
from workbench import intake
before = Path("data/toy.csv").read_bytes()
written = Path("data/toy.csv").write_bytes(before.replace(b"1", b"2"))
data = intake.read_survey(survey, codebook=codebook)
written = Path("data/toy.csv").write_bytes(before)
from workbench.errors import NotEstimable
raise NotEstimable(f"{data.report.file_sha256} {data.report.file_name}. Nothing.")"""


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


def test_a_file_swapped_while_a_page_reads_it_changes_nothing(tmp_path, scratch):
    project = toys.write_project(tmp_path / "project")
    with toys.inside(project):
        path = toys.write_notebook(project / "notebooks", "01_swaps", _SWAPS)
        run = run_report(notebooks=[path], name="swapped")
    record = (run.folder / "record.json").read_text(encoding="utf-8")
    sha256 = run.outcomes[0].reason.split()[0]
    assert run.whole
    assert f'"data_sha256": "{sha256}"' in record
    assert run.outcomes[0].reason.endswith("toy.csv. Nothing.")
    texts = [path for path in run.folder.rglob("*") if path.suffix in (".html", ".json", ".ipynb")]
    assert not any(str(scratch) in path.read_text("utf-8") for path in texts)
    assert not list(scratch.iterdir())


def test_folder_of_a_killed_run_goes_at_the_next_start_and_that_of_a_living_one_stays(scratch):
    killed = scratch / "workbench-run-killed"
    killed.mkdir()
    (killed / "lock").touch()
    (killed / "answers.csv").touch()
    with ScratchFolder() as living, ScratchFolder() as another:
        assert not killed.exists()
        assert living.is_dir()
        assert another.is_dir()
        assert living.stat().st_mode & 0o077 == 0
    assert not list(scratch.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not end a child with its parent")
@pytest.mark.parametrize("engine", ["workbench", "kernel"])
def test_notebooks_and_copy_of_the_data_end_with_a_killed_runner(tmp_path, scratch, engine):
    project = toys.write_project(tmp_path / "project")
    path = toys.write_notebook(
        project / "notebooks", "01_sleeps", "open('sleeping', 'w').close()\nwhile True: sum(range(10**9))"
    )
    started = f"run_report(notebooks=[Path({str(path)!r})], name='a', engine={engine!r})"
    command = f"from pathlib import Path; from workbench.reports.running.run import run_report; {started}"
    runner = subprocess.Popen([sys.executable, "-c", command], cwd=project, env={**os.environ, "TMPDIR": str(scratch)})
    within: list[int] = []
    until = time.monotonic() + 60
    while not (project / "sleeping").exists() and time.monotonic() < until:
        time.sleep(0.1)
    within = [pid for child in _children(runner.pid) for pid in (child, *_children(child))]
    assert list(scratch.glob(f"{_FOLDERS}/data/toy.csv"))
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    time.sleep(2)
    assert len(within) == 2  # guardian and kernel, or warm process and its child
    assert not any("workbench.reports" in _command(pid) for pid in within)
    assert not list(scratch.iterdir())


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@pytest.mark.parametrize("name", ["a", "a.failed", "a.partial"])
def test_dangling_link_in_place_of_the_folder_is_found_before_the_work(tmp_path, scratch, name):
    project = toys.write_project(tmp_path / "project")
    path = toys.write_notebook(project / "notebooks", "01_shows", "1")
    (project / "reports").mkdir()
    (project / "reports" / name).symlink_to("nowhere")
    with toys.inside(project), pytest.raises(RunError, match=f"^{name} exists"):
        run_report(notebooks=[path], name="a")
    assert not list(scratch.iterdir())


def test_vanished_reports_end_the_run_at_the_next_page(tmp_path, scratch):
    project = toys.write_project(tmp_path / "project")
    removes = "import shutil\nshutil.rmtree('reports')"
    with toys.inside(project):
        first = toys.write_notebook(project / "notebooks", "01_removes", removes)
        second = toys.write_notebook(project / "notebooks", "02_marks", "open('reached', 'w').close()")
        with pytest.raises(RunError, match=r"a\.partial was removed from reports/ during the run"):
            run_report(notebooks=[first, second], name="a", engine="kernel")  # one after the other
    assert not (project / "reached").exists()
    assert not list(scratch.iterdir())
