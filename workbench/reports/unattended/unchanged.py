"""Whether a single report would be made of the same as the last one; a batch knows that by itself."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from uuid import uuid4

from workbench.reports.batches import made_from
from workbench.reports.publishing import edition_of
from workbench.reports.running import prepare
from workbench.reports.scratch_folder import ScratchFolder
from workbench.reports.unattended.carry_out import given
from workbench.reports.unattended.plan import Plan
from workbench.reports.unattended.run_records import FINGERPRINT


def is_unchanged(plan: Plan, folder: Path, before: Path) -> bool:
    """Whether data, codebook, scale, notebooks, parameters and program are those of an earlier run.

    Parameters
    ----------
    plan : Plan
    folder : Path
        Of this run; what it is made from is written there, for the next one.
    before : Path
        The same of the last run that was done; it need not be there.

    Raises
    ------
    WorkbenchError
        The report cannot be made.
    """
    with chdir(plan.file.parent), ScratchFolder() as scratch:
        prepared = prepare(
            notebooks=None,
            parameters=given(plan),
            assignments={},
            name=f"look-{uuid4().hex}",  # of a folder that is not there, and is not made
            output_folder=plan.output_folder,
            scratch=scratch,
            edition=edition_of(languages=plan.lang, depth=plan.depth, formats=plan.formats),
        )
        now = made_from(prepared)
    try:
        earlier = json.loads(before.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        earlier = None
    (folder / FINGERPRINT).write_text(json.dumps(now), encoding="utf-8")
    return bool(earlier == now)
