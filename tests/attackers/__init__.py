"""Intruders: each module is one attack on what a report publishes, tried on surveys whose truth the test knows."""
