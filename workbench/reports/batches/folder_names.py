"""Names of folders for groups, whatever their labels hold: none leaves the batch, and no two are alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from workbench.reports.publishing import DEVICES

_LONGEST = 60


def folder_names(labels: Iterable[str], *, taken: Iterable[str]) -> list[str]:
    """Return a name for each label, in their order: its letters and digits, with a number where it would stand twice.

    Parameters
    ----------
    labels : iterable of str
    taken : iterable of str
        Names that mean something else, small letters.
    """
    used, names = set(taken), []
    for label in labels:
        plain = unicodedata.normalize("NFC", label).lower()
        letters = re.sub(r"\W+", "-", plain).strip("-_")[:_LONGEST].strip("-_") or "group"
        base = f"group-{letters}" if DEVICES.fullmatch(letters) else letters
        name, number = base, 1
        while name.casefold() in used:
            number += 1
            name = f"{base}-{number}"
        used.add(name.casefold())
        names.append(name)
    return names
