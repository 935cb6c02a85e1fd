"""Pictures of a report and of JupyterLab in docs, made anew: ``python -m tests.documents.screens``; needs chromium."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reports import form_surveys
from tests.reports.lab_pages import A_RUN, PROJECT, TOKEN, copy_project, opened
from tests.reports.tools import tool
from workbench.disclosure.ledger import FOLDER_VARIABLE

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "tutorials" / "my-survey"
_WIDE = {"width": 860, "height": 620}
_FIRST_PAGE = {"width": 1000, "height": 1127}
_COLOURS = 48


def _keep(page: Page, name: str, folder: Path = FOLDER) -> None:
    """Keep what the window shows, in few colours, so that the picture is small."""
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    picture.save(folder / f"{name}.png", optimize=True)


def _walk(page: Page, survey: Path) -> None:
    """Go the way of the tutorial, and keep each step."""

    def press(name: str) -> None:
        page.get_by_role("button", name=name).last.click()
        page.wait_for_timeout(1500)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")

    page.set_input_files("#bring", survey)
    page.get_by_text("and chosen").wait_for()
    _keep(page, "1-file")
    press("Read the file")
    _keep(page, "2-items")
    press("Next")
    page.locator("[name='background.add'][value=age]").check()
    press("Add the ticked columns")
    for label, text in {"Unit": "years", "Lowest": "18", "Highest": "90"}.items():
        page.get_by_label(label).fill(text)
    page.locator("summary", has_text="Describe sex").click()
    _keep(page, "3-background")
    press("Next")
    _keep(page, "4-sample")
    press("Next")
    page.get_by_label("Title of the survey").fill("Our survey (every answer is made by a program)")
    _keep(page, "5-questions")
    press("Next")
    press("Write this file and check")
    _keep(page, "6-check")
    press("Next")
    page.get_by_role("button", name="Make the report").click()
    page.locator("#run-state", has_text="The report is finished.").wait_for(timeout=A_RUN)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    _keep(page, "7-run")
    page.locator("#run-link").click()
    page.locator("h1").wait_for()
    _keep(page, "8-report")


def _show_example(browser: Browser, folder: Path) -> None:
    """Keep the first page of the report on the example survey."""
    command = [sys.executable, "-m", "workbench.cli", "report", "--name", "example", "--output-folder", str(folder)]
    own = os.environ | {FOLDER_VARIABLE: str(folder / "ledger")}  # nobody reads this run
    subprocess.run(command, cwd=PROJECT, env=own, check=True, capture_output=True)
    page = browser.new_page(viewport=_FIRST_PAGE)
    page.goto((folder / "example" / "index.html").as_uri())
    _keep(page, "report", DOCS)


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        form_surveys.write_sav(folder / "own.sav")
        (folder / "jupyter").mkdir()
        project = copy_project(folder / "project")
        shutil.copytree(PROJECT / "notebooks", project / "notebooks", dirs_exist_ok=True)
        shutil.copytree(PROJECT / "data" / "published", project / "data" / "published")
        with opened(project, folder / "jupyter") as address:
            browser = playwright.chromium.launch(executable_path=tool("chromium"), args=["--no-sandbox"])
            _show_example(browser, folder)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/lab?token={TOKEN}")
            page.frame_locator('iframe[title="Workbench"]').get_by_role("heading", name="Make a report").wait_for()
            page.locator(".jp-DirListing-item").first.wait_for()
            _keep(page, "start-page", DOCS)
            page.set_viewport_size(_WIDE)
            page.goto(f"{address}/workbench/survey/file?token={TOKEN}")
            _walk(page, folder / "own.sav")


if __name__ == "__main__":
    sys.exit(main())
