"""The last table of every notebook: from which files, by which methods and versions its numbers were made."""

from __future__ import annotations

import importlib.metadata
import platform

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.tables.labels import doubts
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import say, spoken, translated

_PACKAGES = ("inclusion-workbench", "numpy", "scipy", "pandas", "statsmodels", "factor_analyzer")


def how_made(survey: Survey, *results: ProtectedTable) -> ReportTable:
    """Show hashes, methods, doubts and versions; no dates, so that the same input gives the same bytes.

    A result without rows is on no page, because the survey has nothing for it, and so is its method.
    """
    shown = [result for result in results if not shown_frame(result).empty]  # refuses what has not passed the gate
    report, instrument = survey.report, survey.instrument
    source = translated(instrument.stated_source) if instrument.stated_source else None
    rows = [
        (say("Survey"), _title(survey)),
        (say("Instrument"), ". ".join(filter(None, (instrument.name, source)))),
        *([(say("Permitted use"), " ".join(map(translated, instrument.stated_use)))] if instrument.stated_use else []),
        (say("Survey file"), f"{report.file_name}, sha256 {report.file_sha256}"),
        (say("Codebook"), f"sha256 {report.codebook_sha256}"),
        (say("Instrument file"), f"sha256 {report.instrument_sha256}"),
    ]
    rows += [(say("Method"), spoken(method)) for method in dict.fromkeys(result.method for result in shown) if method]
    rows += [(say("Note"), spoken(note)) for note in doubts(*shown)]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    rows.append((say("Versions"), f"Python {platform.python_version()}, {versions}"))
    return ReportTable(
        name="how_made",
        caption=say("How these numbers were made"),
        columns=(column(say("What"), "term"), column(say("Which"), "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
    )


def _title(survey: Survey) -> str:
    title = survey.codebook.title
    return say("{title} (synthetic data)", title=title) if survey.codebook.synthetic else title
