"""Plans and fake system commands for tests of unattended runs."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import yaml


def write_plan(folder: Path, name: str = "weekly.yaml", **keys: object) -> Path:
    """Write a plan of two files that need not be there, and make its folder a project."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").touch()
    path = folder / name
    path.write_text(yaml.safe_dump({"data": "my.sav", "codebook": "my.yaml", **keys}), encoding="utf-8")
    return path


def write_program(folder: Path, name: str, code: str) -> Path:
    """Write a program that Python runs, e.g. in the place of `crontab`."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{sys.executable} -IS\n{code}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
