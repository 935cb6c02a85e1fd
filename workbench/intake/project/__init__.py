"""The project folder: where relative paths begin, how messages name folders in it, which instruments it holds."""

from workbench.intake.project.folders import folder_words, near_file, project_folder, resolve
from workbench.intake.project.instrument_files import OWN_INSTRUMENTS, instrument_file, known_instruments

__all__ = [
    "OWN_INSTRUMENTS",
    "folder_words",
    "instrument_file",
    "known_instruments",
    "near_file",
    "project_folder",
    "resolve",
]
