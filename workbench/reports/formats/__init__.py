"""A report in the formats that people pass on, made of the same outcomes as its pages."""

from workbench.reports.formats.write import check_formats, write_formats

__all__ = ["check_formats", "write_formats"]
