"""A batch that is killed at any moment: no half report, no orphan, and the same command makes the rest."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.reports import batches, toys

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process"),
]
COMMAND = [sys.executable, "-m", "workbench.cli", "batch", "--by", "town", "--name", "towns", "--workers", "2"]
MOMENTS = 30


@pytest.fixture
def project(tmp_path):
    project = batches.write_project(tmp_path / "project")
    with toys.inside(project):
        yield project


def start(mark: str) -> subprocess.Popen:
    """Start the batch with a mark in its environment, which all its processes inherit."""
    environment = {**os.environ, "BATCH_MARK": mark, "PYTHONPATH": str(Path(batches.__file__).parents[2])}
    return subprocess.Popen(
        [*COMMAND, "--data", "data/toy.csv", "--codebook", "data/toy.yaml"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def processes(mark: str) -> list[int]:
    """Processes with this mark that are not dead."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            marked = f"BATCH_MARK={mark}".encode() in (folder / "environ").read_bytes().split(b"\0")
            state = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if marked and state not in "ZX":
            found.append(int(folder.name))
    return found


def gone(mark: str, *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not processes(mark):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def undisturbed(project):
    """Tables of a batch that nobody killed, and the seconds that it took."""
    begun = time.monotonic()
    running = start("undisturbed")
    assert running.wait(timeout=300) == 0, running.stderr.read()
    folder = project / "reports" / "towns"
    tables, seconds = batches.published(folder), time.monotonic() - begun
    folder.rename(project / "undisturbed")
    return tables, seconds


def test_killed_at_any_moment_it_goes_on_where_it_was(project, undisturbed):
    tables, longest = undisturbed
    draws, folder = random.Random(12), project / "reports" / "towns"
    hits = while_written = some_whole = 0
    for attempt in range(3 * MOMENTS):
        take_away_some(folder, project / f"taken-{attempt}", draws)
        mark = f"{project.parent.name}-{attempt}"
        running = start(mark)
        if attempt % 2:  # at a moment when reports are written, else at any
            waited(lambda ended=running.poll: ended() is not None or any(folder.glob("*.partial")))
        try:
            after = draws.uniform(0, 0.3) if attempt % 2 else draws.uniform(0, longest)
            assert running.wait(timeout=after) == 0, running.stderr.read()
            longest *= 1 if attempt % 2 else 0.8  # nobody was there to be killed
            continue
        except subprocess.TimeoutExpired:
            hits += 1
        while_written += any(folder.glob("*.partial"))
        kill_runner_or_child(running, mark, runner=hits % 3 > 0)
        assert gone(mark, seconds=2)
        running.stderr.close()
        whole = batches.whole_reports(folder) if folder.exists() else []
        assert all(batches.is_whole(report) for report in whole)
        some_whole += 0 < len(whole) < 4
        if hits == MOMENTS:
            break
    assert hits == MOMENTS and while_written >= MOMENTS / 5 and some_whole >= MOMENTS / 5
    last = start("last")
    assert last.wait(timeout=300) == 0, last.stderr.read()
    assert batches.published(folder) == tables
    assert len(batches.whole_reports(folder)) == 4
    assert [path.name for path in folder.iterdir() if path.suffix in (".partial", ".replaced")] == []


def take_away_some(folder: Path, elsewhere: Path, draws: random.Random) -> None:
    """Take away one to three finished reports of towns where all are finished, so that there is something to make."""
    whole = batches.whole_reports(folder) if folder.exists() else []
    if len(whole) == 4:
        elsewhere.mkdir()
        towns = sorted(path for path in whole if path.name != "all")
        for path in draws.sample(towns, draws.randint(1, 3)):
            path.rename(elsewhere / path.name)


def kill_runner_or_child(running: subprocess.Popen, mark: str, *, runner: bool) -> None:
    """Kill the command, or the youngest of its processes: then it says which report died, and goes on."""
    victim = running.pid if runner else max(processes(mark), default=running.pid)
    with suppress(ProcessLookupError):  # it ended by itself
        os.kill(victim, signal.SIGKILL)
    running.wait(timeout=120)


def test_where_the_process_dies_that_makes_all_reports_each_is_told_as_died(project):
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, "import time\ntime.sleep(600)")
    running, folder = start(project.parent.name), project / "reports" / "towns"
    assert waited(lambda: list(folder.glob("*.partial")))
    warm = [pid for pid in processes(project.parent.name) if b"workbench.reports.warm" in command_of(pid)]
    os.kill(min(warm), signal.SIGKILL)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 1 and "--engine" not in said
    content = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
    assert content["status"] == "failed"
    reported = [report for report in content["reports"] if report["status"] != "not reported"]
    assert {report["status"] for report in reported} == {"died"} and len(reported) == 4
    assert all("most often memory was full" in report["reason"] for report in reported)
    assert gone(project.parent.name, seconds=2) and not list(folder.glob("*.partial"))


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def waited(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found
