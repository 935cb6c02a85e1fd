"""Names of methods as people write them, for the option words of options.py."""

INTERVAL_NAMES = {"feldt": "Feldt", "bootstrap": "bootstrap"}
