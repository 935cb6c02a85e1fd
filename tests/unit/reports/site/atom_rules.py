"""Rules of Atom (RFC 4287) that a feed may break, written anew: the schema of the RFC may not be shipped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ONCE = ("id", "title", "updated")
MAY_STAND_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
OFTEN = ("author", "category", "contributor", "link")
TEXTS = ("title", "subtitle", "summary", "rights")
DATES = ("updated", "published")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_REFERENCE = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]+")
_MEDIA_TYPE = re.compile(r"[^\s/]+/[^\s/]+")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def faults(text: str) -> list[str]:
    """Return what is wrong with a feed, in the order of its elements."""
    feed = ElementTree.fromstring(text.encode())
    if feed.tag != f"{ATOM}feed":
        return [f"{feed.tag} is no feed"]
    return list(_of_feed(feed))


def _of_feed(feed: Element) -> Iterator[str]:
    entries = feed.findall(f"{ATOM}entry")
    yield from _of_children(feed, "feed", ("entry",))
    if not _links(feed, "self"):
        yield "feed: it does not say where it is"
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        yield "feed: nobody is its author"
    for entry in entries:
        yield from _of_children(entry, "entry", ())
        if entry.find(f"{ATOM}content") is None and not _links(entry, "alternate"):
            yield "entry: neither content nor a link to it"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"entry: id {own} stands twice" for own, n in ids.items() if n > 1)
    moments = [_moment(element) for element in [feed, *entries]]
    if all(moments) and max(moments) != moments[0]:  # type: ignore[type-var]
        yield "feed: it is older than an entry"
    for element in feed.iter():
        yield from _of_element(element)


def _of_children(element: Element, kind: str, further: tuple[str, ...]) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{kind}: {name} stands {counts[name]} times" for name in ONCE if counts[name] != 1)
    yield from (f"{kind}: {name} stands {counts[name]} times" for name in MAY_STAND_ONCE[kind] if counts[name] > 1)
    known = {*ONCE, *MAY_STAND_ONCE[kind], *OFTEN, *further}
    yield from (f"{kind}: {name} is nothing of Atom" for name in counts if name not in known)
    pages = Counter((link.get("type"), link.get("hreflang")) for link in _links(element, "alternate"))
    yield from (f"{kind}: two pages of {own}" for own, n in pages.items() if n > 1)


def _links(element: Element, relation: str) -> list[Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]


def _moment(element: Element) -> datetime | None:
    text = element.findtext(f"{ATOM}updated") or ""
    return datetime.fromisoformat(text) if _DATE.fullmatch(text) else None


def _of_element(element: Element) -> Iterator[str]:
    name, text = element.tag.removeprefix(ATOM), element.text or ""
    if LANGUAGE in element.attrib and not _TAG.fullmatch(element.attrib[LANGUAGE]):
        yield f"{name}: language {element.attrib[LANGUAGE]}"
    if name in TEXTS and (element.get("type", "text") not in ("text", "html") or len(element)):
        yield f"{name}: no plain text"
    if name == "title" and not text.strip():
        yield "title: empty"
    if name in DATES and not _DATE.fullmatch(text):
        yield f"{name}: date {text}"
    if name == "id" and not _IRI.fullmatch(text):
        yield f"id: {text} is not absolute"
    if name in ("author", "contributor") and len(element.findall(f"{ATOM}name")) != 1:
        yield f"{name}: it needs one name"
    if name == "link":
        yield from _of_link(element)


def _of_link(link: Element) -> Iterator[str]:
    if not _REFERENCE.fullmatch(link.get("href", "")):
        yield f"link: address {link.get('href')}"
    if not re.fullmatch(r"[a-z][a-z-]*", link.get("rel", "alternate")) and not _IRI.fullmatch(link.get("rel", "")):
        yield f"link: relation {link.get('rel')}"
    if not _MEDIA_TYPE.fullmatch(link.get("type", "text/html")):
        yield f"link: type {link.get('type')}"
    if not _TAG.fullmatch(link.get("hreflang", "en")):
        yield f"link: language {link.get('hreflang')}"
