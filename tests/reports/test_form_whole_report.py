"""A newcomer's path by the form to a whole report: all pages, on a file of one's own with years and municipalities."""

from __future__ import annotations

import json
import re

import pandas as pd
import pyreadstat
import pytest
from playwright.sync_api import expect

from tests.reports import form_surveys
from tests.reports.lab_pages import A_RUN, TOKEN, copy_project, whole_report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("whole") / "project", pages="0*.ipynb")


@pytest.fixture
def page(browser, address):
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(f"{address}/workbench/survey/file?token={TOKEN}")
    yield shown
    context.close()


def write_survey(path):
    """The ESIS of three years in two municipalities, with labels as SPSS has them."""
    form_surveys.write_sav(path)
    frame, meta = pyreadstat.read_sav(str(path))
    frame["vuosi"] = [2019.0, 2022.0, 2024.0, 2024.0] * (len(frame) // 4)
    frame["kunta"] = [49.0, 92.0] * (len(frame) // 2)
    labels = meta.column_names_to_labels | {"vuosi": "Year of the survey", "kunta": "Municipality"}
    values = meta.variable_value_labels | {"kunta": {49.0: "Espoo", 92.0: "Vantaa"}}
    pyreadstat.write_sav(frame, str(path), column_labels=labels, variable_value_labels=values)


def onward(page, step):
    page.get_by_role("button", name="Next").last.click()
    expect(page.locator("h1")).to_have_text(step)


def test_a_survey_of_three_years_becomes_a_report_of_all_pages(page, project, tmp_path):
    write_survey(tmp_path / "own.sav")
    page.set_input_files("#bring", tmp_path / "own.sav")
    expect(page.locator("#bring-state")).to_have_text("own.sav is in data/private/ and chosen.")
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#matched")).to_contain_text("10 of 10 statements")
    onward(page, "Background")
    year, area = page.get_by_label("Column that holds the year"), page.get_by_label("Column that holds the area")
    assert (year.input_value(), area.input_value()) == ("", "")  # proposed and not chosen
    expect(page.locator("#year-hint")).to_contain_text("By name or label it may be vuosi.")
    expect(page.locator("#area_2e0-hint")).to_contain_text("By name or label it may be kunta.")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        year.select_option("vuosi")
    expect(page.locator("h2", has_text="Year of the survey")).to_be_visible()  # its card, at once
    area.select_option("kunta")
    onward(page, "Sample")
    assert page.get_by_label("Weights").input_value() == "wgt"
    for step in ("Questions", "Check"):
        onward(page, step)
    page.get_by_role("button", name="and check").click()
    expect(page.get_by_role("heading", name="What will be withheld")).to_be_visible(timeout=30_000)
    onward(page, "Run")
    page.get_by_role("button", name="Make the report").click()
    expect(page.locator("#run-state")).to_have_text("The report is finished.", timeout=A_RUN)
    folder = whole_report(project)
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert {notebook["status"] for notebook in record["notebooks"]} == {"done"}
    change = pd.read_csv(folder / "tables" / "05_yearly_change.csv")
    assert change["estimate"].notna().any()
    page.locator("#run-link").click()
    expect(page.locator("h1")).to_be_visible()
    written = (project / "data" / "private" / "own.yaml").read_text(encoding="utf-8")
    assert "year: vuosi" in written
    assert "area: [kunta]" in written


def test_a_variable_that_is_left_out_is_no_area_any_more(page, project):
    page.select_option("#survey", "data/example/synthetic-adult-survey.sav")
    page.get_by_role("button", name=re.compile("Read the file|Begin anew")).click()
    onward(page, "Background")
    area = page.get_by_label("Column that holds the area")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        area.select_option("municipality")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[name='background.municipality.kind']").select_option("out", force=True)
    expect(page.get_by_text("is left out. Undo the last change")).to_be_visible()
    assert area.input_value() == ""
    onward(page, "Sample")
    page.get_by_role("link", name="Background").click()
    assert page.locator("[name='background.municipality.kind']").count() == 0
