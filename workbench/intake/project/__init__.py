"""The project folder: where relative paths begin, and how messages name folders in it."""

from workbench.intake.project.folders import folder_words, project_folder, resolve

__all__ = ["folder_words", "project_folder", "resolve"]
