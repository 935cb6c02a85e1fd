"""What stands in place of a number that cannot be estimated: a sentence that says why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from IPython import display

from workbench.media_types import REFUSAL_MIME
from workbench.wording import as_html, heard, spoken


@dataclass(frozen=True, eq=False)
class Refusal:
    """A result that does not exist, with the reason; whatever is asked of it is refused for the same reason.

    Attributes
    ----------
    sentence : str
        What a report may say of it.
    in_survey : bool
        Whether the survey has what it would be about; if not, a report leaves it out.
    """

    sentence: str
    in_survey: bool = True

    def __getattr__(self, name: str) -> Refusal:
        """Give itself as every part of the result."""
        if name.startswith("_"):  # what Python and Jupyter ask of any object
            raise AttributeError(name)
        return self

    def words(self) -> dict[str, Any]:
        """Return the sentence in the language that is spoken."""
        return {"sentence": heard(spoken(self.sentence))}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            "text/plain": self.sentence,
            "text/html": f'<p class="refused">{as_html(self.sentence)}</p>',
            REFUSAL_MIME: {"sentence": self.sentence, "in_survey": self.in_survey},
        }


@dataclass(frozen=True, eq=False)
class PartlyRefused:
    """A table or figure that does without some of its results, followed by the sentences why.

    Attributes
    ----------
    shown : object
        The table or figure.
    refusals : tuple of Refusal
    """

    shown: object
    refusals: tuple[Refusal, ...]

    def _ipython_display_(self) -> None:
        """Show one after the other."""
        display.display(self.shown, *self.refusals)  # type: ignore[no-untyped-call]
