"""Tests of the form My survey without a browser."""
