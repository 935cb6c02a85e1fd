"""A file of a batch is never half: on a full disk the earlier one stays, and it is said."""

import errno
import os

import pytest

from workbench.errors import RunError
from workbench.reports.batches.state import write_whole


def test_on_a_full_disk_the_earlier_file_stays_and_nothing_half_is_left(tmp_path, monkeypatch):
    write_whole(tmp_path / "batch.json", "earlier")

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match=r"batch\.json of the batch .* cannot be written \(No space left on device\)"):
        write_whole(tmp_path / "batch.json", "later")
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"batch.json": "earlier"}
