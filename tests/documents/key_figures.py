"""docs/reference/key-figures.md: what the file of key figures holds, as its schema says."""

import json
from collections.abc import Iterator

from workbench.reports.formats.key_figures import SCHEMA

PAGE = "key-figures.md"
INTRODUCTION = """# Key figures as JSON

`workbench report --formats json` writes `documents/key_figures.json`: the main numbers and findings of a report for
other programs, with their words in all languages of the report, which stand under the keys `fi`, `sv` and `en`.
Numbers are as published: rounded, and none is given that the report withholds.

The [schema](../../workbench/reports/formats/key_figures.schema.json) (JSON Schema 2020-12) says so to programs, and
this page to people.

| field | type | meaning |
|---|---|---|
"""


def text() -> str:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    rows = [f"| `{name}` | {kind} | {meaning} |\n" for name, kind, meaning in _fields(schema, schema, "")]
    return INTRODUCTION + "".join(rows)


def _fields(part: dict, schema: dict, above: str) -> Iterator[tuple[str, str, str]]:
    for name, found in part.get("properties", {}).items():
        own = _meant(found, schema)
        inner = own.get("items", own)
        place = f"{above}{name}{'[]' if 'items' in own else ''}"
        yield place, _kind(own), own.get("description", "")
        for one in (inner, *inner.get("oneOf", ())):
            yield from _fields(one, schema, f"{place}.")


def _meant(found: dict, schema: dict) -> dict:
    """A field with what it refers to; what it says itself counts."""
    if "$ref" not in found:
        return found
    return schema["$defs"][found["$ref"].rpartition("/")[2]] | found


def _kind(own: dict) -> str:
    if "const" in own or "enum" in own:
        return ", ".join(f"`{value}`" for value in own.get("enum", [own.get("const")]))
    if "oneOf" in own:
        return " or ".join(one["type"] for one in own["oneOf"])
    return " or ".join(own["type"]) if isinstance(own["type"], list) else own["type"]
