"""The feed: valid Atom, ids that stay, relative addresses, nothing of what failed."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import pytest

from tests.unit.reports.site.atom_rules import ATOM, LANGUAGE, faults
from tests.unit.reports.site.shelves import write_batch, write_run
from workbench.reports.site import write_site
from workbench.reports.site.feed import feed_of, id_of
from workbench.reports.site.publications import publications


def read(folder, **options):
    return ElementTree.fromstring(feed_of(publications(folder)[0], root="", **options).encode())


def texts(feed, path):
    return [found.text for found in feed.findall("/".join(f"{ATOM}{tag}" for tag in path.split("/")))]


def test_it_tells_each_publication_with_its_page(tmp_path):
    write_run(tmp_path / "a & b", title="Work <and> life", fieldwork={"place": "Kainuu", "year": "2024"})
    write_batch(tmp_path / "towns")
    write_run(tmp_path / "bad.failed", status="failed", title="Nobody knows")
    feed = read(tmp_path)
    assert feed.tag == f"{ATOM}feed"
    for path in ("id", "title", "updated", "author/name"):
        assert len(texts(feed, path)) == 1, path
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        assert {child.tag.removeprefix(ATOM) for child in entry} == {"id", "title", "updated", "link", "summary"}
        assert datetime.fromisoformat(entry.find(f"{ATOM}updated").text).tzinfo is not None
    assert texts(feed, "entry/title") == ["Work <and> life", "Towns, by municipality × sex"]
    assert texts(feed, "entry/summary") == ["1 report, Kainuu, 2024", "3 reports, 2024"]
    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert links == ["feed.xml", "index.html", "a%20%26%20b/index.html", "towns/index.html"]
    assert len(set(texts(feed, "entry/id") + texts(feed, "id"))) == 3


def test_ids_stay_when_the_folder_moves_and_when_reports_come_and_go(tmp_path):
    first = tmp_path / "reports"
    write_run(first / "spring")
    write_batch(first / "towns")
    before = feed_of(publications(first)[0], root="")
    moved = first.rename(tmp_path / "elsewhere")
    assert feed_of(publications(moved)[0], root="") == before
    write_run(moved / "older", ended="2020-03-01T10:00:00+00:00")
    after = feed_of(publications(moved)[0], root="", before=id_of(before))
    assert id_of(after) == id_of(before)
    ids = texts(ElementTree.fromstring(before.encode()), "entry/id")
    assert texts(ElementTree.fromstring(after.encode()), "entry/id")[:2] == ids


def test_a_run_that_takes_the_name_of_another_has_an_id_of_its_own(tmp_path):
    write_run(tmp_path / "one" / "spring", title="Spring")
    write_run(tmp_path / "other" / "spring", title="Autumn")
    one, other = (texts(read(tmp_path / name), "entry/id") for name in ("one", "other"))
    assert one != other


def test_the_newest_fifty_publications_are_told(tmp_path):
    for place in range(52):
        write_run(tmp_path / f"run{place}", ended=f"2026-01-01T10:00:{place:02d}+00:00")
    found = texts(read(tmp_path), "entry/updated")
    assert len(found) == 50 and found[0].endswith("10:00:51+00:00")


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_feed_breaks_no_rule_of_atom(tmp_path, language):
    write_run(tmp_path / "a & b", title="Work <and> life\x0b", fieldwork={"place": "Kainuu", "year": "2024"})
    write_run(tmp_path / "elsewhere", ended="2026-03-01T10:00:00.5+02:00", synthetic=True, language="fi")
    write_batch(tmp_path / "Åland, täällä")
    write_site(tmp_path, languages=[language])
    text = (tmp_path / "feed.xml").read_text(encoding="utf-8")
    assert faults(text) == []
    assert ElementTree.fromstring(text.encode()).get(LANGUAGE) == language


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<id>urn:uuid:", "<id>", "is not absolute"),
        (' rel="self"', ' rel="alternate"', "does not say where it is"),
        ("<updated>2026-03-01T", "<updated>2026-03-01 ", "updated: date"),
        ("T10:00:00+00:00", "T10:00:00", "updated: date"),
        ("<title>Towns, by", '<title type="xhtml">Towns, by', "title: no plain text"),
        ("towns/index.html", "towns and more/index.html", "link: address"),
        ("<name>", "<nick>", "author: it needs one name"),
        ("<summary>", "<describes>", "describes is nothing of Atom"),
        ("<author>", "<contributor>", "nobody is its author"),
        (' href="towns/index.html"', "", "link: address None"),
    ],
)
def test_the_rules_find_what_is_wrong(tmp_path, right, wrong, fault):
    write_batch(tmp_path / "towns")
    text = feed_of(publications(tmp_path)[0], root="")
    assert right in text and faults(text) == []
    tag = {right.strip("<>"): wrong.strip("<>")} if right.startswith("<") and right.endswith(">") else {}
    broken = text.replace(right, wrong)
    for own, other in tag.items():
        broken = broken.replace(f"</{own}>", f"</{other}>")
    assert any(fault in found for found in faults(broken))


def test_two_entries_of_one_id_are_found(tmp_path):
    write_run(tmp_path / "one")
    write_run(tmp_path / "other")
    text = feed_of(publications(tmp_path)[0], root="")
    own, other = texts(ElementTree.fromstring(text.encode()), "entry/id")
    assert faults(text.replace(own, other)) == [f"entry: id {other} stands twice"]
