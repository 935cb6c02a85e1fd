"""The record of a run: everything needed to say later where a number came from."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_info

import workbench
from workbench.disclosure.ledger import keyed_digest
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey, project_folder, scale_sentence
from workbench.reports.notebooks import Notebook, Value, normalised
from workbench.reports.publishing.edition import Edition
from workbench.reports.publishing.outcome import Outcome
from workbench.reports.publishing.run_folder import RECORD, file_sha256, output_hashes
from workbench.wording import by_language, count, window_words

SCHEMA_VERSION = 1
PLAN = "plan"  # what the digest of its fingerprint is for

_PACKAGES = (
    "inclusion-workbench",
    "numpy",
    "scipy",
    "pandas",
    "statsmodels",
    "scikit-learn",
    "factor_analyzer",
    "matplotlib",
    "seaborn",
    "pyreadstat",
    "pyarrow",
    "openpyxl",
    "pydantic",
    "papermill",
    "nbclient",
    "nbformat",
    "nbconvert",
    "ipykernel",
)

_PROGRAM = (
    "workbench",
    "notebooks",
    "pyproject.toml",
    "uv.lock",
)  # what numbers come from; the survey has its own hash


@dataclass(frozen=True, kw_only=True)
class Source:
    """What the run rests on; no data, so it may outlive the survey.

    Attributes
    ----------
    title : str
        Title of the survey.
    synthetic : bool
    open_because : str or None
        Why nothing was rounded or withheld; None for a protected survey.
    scale : str
        Which scale the items were taken for, and how they were matched.
    fieldwork : dict of str to str
        Whom the survey asked, where, when and how, as far as its codebook says.
    permitted_use : tuple of str
        What the owner of the instrument asks.
    data_source, scale_source : str or None
        Where the data come from, and the publication of the scale, as far as codebook and instrument say it.
    data, codebook, instrument : str
        File names.
    data_sha256, codebook_sha256, instrument_sha256 : str
    n_rows : str
        Rows of the data file: in words, the window that their number lies in; exact where nothing is rounded.
    """

    title: str
    synthetic: bool
    open_because: str | None
    scale: str
    fieldwork: dict[str, str]
    permitted_use: tuple[str, ...]
    data_source: str | None
    scale_source: str | None
    data: str
    codebook: str
    instrument: str
    data_sha256: str
    codebook_sha256: str
    instrument_sha256: str
    n_rows: str


def describe_source(survey: Survey, *, codebook: Path, width: int | None = None) -> Source:
    """Take from a survey what pages and record say about it; `width` is that of the plan's windows of everyone."""
    return Source(
        title=survey.codebook.title,
        synthetic=survey.codebook.synthetic,
        open_because=survey.codebook.open_because,
        scale=scale_sentence(survey),
        fieldwork=_fieldwork(survey),
        permitted_use=survey.instrument.stated_use,
        data_source=survey.codebook.source or None,
        scale_source=survey.instrument.stated_source,
        data=survey.report.file_name,
        codebook=codebook.name,
        instrument=survey.instrument.id,
        data_sha256=survey.report.file_sha256,
        codebook_sha256=survey.report.codebook_sha256,
        instrument_sha256=survey.report.instrument_sha256,
        n_rows=_rows(survey, width or survey.codebook.disclosure.minimum_respondents),
    )


def _fieldwork(survey: Survey) -> dict[str, str]:
    book = survey.codebook
    told = {"year": str(book.year)} if isinstance(book.year, int) else {}
    return told | {fact: text for fact, text in book.fieldwork.model_dump().items() if text is not None}


def _rows(survey: Survey, width: int) -> str:
    n = survey.report.n_rows
    if survey.codebook.open_because is not None:
        return count(n)
    return window_words(n, width)


def _words(source: Source) -> dict[str, dict[str, str]]:
    """Return by language what lists of reports show, as far as the codebook has it in several."""
    words = {"title": by_language(source.title), "place": by_language(source.fieldwork.get("place", ""))}
    return {name: texts for name, texts in words.items() if texts}


def read_record(path: Path) -> dict[str, Any]:
    """Return the record of a run, empty where it is missing, damaged or the record of something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) and isinstance(content.get("source"), dict) else {}


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers may depend on."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def machine() -> dict[str, str]:
    """Return what of a machine numbers may depend on: system, and the processor as its linear algebra sees it."""
    libraries = {own["architecture"] for own in threadpool_info() if own.get("architecture")}
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processor": ", ".join(sorted(libraries)) or platform.processor(),
    }


def lock_sha256() -> str | None:
    """Sha256 of the file that fixes the version of every package; None where the workbench lies beside none."""
    lock = Path(workbench.__file__).parents[1] / "uv.lock"
    return file_sha256(lock) if lock.is_file() else None


def notebook_sha256(notebook: Notebook) -> str:
    """Sha256 of what a notebook computes and says, without outputs, comments and blanks."""
    return hashlib.sha256(normalised(notebook).encode()).hexdigest()


def shown_path(path: str) -> str:
    """Return a path as it may be shown: from the project folder where it lies inside, else the file name."""
    whole, project = Path(path), project_folder()
    if not whole.is_absolute():
        return whole.as_posix()
    return whole.relative_to(project).as_posix() if whole.is_relative_to(project) else whole.name


def commit(project: Path) -> dict[str, Any]:
    """Git commit of the project folder and whether files of the program differ from it; both None without git."""
    head = _git(project, "rev-parse", "HEAD")
    if head is None:
        return {"commit": None, "changed_files": None}
    status = _git(project, "status", "--porcelain", "--untracked-files=normal", "--", *_PROGRAM)
    return {"commit": head, "changed_files": None if status is None else bool(status)}


def _git(project: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=project, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def plan_mark(plan: ProtectionPlan) -> str:
    """Return what the record says of a plan: its fingerprint itself would confirm a guess of what the plan says.

    That of public data protects nothing.
    """
    return plan.fingerprint if plan.is_open else keyed_digest(PLAN, plan.fingerprint.encode())


@dataclass(frozen=True, kw_only=True)
class Record:
    """Content of ``record.json`` except the hashes of the files beside it."""

    run: str
    source: Source
    parameters: Mapping[str, Value]
    code: Mapping[str, Any]
    versions: Mapping[str, str]
    plan: str
    started: str
    ended: str
    seconds: float
    status: str
    audit: Mapping[str, Any]
    edition: Edition
    ledger_found: bool | None

    def write(self, folder: Path, outcomes: Iterable[Outcome]) -> None:
        """Write the record, last of all files, with the sha256 of every other file of the run that is published.

        That of ``disclosure.json`` would confirm a guess of what only the person who clears may know.
        """
        outcomes = list(outcomes)
        content = {
            "schema_version": SCHEMA_VERSION,
            "run": self.run,
            "status": self.status,
            "started": self.started,
            "ended": self.ended,
            "seconds": round(self.seconds, 3),
            "parameters": dict(self.parameters),
            "seeds": {o.notebook.name: o.parameters["seed"] for o in outcomes if "seed" in o.parameters},
            "source": vars(self.source) | {"words": _words(self.source)},
            "edition": asdict(self.edition),
            "protection_plan": self.plan,
            "earlier_ledger_found": self.ledger_found,
            "audit": dict(self.audit),
            "notebooks": [noted(outcome) for outcome in outcomes],
            "code": {**self.code, "lock_sha256": lock_sha256()},
            "versions": dict(self.versions),
            "platform": machine(),
            "files": output_hashes(folder),
        }
        text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        (folder / RECORD).write_text(text, encoding="utf-8")


def noted(outcome: Outcome) -> dict[str, Any]:
    """Return what the record says of a notebook."""
    return {
        "notebook": outcome.notebook.path.name,
        "path": shown_path(str(outcome.notebook.path)),
        "sha256": notebook_sha256(outcome.notebook),
        "status": outcome.status,
        "reason": outcome.reason,
        "parts_refused": [{"sentence": said, "parts": parts} for said, parts in outcome.refused_parts.items()],
        "frames": list(outcome.frames),
        "parameters": outcome.parameters,
        "started": outcome.started,
        "seconds": round(outcome.seconds, 3),
        "n_tables": len(outcome.exhibits.tables),
        "n_figures": len(outcome.exhibits.figures),
        "n_withheld": outcome.exhibits.n_withheld,
        "headlines": outcome.exhibits.headlines,
    }
