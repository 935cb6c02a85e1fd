"""The files of a ledger: one for each published run, sealed with the secret, never left half written."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.marks import N_BASES
from workbench.disclosure.ledger.secret import Secret
from workbench.disclosure.ledger.set_sketches import N_WORDS
from workbench.errors import RunError

SCHEMA_VERSION = 5
# Of version 3 only the bases by id and answers; before 5 their marks told those without ids apart who answered alike.
_READ = (3, 4, 5)
ENDING = ".published.json"
LOCK = "lock"


@dataclass(frozen=True, kw_only=True, eq=False)
class Entry:
    """What the ledger holds of one published run.

    Attributes
    ----------
    file : str
        Name of its file; empty before it is written.
    run : str
    day : date
        Of its publication.
    order : int
        Larger than that of every run published before; 0 in files older than this.
    data : str
        Keyed sha256 of the data file.
    keys : list of bytes
        Keyed names of the groups that were published.
    lengths : tuple of int
        How many of them each variable or crossing has, in their order.
    sums : array, shape (n_groups, n_bases, n_terms)
        Their sketches; nobody on a basis that the file does not have.
    parities : array, shape (n_groups, n_bases, n_words)
    silent : array of bool, shape (n_groups,)
        Groups of which the run published no outcome; none of them in files older than this.
    minimum : int or None
        The survey's `minimum_respondents` then; None in files older than this.
    parts : tuple of str
        Variables whose levels, crossed, got reports of their own; none of a single report and in files older than this.
    """

    file: str
    run: str
    day: date
    order: int
    data: str
    keys: list[bytes]
    lengths: tuple[int, ...]
    sums: Ints
    parities: npt.NDArray[np.uint64]
    silent: Bools
    minimum: int | None
    parts: tuple[str, ...] = ()

    def tells_the_same(self, other: Entry) -> bool:
        """Whether two runs of one name published the same of the same data."""
        texts = [(own.run, own.data, own.keys, own.lengths, own.minimum, own.parts) for own in (self, other)]
        arrays = [(own.sums, own.parities, own.silent) for own in (self, other)]
        return texts[0] == texts[1] and all(map(np.array_equal, *arrays))


def read_entries(folder: Path, secret: Secret | None) -> list[Entry]:
    """Read what was published, in the order in which it was.

    Raises
    ------
    RunError
        A file is damaged, or was written with another secret.
    """
    paths = sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    if paths and secret is None:
        raise RunError(
            f"The folder {folder.name}/ holds published runs but not the secret that they were written with. Restore "
            "its file `secret` from a backup. If there is none, nobody can see any more whom these runs published: "
            "move the folder and their reports away, and publish only respondents who were not published before."
        )
    entries = [_read(path, secret) for path in paths if secret is not None]
    return sorted(entries, key=lambda entry: (entry.day, entry.order, entry.run))


def _read(path: Path, secret: Secret) -> Entry:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        sealed = content.pop("seal") == _seal(content, secret)
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        sealed = False
    if not sealed or content["schema_version"] not in _READ:
        raise RunError(
            f"{path.name} in the ledger of published runs is damaged, or was written by another ledger or by another "
            "version of this program. Restore the folder "
            f"{path.parent.name}/ from a backup; a run that cannot see what was published before is not started."
        )
    keys = [bytes.fromhex(key) for key in content["groups"]]
    sketches = _masked(base64.b64decode(content["sketches"]), content["nonce"], secret)
    n_bases, n_terms = content["shape"]
    bases = content.get("bases", [*range(n_bases)])
    numbers, words = np.split(np.frombuffer(sketches, dtype="<u4"), [len(keys) * n_bases * n_terms])
    sums = np.zeros((len(keys), N_BASES, n_terms), dtype=np.int64)
    sums[:, bases] = numbers.reshape(len(keys), n_bases, n_terms)
    parities = np.zeros((len(keys), N_BASES, N_WORDS), dtype=np.uint64)
    parities[:, bases] = words.view("<u8").reshape(len(keys), n_bases, N_WORDS)
    silent = np.zeros(len(keys), dtype=bool)
    silent[content.get("without_outcome", [])] = True
    return Entry(
        file=path.name,
        run=content["run"],
        day=date.fromisoformat(content["day"]),
        order=content.get("order", 0),
        data=content["data"],
        keys=keys,
        lengths=tuple(content["divisions"]),
        sums=sums,
        parities=parities,
        silent=silent,
        minimum=content.get("minimum_respondents"),
        parts=tuple(content.get("parts", ())),
    )


def write_entry(folder: Path, secret: Secret, entry: Entry) -> None:
    """Add a published run under a free name; an older file of the same name stays."""
    nonce = secrets.token_hex(16)
    bases = np.flatnonzero(entry.sums.any(axis=(0, 2)))  # without that of weights where nobody has one
    sums, parities = entry.sums[:, bases], entry.parities[:, bases]
    sketches = sums.astype("<u4").tobytes() + parities.astype("<u8").tobytes()
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "run": entry.run,
        "day": entry.day.isoformat(),
        "order": entry.order,
        "data": entry.data,
        "minimum_respondents": entry.minimum,
        "parts": list(entry.parts),
        "nonce": nonce,
        "groups": [key.hex() for key in entry.keys],
        "divisions": list(entry.lengths),
        "without_outcome": np.flatnonzero(entry.silent).tolist(),
        "bases": bases.tolist(),
        "shape": list(sums.shape[1:]),
        "sketches": base64.b64encode(_masked(sketches, nonce, secret)).decode("ascii"),
    }
    content["seal"] = _seal(content, secret)
    _write_whole(_free_name(folder, entry.run), json.dumps(content))


def _free_name(folder: Path, run: str) -> Path:
    path, count = folder / f"{run}{ENDING}", 1
    while path.exists():
        count += 1
        path = folder / f"{run}-{count}{ENDING}"
    return path


def _write_whole(path: Path, text: str) -> None:
    partial = path.with_suffix(".partial")
    file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def _seal(content: dict[str, Any], secret: Secret) -> str:
    return secret.digest("seal", json.dumps(content, sort_keys=True).encode()).hex()


def _masked(sketches: bytes, nonce: str, secret: Secret) -> bytes:
    """Hide the sketches from whoever lacks the secret, the sizes of the groups first of all; twice shows them again."""
    stream = hashlib.shake_256(secret.digest("mask", nonce.encode())).digest(len(sketches))
    return (np.frombuffer(sketches, dtype=np.uint8) ^ np.frombuffer(stream, dtype=np.uint8)).tobytes()
