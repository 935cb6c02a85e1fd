"""Results as tables for people: rounding, headings, footnotes."""
