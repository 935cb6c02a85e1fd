"""``disclosure.json``: what was decided by which rule, for the person who clears the outputs of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.disclosure.clearance import clearance_record, rules_in_words
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey
from workbench.reports.publishing.run_folder import CLEARANCE, output_hashes

_OPEN = "The data are public: nothing is rounded or withheld."


def write_clearance(
    folder: Path,
    *,
    survey: Survey,
    plan: ProtectionPlan,
    audit: Mapping[str, Any],
    versions: Mapping[str, str],
    ledger_found: bool | None,
) -> None:
    """Write the file into the folder of a run, after everything that would be passed on.

    Parameters
    ----------
    folder : Path
    survey : Survey
    plan : ProtectionPlan
    audit : mapping of str to value
        What the audit found, or why it was not run.
    versions : mapping of str to str
        Of Python and the packages that computed.
    ledger_found : bool or None
        Whether the ledger held another publication before this one; None of data that are public or made up.
    """
    width = plan.thresholds.minimum_respondents
    weighted = survey.design.sampling_weights is not None
    rules = rules_in_words(width=width, design_effect=plan.design_effect, weighted=weighted)
    content = clearance_record(
        audit=audit,
        parameters={
            **plan.thresholds.model_dump(),
            "design_effect": plan.design_effect,
            "protection_plan": plan.fingerprint,
        },
        rules=(_OPEN,) if plan.is_open else rules,
        decisions=[{str(name): str(cell) for name, cell in row.items()} for row in plan.table.to_dict("records")],
        outputs=output_hashes(folder),
        versions=versions,
        kept=[{"variable": variable, "level": level, "run": run} for (variable, level), run in plan.kept.items()],
        ledger_found=ledger_found,
        open_because=plan.open_because or "",
    )
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    (folder / CLEARANCE).write_text(text, encoding="utf-8")
