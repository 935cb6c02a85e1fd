"""The form My survey in a real browser: from a file to the report, also by keyboard alone, looked at by axe."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.reports import form_surveys, toys
from tests.reports.lab_pages import A_RUN, TOKEN, copy_project, panel, tab_to, violations, whole_report

pytestmark = pytest.mark.slow
NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = copy_project(tmp_path_factory.mktemp("form") / "project", pages="0*.ipynb")
    toys.write_project(folder / "toy")
    for ending in ("csv", "yaml"):
        (folder / "toy" / "data" / f"toy.{ending}").rename(folder / "data" / f"toy.{ending}")
    return folder


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport=WIDE)
    shown = context.new_page()
    shown.goto(f"{address}/workbench/survey/file?token={TOKEN}")
    yield shown
    context.close()


def look_at(page, step):
    """Wait for a step, and look at it wide and narrow."""
    expect(page.locator("h1")).to_have_text(step, timeout=30_000)
    page.wait_for_load_state("load")  # the style sheet too
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], step
        assert violations(page) == []


def bring(page, path):
    page.set_input_files("#bring", path)
    expect(page.locator("#bring-state")).to_have_text(f"{path.name} is in data/private/ and chosen.")
    page.get_by_role("button", name=re.compile("Read the file|Begin anew")).click()
    look_at(page, "Items")


def onward(page, step):
    page.get_by_role("button", name="Next").last.click()
    look_at(page, step)


def write_and_check(page):
    page.get_by_role("button", name="and check").click()
    expect(page.get_by_role("heading", name="What will be withheld")).to_be_visible(timeout=30_000)
    look_at(page, "Check")


def run(page, project):
    onward(page, "Run")
    page.get_by_role("button", name="Make the report").click()
    expect(page.locator("#run-state")).to_have_text("The report is finished.", timeout=A_RUN)
    whole_report(project)
    assert violations(page) == []
    page.locator("#run-link").click()
    expect(page.locator("h1")).to_be_visible()


def drop(page, selector, path):
    """Let a file fall on an element, as from the computer's own folder; say whether the browser left it to the page."""
    return page.evaluate(
        """([selector, name, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name));
            const place = document.querySelector(selector);
            const event = (kind) => new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
            place.dispatchEvent(event("dragover"));
            return !place.dispatchEvent(event("drop"));
        }""",
        [selector, path.name, list(path.read_bytes())],
    )


def test_a_file_that_is_dropped_on_its_field_is_brought(page, project, tmp_path):
    form_surveys.write_sav(tmp_path / "dropped.sav")
    assert drop(page, "h1", tmp_path / "dropped.sav")
    assert page.locator("#bring-state").inner_text() == ""
    assert drop(page, "#bring-field", tmp_path / "dropped.sav")
    expect(page.locator("#bring-state")).to_have_text("dropped.sav is in data/private/ and chosen.")
    kept = project / "data" / "private" / "dropped.sav"
    assert kept.read_bytes() == (tmp_path / "dropped.sav").read_bytes()
    look_at(page, page.locator("h1").inner_text())


def test_a_sav_file_of_ones_own_becomes_a_report(page, project, tmp_path):
    form_surveys.write_sav(tmp_path / "own.sav")
    bring(page, tmp_path / "own.sav")
    expect(page.locator("#matched")).to_contain_text("10 of 10 statements")
    onward(page, "Background")
    page.locator("[name='background.add'][value=age]").check()
    page.get_by_role("button", name="Add the ticked columns").click()
    page.get_by_label("Unit").fill("years")
    page.get_by_role("button", name="Next").last.click()
    expect(page.locator("#fault")).to_contain_text("“Lowest possible value” of “Age” is missing. Add it.")
    look_at(page, "Background")
    page.get_by_label("Lowest possible value").fill("18")
    page.get_by_label("Highest possible value").fill("90")
    onward(page, "Sample")
    assert page.get_by_label("Weights").input_value() == "wgt"
    onward(page, "Questions")
    page.get_by_label("Title of the survey").fill("My own survey")
    onward(page, "Check")
    write_and_check(page)
    run(page, project)
    written = (project / "data" / "private" / "own.yaml").read_text(encoding="utf-8")
    assert "age: {column: age, label: Age, unit: years, lowest: 18, highest: 90}" in written
    assert "title: My own survey" in written


def test_a_csv_with_statements_as_headers_becomes_a_report(page, project, tmp_path):
    form_surveys.write_form_service_csv(tmp_path / "service.csv")
    bring(page, tmp_path / "service.csv")
    expect(page.locator("#matched")).to_contain_text("10 of 10 statements")
    onward(page, "Background")
    page.locator("summary", has_text="Describe Sukupuoli").click()
    page.get_by_label("Label of code mies").fill("Miehet")
    page.get_by_label("Order of code mies").fill("9")
    onward(page, "Sample")
    assert page.get_by_label("Weights").input_value() == "?"  # no label says that they are
    page.get_by_label("Weights").select_option("Paino")
    onward(page, "Questions")
    onward(page, "Check")
    write_and_check(page)
    run(page, project)
    written = (project / "data" / "private" / "service.yaml").read_text(encoding="utf-8")
    assert "labels: {nainen: nainen, mies: Miehet}" in written


def take_own_scale(page):
    page.get_by_label("Scale").select_option("own")
    page.get_by_role("button", name="Take this scale").click()
    look_at(page, "Items")


def name_statements(page, prefix, statements):
    for number, statement in enumerate(statements, start=1):
        page.get_by_label(f"Statement of column {prefix}{number}", exact=True).fill(statement)


def test_three_items_become_a_report(page, project, tmp_path):
    form_surveys.write_trust(tmp_path / "trust.csv")
    bring(page, tmp_path / "trust.csv")
    take_own_scale(page)
    page.get_by_label("t1 to t3: 3 columns").check()
    answers = {
        "File name of the scale": "trust",
        "What pages call it": "Trust list",
        "Language of the statements": "en",
    }
    for label, text in (answers | {"What a high score says": "more trust"}).items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Draft the scale").click()
    expect(page.get_by_text("Published cut-off, if there is one")).to_be_visible()
    name_statements(page, "t", form_surveys.TRUST)
    page.get_by_label("I have compared").check()
    for step in ("Background", "Sample", "Questions", "Check"):
        onward(page, step)
    write_and_check(page)
    expect(page.locator("main")).to_contain_text("The items were taken for Trust list: 3 of 3 by hand")
    run(page, project)
    assert "area" in (project / "data" / "private" / "trust.yaml").read_text(encoding="utf-8")


def test_symptoms_with_an_option_that_women_do_not_use_become_a_report(page, project, tmp_path):
    form_surveys.write_symptoms(tmp_path / "symptoms.csv")
    bring(page, tmp_path / "symptoms.csv")
    take_own_scale(page)
    page.get_by_label("sym1 to sym10: 10 columns").check()
    page.get_by_label("File name of the scale").fill("worry")
    page.get_by_role("button", name="Draft the scale").click()
    expect(page.locator("#fault")).to_contain_text("“What pages call it” is empty.")
    look_at(page, "Items")
    answers = {
        "What pages call it": "Worry list",
        "Language of the statements": "en",
        "What a high score says": "more worry",
    }
    for label, text in answers.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Draft the scale").click()
    expect(page.get_by_text("Published cut-off, if there is one")).to_be_visible()
    look_at(page, "Items")
    reversed_items = page.locator("input[name$='.reversed']")
    assert [reversed_items.nth(i).is_checked() for i in range(10)] == [i == 7 for i in range(10)]
    name_statements(page, "sym", form_surveys.SYMPTOMS)
    page.get_by_label("Short name").fill("high")
    page.get_by_label("Score of the cut-off").fill("15")
    page.get_by_label("What the group is called").fill("high worry")
    page.get_by_label("I have compared").check()
    onward(page, "Background")
    page.locator("[name='background.add'][value=sex]").check()
    page.get_by_role("button", name="Add the ticked columns").click()
    onward(page, "Sample")
    page.get_by_label("Weights").select_option("wgt")
    onward(page, "Questions")
    onward(page, "Check")
    write_and_check(page)
    expect(page.locator("main")).to_contain_text("The items were taken for Worry list: 10 of 10 by hand")
    run(page, project)
    scale = (project / "data" / "instruments" / "worry.yaml").read_text(encoding="utf-8")
    assert "at_or_above: 15" in scale


def test_the_example_by_keyboard_alone_in_the_lab(page, address):
    page.goto(f"{address}/lab")
    start = panel(page, "Workbench")
    tab_to(page, start, "Describe my survey")
    page.keyboard.press("Enter")
    form = panel(page, "My survey")
    tab_to(page, form, "Survey file of the project")
    page.keyboard.type("data/example/synthetic-adult-survey.sav")
    begin = form.locator("button[value=begin]").inner_text()
    way = {"Items": begin, "Background": "Next", "Sample": "Next", "Questions": "Next", "Check": "Next"}
    for heading, button in way.items():
        tab_to(page, form, button)
        page.keyboard.press("Enter")
        expect(form.locator("h1")).to_have_text(heading)
    tab_to(page, form, "Write this file and check")
    page.keyboard.press("Enter")
    expect(form.get_by_role("heading", name="What will be withheld")).to_be_visible(timeout=30_000)
    tab_to(page, form, "Next")
    page.keyboard.press("Enter")
    expect(form.locator("h1")).to_have_text("Run")
    tab_to(page, form, "Make the report")
    page.keyboard.press("Enter")
    expect(form.locator("#run-state")).to_contain_text("The report is being made.", timeout=60_000)
    page.locator('iframe[title^="synthetic-adult"]').wait_for(timeout=A_RUN)


def test_nothing_is_lost_on_reload_and_undo_takes_back_one_change(page):
    page.select_option("#survey", "data/example/synthetic-adult-survey.sav")
    page.get_by_role("button", name=re.compile("Read the file|Begin anew")).click()
    onward(page, "Background")
    page.locator("summary", has_text="Describe sex").click()
    label = page.get_by_label("Name in tables").and_(page.locator("[name='background.sex.label']"))
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        label.fill("Gender")
        label.blur()
    page.reload()
    assert page.locator("[name='background.sex.label']").input_value() == "Gender"
    page.get_by_role("button", name="Undo the last change").click()
    assert page.locator("[name='background.sex.label']").input_value() == "Sex"


def begin_with_the_example(page):
    page.select_option("#survey", "data/example/synthetic-adult-survey.sav")
    page.get_by_role("button", name=re.compile("Read the file|Begin anew")).click()
    look_at(page, "Items")


def test_text_that_is_typed_and_not_left_survives_a_reload(page):
    begin_with_the_example(page)
    page.goto(page.url.replace("items", "questions"))
    page.get_by_label("Title of the survey").press_sequentially(" and half a wo")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.reload()
    expect(page.get_by_label("Title of the survey")).to_have_value(re.compile("and half a wo"))
    page.reload()
    expect(page.get_by_label("Title of the survey")).to_have_value(re.compile("and half a wo"))
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator(".banner")).to_have_text("Taken back in the step Questions: “Title of the survey”.")
    expect(page.get_by_label("Title of the survey")).not_to_have_value(re.compile("and half a wo"))
    look_at(page, "Questions")


def test_a_tab_that_another_has_overtaken_says_so_and_writes_nothing(page):
    begin_with_the_example(page)
    page.goto(page.url.replace("items", "questions"))
    other = page.context.new_page()
    other.goto(page.url)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[name=groups]").first.uncheck()
    other.get_by_label("Title of the survey").fill("A title of the other tab")
    other.get_by_role("button", name="Next").last.click()
    expect(other.locator("#fault")).to_contain_text("This page is older than the draft")
    assert other.get_by_label("Title of the survey").input_value() == "A title of the other tab"
    look_at(other, "Questions")
    other.get_by_role("link", name="Reload this page").click()
    expect(other.locator("[name=groups]").first).not_to_be_checked()
    assert other.get_by_label("Title of the survey").input_value() != "A title of the other tab"
    other.get_by_label("Title of the survey").fill("A title of the other tab")
    onward(other, "Check")


def test_a_fault_within_a_closed_part_opens_it(page):
    begin_with_the_example(page)
    card = page.locator(".card").first
    card.locator("summary").click()
    card.get_by_label("Options joined in the ordinal steps").fill("1 2")
    page.get_by_role("button", name="Next").last.click()
    joined = page.get_by_label("Options joined in the ordinal steps").first
    expect(joined).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#fault")).to_contain_text("between commas, such as 1, 2.")
    look_at(page, "Items")
    page.goto(page.url)  # no part of it is open now
    expect(joined).not_to_be_visible()
    page.goto(page.url + "#" + joined.get_attribute("id"))
    expect(joined).to_be_focused()


def test_the_fields_of_a_type_and_the_sheets_of_a_workbook_are_shown_at_once(page, tmp_path):
    form_surveys.write_sav(tmp_path / "typed.sav")
    bring(page, tmp_path / "typed.sav")
    onward(page, "Background")
    page.get_by_label("Show columns whose").fill("AGE")
    expect(page.locator("[name='background.add'][value=age]")).to_be_visible()
    expect(page.locator("[name='background.add'][value=wgt]")).not_to_be_visible()
    page.locator("[name='background.add'][value=age]").check()
    page.get_by_role("button", name="Add the ticked columns").click()
    page.locator("[name='background.age.kind']").focus()
    page.keyboard.type("number in")  # as somebody does who has no mouse
    expect(page.get_by_label("Each group begins at")).to_be_visible()
    assert page.evaluate("document.activeElement.name") == "background.age.kind"
    page.locator("[name='background.age.kind']").select_option("out")
    expect(page.get_by_text("is left out. Undo the last change")).to_be_visible()
    look_at(page, "Background")
    with pd.ExcelWriter(tmp_path / "years.xlsx") as workbook:
        for name in ("2023", "2024"):
            pd.DataFrame({"a": [1, 2]}).to_excel(workbook, sheet_name=name, index=False)
    page.get_by_role("link", name="File").click()
    page.set_input_files("#bring", tmp_path / "years.xlsx")
    expect(page.locator("#sheet option")).to_have_text(
        ["not chosen: taken where one sheet alone holds a table", "2023", "2024"]
    )
    look_at(page, "File")


def test_a_wrong_column_is_told_with_its_words(page):
    page.select_option("#survey", "data/example/synthetic-adult-survey.sav")
    page.get_by_role("button", name=re.compile("Read the file|Begin anew")).click()
    look_at(page, "Items")
    page.locator("[name='items.esis1']").select_option("esis2")
    words = page.locator("#items_2eesis1-words")
    expect(words).to_have_text("The words differ. The file says: “Saan myönteistä palautetta tekemisistäni”")
    assert violations(page) == []


def test_a_notebook_is_run_with_a_parameter_chosen_in_its_panel(page, address):
    page.goto(f"{address}/lab/tree/notebooks/03_reliability.ipynb")
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Parameters").click(timeout=60_000)
    parameters = panel(page, "Parameters")
    assert violations(parameters) == []
    for file, chosen in {"Survey file": "data/toy.csv", "Codebook": "data/toy.yaml"}.items():
        parameters.get_by_label(file).select_option(chosen)
    parameters.get_by_role("button", name="Take these files").click()
    expect(parameters.locator("#start")).to_have_attribute("data-run", re.compile("data/toy.csv"))
    parameters.get_by_label("conf_level").fill("0.9")
    parameters.get_by_role("button", name="Run this notebook").click()
    expect(parameters.locator("#run-state")).to_have_text("The report is finished.", timeout=A_RUN)
    assert parameters.locator("#run-command").inner_text().endswith("-p conf_level=0.9")
    files = "?survey=data/toy.csv&codebook=data/toy.yaml"
    page.goto(f"{address}/workbench/notebooks/03_reliability.ipynb{files}")
    expect(page.locator("#run-state")).to_have_text("The report is finished.")
    with page.expect_response(re.compile("/workbench/run")):
        page.goto(f"{address}/workbench/notebooks/01_response_quality.ipynb{files}")
    expect(page.locator("#run")).to_be_hidden()  # the run is of another notebook
