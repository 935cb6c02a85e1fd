"""Surveys from a known truth: the synthetic example."""

from workbench.simulation.example_survey import write_example

__all__ = [
    "write_example",
]
