"""The record for the person who clears the outputs of a run: rules, parameters, what was decided, and every file's hash."""

from workbench.disclosure.clearance.clearance_record import SCHEMA_VERSION, clearance_record, file_hashes

__all__ = ["SCHEMA_VERSION", "clearance_record", "file_hashes"]
