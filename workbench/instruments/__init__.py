"""Scales as files: wording, options, score rule, cut-offs and permitted use."""

from workbench.instruments.cutoff import SCORE_ROUNDING, Cutoff
from workbench.instruments.instrument import (
    NOT_STATED,
    Instrument,
    Item,
    instrument_faults,
    instrument_path,
    load_instrument,
)

__all__ = [
    "NOT_STATED",
    "SCORE_ROUNDING",
    "Cutoff",
    "Instrument",
    "Item",
    "instrument_faults",
    "instrument_path",
    "load_instrument",
]
