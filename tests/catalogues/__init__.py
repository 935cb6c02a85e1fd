"""The catalogues of messages: `python -m tests.catalogues` brings them up to date with the sources."""
