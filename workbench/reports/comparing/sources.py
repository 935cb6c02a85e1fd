"""What a report was made from, and whether it is still there as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.intake import project_folder, resolve
from workbench.reports.batches import made_from
from workbench.reports.comparing.kept_report import KeptReport
from workbench.reports.notebooks import load_notebook, without_validation
from workbench.reports.publishing import commit, file_sha256, lock_sha256, machine, notebook_sha256, versions
from workbench.reports.running import Prepared

_CHANGED, _GONE = "has changed", "is not there"
_FILES = ("survey", "codebook")


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where the files are that a report was made from.

    Attributes
    ----------
    data, codebook : Path
    notebooks : tuple of Path
        In reading order.
    parameters : dict of str to value
        Of the run, without the two files.
    """

    data: Path
    codebook: Path
    notebooks: tuple[Path, ...]
    parameters: dict[str, Any]


def sources_of(report: KeptReport, *, data: Path | None = None, codebook: Path | None = None) -> Sources:
    """Find what a report was made from.

    Parameters
    ----------
    report : KeptReport
    data, codebook : Path, optional
        Where the files are now; default: where the record says, which names only a file outside the project.

    Raises
    ------
    RunError
        Something is gone or has changed: which part, and what to do. Of a report of a batch, the data and the codebook
        may have changed where that concerns other groups alone; `refuse_other_sources` looks at those.
    """
    record = report.record
    _check_complete(report)
    given = dict(record["parameters"])
    named = {name: str(given.pop(name)) for name in _FILES}
    found = Sources(
        data=data or resolve(named["survey"]),
        codebook=codebook or resolve(named["codebook"]),
        notebooks=tuple(_notebook(noted) for noted in record["notebooks"]),
        parameters=given,
    )
    wrong = [*_wrong_files(report, found, named), *_wrong_notebooks(record, found)]
    if record["code"]["lock_sha256"] != lock_sha256():
        wrong.append(f"the lock of package versions uv.lock {_CHANGED if lock_sha256() else _GONE}")
    _refuse(report, wrong)
    return found


def refuse_other_sources(report: KeptReport, prepared: Prepared) -> None:
    """Refuse a survey, codebook or instrument that is not the one of the report.

    Parameters
    ----------
    report : KeptReport
    prepared : Prepared
        The same report, ready to be made again.

    Raises
    ------
    RunError
        Which part has changed, and what to do.
    """
    before, now = report.record["source"], prepared.source
    pairs = {
        f"the data file {now.data}": ("data", before["data_sha256"], now.data_sha256),
        f"the codebook {now.codebook}": ("codebook", before["codebook_sha256"], now.codebook_sha256),
        f"the instrument {now.instrument}": ("instrument", before["instrument_sha256"], now.instrument_sha256),
    }
    other = {words: part for words, (part, then, today) in pairs.items() if then != today}
    if other and report.part is not None:  # what concerns other groups alone leaves a report of a batch as it is
        digests = made_from(prepared)
        other = {words: part for words, part in other.items() if digests[part] != report.part.made_from.get(part)}
    _refuse(report, [f"{words} {_CHANGED}" for words in other])


def elsewhere(report: KeptReport) -> list[str]:
    """Say in what machine and versions differ from those of the report; nothing where all is the same."""
    pairs = {**report.record["platform"], **report.record["versions"]}
    now = {**machine(), **versions()}
    return [
        f"{name} {pairs.get(name, 'unknown')}, here {value}"
        for name, value in now.items()
        if name != "release" and value != pairs.get(name)
    ]


def other_program(report: KeptReport) -> str:
    """Say whether the program is another one than that of the report; empty where nothing tells so."""
    before, now = report.record["code"], commit(project_folder())
    if before["commit"] != now["commit"]:
        return f"The report was made by commit {before['commit']}; this is {now['commit']}."
    if before["changed_files"] or now["changed_files"]:
        return "Files of the program differ from its commit, then or now: it may be another program."
    return ""


def _check_complete(report: KeptReport) -> None:
    record = report.record
    complete = "lock_sha256" in record.get("code", {}) and all("sha256" in noted for noted in record["notebooks"])
    if not complete:
        raise RunError(
            f"The record of {report.name} does not say which notebooks and lock it was made with: an earlier version "
            "of this program wrote it. Make the report again, and compare the two by `workbench diff`."
        )


def _notebook(noted: Mapping[str, Any]) -> Path:
    path = resolve(noted["path"])
    return path if path.is_file() else project_folder() / "notebooks" / noted["notebook"]


def _wrong_files(report: KeptReport, found: Sources, named: Mapping[str, str]) -> Iterable[str]:
    source = report.record["source"]
    for what, path, name, sha256 in (
        ("the data file", found.data, named["survey"], source["data_sha256"]),
        ("the codebook", found.codebook, named["codebook"], source["codebook_sha256"]),
    ):
        if not path.is_file():
            yield f"{what} {name} {_GONE}"
        elif report.part is None and file_sha256(path) != sha256:
            yield f"{what} {path.name} {_CHANGED}"


def _wrong_notebooks(record: Mapping[str, Any], found: Sources) -> Iterable[str]:
    for place, (path, noted) in enumerate(zip(found.notebooks, record["notebooks"], strict=True), start=1):
        if not path.is_file():
            yield f"the notebook {noted['path']} {_GONE}"
            continue
        whole = load_notebook(path, position=place)
        if noted["sha256"] not in {notebook_sha256(whole), notebook_sha256(without_validation(whole))}:
            yield f"the notebook {noted['path']} {_CHANGED}"


def _refuse(report: KeptReport, wrong: Iterable[str]) -> None:
    if wrong := list(wrong):
        made = report.record["code"]["commit"]
        program = f" (notebooks and lock: of commit {made})" if made else ""
        raise RunError(
            f"{report.name} cannot be verified, since {'; '.join(wrong)}. Put back what it was made from{program}, or "
            "say by `--data` and `--codebook` where the files are now; or make the report anew and compare the two by "
            "`workbench diff`."
        )
