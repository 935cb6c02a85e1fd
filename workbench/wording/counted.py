"""Sentences with numbers of respondents: exact for the researcher, windows for the public."""

from __future__ import annotations

from workbench.wording.numbers import about


class Counted(str):
    """A sentence with counts; as text it is exact, `published` gives the windows that the counts lie in."""

    template: str
    counts: tuple[int, ...]

    def published(self, width: int) -> Counted:
        """Return the same sentence with windows of this width in place of the counts; once published, always so."""
        if not self.counts:
            return self
        text = self.template.format(*(window_words(n, width) for n in self.counts))
        return _counted(text[:1].upper() + text[1:], self.template, ())


class Unpublished(str):
    """A sentence for the researcher alone: that it is said would tell that nobody, or hardly anybody, did something."""


def counted(template: str, *counts: int) -> Counted:
    """Put counts of respondents into a sentence, at the places marked ``{}``.

    Parameters
    ----------
    template : str
        Other braces are doubled.
    *counts : int
    """
    return _counted(template.format(*counts), template, tuple(map(int, counts)))


def window_words(n: int, width: int) -> str:
    """Write the window of a count: `fewer than 5`, `about 12` (10 to 14), `10 to 19` where it is wide."""
    return about(n // width * width + (width - 1) / 2, width)


def _counted(text: str, template: str, counts: tuple[int, ...]) -> Counted:
    sentence = Counted(text)
    sentence.template, sentence.counts = template, counts
    return sentence
