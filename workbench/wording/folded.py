"""Labels as a reader compares them."""

import unicodedata


def folded(label: str) -> str:
    """Return the label without what the eye passes over: capitals, spaces, and the unicode form of accents.

    ``Jyväskylä`` is one letter less in composed form (NFC) than in decomposed form (NFD), and looks the same.
    """
    word = unicodedata.normalize("NFC", " ".join(label.split()))
    return unicodedata.normalize("NFC", word.casefold())
