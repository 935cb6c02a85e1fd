"""The command line: `workbench report`, `run`, `check`, `codebook`, `example`."""
