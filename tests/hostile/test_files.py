"""Names of files, runs and output folders: taken as they are or refused, and never a place elsewhere."""

import html
import json
import re
import shutil
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

from tests.reports import toys


class Names(NamedTuple):
    """Of the files of a command, without their endings, and of the folder that its run is put into."""

    data: str
    codebook: str
    notebook: str
    folder: str


@pytest.mark.slow
def test_every_name_is_taken_as_it_is_or_refused_and_leads_nowhere_else(place):
    """Each as the name of a run, and in the same commands each as the name of a file or folder that it reads."""
    waiting = deque(names_of_files(place))
    assert len(waiting) > 150 / 4

    def taken(value):
        try:
            names = waiting.popleft()
        except IndexError:
            names = Names("toy", "toy", "01_toy", "toy")
        result = place.command("run", *words(place, names), f"--name={value}", "--engine=kernel")  # refuses sooner
        if result.exit_code:
            assert result.exit_code == 2 and "of a run" in result.stderr, (value[:40], result.output)
            waiting.appendleft(names)
            return False
        check(place, names, value)
        return True

    write(place, Names("toy", "toy", "01_toy", "toy"))
    with ThreadPoolExecutor(2) as threads:
        made = {value for value, own in zip(place.words, threads.map(taken, place.words), strict=True) if own}
        further = [f"further {number}" for number in range(len(waiting))]
        assert all(threads.map(taken, further))
    assert not waiting
    assert {"01", "1e5", "İstanbul", "日本語", "nan", "a b  c", "import os"} <= made
    assert not {"", "..", "/etc/passwd", "CON", "nul", "x.partial", "-rf", "a" * 300} & made


def names_of_files(place):
    """Write survey file, codebook and notebook under every name that this system has for a file, four at a time."""
    fit = []
    for value in place.words:
        if value and Path(value).name == value and value != "..":  # others are paths elsewhere, or have no ending
            with suppress(OSError):
                (place.project / f"{value}.ipynb").touch()
                (place.project / f"{value}.ipynb").unlink()
                fit.append(value)
    fit += fit[: -len(fit) % 4]
    for start in range(0, len(fit), 4):
        names = Names(*fit[start : start + 4])
        write(place, names)
        yield names


def write(place, names):
    data = place.project / "data"
    (data / "files").mkdir(exist_ok=True)
    shutil.copyfile(data / "toy.csv", data / "files" / f"{names.data}.csv")
    shutil.copyfile(data / "toy.yaml", data / "files" / f"{names.codebook}.yaml")
    toys.write_notebook(place.project / "pages", names.notebook, toys.TABLE)
    (place.project / "out" / names.folder).mkdir(parents=True, exist_ok=True)


def words(place, names):
    data = place.project / "data" / "files"
    yield from (f"pages/{names.notebook}.ipynb", "--data", f"{data}/{names.data}.csv")
    yield from ("--codebook", f"{data}/{names.codebook}.yaml", "--output-folder", f"out/{names.folder}")


def check(place, names, run):
    """Look whether the report stands in its place, names what it was made of, and has links that lead to its pages."""
    folder = place.project / "out" / names.folder / run
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    source, (notebook,) = record["source"], record["notebooks"]
    assert (record["run"], record["status"]) == (run, "whole")
    assert (source["data"], notebook["notebook"]) == (f"{names.data}.csv", f"{names.notebook}.ipynb")
    assert source["codebook"] == f"{names.codebook}.yaml"
    for page in folder.glob("*.html"):
        for link in re.findall(r'href="([^"#][^"]*)"', page.read_text(encoding="utf-8")):
            address = urlsplit(html.unescape(link))
            assert address.scheme in ("", "https"), (run, link)
            assert address.scheme or (folder / unquote(address.path)).exists(), (run, link)
