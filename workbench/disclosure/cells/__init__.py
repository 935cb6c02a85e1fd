"""Cells of everything that is published, and what an intruder who adds them all up could tell of few people."""

from workbench.disclosure.cells.groups import (
    FILE,
    MODELLED,
    SCORED,
    Base,
    Groups,
    Names,
    bases_of,
    count_groups,
    nested_variables,
)
from workbench.disclosure.cells.published_system import Coarse
from workbench.disclosure.cells.repair import Repair, coarse_enough
from workbench.disclosure.cells.small_sets import LEAST_VALUES, Where

__all__ = [
    "FILE",
    "LEAST_VALUES",
    "MODELLED",
    "SCORED",
    "Base",
    "Coarse",
    "Groups",
    "Names",
    "Repair",
    "Where",
    "bases_of",
    "coarse_enough",
    "count_groups",
    "nested_variables",
]
