"""Files of keys that people write (codebooks, instruments): read within limits, their faults told with the line."""

from workbench.yaml_files.plain_faults import shortened
from workbench.yaml_files.reading import YamlFile, read_yaml
from workbench.yaml_files.writing import yaml_text
from workbench.yaml_files.wrong_kinds import MUST_BE

__all__ = ["MUST_BE", "YamlFile", "read_yaml", "shortened", "yaml_text"]
