"""The files of a ledger: one for each published run, sealed with the secret, never left half written."""

from __future__ import annotations

import base64
import hashlib
import importlib
import importlib.util
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Ints
from workbench.disclosure.ledger.secret import Secret
from workbench.disclosure.ledger.set_sketches import N_WORDS
from workbench.errors import RunError

SCHEMA_VERSION = 3
ENDING = ".published.json"
N_BASES = 3  # of each group: those in the file, those with a score, those in the file together with their weights
_LOCK = "lock"


@dataclass(frozen=True, kw_only=True, eq=False)
class Entry:
    """What the ledger holds of one published run.

    Attributes
    ----------
    file : str
        Name of its file.
    run : str
    day : date
        Of its publication.
    data : str
        Keyed sha256 of the data file.
    keys : list of bytes
        Keyed names of the groups that were published.
    lengths : tuple of int
        How many of them each variable or crossing has, in their order.
    sums : array, shape (n_groups, 3, n_terms)
        Their sketches.
    parities : array, shape (n_groups, 3, n_words)
    """

    file: str
    run: str
    day: date
    data: str
    keys: list[bytes]
    lengths: tuple[int, ...]
    sums: Ints
    parities: npt.NDArray[np.uint64]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other run out of the ledger's folder, where the system has such locks (all but Windows)."""
    with (folder / _LOCK).open("w") as file:
        os.chmod(file.name, 0o600)
        if importlib.util.find_spec("fcntl"):
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_entries(folder: Path, secret: Secret | None) -> list[Entry]:
    """Read what was published, in the order of days and names.

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
            "move the folder away, and publish only respondents who were not published before, or the same data."
        )
    entries = [_read(path, secret) for path in paths if secret is not None]
    return sorted(entries, key=lambda entry: (entry.day, entry.run))


def _read(path: Path, secret: Secret) -> Entry:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        sealed = content.pop("seal") == _seal(content, secret)
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        sealed = False
    if not sealed or content["schema_version"] != SCHEMA_VERSION:
        raise RunError(
            f"{path.name} in the ledger of published runs is damaged, or was written by another ledger or by another "
            "version of this program. Restore the folder "
            f"{path.parent.name}/ from a backup; a run that cannot see what was published before is not started."
        )
    keys = [bytes.fromhex(key) for key in content["groups"]]
    sketches = _masked(base64.b64decode(content["sketches"]), content["nonce"], secret)
    n_bases, n_terms = content["shape"]
    numbers, words = np.split(np.frombuffer(sketches, dtype="<u4"), [len(keys) * n_bases * n_terms])
    sums = np.zeros((len(keys), N_BASES, n_terms), dtype=np.int64)
    sums[:, :n_bases] = numbers.reshape(len(keys), n_bases, n_terms)
    parities = np.zeros((len(keys), N_BASES, N_WORDS), dtype=np.uint64)
    parities[:, :n_bases] = words.view("<u8").reshape(len(keys), n_bases, N_WORDS)
    return Entry(
        file=path.name,
        run=content["run"],
        day=date.fromisoformat(content["day"]),
        data=content["data"],
        keys=keys,
        lengths=tuple(content["divisions"]),
        sums=sums,
        parities=parities,
    )


def write_entry(
    folder: Path,
    secret: Secret,
    *,
    run: str,
    data: str,
    keys: list[bytes],
    lengths: Sequence[int],
    sums: Ints,
    parities: npt.NDArray[np.uint64],
) -> None:
    """Add a published run; an older file of the same name stays."""
    nonce = secrets.token_hex(16)
    if not sums[:, -1].any():  # nobody has a weight
        sums, parities = sums[:, :-1], parities[:, :-1]
    sketches = sums.astype("<u4").tobytes() + parities.astype("<u8").tobytes()
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "run": run,
        "day": datetime.now(UTC).date().isoformat(),
        "data": data,
        "nonce": nonce,
        "groups": [key.hex() for key in keys],
        "divisions": list(lengths),
        "shape": list(sums.shape[1:]),
        "sketches": base64.b64encode(_masked(sketches, nonce, secret)).decode("ascii"),
    }
    content["seal"] = _seal(content, secret)
    _write_whole(_free_name(folder, run), json.dumps(content))


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
