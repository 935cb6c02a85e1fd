"""Messages about finished reports beside each other: verified, and compared with another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.messages.case import Case
from tests.reports import toys
from tests.unit.reports.comparing.kept_folders import write_report
from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.errors import RunError
from workbench.reports.comparing import compare_runs, verify, write_difference
from workbench.reports.comparing.again import Executions, check_ended
from workbench.reports.comparing.kept_report import kept_reports, one_report
from workbench.reports.comparing.sources import Sources, sources_of
from workbench.reports.notebooks import load_notebook
from workbench.reports.publishing import Outcome


def _changed(**changes: object) -> Callable[[Path], object]:
    """Look for what a report was made from, of which other parts are in the record."""

    def provoke(folder: Path) -> object:
        report = write_report(folder / "spring")
        record = json.loads((report / "record.json").read_text(encoding="utf-8"))
        record |= changes
        (report / "record.json").write_text(json.dumps(record), encoding="utf-8")
        (folder / "a.csv").touch()
        return sources_of(one_report(report), data=folder / "a.csv")

    return provoke


def _without_record(folder: Path) -> object:
    (folder / "spring").mkdir()
    return kept_reports(folder / "spring")


def _failed(folder: Path) -> object:
    report = write_report(folder / "spring")
    text = (report / "record.json").read_text(encoding="utf-8")
    (report / "record.json").write_text(text.replace('"status": "whole"', '"status": "failed"'), encoding="utf-8")
    return kept_reports(report)


def _batch(folder: Path, status: str) -> Path:
    report = {"name": "all", "label": "Everyone", "group": {}, "status": status}
    write_report(folder / "towns" / "all")
    (folder / "towns" / "batch.json").write_text(json.dumps({"reports": [report]}), encoding="utf-8")
    return folder / "towns"


def _private_of_a_batch(folder: Path) -> object:
    return list(verify(_batch(folder, "whole"), private=folder))


def _no_private(folder: Path) -> object:
    return list(verify(write_report(folder / "spring"), private=folder / "full"))


def _ended(folder: Path) -> object:
    notebook = load_notebook(toys.write_notebook(folder, "01_page"), position=1)
    outcome = Outcome(notebook=notebook, status="died", reason="Its process crashed (signal 11). Report it.")
    return check_ended(one_report(write_report(folder / "spring")), [outcome])


def _no_state(folder: Path) -> object:
    report = one_report(write_report(folder / "spring"))
    sources = Sources(data=folder, codebook=folder, notebooks=(), parameters={})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder / "ledger"))
        patch.setattr(Executions, "_tried", lambda *_: None)
        return Executions(folder).execute(report, sources, private=False, silent=True)


def _written(name: str) -> Callable[[Path], object]:
    def provoke(folder: Path) -> object:
        spring = write_report(folder / "spring")
        (folder / "there.csv").touch()
        write_difference(compare_runs(spring, spring), folder / name)
        return None

    return provoke


CASES = [
    Case(
        "Finished report that is not there",
        lambda folder: kept_reports(folder / "spring"),
        RunError,
        "There is no folder spring. Give that of a finished report, such as one of reports/.",
    ),
    Case(
        "Finished report without a record",
        _without_record,
        RunError,
        "spring has no record.json that can be read, so nobody can say what it was made from. Give the folder of a "
        "finished report, or restore the file from a backup.",
    ),
    Case(
        "Report that failed, to be compared",
        _failed,
        RunError,
        "spring is no finished report: it ended as `failed`. Give the folder of a report that is whole.",
    ),
    Case(
        "Batch without a finished report, to be compared",
        lambda folder: kept_reports(_batch(folder, "failed")),
        RunError,
        "The batch towns has no finished report. Finish it by the command that began it.",
    ),
    Case(
        "Verification of what has changed",
        _changed(),
        RunError,
        "spring cannot be verified, since the data file a.csv has changed; the codebook data/a.yaml is not there; the "
        "notebook notebooks/01_page.ipynb is not there; the lock of package versions uv.lock has changed. Put back what "
        "it was made from (notebooks and lock: of commit ffffffffffffffffffffffffffffffffffffffff), or say by `--data` "
        "and `--codebook` where the files are now; or make the report anew and compare the two by `workbench diff`.",
    ),
    Case(
        "Verification of a report of an earlier version",
        _changed(code={"commit": None, "changed_files": None}),
        RunError,
        "The record of spring does not say which notebooks and lock it was made with: an earlier version of this program "
        "wrote it. Make the report again, and compare the two by `workbench diff`.",
    ),
    Case(
        "Verification by another ledger",
        _no_state,
        RunError,
        "spring cannot be verified, since no state of the ledger of published runs leads to its protection plan, by "
        "which numbers were rounded and withheld. Restore the ledger from a backup, and make sure that this is the "
        "version of the program that made the report.",
    ),
    Case(
        "Verification in which a notebook ended badly",
        _ended,
        RunError,
        "spring cannot be verified, since 01_page.ipynb ended as `died` this time. Its process crashed (signal 11). "
        "Report it.",
    ),
    Case(
        "Verification of full precision in a batch",
        _private_of_a_batch,
        RunError,
        "`--private` stands beside towns/all, which is of a batch, and batches write no tables of full precision. Leave "
        "it out.",
    ),
    Case(
        "Verification of full precision that is not there",
        _no_private,
        RunError,
        "The folder that `--private` names has no tables of spring. Give the folder that the report was given by "
        "`--private`, or leave it out.",
    ),
    Case(
        "Changes written to a file that is no csv",
        _written("changes.html"),
        RunError,
        "`--output` names changes.html, but changes are written as csv. Give a name that ends in .csv.",
    ),
    Case(
        "Changes written to a file that is there",
        _written("there.csv"),
        RunError,
        "there.csv exists already. Choose another `--output`, so that it is not lost.",
    ),
    Case(
        "Changes written to a folder that is not there",
        _written("nowhere/changes.csv"),
        RunError,
        "changes.csv cannot be written (No such file or directory). Give another `--output` in a folder that is there.",
    ),
]
