"""Report pages in a real browser: nothing wider than the window, pictures shown and described, letters whole."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.reports.tools import tool

PROJECT = Path(__file__).parents[2]
PAGES = [
    "index",
    "01_response_quality",
    "02_single_factor",
    "03_reliability",
    "04_beyond_the_cutoff",
    "05_subgroups",
    "06_measurement_invariance",
    "07_item_response",
]
pytestmark = pytest.mark.slow

# The page forbids scripts, so it is measured from outside, through a frame of the wanted width.
FRAME = """<!doctype html><meta charset="utf-8"><body style="margin:0">
<iframe id="page" src="{url}" style="width:{width}px;height:900px;border:0"></iframe><pre id="found"></pre>
<script>
document.getElementById("page").onload = function (event) {{
  const page = event.target.contentDocument;
  const images = [...page.images];
  document.getElementById("found").textContent = JSON.stringify({{
    width: page.documentElement.scrollWidth,
    headings: page.querySelectorAll("h1").length,
    language: page.documentElement.lang,
    broken: images.filter((image) => !image.complete || image.naturalWidth === 0).length,
    undescribed: images.filter((image) => image.alt.trim().length < 20).length,
    images: images.length,
    outside: [...page.querySelectorAll("[src], link[href]")]
      .map((node) => node.getAttribute("src") || node.getAttribute("href"))
      .filter((url) => /^(https?:)?\\/\\//.test(url)),
    unscoped: page.querySelectorAll("th:not([scope])").length,
    words: page.body.innerText.trim().split(/\\s+/).length,
    tables: page.querySelectorAll("table").length,
  }});
}};
</script>"""


def browse(folder, *options):
    command = [tool("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-sync", "--disable-component-update", "--disable-quic"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=True).stdout


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    command = [sys.executable, "-m", "workbench.cli", "report", "--name", "run", "--lang", "en,fi,sv"]
    command += ["--output-folder", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "run"


def measure(page, width, folder):
    frame = folder / "frame.html"
    frame.write_text(FRAME.format(url=page.as_uri(), width=width), encoding="utf-8")
    shown = browse(folder, "--virtual-time-budget=20000", "--window-size=1400,1000", "--dump-dom", frame.as_uri())
    return json.loads(re.search(r'<pre id="found">(.*?)</pre>', shown, re.DOTALL)[1].replace("&amp;", "&"))


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("page", [*PAGES, "01_response_quality-appendix", "05_subgroups-appendix"])
def test_page(run, tmp_path, page, width):
    found = measure(run / f"{page}.html", width, tmp_path)
    assert found["width"] <= width, "the page scrolls sideways"
    assert found["headings"] == 1
    assert found["language"] == "en"
    assert (found["broken"], found["undescribed"], found["unscoped"]) == (0, 0, 0)
    assert found["outside"] == []
    assert found["words"] > 100
    assert found["images"] > 0


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_pages_of_the_report_are_short_in_each_language_and_together(run, browser, language):
    folder, page, words = run if language == "en" else run / language, browser.new_page(), 0
    for name in PAGES:
        page.goto((folder / f"{name}.html").as_uri())
        own = len(page.inner_text("body").split())
        assert own <= 1200, name
        assert (page.locator("table").count() <= 4, page.locator("img").count() <= 3) == (True, True), name
        words += own
    page.close()
    assert words <= 9000


CELLS = """[...document.querySelectorAll("td")].map((cell) =>
    [cell.textContent.trim(), cell.closest("tr").classList.contains("withheld"), cell.closest(".exhibit, main").id])"""


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_no_cell_of_any_table_is_blank_and_a_dash_is_for_what_is_withheld_alone(run, browser, language):
    folder, page, found = run if language == "en" else run / language, browser.new_page(), []
    files = sorted(folder.glob("*.html"))
    for file in files:
        page.goto(file.as_uri())
        for text, withheld, table in page.evaluate(CELLS):
            if not text or (text in "–-" and not withheld):
                found.append((file.name, table, text))
    page.close()
    assert len(files) >= 17 and found == []


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_each_page_begins_with_a_finding_and_has_one_name_in_tab_contents_and_first_page(run, browser, language):
    folder, page = run if language == "en" else run / language, browser.new_page()
    page.goto((folder / "index.html").as_uri())
    names = page.locator(".questions h3 a").all_text_contents()
    scale = page.get_by_text("Osallisuusindikaattori / Experiences").first
    assert page.locator(".answer").bounding_box()["y"] < scale.bounding_box()["y"]
    for name, shown in zip(PAGES[1:], names, strict=True):
        page.goto((folder / f"{name}.html").as_uri())
        assert page.locator("h1").inner_text() == shown == page.title().partition(" – ")[0]
        assert page.locator(".contents [aria-current]").inner_text() == shown
        assert page.locator(".contents > li > a").all_text_contents()[1:] == names
        assert page.locator("h1 + .finding").count() == 1, name
    page.close()


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_page_with_finnish_statements_says_once_whose_words_they_are(run, browser, language):
    folder, page = run if language == "en" else run / language, browser.new_page()
    said = {"en": "official Finnish wording", "fi": "virallisessa", "sv": "officiella finska ordalydelse"}[language]
    for name in PAGES:
        page.goto((folder / f"{name}.html").as_uri())
        has_statements = language != "fi" and page.locator("td[lang=fi]").count() > 0
        assert page.locator("header").inner_text().count(said) == has_statements, name
        assert page.locator("main").inner_text().count(said) == 0
    page.close()


def test_printed_page_keeps_finnish_letters_and_says_that_it_is_synthetic(run, tmp_path):
    pdf = tmp_path / "page.pdf"
    browse(tmp_path, f"--print-to-pdf={pdf}", (run / "01_response_quality.html").as_uri())
    text = subprocess.run([tool("pdftotext"), pdf, "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    assert "Pystyn vaikuttamaan oman elämäni kulkuun" in words
    assert "Synthetic data." in words


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=tool("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


def violations(page):
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_no_page_of_any_language_has_a_barrier_that_axe_finds(run, browser, language):
    folder, found = run if language == "en" else run / language, {}
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    files = sorted(folder.glob("*.html"))
    assert len(files) >= 17
    for file in files:
        page.goto(file.as_uri())
        assert page.locator("html").get_attribute("lang") == language
        found |= {file.name: wrong} if (wrong := violations(page)) else {}
    page.close()
    assert found == {}


@pytest.mark.parametrize("file", ["index", "04_beyond_the_cutoff", "05_subgroups-appendix", "citing"])
def test_a_page_serves_dark_and_forced_colours_and_is_read_without_sideways_scrolling_at_four_hundred_per_cent(
    run, browser, file
):
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto((run / f"{file}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    beyond = """[...document.querySelectorAll("main *")].filter(
        (node) => node.scrollWidth > node.clientWidth + 1 && node.tabIndex < 0
            && getComputedStyle(node).overflowX === "auto"
    ).length"""
    assert page.evaluate(beyond) == 0, "something scrolls that no keyboard reaches"
    for media in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}):
        page.emulate_media(**media)
        assert violations(page) == [], media
    page.close()


def heard(page):
    """What programs that read aloud are told of the tables of a page: how many of each role, and the captions."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    counts = {role: sum(own == role for own, _ in told) for role in ("table", "row", "rowheader", "columnheader")}
    return counts, [name for role, name in told if role == "table"]


@pytest.mark.parametrize("file", ["01_response_quality", "04_beyond_the_cutoff", "06_measurement_invariance", "citing"])
def test_a_table_that_folds_on_a_narrow_screen_is_heard_as_the_table_that_it_is(run, browser, file):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((run / f"{file}.html").as_uri())
    wide = heard(page)
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.locator(".cards").count() >= 2
    assert heard(page) == wide
    assert all(wide[1]) and wide[0]["rowheader"] > 2
    assert violations(page) == []
    cells = "tbody td:not([colspan])"
    folded = """(cells) => [...document.querySelectorAll(".cards")].every((node) => node.scrollWidth <= node.clientWidth
        && [...node.querySelectorAll(cells)].every((cell) => cell.dataset.label))"""
    assert page.evaluate(folded, cells)
    page.close()


def test_a_table_that_is_copied_pastes_as_one_table_with_its_words_alone(run, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((run / "04_beyond_the_cutoff.html").as_uri())
    table = page.locator("#\\30 4_odds_ratios table")
    cells = table.locator("th, td").all_text_contents()
    table.evaluate("(node) => getSelection().selectAllChildren(node.parentNode.querySelector('table').parentNode)")
    page.keyboard.press("Control+c")
    page.goto("data:text/html,<div contenteditable></div>")
    page.locator("[contenteditable]").click()
    page.keyboard.press("Control+v")
    pasted = page.locator("[contenteditable] table")
    assert pasted.count() == 1
    assert pasted.locator("th, td").all_text_contents() == cells
    assert "Odds ratios of a score below 50" in pasted.locator("caption").inner_text()
    assert pasted.locator("div, p, ul, a, img").count() == 0
    page.close()
