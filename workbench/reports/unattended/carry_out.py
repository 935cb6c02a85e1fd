"""Making the reports of a plan, in the project that its file lies in."""

from __future__ import annotations

from contextlib import chdir
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workbench.reports.unattended.plan import Plan

if TYPE_CHECKING:
    from workbench.reports.batches import Batch
    from workbench.reports.running import Run


def carry_out(plan: Plan, *, force: bool = False, accept: bool = False) -> Batch | Run:
    """Make the reports of a plan: a batch where it names groups, else one report of everyone.

    Parameters
    ----------
    plan : Plan
    force : bool
        Make every report of a batch anew; a single one is always made.
    accept : bool
        Let reports of a batch stand of which only notebooks or program changed.

    Raises
    ------
    WorkbenchError
        It cannot begin; nothing has been changed then.
    """
    from workbench.intake import project_folder  # seconds, which whoever only reads plans does not pay
    from workbench.reports.batches import run_batch
    from workbench.reports.comparing import follows_newest, follows_replaced
    from workbench.reports.publishing import edition_of, shown_path
    from workbench.reports.running import default_stem, run_report
    from workbench.reports.warm import Limits

    shared: dict[str, Any] = {
        "parameters": given(plan),
        "output_folder": plan.output_folder,
        "limits": Limits(**plan.limits),
        "edition": edition_of(languages=plan.lang, depth=plan.depth, formats=plan.formats),
    }
    with chdir(plan.file.parent):  # whatever folder the command was given in, the project is the same
        if plan.by:
            how: dict[str, Any] = {"workers": plan.scheduler or plan.workers, "force": force, "accept": accept}
            return run_batch(by=plan.by, name=plan.name, earlier=follows_replaced, **how, **shared)
        folder, own = plan.output_folder or project_folder() / "reports", plan.name or default_stem(plan.data)
        earlier = follows_newest(folder, own, shown_path(str(plan.codebook)))
        return run_report(name=run_name(plan), follows=earlier, **shared)


def given(plan: Plan) -> dict[str, Any]:
    """Return the parameters of the notebooks, the two files among them."""
    return {**plan.parameters, "survey": str(plan.data), "codebook": str(plan.codebook)}


def run_name(plan: Plan) -> str | None:
    """Name a single report after its plan and the moment, since a run never overwrites another."""
    return None if plan.name is None else f"{plan.name}-{datetime.now(UTC).astimezone():%Y%m%d-%H%M%S}"
