"""Data from a known truth."""
