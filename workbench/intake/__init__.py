"""From a survey file to a checked `Survey`."""
