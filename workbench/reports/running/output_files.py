"""The files of a run that passed the audit: tables, figures, executed notebooks, pages, and what clears them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import nbformat

from workbench.errors import RunError
from workbench.reports.formats import write_formats
from workbench.reports.notebooks import COLUMNS_FILE, columns_csv
from workbench.reports.pages import Change, RunFacts, write_pages
from workbench.reports.publishing import Outcome, noted, write_clearance
from workbench.reports.running.preparation import Prepared


def _changes(prepared: Prepared, outcomes: Sequence[Outcome]) -> Sequence[Change]:
    """Compare the main numbers with those of the run that this one follows."""
    if prepared.follows is None:
        return ()
    record = {"source": vars(prepared.source), "notebooks": [noted(outcome) for outcome in outcomes]}
    tables = {
        table.name: list(csv.reader(io.StringIO(table.csv().decode("utf-8"))))
        for outcome in outcomes
        for table in outcome.exhibits.tables
    }
    return prepared.follows.compare(record, tables)


def write_outputs(
    prepared: Prepared,
    outcomes: Sequence[Outcome],
    *,
    audit: Mapping[str, Any],
    code: Mapping[str, Any],
    versions: Mapping[str, str],
) -> None:
    """Write everything but the record, which comes last.

    Raises
    ------
    RunError
        The disk is full, or the folder cannot be written to.
    """
    folder = prepared.folder.partial
    facts = RunFacts(
        run=prepared.folder.name,
        source=prepared.source,
        parameters=prepared.shown(prepared.given),
        code=code,
        versions=versions,
        ended=datetime.now(UTC),
        kept=Counter(prepared.plan.kept.values()),
        ledger_found=prepared.ledger_found,
        follows=prepared.follows.run if prepared.follows else "",
        changes=_changes(prepared, outcomes),
    )
    try:
        for outcome in outcomes:
            outcome.exhibits.write(folder)
            if outcome.executed is not None:
                text = nbformat.writes(outcome.executed) + "\n"
                (folder / "notebooks" / outcome.notebook.path.name).write_text(text, encoding="utf-8")
        tables = [table for outcome in outcomes for table in outcome.exhibits.tables]
        items = [item.id for item in prepared.survey.instrument.items]
        (folder / COLUMNS_FILE).write_bytes(columns_csv(tables, items))
        write_formats(folder, outcomes=outcomes, facts=facts, edition=prepared.edition)
        write_pages(folder, facts=facts, outcomes=outcomes, edition=prepared.edition)
    except OSError as error:  # its text is the system's and quotes no data
        raise RunError(
            f"The report could not be written ({error.strerror}). Free the disk or give another `--output-folder`."
        ) from error
    write_clearance(
        folder,
        survey=prepared.survey,
        plan=prepared.plan,
        audit=audit,
        versions=versions,
        ledger_found=prepared.ledger_found,
    )
