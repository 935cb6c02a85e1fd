"""Keys as they are typed, and where they lead."""

from __future__ import annotations

from typing import ClassVar

import pydantic
import pytest

from workbench.yaml_files import NoSuchKey, find_key, key_text, parse_assignment


@pytest.mark.parametrize(
    ("text", "parts", "value"),
    [
        ("title=a = b", ("title",), "a = b"),
        ("background.sex.labels.1= Men ", ("background", "sex", "labels", "1"), "Men"),
        ('background."q1.a, b".label=x', ("background", "q1.a, b", "label"), "x"),
        ("""background.'a="b"'.label=""", ("background", 'a="b"', "label"), ""),
        ("background.Mother's tongue.column=q", ("background", "Mother's tongue", "column"), "q"),
    ],
)
def test_parts_and_value(text, parts, value):
    found = parse_assignment(text)
    assert (found.parts, found.value) == (parts, value)
    assert parse_assignment(f"{key_text(parts)}=v").parts == parts


@pytest.mark.parametrize("text", ["", "title", "=x", ".=x", "a..b=x", "a.=x", '"a=x', "a b"])
def test_what_is_no_key_and_value(text):
    assert parse_assignment(text) is None


class Entry(pydantic.BaseModel):
    example: ClassVar[str] = "{column: q}"
    column: str
    codes: tuple[int | str, ...] = ()


class Option(pydantic.BaseModel):
    points: int


class Schema(pydantic.BaseModel):
    title: str | None = None
    entries: dict[str, Entry] = {}
    codes: dict[int | str, str] = {}
    options: tuple[Option, ...] = ()


CONTENT = {
    "entries": {"a": {"column": "x"}},
    "codes": {1: "one", "01": "other"},
    "options": [{"points": 0}, {"points": 1}],
}


@pytest.mark.parametrize(
    ("parts", "place", "is_text"),
    [
        (("title",), ("title",), True),
        (("entries", "a", "codes"), ("entries", "a", "codes"), False),
        (("entries", "b"), ("entries", "b"), False),
        (("codes", "1"), ("codes", 1), True),
        (("codes", "01"), ("codes", "01"), True),
        (("codes", "2"), ("codes", 2), True),
        (("codes", "02"), ("codes", "02"), True),
        (("options", "1", "points"), ("options", 1, "points"), False),
    ],
)
def test_a_way_leads_to_a_place_of_the_file(parts, place, is_text):
    found = find_key(Schema, CONTENT, parts, together=[parts])
    assert (found.place, found.is_text) == (place, is_text)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("titel",), "unknown key `titel`. Did you mean `title`? Allowed here: title, entries, codes, options."),
        (("column",), "unknown key `column`, which is a key of each entry of `entries`. Set `entries.NAME.column`."),
        (("title", "x"), "`title` has no keys of its own. Set it as a whole."),
        (
            ("entries", "zz", "codes"),
            "`entries` has no `zz`. Name one of its entries (a), or set the new one as a whole, e.g. "
            "`'entries.zz={column: q}'`.",
        ),
        (
            ("options", "2", "points"),
            "`options` has no `2`. Name one of its entries (0, 1), or set the list as a whole.",
        ),
        (("entries", "a", "codes", "0"), "`entries.a.codes` is a list without names. Set it as a whole."),
    ],
)
def test_a_way_that_leads_nowhere(parts, words):
    with pytest.raises(NoSuchKey) as caught:
        find_key(Schema, CONTENT, parts)
    assert str(caught.value) == words


def test_a_new_entry_may_be_given_key_by_key_if_what_it_needs_is_among_them():
    parts = ("entries", "b", "codes")
    assert find_key(Schema, CONTENT, parts, together=[parts, ("entries", "b", "column")]).place == parts
