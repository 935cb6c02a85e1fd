"""Items whose cells hold words: official options are read as their points, other texts as the codebook says."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.errors import DataError
from workbench.instruments import Instrument
from workbench.intake.codebook import (
    ItemColumn,
    numbers_beside_options,
    option_of_text,
    options_in_words,
    rule_of_pairs,
    same_words,
)
from workbench.intake.files import Code, CodedColumn, as_code

_SHOWN = 60


class AnswerTexts:
    """Texts of answers and the codes they stand for, in one survey.

    Parameters
    ----------
    instrument : Instrument
        Its options, in all its languages, are known by their words.
    text : dict of str to int
        Codes of texts of all items, from the codebook.
    """

    def __init__(self, instrument: Instrument, text: dict[str, int]) -> None:
        self._instrument, self._text = instrument, text
        self._official = options_in_words(instrument)

    def codes(self, column: CodedColumn, entry: ItemColumn, missing: Iterable[Code]) -> tuple[dict[Code, Code], int]:
        """Code of each text of an item that has one, and how many of the texts are official options.

        Words decide: an official option gets the code that `reversed` and `shift` turn into its points.

        Raises
        ------
        DataError
            The number beside the words of an option means other points.
        """
        named = {same_words(text): code for text, code in (self._text | entry.text).items()}
        no_answer = {as_code(code) for code in missing}
        found: dict[Code, Code] = {}
        n_official = 0
        for text in column.codes:
            if not isinstance(text, str) or text in no_answer:
                continue
            if (code := named.get(same_words(text))) is not None:
                found[text] = code
            elif option := option_of_text(text, self._official):
                points, number = option
                found[text] = self._code(points, entry)
                if number is not None and number != found[text]:
                    self._refuse(column, text, points, number, entry)
                n_official += 1
        return found, n_official

    def _code(self, points: int, entry: ItemColumn) -> int:
        ends = self._instrument.points[0] + self._instrument.points[-1]
        return (ends - points if entry.reversed else points) - entry.shift

    def _refuse(self, column: CodedColumn, text: str, points: int, number: int, entry: ItemColumn) -> None:
        ends = self._instrument.points[0] + self._instrument.points[-1]
        meant = ends - number - entry.shift if entry.reversed else number + entry.shift
        rule = rule_of_pairs(numbers_beside_options(column.codes, self._official), self._instrument)
        repair = "Correct the data, or give the code of each text under `text` in the codebook."
        if rule is not None:
            turned, shift = rule
            keys = [f"`reversed: {str(turned).lower()}`"] if turned != entry.reversed else []
            keys += [f"`shift: {shift}`"] if shift != entry.shift else []
            repair = f"Set {' and '.join(keys)} for it in the codebook, as all its texts agree."
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        raise DataError(
            f"Item column `{column.name}` holds `{shown}`: the words are the option of {points} points, and the number "
            f"means {meant}. {repair}"
        )
