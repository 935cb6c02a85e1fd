"""The main numbers and findings of a report for other programs, in one file that its published schema describes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.reports.notebooks import TableFile, Value
from workbench.reports.pages import RunFacts
from workbench.reports.publishing import Edition, Outcome
from workbench.wording import speaking, spoken

SCHEMA = Path(__file__).with_name("key_figures.schema.json")
_VERSION = 2
_FILE = "key_figures.json"


def check_available() -> None:
    """Python itself writes JSON."""


def write(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write one file, in which words stand in all languages."""
    source = facts.source
    content = {
        "schema_version": _VERSION,
        "run": facts.run,
        "made": facts.ended.isoformat(timespec="seconds"),
        "languages": list(edition.languages),
        "source": {
            "title": _by_language(source.title, edition.languages),
            "synthetic": source.synthetic,
            "open": source.open_because is not None,
            "fieldwork": {fact: _by_language(text, edition.languages) for fact, text in source.fieldwork.items()},
            "instrument": source.instrument,
            "data": source.data,
            "data_sha256": source.data_sha256,
            "codebook": source.codebook,
            "codebook_sha256": source.codebook_sha256,
        },
        "key_figures": _once(_key_figures(outcomes, edition.languages), "name", "value"),
        "findings": _once(_findings(outcomes, edition.languages), "sentence"),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    (folder / _FILE).write_text(text, encoding="utf-8")


def _by_language(text: str, languages: Sequence[str]) -> dict[str, str]:
    said = {}
    for language in languages:
        with speaking(language):
            said[language] = str(spoken(text))
    return said


def _key_figures(outcomes: Sequence[Outcome], languages: Sequence[str]) -> Iterator[dict[str, Any]]:
    for outcome, table, headlines in _said(outcomes, languages, "headlines"):
        for place, headline in enumerate(table.payload["headlines"]):
            yield {
                "name": headline["name"],
                "value": headline["value"],
                "interval": _interval(table, headline, level=outcome.parameters.get("conf_level")),
                **{
                    part: {language: said[place][part] for language, said in headlines.items()}
                    for part in ("label", "text", "detail")
                },
                "table": _path(table),
            }


def _findings(outcomes: Sequence[Outcome], languages: Sequence[str]) -> Iterator[dict[str, Any]]:
    for _, table, findings in _said(outcomes, languages, "findings"):
        for place, finding in enumerate(table.payload["findings"]):
            sentence = {language: said[place]["sentence"] for language, said in findings.items()}
            yield {"topic": finding["topic"], "sentence": sentence, "table": _path(table)}


def _said(
    outcomes: Sequence[Outcome], languages: Sequence[str], part: str
) -> Iterator[tuple[Outcome, TableFile, dict[str, list[dict[str, Any]]]]]:
    """Give each table, the page that shows it, and what it says by language."""
    for outcome in outcomes:
        for table in outcome.exhibits.tables:
            said = {}
            for language in languages:
                with speaking(language):
                    said[language] = table.said(part)
            yield outcome, table, said


def _interval(table: TableFile, headline: dict[str, Any], *, level: Value) -> dict[str, Any] | None:
    """Return the interval of a main number: that of the row which has the number, and its name if several have it."""
    rows = [dict(zip(table.payload["columns"], row, strict=True)) for row in table.payload["rows"]]
    found = [row for row in rows if row.get("estimate") == headline["value"] and not row.get("bound")]
    named = [row for row in found if str(row.get("term")).casefold() == headline["label"].casefold()]
    row = next(iter(named or found), {})
    if row.get("conf_low") is None or row.get("conf_high") is None:
        return None
    return {"low": row["conf_low"], "high": row["conf_high"], "level": row.get("conf_level", level)}


def _path(table: TableFile) -> str:
    return f"tables/{table.name}"


def _once(found: Iterator[dict[str, Any]], *parts: str) -> list[dict[str, Any]]:
    """Keep the first of what several pages say alike."""
    kept: dict[str, dict[str, Any]] = {}
    for own in found:
        kept.setdefault(json.dumps([own[part] for part in parts]), own)
    return list(kept.values())
