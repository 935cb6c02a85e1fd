"""The record for the person who clears the outputs of a run: rules, parameters, decisions, and hashes of files."""

from workbench.disclosure.clearance.clearance_record import SCHEMA_VERSION, clearance_record
from workbench.disclosure.clearance.rules import rules_in_words

__all__ = ["SCHEMA_VERSION", "clearance_record", "rules_in_words"]
