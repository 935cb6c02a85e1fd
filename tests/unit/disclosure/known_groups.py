"""Groups of known sizes: respondents and, of them, those below the cut-off."""

ROOM = {"big": (60, 20), "large": (50, 15)}
