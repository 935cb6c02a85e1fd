"""A child of the warm process is alone: whatever it does, and however it ends, no other notebook notices."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.reports.warm import WarmProcess

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    process = WarmProcess(
        modules=["workbench.intake", "workbench.population", "matplotlib"],
        environment=os.environ,
        folder=tmp_path_factory.mktemp("warm"),
    )
    yield process
    process.close()


def request(cells, *, folder=None, environment=None):
    return {
        "task": "workbench.reports.warm.cells",
        "cells": cells,
        "folder": str(folder or Path.cwd()),
        "environment": dict(environment or os.environ),
        "described": False,
    }


def run(warm, *sources, seconds=60.0, folder=None, environment=None):
    """Messages of the child, whether it reached its end, and its exit status."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    running = warm.start(request(cells, folder=folder, environment=environment))
    assert running.wait(seconds=60)
    messages = list(running.messages(seconds_left=lambda: seconds))
    return messages, {"ended": True} in messages, running.end()


def shown(messages):
    return "".join(o.get("text", "") for m in messages for o in m.get("outputs", []))


CHANGES = """
import os, random, sys, tempfile, warnings
import matplotlib, numpy, pandas, workbench
from workbench import intake
intake.read_survey = None
workbench.left_behind = 1
sys.left_behind = 1
os.environ["LEFT_BEHIND"] = "1"
os.chdir("/")
os.umask(0)
matplotlib.rcParams["font.size"] = 99
pandas.set_option("display.max_rows", 3)
warnings.simplefilter("error")
random.seed(1), numpy.random.seed(1), numpy.seterr(all="raise")
left = open(tempfile.mktemp(), "w")
print("changed")
"""
STATE = """
import os, random, sys, warnings
import matplotlib, numpy, pandas, workbench
from workbench import intake
mask = os.umask(0)
print([callable(intake.read_survey), hasattr(workbench, "left_behind"), hasattr(sys, "left_behind"),
       os.environ.get("LEFT_BEHIND"), os.getcwd(), mask, matplotlib.rcParams["font.size"],
       pandas.get_option("display.max_rows"), len(warnings.filters), numpy.geterr(), "CHANGES" in globals(),
       len(os.listdir("/proc/self/fd"))])
"""


def test_nothing_that_a_notebook_changes_reaches_the_next(warm, tmp_path):
    before = shown(run(warm, STATE, folder=tmp_path)[0])
    assert str(tmp_path) in before
    assert shown(run(warm, CHANGES, folder=tmp_path)[0]) == "changed\n"
    assert shown(run(warm, STATE, folder=tmp_path)[0]) == before


def test_each_notebook_draws_chance_of_its_own(warm):
    source = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    assert shown(run(warm, source)[0]) != shown(run(warm, source)[0])


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("import os\nos._exit(3)", 3),
        ("import ctypes\nctypes.string_at(0)", -signal.SIGSEGV),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_a_death_is_told_as_what_it_was_and_is_the_notebooks_own(warm, source, status):
    messages, ended, found = run(warm, "print('alive')", source, "print('never')")
    assert (ended, found) == (False, status)
    assert shown(messages) == "alive\n"
    assert run(warm, "1")[1:] == (True, 0)


def test_too_much_memory_is_the_notebooks_own_fault(warm):
    source = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))\nx = bytearray(10**10)"
    messages, ended, _ = run(warm, source)
    assert ended and not messages[-2]["right"]
    assert run(warm, "1")[1:] == (True, 0)


def test_where_memory_is_full_a_notebook_ends_before_those_that_wait_for_it(warm):
    source = "import os\nprint(*(open(f'/proc/{p}/oom_score_adj').read().strip() for p in (os.getpid(), os.getppid())))"
    own, waiting = map(int, shown(run(warm, source)[0]).split())
    assert own == 1000 > waiting


def test_time_that_is_up_takes_what_the_notebook_started_with_it(warm):
    source = "import subprocess, time\nprint(subprocess.Popen(['sleep', '600']).pid)"
    cells = [{"cell_type": "code", "source": text} for text in (source, "while True: pass")]
    running = warm.start(request(cells))
    told = []
    assert running.wait(seconds=60)
    with pytest.raises(TimeoutError):
        told.extend(running.messages(seconds_left=lambda: 0.0))
    for message in running.messages(seconds_left=lambda: 60.0):
        told.append(message)
        if "ends" in message:
            break
    assert running.end() == -signal.SIGKILL
    assert gone(int(shown(told)))


def test_a_warm_process_has_one_thread_to_fork_from(warm):
    source = "import os\nprint(len(os.listdir(f'/proc/{os.getppid()}/task')))"
    assert shown(run(warm, source)[0]) == "1\n"


STARTER = """
import os, sys, time
from pathlib import Path
from workbench.reports.warm import WarmProcess
process = WarmProcess(modules=[], environment=os.environ, folder=Path.cwd())
cells = [{"cell_type": "code", "source": "import os\\nprint(os.getpid(), os.getppid())"},
         {"cell_type": "code", "source": "while True: pass"}]
running = process.start({"task": "workbench.reports.warm.cells", "cells": cells, "folder": str(Path.cwd()),
                         "environment": dict(os.environ), "described": False})
running.wait(seconds=60)
for message in running.messages(seconds_left=lambda: 60.0):
    if "ends" in message:
        print(message["outputs"][0]["text"], flush=True)
        break
time.sleep(600)
"""


def test_no_process_outlives_a_starter_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True) as starter:
        child, parent = map(int, starter.stdout.readline().split())
        starter.kill()
    assert all(gone(pid, seconds=2) for pid in (child, parent))


def gone(pid, *, seconds=5.0):
    """Whether a process ends within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
