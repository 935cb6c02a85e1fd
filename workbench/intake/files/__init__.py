"""Survey files of each format, read into columns of codes."""

from workbench.intake.files.any_file import read_file
from workbench.intake.files.codes import Code, CodedColumn, as_code, coded
from workbench.intake.files.formats import FILE_FORMATS, FileContent, check_is_file, file_format
from workbench.intake.files.tables import sheet_names

__all__ = [
    "FILE_FORMATS",
    "Code",
    "CodedColumn",
    "FileContent",
    "as_code",
    "check_is_file",
    "coded",
    "file_format",
    "read_file",
    "sheet_names",
]
