"""The reports of a batch on a real Dask cluster, whose workers and whose command are killed in the middle."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import workbench
from tests.reports import batches, toys
from tests.reports.dask_cluster import dask_cluster
from tests.reports.test_killed_batches import gone, processes
from workbench.errors import RunError
from workbench.reports.batches import run_batch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process"),
]
BATCH = [sys.executable, "-m", "workbench.cli", "batch", "--by", "town", "--name", "towns"]
BATCH += ["--data", "data/toy.csv", "--codebook", "data/toy.yaml"]
SLEEPS = "import time\ntime.sleep(3)"
ENDS_ITS_WORKER = """\
import os, signal
def parent(pid):
    return int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
if len(data.responses) == 130:
    os.kill(parent(parent(parent(os.getppid()))), signal.SIGKILL)  # above report, warm process and guardian"""


@pytest.fixture
def project(tmp_path):
    project = batches.write_project(tmp_path / "project")
    with toys.inside(project):
        yield project


@pytest.fixture
def expected(project):
    """Tables and figures as this machine alone makes them, one report after the other."""
    return batches.published(run_batch(by=["town"], name="towns", output_folder=project / "alone", workers=1).folder)


def command(address):
    return subprocess.Popen(
        [*BATCH, "--scheduler", address],
        env={**os.environ, "PYTHONPATH": str(Path(batches.__file__).parents[2])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def attempts(folder):
    """Folders in which a report is being written apart from its place."""
    return {path for path in folder.glob(".attempts.partial/*/*.partial")}


def wait_for(condition, *, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def children(mark, worker):
    return [pid for pid in processes(mark) if pid != worker.pid and _has_report(pid)]


def _has_report(pid):
    """Whether a process descends from a warm process, whose own parent is its guardian."""
    try:
        warm = _parent(pid)
        return all(
            b"workbench.reports.warm" in Path(f"/proc/{own}/cmdline").read_bytes() for own in (warm, _parent(warm))
        )
    except OSError:
        return False


def _parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])


def test_a_worker_killed_in_the_middle_costs_no_report_and_no_byte(project, expected):
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, SLEEPS)
    folder = project / "reports" / "towns"
    with dask_cluster(project.parent / "dask") as cluster:
        first, _ = cluster.worker("first", BATCH_MARK="first"), cluster.worker("second")
        running = command(cluster.address)
        seen = set()
        wait_for(lambda: seen.update(attempts(folder)) or (len(seen) >= 2 and children("first", first)))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert gone("first", seconds=2)  # its warm process, the report and the notebook
        wait_for(lambda: seen.update(attempts(folder)) or running.poll() is not None, seconds=120)
        assert running.returncode == 0, running.stderr.read()
        said = running.stderr.read()
    assert len(seen) > 4  # the report of the killed worker was begun twice
    assert "(4 of 4)" in said
    assert batches.published(folder) == expected
    assert len(batches.whole_reports(folder)) == 4
    assert all(batches.is_whole(report) for report in batches.whole_reports(folder))
    assert [path.name for path in folder.iterdir() if path.suffix in (".partial", ".replaced", ".failed")] == []
    assert list((project / "data" / "private").glob("workbench-run-*")) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_command_that_ends_leaves_no_report_running_and_goes_on_later(project, expected, number):
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, SLEEPS)
    folder = project / "reports" / "towns"
    with dask_cluster(project.parent / "dask") as cluster:
        worker = cluster.worker("only", BATCH_MARK="only")
        running = command(cluster.address)
        wait_for(lambda: batches.whole_reports(folder) if folder.exists() else [])
        wait_for(lambda: children("only", worker))
        running.send_signal(number)
        assert running.wait(timeout=30) == (130 if number == signal.SIGINT else -signal.SIGKILL)
        wait_for(lambda: not children("only", worker), seconds=3)
        done = batches.whole_reports(folder)
        assert 1 <= len(done) < 4
        assert all(batches.is_whole(report) for report in done)
        last = command(cluster.address)
        assert last.wait(timeout=120) == 0, last.stderr.read()
        assert f"{len(done)} of 5 stand as they were" in last.stderr.read()
    assert batches.published(folder) == expected
    assert [path.name for path in folder.iterdir() if path.suffix == ".partial"] == []
    assert list((project / "data" / "private").glob("workbench-run-*")) == []


def test_a_report_that_ends_its_worker_each_time_dies_alone(project, monkeypatch):
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, ENDS_ITS_WORKER)
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with dask_cluster(project.parent / "dask") as cluster:
        for name in ("first", "second", "third"):
            cluster.worker(name)
        batch = run_batch(by=["town"], name="towns", workers=cluster.address)
    assert [(report.label, report.status) for report in batch.faulty] == [("../Up", "died")]
    assert batch.faulty[0].reason == "Its worker ended each time; most often memory was full."
    assert len(batches.whole_reports(batch.folder)) == 3


def test_a_worker_with_another_program_is_refused(project):
    other = project.parent / "other"
    shutil.copytree(Path(workbench.__file__).parent, other / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "workbench" / "results.py").open("a", encoding="utf-8") as file:
        file.write("# newer\n")
    with dask_cluster(project.parent / "dask") as cluster:
        cluster.worker("other", PYTHONPATH=str(other))
        with pytest.raises(RunError, match="has another version of the workbench"):
            run_batch(by=["town"], name="towns", workers=cluster.address)
    assert not (project / "reports").exists()
