"""Statements of the items that refusals name: neither first page nor summary has a table with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.reports.publishing import Outcome
from workbench.wording import joined, say

_CODE = re.compile("`([^`]+)`")


def named_items(outcomes: Sequence[Outcome]) -> str:
    """Say the statement of each item that a reason or a refused part names; empty where none is named.

    Parameters
    ----------
    outcomes : sequence of Outcome
        In reading order; the statements are those of their tables.
    """
    statements = _statements(outcomes)
    sentences = [sentence for outcome in outcomes for sentence in (outcome.reason, *outcome.refused_parts)]
    named = {name for sentence in sentences for name in _CODE.findall(sentence)}
    found = [
        say("{item} “{statement}”", item=item, statement=statement)
        for item, statement in statements.items()
        if item in named
    ]
    return say("Items named here: {items}.", items=joined(found, "; ")) if found else ""


def _statements(outcomes: Sequence[Outcome]) -> dict[str, str]:
    found: dict[str, str] = {}
    for outcome in outcomes:
        for table in outcome.exhibits.tables:
            if {"item", "statement"} <= set(table.payload["columns"]):
                frame = table.frame
                found = dict(zip(frame["item"].astype(str), frame["statement"].astype(str), strict=True)) | found
    return found
