"""What may be published of a survey, and the attack on what is about to be."""


def few(count: int) -> str:
    """Stand-in until every note is counted."""
    return str(count)
