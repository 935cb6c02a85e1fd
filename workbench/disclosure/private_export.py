"""Full precision for the owner of the data: results as computed, handed out before the gate and never published.

The runner alone opens this way: it makes a marked folder and names it to the kernel. In any other process, such as
plain papermill or JupyterLab, nothing is written.
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pandas as pd

from workbench.errors import RunError
from workbench.results import Result

PRIVATE_FOLDER = "WORKBENCH_PRIVATE_FOLDER"
MARK = "NOT-FOR-PUBLICATION"  # in the name of each file: a name goes along with the file, and R reads the file as it is
_FOR_THE_GATE = ("cells", "distribution", "patterns", "weight_cells")  # arrays in cells, which no csv can hold


def hand_out(result: Result | pd.DataFrame) -> None:
    """Write every table of a result, with all digits, where the runner asked for it; else do nothing.

    Parameters
    ----------
    result : Result or DataFrame
        Before anything of it is rounded or withheld.

    Raises
    ------
    RunError
        The folder cannot be written to.
    """
    named = os.environ.get(PRIVATE_FOLDER)
    if not named:
        return
    try:
        _write(result, Path(named))
    except OSError as error:
        raise RunError(
            f"The tables of full precision could not be written ({error.strerror}). Free the disk, or give another "
            "folder to `--private`."
        ) from error


def _write(result: Result | pd.DataFrame, folder: Path) -> None:
    number = len({path.name.split("_")[0] for path in folder.glob(f"*.{MARK}.csv")}) + 1
    if isinstance(result, pd.DataFrame):
        frames, kind = {"table": result}, "Table"
    else:
        held = {field.name: getattr(result, field.name) for field in fields(result)}
        frames = {name: value for name, value in held.items() if isinstance(value, pd.DataFrame)}
        kind = type(result).__name__
    for name, frame in frames.items():
        path = folder / f"{number:03d}_{kind}_{name}.{MARK}.csv"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8", newline="") as stream:
            frame = frame.drop(columns=[name for name in _FOR_THE_GATE if name in frame])
            frame.to_csv(stream, index=not isinstance(frame.index, pd.RangeIndex))
