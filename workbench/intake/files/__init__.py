"""Survey files of each format, read into columns of codes."""

from workbench.intake.files.any_file import copy_file, read_file
from workbench.intake.files.codes import Code, CodedColumn, as_code, coded
from workbench.intake.files.formats import FILE_FORMATS, FileContent

__all__ = [
    "FILE_FORMATS",
    "Code",
    "CodedColumn",
    "FileContent",
    "as_code",
    "coded",
    "copy_file",
    "read_file",
]
