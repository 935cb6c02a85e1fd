"""What a kernel may say about an error."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

from workbench.errors import DataError, NotEstimable
from workbench.options import check_fraction
from workbench.reports.told_errors import describe


def description(error):
    with pytest.raises(type(error)) as caught:
        raise error
    return json.loads(describe(caught.type, caught.value, caught.tb))


def test_our_errors_keep_their_sentence_and_their_kind():
    described = description(NotEstimable("Only 3 answers. Ask more."))
    assert described["message"] == "Only 3 answers. Ask more."
    assert described["kinds"][0] == "NotEstimable"


def test_a_subclass_of_ours_is_still_known_by_its_kind():
    class TooFew(NotEstimable):
        pass

    assert "NotEstimable" in description(TooFew("Only 3."))["kinds"]


@pytest.mark.parametrize(
    "error", [ValueError("secret"), pd.errors.DataError("secret"), KeyError("secret"), OSError("secret")]
)
def test_other_errors_keep_their_type_alone(error):
    assert description(error) == {"type": type(error).__name__, "kinds": [], "message": "", "frames": []}


@pytest.mark.parametrize("message", [f"Wrong: {pd.Series([1, 2, 3])}", "x" * 1001])
def test_a_message_of_ours_that_is_no_sentence_is_left_out(message):
    assert description(DataError(message))["message"] == ""


def test_frames_name_only_lines_of_the_workbench():
    with pytest.raises(Exception, match="outside") as caught:
        check_fraction("x", 3)
    frames = json.loads(describe(caught.type, caught.value, caught.tb))["frames"]
    assert len(frames) == 1
    assert frames[0].startswith("workbench/options.py:")
    assert frames[0].endswith(" in check_fraction")


def test_only_what_a_report_may_say_leaves_the_kernel():
    with pytest.raises(NotEstimable) as caught:
        raise NotEstimable("Level `sea` is separated. Merge it.", in_report="A level is separated. Merge it.")
    described = json.loads(describe(caught.type, caught.value, caught.tb))
    assert described["message"] == "A level is separated. Merge it."


@pytest.mark.parametrize("module", ["workbench.reports.kernel", "workbench.cli"])
def test_start_without_what_only_some_need(module):
    """Each notebook has its own kernel and each `--help` its own process: neither waits for pandas."""
    heavy = ("pandas", "scipy", "workbench.intake")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
