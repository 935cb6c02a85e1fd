"""Four invented surveys, each without something: every page says in its place what it does not show, and why."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.notebooks import four_surveys
from tests.reports.toys import FEWER_DRAWS
from workbench.intake import read_survey
from workbench.media_types import REFUSAL_MIME
from workbench.reports.notebooks import parse_assignment
from workbench.reports.running import foresee, report_values, run_report

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
SATURATED = "With 3 items the model has as many parameters as statistics (df = 0)"
UNUSED = "Some answers to `s4` are too rare in a group for thresholds to be compared between the groups."
SURVEYS = ("three_items", "symptoms", "thin_level", "bare")


class Reported:
    """A report with its pages as text, its record and what check had foreseen."""

    def __init__(self, name, folder):
        self.data, self.codebook = getattr(four_surveys, name)(folder / "data")
        given = {"survey": str(self.data), "codebook": str(self.codebook)}
        draws = dict(parse_assignment(text) for text in FEWER_DRAWS if text != "-p")
        self.run = run_report(parameters=given, assignments=draws, name=name, output_folder=folder)
        assert self.run.whole, self.run.problem
        found = sorted(self.run.folder.glob("*.html"), key=lambda path: path.stem.endswith("-appendix"))
        self.pages = {path.stem[:2]: path.read_text(encoding="utf-8") for path in found}  # all that a notebook shows
        self.record = json.loads((self.run.folder / "record.json").read_text(encoding="utf-8"))
        survey = read_survey(self.data, codebook=self.codebook)
        self.foreseen = foresee(survey, values=report_values(survey, parameters=given, assignments=draws))

    def status(self, number):
        return next(n["status"] for n in self.record["notebooks"] if n["notebook"].startswith(number))

    def refused(self, number):
        found = next(n["parts_refused"] for n in self.record["notebooks"] if n["notebook"].startswith(number))
        return {part: said["sentence"] for said in found for part in said["parts"]}

    def headings(self, number):
        return re.findall(r"<h2[^>]*>([^<]+)</h2>", self.pages[number])


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    made = {}

    def report(name):
        if name not in made:
            made[name] = Reported(name, tmp_path_factory.mktemp(name))
        return made[name]

    return report


@pytest.mark.parametrize("name", SURVEYS)
def test_every_page_is_done_or_not_run_and_the_audit_passes(reports, name):
    report = reports(name)
    assert {n["status"] for n in report.record["notebooks"]} <= {"done", "not run"}
    assert report.record["audit"]["passed"]


@pytest.mark.parametrize("name", SURVEYS)
def test_check_foresees_what_the_pages_refuse(reports, name):
    report = reports(name)
    refused = [(o.notebook.title, said, parts) for o in report.run.outcomes for said, parts in o.refused_parts.items()]
    told = {(title, part, said) for title, said, parts in refused for part in parts}
    foreseen = {tuple(one) for one in report.foreseen}
    assert told <= foreseen
    for page, part, sentence in foreseen - told:
        number = next(o.notebook.number for o in report.run.outcomes if o.notebook.title == page)
        shown = report.pages[number] if part else report.pages["in"]
        for_the_analyst = (
            part and "in the codebook" in sentence
        )  # how to mend it, which readers of a page need not know
        assert (re.sub(r"`([^`]+)`", r"<code>\1</code>", sentence) in shown) is not bool(for_the_analyst)


@pytest.mark.parametrize("name", SURVEYS)
def test_no_page_has_a_heading_with_nothing_below_it_or_nothing_to_show(reports, name):
    for text in reports(name).pages.values():
        assert "Nothing to show" not in text
        assert not re.search(r"</h2>\s*</div>\s*(<div class=\"prose\">\s*<h2|<p class=\"files\">The executed)", text)


def test_three_items_have_no_fit_index_and_no_comparison_of_factor_numbers(reports):
    report = reports("three_items")
    refused = report.refused("02")
    assert refused["Does one factor fit?"].startswith(SATURATED)
    assert refused["One factor against several"].startswith("A comparison of factor numbers needs at least 4 items")
    tables = report.run.folder / "tables"
    assert not (tables / "02_model_fit.csv").exists()
    assert not re.search("CFI|RMSEA,|SRMR", (tables / "02_criteria_single_factor.csv").read_text(encoding="utf-8"))
    assert {"Loadings", "How many dimensions?", "What the criteria say"} <= set(report.headings("02"))
    assert "Part refused" in report.pages["in"]


def test_an_unused_option_leaves_the_continuous_ladder_and_what_follows_from_it(reports):
    report = reports("symptoms")
    ((part, sentence),) = report.refused("06").items()
    assert part == "Step by step, ordered answers"
    assert sentence.startswith(UNUSED)
    assert "`merge` under the item" in sentence
    tables = {path.stem for path in (report.run.folder / "tables").glob("06_*.csv")}
    assert {"06_invariance_mlr", "06_latent_means", "06_invariance_effects"} <= tables
    assert "06_invariance_wlsmv" not in tables


def test_a_thin_level_leaves_the_model_without_its_predictor_and_a_group_without_a_model_is_named(reports):
    report = reports("thin_level")
    said = next(one.sentence for one in report.foreseen if one.part == "Who falls beyond: logistic regression")
    assert re.match(r"Not in the models, which rest on about 1.002 respondents – Carer \(not a carer, carer\)\.", said)
    assert "Islands: Sex" in report.pages["04"]
    assert "No odds ratios: too few respondents on one side of the cut-off" in report.pages["04"]


def test_a_survey_of_items_alone_gets_no_section_about_what_it_does_not_have(reports):
    report = reports("bare")
    assert (report.status("05"), report.status("06")) == ("not run", "not run")
    assert report.headings("04")[:2] == ["The share beyond the cut-off", "How these numbers were made"]
    assert "Do groups answer an item differently?" not in report.headings("07")
    assert not {"How unequal the weights are", "What hangs on the largest weights"} & set(report.headings("01"))
    assert not report.foreseen or {one.part for one in report.foreseen} == {""}


def test_plain_papermill_shows_the_sentence_of_the_runner_and_goes_on(tmp_path):
    data, codebook = four_surveys.three_items(tmp_path)
    page, made = PROJECT / "notebooks" / "02_single_factor.ipynb", tmp_path / "o.ipynb"
    command = [sys.executable, "-m", "papermill", page, made]
    command += ["-p", "survey", data, "-p", "codebook", codebook, "-p", "n_replicates", "20"]
    done = subprocess.run([*map(str, command)], cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    outputs = [o for c in nbformat.read(made, 4).cells for o in c.get("outputs", []) if "data" in o]
    told = [o.data["text/plain"] for o in outputs if REFUSAL_MIME in o.data]
    assert told[0].startswith(SATURATED)
    assert "Table: How these numbers were made" in outputs[-1].data["text/plain"]
