"""A command that is killed leaves nothing running, whatever its notebooks started and wherever they ran."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reports import batches, toys

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands on orphans")]

STARTS = """\
import json, os, subprocess, time
from pathlib import Path
started = [subprocess.Popen(["sleep", "1000"]).pid]
started += [subprocess.Popen(["sleep", "1000"], start_new_session=True).pid]
shell = subprocess.run("setsid sleep 1000 > /dev/null 2>&1 & echo $!", shell=True, stdout=subprocess.PIPE, text=True)
started += [int(shell.stdout), os.getpid()]
new = Path("started.new").write_text(json.dumps(started))
Path("started.json").exists() or os.replace("started.new", "started.json")
"""
RUN = ("run", "notebooks/01_starts.ipynb", "--data", "data/toy.csv", "--codebook", "data/toy.yaml", "--name", "killed")
BATCH = ("batch", "--by", "town", "--data", "data/toy.csv", "--codebook", "data/toy.yaml", "--name", "killed")
COMMANDS = {"warm": RUN, "kernel": (*RUN, "--engine", "kernel"), "batch": BATCH}


def begun(folder: Path, cell: str, command: tuple[str, ...]) -> tuple[subprocess.Popen, list[int]]:
    """Begin a command whose notebook starts processes; return it and their ids, the notebook's last."""
    project = batches.write_project(folder / "project")
    (project / "notebooks" / "01_means.ipynb").unlink()
    toys.write_notebook(project / "notebooks", "01_starts", cell)
    with toys.inside(project):
        around = {**os.environ, "PYTHONPATH": str(Path(batches.__file__).parents[2])}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen([sys.executable, "-m", "workbench.cli", *command], cwd=project, env=around, **quiet)
    end = time.monotonic() + 120
    while not (told := project / "started.json").exists():
        assert running.poll() is None and time.monotonic() < end
        time.sleep(0.05)
    return running, json.loads(told.read_text(encoding="utf-8"))


def left(processes: list[int], *, seconds: float) -> list[int]:
    """Those of some processes that run still after some seconds."""
    end = time.monotonic() + seconds
    while (found := [pid for pid in processes if is_alive(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


@pytest.mark.parametrize("way", COMMANDS)
def test_whatever_a_notebook_started_ends_with_a_command_that_is_killed(tmp_path, way):
    running, started = begun(tmp_path, f"{STARTS}\nwhile True: pass", COMMANDS[way])
    assert len(started) == 4 and all(map(is_alive, started))
    running.kill()
    running.wait()
    assert left(started, seconds=2) == []


@pytest.mark.parametrize("way", ["warm", "batch"])
def test_whatever_a_notebook_started_ends_with_its_own_process(tmp_path, way):
    running, started = begun(tmp_path, f"{STARTS}\nimport time\ntime.sleep(1000)", COMMANDS[way])
    *orphans, notebook = started
    os.kill(notebook, signal.SIGKILL)
    assert left(orphans, seconds=2) == []
    running.kill()
    running.wait()
