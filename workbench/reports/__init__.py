"""Running notebooks and keeping what they show."""
