"""What a survey that was read leaves to a person: one list for `workbench check` and for the form."""

from workbench.intake.open_points.listed import OpenPoint, open_points

__all__ = ["OpenPoint", "open_points"]
