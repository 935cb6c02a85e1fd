"""What may be published of small groups, and the attack on what is about to be."""

from workbench.disclosure.private_export import MARK, PRIVATE_FOLDER, hand_out
from workbench.disclosure.small_counts import few

__all__ = [
    "MARK",
    "PRIVATE_FOLDER",
    "few",
    "hand_out",
]
