"""The libraries of formats, which are an extra: what is missing is said before a run, not after it."""

from __future__ import annotations

from importlib.util import find_spec

from workbench.errors import RunError


def check_installed(files: str, *packages: tuple[str, str]) -> None:
    """Refuse a format whose libraries are not installed; they are looked for, and not imported.

    Parameters
    ----------
    files : str
        What they write, e.g. Word files.
    *packages : tuple of str
        Module and package of each library.

    Raises
    ------
    RunError
        The first package that is missing, and the command that installs it.
    """
    for module, package in packages:
        if find_spec(module) is None:
            raise RunError(
                f"{files} need the package {package}, which is not installed. Install the extra `formats` in the "
                "project folder: .venv/bin/uv sync --frozen --extra formats."
            )
