"""Scales as files: wording, options, score rule, cut-offs and permitted use."""

from workbench.instruments.instrument import Cutoff, Instrument, instrument_path, load_instrument

__all__ = ["Cutoff", "Instrument", "instrument_path", "load_instrument"]
