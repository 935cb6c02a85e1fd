"""A site for many reports in a real browser: searched by keyboard, narrow, without scripts, and looked at by axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.reports.lab_pages import tab_to, violations
from tests.unit.reports.site.shelves import write_batch, write_run
from workbench.reports.site import write_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    reports = tmp_path_factory.mktemp("site") / "reports"
    write_batch(reports / "towns")
    for place in range(17):
        fieldwork = {"place": f"Åland {place}", "year": str(2010 + place)}
        write_run(reports / f"run {place}", title=f"A survey of wellbeing {place}", synthetic=True, fieldwork=fieldwork)
    write_site(reports, languages=["fi", "sv", "en"])
    return reports


def opened(browser, page, *, width=1280, scripts=True):
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    shown = context.new_page()
    shown.said = []
    shown.on("console", lambda message: shown.said.append(message.text))
    shown.goto(page.as_uri())
    return shown


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", [f"{page}{key}.html" for page in ("index", "areas") for key in ("", ".sv", ".en")])
def test_a_page_is_for_everybody(site, browser, name, width):
    page = opened(browser, site / name, width=width)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert page.said == [], "the policy of the page lets its script run"


def test_a_list_of_synthetic_data_alone_is_for_everybody(browser, tmp_path):
    write_run(tmp_path / "spring", synthetic=True)
    page = opened(browser, write_site(tmp_path).page)
    assert violations(page) == []
    expect(page.locator(".banner")).to_contain_text("Synthetic data.")


def test_the_list_is_searched_filtered_and_sorted_by_keyboard(site, browser):
    page = opened(browser, site / "index.en.html")
    rows = page.locator("tbody tr:visible")
    expect(page.get_by_role("status")).to_have_text("Shown: 20 of 20")
    tab_to(page, page, "Search")
    page.keyboard.type("åland SURVEY 201")
    expect(page.get_by_role("status")).to_have_text("Shown: 10 of 20")
    tab_to(page, page, "Year")
    page.keyboard.type("2014")
    expect(rows).to_have_count(1)
    assert violations(page) == []
    tab_to(page, page, "Show all")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(20)
    assert page.evaluate("document.activeElement.id") == "words"
    tab_to(page, page, "Year")
    while page.evaluate("document.activeElement.closest('th')") is None:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Report")
    expect(rows.first).to_contain_text("A survey of wellbeing 0")


def test_every_report_is_found_without_scripts(site, browser):
    page = opened(browser, site / "index.html", scripts=False)
    assert page.locator("tbody tr:visible").count() == 20
    assert not page.get_by_role("search").is_visible() and not page.locator("#shown").is_visible()
    page.get_by_role("link", name="A survey of wellbeing 3", exact=True).click()
    expect(page.locator("p")).to_have_text("A report.")


def test_the_numbers_of_areas_are_sorted(site, browser):
    page = opened(browser, site / "areas.en.html")
    for head, order in {"Group": ["=Oulu × Men", "Åbo × Women"], "Mean score": ["Åbo × Women", "=Oulu × Men"]}.items():
        page.get_by_role("button", name=head).click()
        assert page.locator("tbody th").all_inner_texts() == order
    page.get_by_role("link", name="All groups beside each other").click()
    expect(page.locator("p")).to_have_text("Overview")
