"""The secret of a ledger: without it nothing in the ledger's files can be tied to a survey."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import RunError

SECRET_FILE = "secret"
_LENGTH = 32  # bytes


@dataclass(frozen=True, repr=False)
class Secret:
    """A random key; its digests are HMAC-SHA256, which nobody can make or try out without the key."""

    key: bytes

    def digest(self, purpose: str, *parts: bytes) -> bytes:
        """Return 32 bytes of these parts; the same parts for another purpose give others."""
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in (purpose.encode(), *parts))
        return hmac.digest(self.key, framed, "sha256")


def read_secret(folder: Path) -> Secret | None:
    """Return the secret of a ledger's folder; None if none was made yet.

    Raises
    ------
    RunError
        The file is not a secret.
    """
    path = folder / SECRET_FILE
    if not path.is_file():
        return None
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != _LENGTH:
        raise RunError(
            f"The file `{SECRET_FILE}` of the ledger of published runs is damaged. Restore the folder {folder.name}/ "
            "from a backup."
        )
    return Secret(key)


def make_secret(folder: Path) -> Secret:
    """Return the secret of a ledger's folder, made at its first use and readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / ".gitignore").write_text("*\n", encoding="ascii")  # wherever the ledger lies, git leaves it alone
    text = secrets.token_hex(_LENGTH) + "\n"
    try:
        file = os.open(folder / SECRET_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(file, "w", encoding="ascii") as stream:
            stream.write(text)
    made = read_secret(folder)
    if made is None:
        raise RunError(f"The secret of the ledger cannot be read. Check the rights of the folder {folder.name}/.")
    return made
