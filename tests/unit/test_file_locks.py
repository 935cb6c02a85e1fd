"""Locks: what rests on one is refused where there is none, and what only tells is silent."""

import fcntl

import pytest

from workbench.file_locks import holding, is_held, locked, try_lock


def test_a_file_that_cannot_be_locked_is_not_taken_for_locked(tmp_path, monkeypatch):
    def no_locks(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(OSError, match="No locks available"), locked(tmp_path / "lock"):
        pytest.fail("nobody keeps others out")
    with (tmp_path / "lock").open("w") as file:
        assert not try_lock(file)
    with holding(tmp_path):
        assert not is_held(tmp_path)


def test_who_holds_keeps_others_out(tmp_path):
    with (tmp_path / "lock").open("w") as one, (tmp_path / "lock").open("w") as two:
        assert try_lock(one)
        assert not try_lock(two)
        assert is_held(tmp_path / "lock")
    assert not is_held(tmp_path / "lock")
