"""One environment, said three times: pyproject.toml, uv.lock and environment.yml must agree."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from rattler import BuildString, MatchSpec, PackageRecord

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = {
    package["name"]: package["version"]
    for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    if "version" in package
}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def split(requirement):
    name, limits = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", requirement).groups()
    return canonical(name), frozenset(limits.replace(" ", "").split(","))


def conda_requirements():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    return [entry for entry in entries if isinstance(entry, str) and entry != "pip"]


def test_environment_yml_asks_for_what_pyproject_asks_for():
    wanted = {split(r) for r in PROJECT["dependencies"]} | {split("python" + PROJECT["requires-python"])}
    assert {split(r) for r in conda_requirements()} == wanted


@pytest.mark.parametrize("requirement", [r for r in conda_requirements() if not r.startswith("python ")])
def test_conda_reads_each_requirement_so_that_the_locked_version_fits(requirement):
    name, _ = split(requirement)
    record = PackageRecord(
        name=requirement.split()[0], version=LOCKED[name], build=BuildString("0"), build_number=0, subdir="noarch"
    )
    assert MatchSpec(requirement).matches(record)


def test_lock_is_current():
    check = subprocess.run(
        [sys.executable, "-m", "uv", "lock", "--check", "--offline"], cwd=ROOT, capture_output=True, text=True
    )
    assert check.returncode == 0, check.stderr
