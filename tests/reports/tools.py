"""Programs of the system that slow tests ask: where one is missing they skip, and fail where all must run."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "chromium": "chromium",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "java": "default-jdk-headless",
    "javac": "default-jdk-headless",
    "soffice": "libreoffice-writer-nogui libreoffice-calc-nogui",
}


def tool(name: str) -> str:
    """Return the path of a program."""
    path = shutil.which(name)
    if path is None:
        missing(name, PACKAGES[name])
    return str(path)


def missing(name: str, packages: str) -> None:
    """Skip a test, or let it fail in a place where all tests must run."""
    reason = f"{name} is not installed: sudo apt install {packages}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
