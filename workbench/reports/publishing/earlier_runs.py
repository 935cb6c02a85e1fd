"""Earlier reports beside a new one: what they published of the same people, and those that no ledger knows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.disclosure.ledger import is_known, runs_of_the_same
from workbench.errors import PublicationError
from workbench.intake import Survey
from workbench.reports.publishing.record import Source, read_record
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
    for path in sorted([*folder.glob(f"*/{RECORD}"), *folder.glob(f"*/*/{RECORD}")]):
        earlier = read_record(path)
        own = earlier.get("source", {})
        if earlier.get("status") != "whole" or own.get("title") != source.title or own.get("open_because"):
            continue
        sha256 = own.get("data_sha256", "")
        run = path.parent.name if path.parent.parent == folder else path.parent.parent.name  # one of a batch
        if sha256 != source.data_sha256 and not is_known(run=run, data_sha256=sha256):
            raise PublicationError(
                f"{run} is a report of other data with the same title, and the ledger of published runs "
                "does not know it, so nobody can say which few respondents changed since. Restore the ledger from a "
                "backup; or give the survey a title of its own if its respondents are others; or, if that report was "
                "never passed on, move it away."
            )


def earlier_tables(folder: Path, survey: Survey) -> dict[str, pd.DataFrame]:
    """Read what was published of exactly these respondents before, with other crossings or cut-offs, say.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of runs; a report that was moved elsewhere is not seen.
    survey : Survey

    Returns
    -------
    dict of str to DataFrame
        Tables by run and file name; each once, however many runs show the same.
    """
    found: dict[bytes, Path] = {}
    for run in sorted(runs_of_the_same(survey)):
        record = read_record(folder / run / RECORD)
        known = is_known(run=run, data_sha256=record.get("source", {}).get("data_sha256", ""))
        if record.get("status") == "whole" and known:
            found |= {path.read_bytes(): path for path in sorted((folder / run / "tables").glob("*.csv"))}
    words = {"variable": str, "level": str}
    return {
        path.relative_to(folder).as_posix(): pd.read_csv(path, dtype=words, keep_default_na=False, na_values=[""])
        for path in found.values()
    }
