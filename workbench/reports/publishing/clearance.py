"""``disclosure.json``: what was withheld and why, for the person who clears the outputs of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.disclosure.audit import Audit
from workbench.disclosure.plan import ProtectionPlan

CLEARANCE = "disclosure.json"
SCHEMA_VERSION = 1
_NOTE = (
    "For the person who clears the outputs. Not for publication: this file names the small groups and tells them from "
    "those that protect them. No page links to it; leave it out of whatever is passed on."
)


def write_clearance(
    folder: Path, *, plan: ProtectionPlan, tables: Mapping[str, Any], audit: Audit, kept: Mapping[tuple[str, str], str]
) -> None:
    """Write the file into the folder of a run.

    Parameters
    ----------
    folder : Path
    plan : ProtectionPlan
    tables : mapping of str to table
        What the run publishes, by file name.
    audit : Audit
    kept : mapping of (variable, level) to str
        Groups that are not published anew, and the earlier run whose numbers of them stand.
    """
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "note": _NOTE,
        "protection_plan": plan.fingerprint,
        "thresholds": plan.thresholds.model_dump(),
        "withheld": plan.table.astype(str).to_dict("records"),
        "kept_from_earlier_runs": [
            {"variable": variable, "level": level, "run": run} for (variable, level), run in kept.items()
        ],
        "audit": {
            "passed": audit.passed,
            "method": audit.method,
            "n_tables": audit.n_tables,
            "n_numbers_attacked": audit.n_targets,
            "narrowest_range": None if audit.narrowest is None else asdict(audit.narrowest),
            "findings": audit.table.astype(str).to_dict("records"),
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    (folder / CLEARANCE).write_text(text, encoding="utf-8")
