"""Where the instrument that a codebook names is looked for: beside the codebook, in data/instruments/, shipped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.errors import DataError, did_you_mean
from workbench.instruments import instrument_path, load_instrument
from workbench.intake.project.folders import project_folder, resolve

OWN_INSTRUMENTS = "data/instruments"  # in the project folder


def instrument_file(name: str, *, beside: Path | None = None, named_by: str = "`instrument` in the codebook") -> Path:
    """Find an instrument file by name or by path.

    Parameters
    ----------
    name : str
        Name without `.yaml`, or a path that ends so: relative to the codebook's folder or to the project folder.
    beside : Path, optional
        Folder of the codebook, which is searched first.
    named_by : str
        Where the name stands that is to be corrected.

    Raises
    ------
    DataError
        No such file; the message says where it was looked for.
    """
    folders = [*([beside] if beside is not None else []), resolve(OWN_INSTRUMENTS), instrument_path("esis").parent]
    is_path = name.endswith(".yaml")
    places = [*folders[:-2], project_folder()] if is_path else folders
    for place in places:
        path = place / (Path(name).expanduser() if is_path else f"{name}.yaml")
        if path.is_file() and not _names_an_instrument(path):
            return path
    if is_path:
        raise DataError(
            f"There is no instrument file {name}, neither beside the codebook nor in the project folder. Correct "
            f"{named_by}."
        )
    known = sorted({path.stem for path in _instruments_in(folders) if _is_valid(path)})
    raise DataError(
        f"There is no instrument `{name}`, neither beside the codebook nor in {OWN_INSTRUMENTS}/ nor among the shipped "
        f"ones.{did_you_mean(name, known)} Available: {', '.join(known)}. Correct {named_by}, or "
        f"describe your scale in {OWN_INSTRUMENTS}/{name}.yaml (docs/how-to/describe-your-scale.md)."
    )


def known_instruments() -> list[Path]:
    """Return the files of all instruments that have a name: one's own, then the shipped ones."""
    return _instruments_in([resolve(OWN_INSTRUMENTS), instrument_path("esis").parent])


def _instruments_in(folders: Sequence[Path]) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.glob("*.yaml")) if "." not in path.stem]
    return [path for path in found if not _names_an_instrument(path)]


def _is_valid(path: Path) -> bool:
    try:
        load_instrument(path.stem, folder=path.parent)
    except DataError:
        return False
    return True


def _names_an_instrument(path: Path) -> bool:
    """Whether a file is a codebook or a translation, which name an instrument and are none."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        return any(line.startswith("instrument:") for line in lines)
