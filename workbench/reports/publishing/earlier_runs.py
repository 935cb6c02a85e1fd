"""Earlier runs that the ledger does not know: reports without it cannot be told from a first release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.disclosure.ledger import is_known
from workbench.errors import PublicationError
from workbench.reports.publishing.record import Source
from workbench.reports.publishing.run_folder import RECORD


def refuse_unknown_release(folder: Path, source: Source) -> None:
    """Refuse to publish a survey anew beside a report of other data under its title that no ledger knows.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of runs.
    source : Source
        What the new run rests on.

    Raises
    ------
    PublicationError
        Which run, and what to do.
    """
    if source.open_because is not None:
        return
    for path in sorted(folder.glob(f"*/{RECORD}")):
        earlier = _record(path)
        own = earlier.get("source", {})
        if earlier.get("status") != "whole" or own.get("title") != source.title or own.get("open_because"):
            continue
        sha256 = own.get("data_sha256", "")
        if sha256 != source.data_sha256 and not is_known(run=path.parent.name, data_sha256=sha256):
            raise PublicationError(
                f"{path.parent.name} is a report of other data with the same title, and the ledger of published runs "
                "does not know it, so nobody can say which few respondents changed since. Restore the ledger from a "
                "backup; or give the survey a title of its own if its respondents are others; or, if that report was "
                "never passed on, move it away."
            )


def _record(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
