"""Paths that somebody typed: with the home folder for ``~``, and refused where no file can have them."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import ParameterError


def typed_path(text: str | Path) -> Path:
    """Return the path, ``~`` being the home folder.

    Parameters
    ----------
    text : str or Path

    Raises
    ------
    ParameterError
        A name that is too long for the system, one with a zero in it, or the home folder of nobody.
    """
    try:
        path = Path(text).expanduser()
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return path  # for whoever opens it to say
    except (OSError, ValueError, RuntimeError) as error:
        shown = ascii(str(text))[1:-1]
        raise ParameterError(
            f"The path `{shown if len(shown) <= 60 else f'{shown[:60]}…'}` cannot be that of a file or folder "
            f"({getattr(error, 'strerror', None) or str(error).rstrip('.')}). Correct it."
        ) from error
    return path
