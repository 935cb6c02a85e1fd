"""Notebooks as files: cells, parameters, exhibits, and what is cleaned out of them."""

from workbench.reports.notebooks.cleaning import CellError, clean, first_error, shorten
from workbench.reports.notebooks.exhibits import Exhibits, FigureFile, TableFile, extract_exhibits, file_name
from workbench.reports.notebooks.exported_columns import COLUMNS_FILE, columns_csv
from workbench.reports.notebooks.normalised import normalised
from workbench.reports.notebooks.notebook import Notebook, find_notebooks, load_notebook, number_of, unmet
from workbench.reports.notebooks.parameters import (
    Value,
    check_parameters,
    parse_assignment,
    parse_value,
    unknown_parameter,
)
from workbench.reports.notebooks.parts import Part, parts_of, refused, shown_name, shows_nothing
from workbench.reports.notebooks.sections import AT_REPORT, LEFT_OUT, check_sections, with_sections, without_validation

__all__ = [
    "AT_REPORT",
    "COLUMNS_FILE",
    "LEFT_OUT",
    "CellError",
    "Exhibits",
    "FigureFile",
    "Notebook",
    "Part",
    "TableFile",
    "Value",
    "check_parameters",
    "check_sections",
    "clean",
    "columns_csv",
    "extract_exhibits",
    "file_name",
    "find_notebooks",
    "first_error",
    "load_notebook",
    "normalised",
    "number_of",
    "parse_assignment",
    "parse_value",
    "parts_of",
    "refused",
    "shorten",
    "shown_name",
    "shows_nothing",
    "unknown_parameter",
    "unmet",
    "with_sections",
    "without_validation",
]
