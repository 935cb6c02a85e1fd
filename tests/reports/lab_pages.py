"""The project opened in JupyterLab, a browser, and what tests do with pages in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from workbench.disclosure.ledger import FOLDER_VARIABLE

PROJECT = Path(__file__).parents[2]
TOKEN = "a-token-of-the-tests"
A_RUN = 300_000  # milliseconds; all pages on a busy machine
_DRAWS = re.compile(r"(n_bootstrap|n_imputations|n_replicates): int = \d+")
_FEWER = {"n_bootstrap": 100, "n_imputations": 2, "n_replicates": 20}


def copy_project(folder: Path, *, pages: str = "0[13]_*.ipynb") -> Path:
    """The project with some of its pages, as a rule two, and fewer draws, so that a run takes seconds."""
    for part in ("data/example", "data/codebooks", "data/published", "docs/how-to", "docs/tutorials"):
        shutil.copytree(PROJECT / part, folder / part)
    for file in ("pyproject.toml", "GLOSSARY.md", "PRIVACY.md"):
        shutil.copy(PROJECT / file, folder / file)
    (folder / "notebooks").mkdir()
    for path in sorted((PROJECT / "notebooks").glob(pages)):
        text = _DRAWS.sub(lambda found: f"{found[1]}: int = {_FEWER[found[1]]}", path.read_text(encoding="utf-8"))
        (folder / "notebooks" / path.name).write_text(text, encoding="utf-8")
    return folder


def whole_report(project: Path) -> Path:
    """Folder of the newest report of all pages, each done, refused in a sentence, or with nothing to answer."""
    folder = max(project.glob("reports/*/record.json"), key=lambda path: path.stat().st_mtime).parent
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert record["status"] == "whole"
    assert len(record["notebooks"]) == 7
    assert {notebook["status"] for notebook in record["notebooks"]} <= {"done", "refused", "not run"}
    return folder


@contextmanager
def opened(project: Path, scratch: Path):
    """Give the address of JupyterLab, opened on the project as `workbench lab` does."""
    environment = {f"JUPYTER_{kind}_DIR": str(scratch / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    environment |= {"JUPYTERLAB_WORKSPACES_DIR": str(scratch), "JUPYTERLAB_SETTINGS_DIR": str(scratch)}
    environment |= {"JUPYTER_TOKEN": TOKEN, FOLDER_VARIABLE: str(scratch / "ledger")}
    with (scratch / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "workbench.cli", "lab", "--no-browser", "--port=0"],
            cwd=project,
            env=os.environ | environment,
            stderr=log,
        )
    try:
        yield _address(server, scratch / "log")
    finally:
        server.terminate()
        server.wait(60)


def _address(server, log):
    for _ in range(300):
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
            return found[0]
        assert server.poll() is None, log.read_text()
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def panel(page, title):
    """The frame of a panel of the lab, once it has its heading."""
    frame = page.locator(f'iframe[title^="{title}"]')
    expect(frame.content_frame.locator("h1")).to_be_visible(timeout=60_000)
    return frame.element_handle().content_frame()


def violations(frame):
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in Axe().run(frame).response["violations"]]


def tab_to(page, frame, words):
    """Press Tab until the element with these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = frame.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent")
        if focused.strip() == words:
            return
    raise AssertionError(f"Tab never reaches {words}")
