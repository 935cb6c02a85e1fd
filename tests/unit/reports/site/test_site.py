"""Writing a site: the same bytes again, nothing that reports do not publish, nothing of others overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.reports.site.shelves import write_batch, write_run
from workbench.errors import RunError
from workbench.reports.site import write_site

SECRET = "Matti Meikäläinen 010101-123N"


@pytest.fixture
def reports(tmp_path):
    write_run(tmp_path / "reports" / "spring")
    write_batch(tmp_path / "reports" / "towns")
    return tmp_path / "reports"


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_same_reports_give_the_same_bytes(reports):
    site = write_site(reports, languages=["fi", "sv"])
    before = files(reports)
    assert set(before) == {"index.html", "index.sv.html", "areas.html", "areas.sv.html", "feed.xml"}
    assert (site.page, site.n_reports, site.left_out) == (reports / "index.html", 4, ())
    for path in reports.iterdir():
        os.utime(path, (10, 10))
    write_site(reports, languages=["fi", "sv"])
    assert files(reports) == before


def test_pages_of_an_earlier_site_that_this_one_has_not_go(reports):
    write_site(reports, languages=["fi", "sv"])
    (reports / "index.old.html").write_text("mine", encoding="utf-8")
    write_site(reports)
    assert set(files(reports)) == {"index.html", "areas.html", "feed.xml", "index.old.html"}


def test_nothing_is_read_that_reports_do_not_publish(reports, monkeypatch):
    """Planted where the clearer, the ledger, the computing and failed runs leave their own."""
    write_run(reports / "gone-wrong.failed", status="failed", title=SECRET)
    write_run(reports / "begun.partial", title=SECRET)
    places = ["spring/disclosure.json", "towns/all/disclosure.json", "towns/lock", "private/ledger/releases.json"]
    places += ["spring/notebooks/01_page.ipynb", "towns/c.failed/record.json", "towns/a.partial/index.html"]
    for place in places:
        (reports / place).parent.mkdir(parents=True, exist_ok=True)
        (reports / place).write_text(f'{{"title": "{SECRET}", "{SECRET}": 1}}', encoding="utf-8")
    opened, plain = set(), Path.open
    monkeypatch.setattr(Path, "open", lambda path, *args, **kwargs: opened.add(path) or plain(path, *args, **kwargs))
    write_site(reports, languages=["fi", "sv", "en"])
    inside = {path.relative_to(reports) for path in opened if path.is_relative_to(reports)}
    of_reports = {path.name for path in inside if len(path.parts) > 1}
    assert of_reports == {"record.json", "batch.json", "index.html", "02_groups.csv"}
    for name, content in files(reports).items():
        assert SECRET not in content.decode(), name
        assert str(reports) not in content.decode() and "gone-wrong" not in content.decode(), name


@pytest.mark.parametrize("output", ["reports/site", "site", "."])
def test_links_lead_from_the_site_to_the_reports_wherever_both_lie(reports, output):
    place = reports.parent / output
    page = write_site(reports, output=place).page.read_text(encoding="utf-8")
    root = {"reports/site": "../", "site": "../reports/", ".": "reports/"}[output]
    assert f'href="{root}spring/index.html"' in page and (place / root / "spring" / "index.html").is_file()


def test_what_somebody_else_wrote_stays(reports):
    (reports / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="was not made by"):
        write_site(reports)
    assert files(reports) == {"index.html": b"mine"}
