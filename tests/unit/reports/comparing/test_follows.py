"""The run that a new report follows."""

import pytest

from tests.unit.reports.comparing.kept_folders import MEAN, mean, write_report
from workbench.errors import RunError
from workbench.reports.comparing.follows import follows
from workbench.reports.comparing.kept_report import one_report


def test_the_numbers_of_a_new_report_are_set_beside_the_earlier_ones(tmp_path):
    rows = {name: [f"{MEAN},42,{n},,0.34,{low},{high}"] for name, (n, low, high) in NUMBERS.items()}
    before, after = (
        write_report(tmp_path / name, headlines=[mean(*NUMBERS[name])], rows=rows[name], **other)
        for name, other in (("one", {}), ("two", {"source": {"data_sha256": "9" * 64}}))
    )
    followed, new = follows(before), one_report(after)
    (change,) = followed.compare(new.record, new.tables)
    assert (followed.run, change.label, change.before, change.after) == ("one", MEAN, "75.2", "72.2")
    assert change.word.startswith("lower; difference")


NUMBERS = {"one": (75.2, 74.5, 75.9), "two": (72.2, 71.5, 72.9)}


def test_only_a_finished_report_can_be_followed(tmp_path):
    with pytest.raises(RunError, match="There is no folder nowhere"):
        follows(tmp_path / "nowhere")
