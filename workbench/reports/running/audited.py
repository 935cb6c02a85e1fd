"""The audit of a run: everything that it would publish, together, before any of it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.disclosure.audit import TOGETHER, audit
from workbench.reports.publishing import Outcome, earlier_tables
from workbench.reports.running.preparation import Prepared

NOT_AUDITED: dict[str, Any] = {"passed": None, "method": "Not run.", "findings": []}


def audit_run(outcomes: Sequence[Outcome], prepared: Prepared) -> dict[str, Any]:
    """Attack all tables together; of public data there is nothing to find out."""
    if (reason := prepared.plan.open_because) is not None:
        return {**NOT_AUDITED, "method": f"Not run, since the codebook says that the data are public. {reason}"}
    tables = {table.name: table.payload for outcome in outcomes for table in outcome.exhibits.tables}
    # why a notebook or a part of it shows nothing is published too, without having passed the gate
    said = {outcome.notebook.name: [outcome.reason, *outcome.refused_parts] for outcome in outcomes}
    tables |= {name: {"columns": [], "rows": [], "notes": notes} for name, notes in said.items() if any(notes)}
    earlier = earlier_tables(prepared.folder.shelf, prepared.survey)
    return audit(tables, survey=prepared.survey, earlier=earlier).summary()


def told_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the record says of an audit: it is published, so not which groups are small."""
    return {part: found[part] for part in NOT_AUDITED}


def problem_of(audit: Mapping[str, Any]) -> str:
    """Say why nothing of a run was kept, and what to do."""
    terms = {finding["term"] for finding in audit["findings"]}
    if terms == {TOGETHER}:
        return (
            "The audit found that all tables of this run, and of earlier runs on the same respondents, together tell "
            "of a few of them; nothing of the run was kept. See `audit` in record.json, and leave out the variable "
            "that tells, or publish no other crossings than the earlier run."
        )
    tables = sorted(terms - {TOGETHER})
    return (
        f"The audit found numbers in {', '.join(tables)} that tell more than may be published; nothing of the run was "
        "kept. See `audit` in record.json, and show these tables only through `population.protect`."
    )
