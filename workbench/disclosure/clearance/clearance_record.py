"""Content of ``disclosure.json``: what was done to the outputs of a run, and which files they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SCHEMA_VERSION = 2
_NOTE = (
    "For the person who clears the outputs. Not for publication: this file names the small groups. No page links to "
    "it; leave it out of whatever is passed on."
)


def clearance_record(
    *,
    audit: Mapping[str, Any],
    parameters: Mapping[str, Any],
    rules: Sequence[str],
    decisions: Sequence[Mapping[str, Any]],
    outputs: Mapping[str, str],
    versions: Mapping[str, str],
    kept: Sequence[Mapping[str, Any]] = (),
    ledger_found: bool | None = None,
    open_because: str = "",
) -> dict[str, Any]:
    """Return the record as plain JSON values.

    Parameters
    ----------
    audit : mapping of str to value
        What the audit found: its `summary`.
    parameters : mapping of str to value
        Thresholds and design effect that the rules used, and the plan's fingerprint.
    rules : sequence of str
        The rules in words, as they applied to this survey.
    decisions : sequence of mappings
        Cells that are not published in the ordinary way: variable, level, rule, reason.
    outputs : mapping of str to str
        sha256 of every file that would be passed on, by its path.
    versions : mapping of str to str
        Of the workbench and the packages that computed.
    kept : sequence of mappings
        Groups whose numbers of an earlier run stand: variable, level, run.
    ledger_found : bool or None
        Whether the ledger held another publication before this one; if not, nothing is known of earlier ones. None of
        data that are public or made up.
    open_because : str
        Why nothing is rounded or withheld; empty where the survey is protected.

    Returns
    -------
    dict
        In the order in which a person reads it.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "note": _NOTE,
        "open_because": open_because,
        "rules": list(rules),
        "parameters": dict(parameters),
        "decisions": [dict(decision) for decision in decisions],
        "earlier_ledger_found": ledger_found,
        "kept_from_earlier_runs": [dict(group) for group in kept],
        "audit": dict(audit),
        "versions": dict(versions),
        "outputs": [{"path": path, "sha256": outputs[path]} for path in sorted(outputs)],
    }
