"""The feed of new reports (Atom, RFC 4287): an entry for each run by itself and each batch."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from xml.etree import ElementTree

from workbench.reports.site.publications import Publication
from workbench.wording import say, say_count, spoken, spoken_language

GENERATOR = "workbench site"
_ATOM = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("0d6a2f0e-6a55-5c0c-9b8e-4f5b3c1a7e21")  # under which names become ids that are nowhere else
_MOST = 50  # entries; older ones stand in the list
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # signs that it cannot hold, escaped or not


def feed_of(publications: Sequence[Publication], *, root: str, before: str = "") -> str:
    """Return the feed, in the language that is spoken.

    Parameters
    ----------
    publications : sequence of Publication
        The last one first.
    root : str
        From the feed to the folder of reports; empty, or ends in a slash.
    before : str
        Id that the feed has had so far; empty for a new one.
    """
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": spoken_language()})
    _add(feed, "id", before.strip() or _id("feed", *_marks(publications[-1])))
    _add(feed, "title", say("Reports"))
    _add(feed, "updated", publications[0].ended.isoformat())
    _add(_add(feed, "author"), "name", say("Inclusion workbench"))
    _add(feed, "generator", GENERATOR)
    _add(feed, "link", rel="self", type="application/atom+xml", href="feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href="index.html")
    for publication in publications[:_MOST]:
        entry = _add(feed, "entry")
        _add(entry, "id", _id(*_marks(publication)))
        _add(entry, "title", publication.name)
        _add(entry, "updated", publication.ended.isoformat())
        _add(entry, "link", rel="alternate", type="text/html", href=root + publication.page)
        _add(entry, "summary", _summary(publication))
    ElementTree.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, encoding="unicode")}\n'


def id_of(feed: str) -> str:
    """Return the id of a feed that `feed_of` made; empty for anything else."""
    return feed.partition("<id>")[2].partition("</id>")[0]


def _summary(publication: Publication) -> str:
    first, n = publication.reports[0], len(publication.reports)
    about = [say_count("{n} report", "{n} reports", n=n), spoken(first.lived), first.survey_year]
    synthetic = [say("synthetic data")] if first.synthetic else []
    return ", ".join([*filter(None, about), *synthetic])


def _marks(publication: Publication) -> tuple[str, ...]:
    """Return what a publication is known by wherever its folder lies: a batch is made anew under its name."""
    if publication.state:
        return "batch", publication.folder.name, publication.title
    return "run", publication.folder.name, publication.title, publication.reports[0].started


def _id(*marks: str) -> str:
    return uuid.uuid5(_IDS, json.dumps(marks, ensure_ascii=False)).urn


def _add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text and _NO_XML.sub("", text)
    return child
