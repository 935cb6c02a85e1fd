"""Limits hold at their edge, and files made to stop a machine end at once."""

import time

import pytest

from workbench.errors import DataError
from workbench.yaml_files import read_yaml
from workbench.yaml_files.limits import DEEPEST


def _read(tmp_path, text):
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    return read_yaml(tmp_path / "x.yaml", kind="Codebook")


def test_depth_up_to_the_limit_is_read(tmp_path):
    depth = DEEPEST - 1
    assert _read(tmp_path, "[" * depth + "]" * depth).content
    with pytest.raises(DataError, match="nests more than"):
        _read(tmp_path, "[" * DEEPEST + "]" * DEEPEST)


def test_an_alias_that_repeats_little_is_read(tmp_path):
    assert _read(tmp_path, "a: &a {1: x}\nb: *a\nc: {<<: *a, 2: y}").content["c"] == {1: "x", 2: "y"}


@pytest.mark.parametrize("bomb", ["b{}: &b{} {{<<: [{}]}}", "b{}: &b{} [{}]"])
def test_bombs_end_at_once(tmp_path, bomb):
    lines = ["b0: &b0 {a: 1}"]
    lines += [bomb.format(n, n, ",".join([f"*b{n - 1}"] * 9)) for n in range(1, 12)]
    began = time.monotonic()
    with pytest.raises(DataError, match="more than 50,000 keys and values"):
        _read(tmp_path, "\n".join(lines))
    assert time.monotonic() - began < 5
