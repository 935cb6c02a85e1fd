"""Files of keys that people write (codebooks, instruments): read within limits, their faults told with the line."""

from workbench.yaml_files.allowed_keys import NoSuchKey, find_key
from workbench.yaml_files.editing import NewValue, proposed_entry, proposed_names, with_value, without_key
from workbench.yaml_files.key_paths import Assignment, key_text, parse_assignment, set_command
from workbench.yaml_files.limits import MOST_BYTES
from workbench.yaml_files.misplaced_keys import MisplacedKey, misplaced_keys
from workbench.yaml_files.plain_faults import shortened
from workbench.yaml_files.reading import WRITE_HERE, YamlFile, read_yaml, read_yaml_text, unwritten_values, values_in
from workbench.yaml_files.writing import yaml_in_line, yaml_text
from workbench.yaml_files.wrong_kinds import MUST_BE

__all__ = [
    "MOST_BYTES",
    "MUST_BE",
    "WRITE_HERE",
    "Assignment",
    "MisplacedKey",
    "NewValue",
    "NoSuchKey",
    "YamlFile",
    "find_key",
    "key_text",
    "misplaced_keys",
    "parse_assignment",
    "proposed_entry",
    "proposed_names",
    "read_yaml",
    "read_yaml_text",
    "set_command",
    "shortened",
    "unwritten_values",
    "values_in",
    "with_value",
    "without_key",
    "yaml_in_line",
    "yaml_text",
]
