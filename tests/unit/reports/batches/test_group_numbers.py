"""Numbers of groups as the overview published them: bounds, unknown ones, and how they are written."""

from __future__ import annotations

import pytest

from tests.unit.reports.site.shelves import GROUPS, NOTATION, write_run
from workbench.reports.batches.group_numbers import GroupNumbers, group_numbers, read_notation
from workbench.wording import speaking


@pytest.fixture
def everyone(tmp_path):
    report = write_run(tmp_path / "all")
    rows = [GROUPS, "A,102.0,75.21,74.0,76.5,0.9,0.05,under,,", "B,107.0,,,,0.9,,,,"]
    (report / "tables" / "02_groups.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return report


def test_a_share_that_is_only_a_bound_says_so(everyone):
    numbers = group_numbers(everyone, read_notation({"notation": NOTATION}))
    assert [cell.text for cell in numbers.rows["A"]] == ["102", "75.2", "74.0–76.5", "under 5 %", "–"]
    assert [cell.value for cell in numbers.rows["B"]] == ["107.0", "", "", "", ""]
    assert numbers.heads[2] == "90 % interval"


def test_a_page_is_linked_that_is_there(everyone):
    notation = read_notation({"notation": NOTATION})
    assert group_numbers(everyone, notation).page == ""
    (everyone / "overview.html").touch()
    assert group_numbers(everyone, notation).page == "overview.html"


def test_they_are_written_in_the_language_that_is_spoken(everyone):
    with speaking("sv"):
        numbers = group_numbers(everyone, read_notation({"notation": NOTATION}))
        assert numbers.heads == (
            "Svarande",
            "Medelpoäng",
            "90 % konfidensintervall",
            "Andel (poängtal under 50)",
            numbers.heads[2],
        )
        assert [cell.text for cell in numbers.rows["A"]][1] == "75,2"


@pytest.mark.parametrize("content", [{}, {"notation": None}, {"notation": {"window": 5}}])
def test_a_batch_that_does_not_say_how_numbers_are_written_has_no_table(everyone, content):
    assert group_numbers(everyone, read_notation(content)) == GroupNumbers()


def test_without_an_overview_there_are_no_numbers(tmp_path):
    report = write_run(tmp_path / "all")
    assert group_numbers(report, read_notation({"notation": NOTATION})) == GroupNumbers()
