"""Counts inside sentences, which do not pass the gate."""

from __future__ import annotations

from workbench.intake.codebook import MINIMUM_RESPONDENTS


def few(count: int) -> str:
    """Write a count for a note; notes do not pass the gate, so a small one is not spelled out."""
    return f"fewer than {MINIMUM_RESPONDENTS}" if count < MINIMUM_RESPONDENTS else str(count)
