"""Files of keys that people write (codebooks, instruments): read within limits, their faults told with the line."""

from workbench.yaml_files.plain_faults import shortened
from workbench.yaml_files.reading import YamlFile, read_yaml

__all__ = ["YamlFile", "read_yaml", "shortened"]
