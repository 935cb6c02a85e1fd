"""What may be published of small groups, and the attack on what is about to be."""

from workbench.disclosure.small_counts import few

__all__ = [
    "few",
]
