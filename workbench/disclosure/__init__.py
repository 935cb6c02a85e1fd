"""What may be published of a survey, and the attack on what is about to be."""

from workbench.disclosure.private_export import MARK, PRIVATE_FOLDER, hand_out

__all__ = [
    "MARK",
    "PRIVATE_FOLDER",
    "hand_out",
]
