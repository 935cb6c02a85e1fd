"""What a report is made from, as keyed digests: where all are the same, there is nothing to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pandas.util import hash_pandas_object

import workbench
from workbench.disclosure.ledger import keyed_digest
from workbench.reports.notebooks import normalised
from workbench.reports.publishing import versions
from workbench.reports.running import Prepared
from workbench.wording import joined, say

# Which part has changed, in words.
PARTS = {
    "data": say("data of the group"),
    "codebook": say("codebook"),
    "instrument": say("instrument"),
    "notebooks": say("notebooks"),
    "parameters": say("parameters"),
    "program": say("version of the workbench or of a package"),
    "edition": say("languages, depth or formats"),
    "publication": say("what all reports together may tell"),
}
ACCEPTABLE = frozenset({"notebooks", "program"})  # what may change without a change of the numbers
_FILES = ("survey", "codebook")  # their content counts


def made_from(prepared: Prepared) -> dict[str, str]:
    """Return a digest of each thing that the numbers of a report follow from.

    They are keyed with the ledger's secret: a plain hash of a hundred answers would let anyone confirm a guess of the
    last one.
    """
    survey = prepared.survey
    things: dict[str, bytes] = {
        "data": _data(prepared),
        "codebook": repr(survey.codebook).encode(),
        "instrument": repr(survey.instrument).encode(),
        "notebooks": "\n".join(normalised(notebook) for notebook in prepared.notebooks).encode(),
        "parameters": _parameters(prepared).encode(),
        "program": _program(),
        "edition": repr(prepared.edition).encode(),
        "publication": prepared.plan.fingerprint.encode(),
    }
    return {name: keyed_digest("made from", name.encode(), content) for name, content in things.items()}


def changed(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Name the parts that a report would be made from anew."""
    return [name for name in PARTS if now[name] != before.get(name)]


def in_words(parts: Iterable[str]) -> str:
    """Name parts as people read them."""
    return joined([PARTS[name] for name in parts], ", ")


def _data(prepared: Prepared) -> bytes:
    """Return all that is known of the respondents and of how they were drawn, without the names of columns."""
    survey, found = prepared.survey, hashlib.sha256()
    frames = [survey.responses, survey.numeric, survey.measures, *survey.design.parts().values()]
    columns = [survey.background[v].cat.codes for v in survey.background]
    if survey.id_marks is not None:
        columns.append(survey.id_marks)
    for part in (own for own in (*frames, *columns) if own.size):
        found.update(hash_pandas_object(part, index=False).to_numpy().tobytes())
    return found.digest()


def _parameters(prepared: Prepared) -> str:
    chosen = {name: {k: v for k, v in own.items() if k not in _FILES} for name, own in prepared.values.items()}
    return json.dumps(chosen, sort_keys=True)


def program() -> bytes:
    """Return a digest of the program files and of the versions of everything that computes, as they are now."""
    found, package = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode()), Path(workbench.__file__).parent
    lock = package.parent / "uv.lock"
    for path in [*sorted(package.rglob("*.py")), *([lock] if lock.is_file() else [])]:
        found.update(path.relative_to(package.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return found.digest()


_program = cache(program)
