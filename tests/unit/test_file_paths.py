"""Paths as somebody types them."""

from pathlib import Path

import pytest

from workbench.errors import ParameterError
from workbench.file_paths import typed_path


def test_a_path_may_lead_to_nothing_yet(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path("~/none.csv") == tmp_path / "none.csv"
    (tmp_path / "file").touch()
    assert typed_path(tmp_path / "file" / "below") == tmp_path / "file" / "below"


@pytest.mark.parametrize("text", ["x" * 300, "a\0b", "~nobody-of-this-name/a"])
def test_a_path_that_no_file_can_have_is_refused(text):
    with pytest.raises(ParameterError, match="cannot be that of a file or folder"):
        typed_path(Path(text) if "\0" not in text else text)
