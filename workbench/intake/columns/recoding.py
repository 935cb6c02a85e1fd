"""From stored codes to points and labelled levels; every cell that changes is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from workbench.instruments import Instrument
from workbench.intake.codebook import MINIMUM_RESPONDENTS, Codebook, Measure, NumericVariable
from workbench.intake.columns import value_checks as checks
from workbench.intake.columns.answer_texts import AnswerTexts
from workbench.intake.columns.shown_values import is_repeatable
from workbench.intake.files import Code, CodedColumn, FileContent, as_code, coded
from workbench.wording import Said, numbers, say


class IntakeLog:
    """What was done with the file, in the order in which it was done; `fewest` rows that a quoted answer needs.

    A step that concerns a whole column has the rows of the file: less those the answers would be a second number of
    the missing ones.
    """

    def __init__(self, *, fewest: int = MINIMUM_RESPONDENTS) -> None:
        self.fewest = fewest
        self._rows: list[tuple[str, str, str, int, str]] = []

    def add(self, step: str, *, column: str = "", value: object = "", n_rows: int, action: Said) -> None:
        """Note one action and the number of rows it concerns."""
        self._rows.append((step, column, value if isinstance(value, Said) else str(value), n_rows, action))

    def table(self) -> pd.DataFrame:
        """All rows: step, column, value, n_rows, action; what can be said again stays so in columns of objects."""
        table = pd.DataFrame(self._rows, columns=["step", "column", "value", "n_rows", "action"])
        said = {"value": [row[2] for row in self._rows], "action": [row[4] for row in self._rows]}
        return table.assign(**{name: pd.Series(texts, dtype=object) for name, texts in said.items()})


def points_of_items(content: FileContent, codebook: Codebook, instrument: Instrument, log: IntakeLog) -> pd.DataFrame:
    """Points of all items, keyed the same way; missing = NaN.

    Points = code + shift; turned (lowest + highest − points) once for `reversed` in the codebook (codes run against the
    official options) and once for `reversed` in the instrument (statement runs against the scale).
    """
    columns = {item: coded(content.frame[codebook.items[item].column], numeric=True) for item in instrument.item_ids}
    checks.check_number_text(list(columns.values()))
    texts = AnswerTexts(instrument, codebook.text)
    return pd.DataFrame(
        {
            item: _points(
                item, _in_codes(item, column, content, codebook, texts, log), content, codebook, instrument, log
            )
            for item, column in columns.items()
        },
        index=pd.RangeIndex(len(content.frame)),
    )


def _in_codes(
    item: str, column: CodedColumn, content: FileContent, codebook: Codebook, texts: AnswerTexts, log: IntakeLog
) -> CodedColumn:
    """Put codes in place of texts, and count the rows."""
    entry = codebook.items[item]
    missing = (*codebook.missing, *entry.missing)
    codes, n_official = texts.codes(column, entry, missing)
    if not codes:
        return column
    answers = [(code, count) for code, count in column.pairs() if code not in {as_code(code) for code in missing}]
    n_texts = sum(count for code, count in answers if code in codes)
    n_rows = len(content.frame) if n_texts == sum(count for _, count in answers) else n_texts
    if n_official == len(codes):
        action = say("official options in words read as their points")
    elif n_official:
        action = say("texts read as codes: `text` of the codebook, and official options")
    else:
        action = say("texts read as codes: `text` of the codebook")
    log.add("item", column=column.name, n_rows=n_rows, action=action)
    return column.recoded([codes.get(code, code) for code in column.codes])


def _points(
    item: str, column: CodedColumn, content: FileContent, codebook: Codebook, instrument: Instrument, log: IntakeLog
) -> np.ndarray:
    entry = codebook.items[item]
    missing = (*codebook.missing, *entry.missing)
    checks.check_missing_codes(item, missing, points=instrument.points, shift=entry.shift)
    usable = usable_codes(column, missing, content, log, "item")
    checks.check_item_values(column, usable=usable, points=instrument.points, shift=entry.shift)
    ends = instrument.points[0] + instrument.points[-1]
    points = np.array(
        [float(code) + entry.shift if use else np.nan for code, use in zip(column.codes, usable, strict=True)]
    )
    worded_against = instrument.items[instrument.item_ids.index(item)].reversed
    n_rows, note = len(content.frame), partial(log.add, "item", column=column.name)
    if column.n_text and content.frame[column.name].dtype != "str":
        note(n_rows=column.n_text, action=say("numbers stored as text read as numbers"))
    if entry.shift:
        note(n_rows=n_rows, action=say("shifted: points = code + ({shift})", shift=entry.shift))
    if entry.reversed:
        points = ends - points
        note(n_rows=n_rows, action=say("turned: {ends} − points, as the codebook says", ends=ends))
    if worded_against:
        points = ends - points
        note(n_rows=n_rows, action=say("points turned: {ends} − points, as the instrument says", ends=ends))
    for joined in entry.merge:
        note(
            n_rows=int(column.counts[np.isin(points, joined)].sum()),
            action=say(
                "points {points} are one in the steps of invariance with ordered answers",
                points=", ".join(map(str, joined)),
            ),
        )
    return column.look_up(points, np.nan)


def values_of_numbers(content: FileContent, codebook: Codebook, log: IntakeLog) -> pd.DataFrame:
    """Numeric variables as floats; missing = NaN."""
    values = {name: _values(name, variable, content, log) for name, variable in codebook.numeric.items()}
    return pd.DataFrame(values, index=pd.RangeIndex(len(content.frame)), dtype=float)


def _values(name: str, variable: NumericVariable, content: FileContent, log: IntakeLog) -> np.ndarray:
    values = measured_values(name, variable.column, variable, content, log)
    action = say(
        "read as {name} in {unit}, {lowest}–{highest}",
        name=name,
        unit=variable.unit,
        lowest=numbers.shortest(variable.lowest),
        highest=numbers.shortest(variable.highest),
    )
    log.add("number", column=variable.column, n_rows=len(content.frame), action=action)
    return values


def measured_values(
    name: str, place: str, entry: NumericVariable | Measure, content: FileContent, log: IntakeLog
) -> np.ndarray:
    """Numbers in a column of a numeric variable or a measure of this name, within its range; missing = NaN."""
    step = "measure" if isinstance(entry, Measure) else "number"
    column = coded(content.frame[place], numeric=True)
    checks.check_number_text([column])
    usable = usable_codes(column, entry.missing, content, log, step, measured=True)
    checks.check_numbers(name, column, entry, usable)
    if column.n_comma:
        action = say("numbers with a decimal comma read as such")
        log.add(step, column=column.name, n_rows=column.n_comma, action=action)
    values = [float(code) if use else np.nan for code, use in zip(column.codes, usable, strict=True)]
    return column.look_up(values, np.nan)


def usable_codes(
    column: CodedColumn,
    missing: Iterable[Code],
    content: FileContent,
    log: IntakeLog,
    step: str,
    kept: Iterable[Code | None] = (),
    *,
    measured: bool = False,
) -> np.ndarray:
    """Mark the codes that are answers, and count those that the codebook or the file declares missing.

    Words and, where a column is `measured`, numbers that few rows have may be what one person wrote: they are counted
    together and not repeated, unless the file itself declares them missing one by one.
    """
    named, labelled = {as_code(code) for code in missing}, set(kept)
    note = partial(log.add, step, column=column.name)
    usable = np.ones(len(column.codes), dtype=bool)
    ranges = content.user_missing.get(column.name, ())
    rare: Counter[bool] = Counter()
    for place, (code, count) in sorted(enumerate(column.pairs()), key=_by_code):
        in_file = declared_missing(code, ranges)
        if in_file and code in labelled:
            kept_so = say("kept: labelled in the codebook, although the file declares it missing")
            note(value=code, n_rows=count, action=kept_so)
        elif in_file or code in named:
            usable[place] = False
            in_book = code in named
            if (code, code) in ranges or is_repeatable(code, count, measured=measured, fewest=log.fewest):
                note(value=code, n_rows=count, action=_set_to_missing(in_book=in_book))
            else:
                rare[in_book] += count
    for in_book, count in rare.items():
        value = say("values that fewer than {n} rows have each", n=log.fewest)
        note(value=value, n_rows=count, action=_set_to_missing(in_book=in_book))
    tagged = content.extended_missing.get(column.name, {})
    for tag, count in tagged.items():
        note(value=tag, n_rows=count, action=say("set to missing: missing value of the file format"))
    if empty := column.n_empty - sum(tagged.values()):
        note(n_rows=empty, action=say("missing: empty cell"))
    return usable


def _set_to_missing(*, in_book: bool) -> Said:
    if in_book:
        return say("set to missing: declared by the codebook")
    return say("set to missing: declared by the file")


def _by_code(entry: tuple[int, tuple[Code, int]]) -> tuple[bool, float, str]:
    """Order codes for the report: numbers by size, then words."""
    code = entry[1][0]
    return (True, 0.0, code) if isinstance(code, str) else (False, float(code), "")


def declared_missing(code: Code, ranges: tuple[tuple[Code, Code], ...]) -> bool:
    """Tell whether the file itself declares a code missing."""
    for low, high in ranges:
        if isinstance(low, str) or isinstance(high, str) or isinstance(code, str):
            if str(code) == str(low):
                return True
        elif low <= code <= high:
            return True
    return False
