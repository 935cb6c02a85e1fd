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

from workbench.arrays import Ints
from workbench.disclosure.ledger.secret import Secret
from workbench.disclosure.ledger.set_sketches import FIELD
from workbench.errors import RunError

SCHEMA_VERSION = 2
ENDING = ".published.json"
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
    """

    file: str
    run: str
    day: date
    data: str
    keys: list[bytes]
    lengths: tuple[int, ...]
    sums: Ints


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
    masked = np.frombuffer(base64.b64decode(content["sketches"]), dtype="<u4").astype(np.int64)
    sums = masked.reshape(len(keys), *content["shape"])
    return Entry(
        file=path.name,
        run=content["run"],
        day=date.fromisoformat(content["day"]),
        data=content["data"],
        keys=keys,
        lengths=tuple(content["divisions"]),
        sums=(sums - _masks(keys, content["nonce"], sums.shape, secret)) % FIELD,
    )


def write_entry(
    folder: Path, secret: Secret, *, run: str, data: str, keys: list[bytes], lengths: Sequence[int], sums: Ints
) -> None:
    """Add a published run; an older file of the same name stays."""
    nonce = secrets.token_hex(16)
    masked = (sums + _masks(keys, nonce, sums.shape, secret)) % FIELD
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "run": run,
        "day": datetime.now(UTC).date().isoformat(),
        "data": data,
        "nonce": nonce,
        "groups": [key.hex() for key in keys],
        "divisions": list(lengths),
        "shape": list(sums.shape[1:]),
        "sketches": base64.b64encode(masked.astype("<u4").tobytes()).decode("ascii"),
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


def _masks(keys: list[bytes], nonce: str, shape: tuple[int, ...], secret: Secret) -> Ints:
    """Numbers that hide the sketches from whoever lacks the secret, the sizes of the groups first of all."""
    per_group = int(np.prod(shape[1:]))
    streams = [hashlib.shake_256(secret.digest("mask", nonce.encode(), key)).digest(per_group * 8) for key in keys]
    masks = np.frombuffer(b"".join(streams), dtype="<u8") % np.uint64(FIELD)
    return masks.astype(np.int64).reshape(shape)
