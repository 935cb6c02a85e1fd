"""What a run starts before it imports anything: a process of its own folder, which ends with it at once."""

import os
import subprocess
import sys

import pytest

from tests.unit.reports.warm.test_warm_process import gone, request, shown
from workbench.reports.warm import beginning

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")


def ran(begun, source):
    running = begun.warm.start(request([{"cell_type": "code", "source": source}]))
    assert running.wait(seconds=60)
    messages = list(running.messages(seconds_left=lambda: 60.0))
    running.end()
    return shown(messages)


def test_its_children_find_imported_what_was_asked_for_and_catalogues_read():
    source = (
        "import sys\nfrom workbench.wording import catalogue\n"
        "print('workbench.options' in sys.modules, catalogue._catalogue.cache_info().currsize)"
    )
    with beginning(["workbench.options"], languages="fi,sv,en") as begun:
        assert ran(begun, source) == "True 3\n"
    with beginning(["workbench.options"]) as begun:
        assert ran(begun, source) == "True 1\n"


def test_process_and_folder_are_gone_with_it_also_while_it_imports():
    with beginning(["workbench.page"]) as begun:
        pid = begun.warm._process.pid
        assert begun.scratch.is_dir()
    assert gone(pid, seconds=0.1)
    assert not begun.scratch.exists()


def test_beginning_imports_nothing_of_weight():
    program = "import sys, workbench.reports.warm\nprint(*{'nbformat', 'pandas', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout == "\n"
