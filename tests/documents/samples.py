"""Samples of the summary in docs, made anew: ``python -m tests.documents.samples``; needs Pango."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from workbench.disclosure.ledger import FOLDER_VARIABLE

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "docs" / "samples"


def main() -> None:
    """Write the summary of the example in each language."""
    with tempfile.TemporaryDirectory() as scratch:
        words = ("--lang", "fi,sv,en", "--depth", "summary", "--formats", "pdf", "--name", "sample")
        command = [sys.executable, "-m", "workbench.cli", "report", *words, "--output-folder", scratch]
        own = os.environ | {FOLDER_VARIABLE: str(Path(scratch, "ledger"))}  # nobody reads this run
        subprocess.run(command, cwd=PROJECT, env=own, check=True, capture_output=True)
        for file in sorted(Path(scratch, "sample", "documents").glob("summary-*.pdf")):
            shutil.copyfile(file, FOLDER / file.name)


if __name__ == "__main__":
    main()
