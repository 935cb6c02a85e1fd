"""How a report of a batch ended, from what its process said and its exit status."""

import pytest

from workbench.reports.batches.one_report import _ending


@pytest.mark.parametrize(
    ("said", "status", "ending", "reason"),
    [
        ({"whole": True, "problem": ""}, 0, "whole", ""),
        ({"whole": False, "problem": "01_a (died) failed."}, 0, "failed", "01_a (died) failed."),
        ({"refused": "No item. Name one."}, 0, "refused", "No item. Name one."),
        ({}, -9, "died", "Its process was ended by signal 9; most often memory was full."),
        ({}, 3, "died", "Its process ended by itself (exit status 3)."),
    ],
)
def test_what_was_not_said_to_be_whole_is_not(said, status, ending, reason):
    assert _ending(said, status) == (ending, reason)
