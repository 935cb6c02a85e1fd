"""A document for other programs: what it holds at each depth, and that nothing leads out of it."""

import itertools
import re

import pytest

from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats.document import document_of
from workbench.wording import speaking


def html(depth):
    return document_of([outcome("01"), outcome("02")], facts=facts(), depth=depth).html


def test_each_depth_holds_more_and_no_code_at_any():
    held = {
        depth: set(re.findall(r'<div class="exhibit" id="([^"]*)"', html(depth))) for depth in ("summary", "report")
    }
    assert held["summary"] == set()
    assert held["report"] == {f"{page}_{name}" for page in ("01", "02") for name in ("short", "drawn-figure")}
    deep = html("appendix")
    assert 'id="02_long"' in deep
    assert "shown()" not in deep


@pytest.mark.parametrize("depth", ["summary", "report", "appendix"])
def test_links_lead_to_places_of_the_document_alone_and_ids_stand_once(depth):
    text = html(depth)
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="([^"]*)"', text)
    assert {target.removeprefix("#") for target in targets} <= set(ids)
    assert all(target.startswith("#") for target in targets)


@pytest.mark.parametrize("depth", ["summary", "report", "appendix"])
def test_headings_go_down_by_one_step_at_a_time(depth):
    levels = [int(level) for level in re.findall(r"<h(\d)", html(depth))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_document_names_its_language():
    with speaking("fi"):
        assert '<html lang="fi">' in html("summary")


def test_a_heading_goes_to_the_page_across_with_its_table():
    wide = "".join(f'<td class="percent">{"1" * 30}</td>' for _ in range(6))
    page = outcome("01")
    for cell in page.executed.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output["data"]:
                output["data"]["text/html"] = output["data"]["text/html"].replace("</td></tr>", f"</td>{wide}</tr>")
    report, appendix = (document_of([page], facts=facts(), depth=depth).html for depth in ("report", "appendix"))
    assert re.search(r'<h3 id="01-shares" class=wide>Shares</h3>\s*<div class="exhibit wide" id="01_short">', report)
    assert re.search(r'<h3 class="wide" id="01-more">More</h3>\s*<div class="exhibit wide" id="01_long">', appendix)
    assert "wide" not in html("report")
