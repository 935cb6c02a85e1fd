"""JupyterLab in a real browser, as a newcomer meets it: start page, run, report, by keyboard, and looked at by axe."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.reports.lab_pages import A_RUN, TOKEN, copy_project, panel, tab_to, violations

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("lab") / "project")


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    shown = context.new_page()
    shown.goto(f"{address}/lab?token={TOKEN}")
    yield shown
    context.close()


def test_a_newcomer_comes_from_opening_to_the_report_with_the_keyboard(page):
    start = panel(page, "Workbench")
    assert violations(start) == []
    tab_to(page, start, "Run the example")
    page.keyboard.press("Enter")
    expect(start.locator("#run-state")).to_contain_text("Page 1 of 2: Response quality.", timeout=60_000)
    assert start.evaluate("document.activeElement.id") == "run-title"
    assert violations(start) == []
    report = panel_of_report(page)
    assert start.locator("#run-state").inner_text() == "The report is finished."
    assert start.locator("#run-pages .status").all_inner_texts() == ["done", "done"]
    assert re.search(r"workbench report$", start.locator("#run-command").inner_text())
    assert start.locator("#recent .status").first.inner_text() == "whole"
    assert violations(start) == []
    tab_to(page, report, "Reliability")
    page.keyboard.press("Enter")
    expect(page.locator('iframe[title^="synthetic-adult"]').content_frame.locator("h1")).to_have_text("Reliability")


def panel_of_report(page):
    page.locator('iframe[title^="synthetic-adult"]').wait_for(timeout=A_RUN)
    return panel(page, "synthetic-adult")


def test_a_wrong_choice_ends_in_a_sentence_and_nothing_is_lost_on_reload(page, address):
    start = panel(page, "Workbench")
    tab_to(page, start, "Survey file")
    page.keyboard.type("data/example/bfi")
    tab_to(page, start, "Codebook")
    page.keyboard.type("data/codebooks/synth")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(start.locator("#run-state")).to_have_text("The run was refused before it began.", timeout=A_RUN)
    said = start.locator("#run-message").inner_text()
    assert "bfi.csv" in said
    assert said.endswith(".")
    assert "--data data/example/bfi.csv" in start.locator("#run-command").inner_text()
    assert violations(start) == []
    page.goto(f"{address}/workbench/")  # also outside the lab, and after a reload
    expect(page.locator("#run-message")).to_have_text(said)
    assert violations(page) == []


def test_links_open_in_the_lab(page):
    start = panel(page, "Workbench")
    start.get_by_role("link", name="Glossary").click()
    expect(page.locator(".jp-MarkdownViewer h1")).to_contain_text("Glossary", timeout=30_000)
    page.get_by_role("tab", name="Workbench").click()
    start.get_by_role("link", name="Response quality").first.click()
    expect(page.get_by_role("tab", name="01_response_quality.ipynb")).to_be_visible(timeout=30_000)


def test_a_file_brought_meanwhile_can_be_chosen(page, project):
    start = panel(page, "Workbench")
    start.locator("#codebook").select_option("data/codebooks/bfi-agreeableness.yaml")
    (project / "data" / "private").mkdir(exist_ok=True)
    shutil.copy(project / "data" / "example" / "bfi.csv", project / "data" / "private" / "mine.csv")
    page.get_by_role("button", name="New Folder").focus()
    start.locator("#survey").focus()
    expect(start.locator("#survey option").nth(1)).to_have_text("data/private/mine.csv")
    assert start.locator("#codebook").input_value() == "data/codebooks/bfi-agreeableness.yaml"


def test_the_launcher_has_the_start_page(page):
    panel(page, "Workbench")
    page.locator(".lm-TabBar-tab", has_text="Workbench").locator(".lm-TabBar-tabCloseIcon").click()
    page.get_by_role("button", name="New Launcher").first.click()
    page.locator(".jp-LauncherCard:visible", has_text="Start page of the workbench").first.click()
    panel(page, "Workbench")


@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_wider_than_the_window(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/workbench/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_jupyter_asks_for_no_news(page):
    panel(page, "Workbench")
    page.wait_for_timeout(3000)
    assert page.get_by_text("official Jupyter news").count() == 0
