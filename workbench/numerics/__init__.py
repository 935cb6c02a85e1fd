"""Arrays in, arrays out: no pandas, no file, no random state of its own."""
