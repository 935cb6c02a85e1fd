"""Finding the items of an instrument among the columns of a file, by the wording of its statements and nothing else."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import DataError, did_you_mean
from workbench.instruments import Instrument, instrument_path, load_instrument
from workbench.intake.codebook.codebook import Codebook
from workbench.intake.codebook.option_texts import official_options
from workbench.intake.codebook.statement_wording import after_question, candidates, plain, questions, worded
from workbench.intake.files import Code, FileContent
from workbench.intake.project import known_instruments
from workbench.yaml_files import shortened

_NEAR = 0.75
_SAME_OPTION = 0.92


@dataclass(frozen=True, kw_only=True)
class ItemMatch:
    """Columns whose words are statements of an instrument.

    Attributes
    ----------
    name : str
        Of the instrument's file.
    instrument : Instrument
    columns : dict of str to str
        Item → its column, where exactly one column has the statement, and this column that of no other item.
    near : dict of str to list of str
        Item without a column → columns whose words are only like its statement, or that share it.
    by_hand : frozenset of str
        Items whose column somebody has named.
    passed_over : tuple of str
        Files of instruments that nobody has named and that are not valid.
    equal : tuple of ItemMatch
        Other instruments of whose statements the file has as large a part.
    """

    name: str
    instrument: Instrument
    columns: dict[str, str]
    near: dict[str, list[str]]
    by_hand: frozenset[str] = frozenset()
    passed_over: tuple[str, ...] = ()
    equal: tuple[ItemMatch, ...] = ()

    @property
    def may_be_proposed(self) -> bool:
        """Whether at least half of the statements were found."""
        return 2 * len(self.columns) >= len(self.instrument.items)


@dataclass(frozen=True, kw_only=True)
class MatchedItem:
    """The column that somebody names for an item, its place and words in the file, and whether these are the statement.

    `statement_of` is another item whose statement they are in its place; empty if they are none. Words that are the
    statements of two items do not tell which is meant.
    """

    column: str
    place: int
    words: str
    by_wording: bool
    statement_of: str = ""


def match_items(content: FileContent) -> ItemMatch:
    """Match one's own instruments and the shipped ones; return that with the largest part of its statements found.

    Others of which as much was found stand beside it: the file cannot tell which is meant.
    """
    valid, broken = valid_instruments()
    found = [match_instrument(content, path) for path in valid]
    parts = [(len(match.columns) + len(match.near) / 100) / len(match.instrument.items) for match in found]
    best, *equal = [match for match, part in zip(found, parts, strict=True) if part == max(parts)]
    others = tuple(
        match for match in equal if match.name != best.name
    )  # one's own stands for a shipped one of its name
    return replace(best, passed_over=tuple(path.name for path in broken), equal=others)


def equal_scales(content: FileContent) -> list[ItemMatch]:
    """Return the scales of whose statements the file has as large a part, at least half; empty where it tells one."""
    match = match_items(content)
    return [match, *match.equal] if match.may_be_proposed and match.equal else []


def valid_instruments() -> tuple[list[Path], list[Path]]:
    """Part the files of all known instruments into those that load and those that do not."""
    valid, broken = [], []
    for path in known_instruments():
        try:
            load_instrument(path.stem, folder=path.parent)
        except DataError:
            broken.append(path)
        else:
            valid.append(path)
    return valid, broken


def match_instrument(content: FileContent, file: Path) -> ItemMatch:
    """Match the statements of one instrument file, in all its languages, with labels and names of columns."""
    instrument = load_instrument(file.stem, folder=file.parent)
    wordings = _wordings(instrument)
    statements = _statements(wordings)
    likely_statements = _statements(wordings, after=True)
    shared = _questions(content)
    exact: dict[str, list[str]] = defaultdict(list)
    near: dict[str, list[str]] = defaultdict(list)
    for column in content.names:
        texts = _texts(content, column, wordings, shared)
        items = worded(texts, statements)
        for item in items:
            exact[item].append(column)
        own = [text for text in texts if not text.startswith(tuple(f"{part} " for part in shared))]
        if not items and (nearest := _nearest(own, likely_statements)):
            near[nearest].append(column)
    times = Counter(column for found in exact.values() for column in found)
    columns = {item: found[0] for item, found in exact.items() if len(found) == 1 and times[found[0]] == 1}
    open_items = [item for item in instrument.item_ids if item not in columns]
    likely = {
        item: sorted(found, key=lambda column: column != item)  # that of its own name first
        for item in open_items
        if (found := exact[item] or near[item])
    }
    return ItemMatch(name=file.stem, instrument=instrument, columns=columns, near=likely)


def _not_named(match: ItemMatch, columns: Sequence[str], names: Sequence[str]) -> str:
    """Name columns that may be the lacking ones: by their wording, else those that stand among the named ones."""
    worded = [column for column in match.columns.values() if column not in columns]
    places = [place for place, name in enumerate(names) if name in columns]
    between = [name for name in names[min(places) : max(places)] if name not in columns] if places else []
    lacking = len(match.instrument.item_ids) - len(columns)
    if not 0 < lacking < len(columns):
        return ""
    found = worded if 0 < len(worded) <= lacking else between if 0 < len(between) <= lacking else []
    return f" Not named, and likely one of them: {', '.join(f'`{name}`' for name in found)}." if found else ""


def match_named(content: FileContent, file: Path, columns: Sequence[str]) -> ItemMatch:
    """Match an instrument that somebody has named: by the columns named too, else by wording and by the items' ids.

    Raises
    ------
    DataError
        Not as many columns as items, an item without a column of the file, or one whose column has the statement of
        another.
    """
    match = match_instrument(content, file)
    ids = match.instrument.item_ids
    if columns and len(columns) != len(ids):
        raise DataError(
            f"`{match.name}` has {len(ids)} items, and {len(columns)} columns are named. Name a column for each item, "
            f"in the order of the scale.{_not_named(match, columns, content.names)}"
        )
    named = dict(zip(ids, columns, strict=True)) if columns else {item: item for item in ids} | match.columns
    if absent := [column for column in named.values() if column not in content.names]:
        near = did_you_mean(absent[0], content.names)
        raise DataError(
            f"The file has no column `{absent[0]}` for an item of `{match.name}`.{near} Name the columns of all items "
            "by `--items first..last` or `--items a,b,c`, in the order of the scale."
        )
    check_statements(_matched(content, named, match.instrument))
    by_hand = frozenset(item for item in ids if match.columns.get(item) != named[item])
    return replace(match, columns=named, near={}, by_hand=by_hand)


def matched_items(content: FileContent, codebook: Codebook, instrument: Instrument) -> dict[str, MatchedItem]:
    """Tell for each item of a codebook whether label or name of its column is the statement."""
    return _matched(content, {item: codebook.items[item].column for item in instrument.item_ids}, instrument)


def _matched(content: FileContent, columns: Mapping[str, str], instrument: Instrument) -> dict[str, MatchedItem]:
    wordings = _wordings(instrument)
    statements = _statements(wordings)
    shared = _questions(content)
    matched = {}
    for item in instrument.item_ids:
        told = sorted(
            worded(_texts(content, columns[item], wordings, shared), statements), key=instrument.item_ids.index
        )
        matched[item] = MatchedItem(
            column=columns[item],
            place=content.place(columns[item]),
            words=content.labels.get(columns[item]) or columns[item],
            by_wording=told == [item],
            statement_of=told[0] if told and item not in told else "",
        )
    return matched


def check_statements(matched: Mapping[str, MatchedItem]) -> None:
    """Refuse a column whose words in the file are the statement of another item than the one that it is named for.

    Where the column of that other item has them too, one of the two labels is wrong, and a person has to say which
    (see `check_confirmed`).

    Raises
    ------
    DataError
        Item, column and the other item.
    """
    for item, match in matched.items():
        if match.statement_of and not matched[match.statement_of].by_wording:
            words = "" if match.words == match.column else f", “{shortened(match.words)}”,"
            raise DataError(
                f"Column `{match.column}` is named for item `{item}`, and its words in the file{words} are the "
                f"statement of `{match.statement_of}`. Name the column of each statement, in the order of the scale, "
                "or correct the label in the file."
            )


def code_rule(labels: dict[Code, str], instrument: Instrument) -> tuple[bool, int] | None:
    """Infer (reversed, shift) of an item's codes from its value labels; None if the labels do not tell.

    Points = code + shift, turned if reversed; every label that is an official option must agree.
    """
    official = {plain(option.label): option.points for option in instrument.options}
    pairs = []
    for code, label in labels.items():
        near = difflib.get_close_matches(plain(label), list(official), n=1, cutoff=_SAME_OPTION)
        if near and isinstance(code, int):
            pairs.append((code, official[near[0]]))
    return rule_of_pairs(pairs, instrument)


def rule_of_pairs(pairs: Sequence[tuple[int, int]], instrument: Instrument) -> tuple[bool, int] | None:
    """Infer (reversed, shift) from pairs of code and points; None if they are too few or disagree."""
    ends = instrument.points[0] + instrument.points[-1]
    for turned in (False, True):
        shifts = {(ends - points if turned else points) - code for code, points in pairs}
        if len(pairs) > 1 and len(shifts) == 1:
            return turned, shifts.pop()
    return None


def options_in_words(instrument: Instrument) -> dict[str, int]:
    """Words of the official options of a scale, in all its languages, and their points."""
    return official_options(_wordings(instrument))


def _statements(wordings: Sequence[Instrument], *, after: bool = False) -> list[tuple[str, str]]:
    """Items and their plain statements, whole and behind a question that all share; with `after`, the latter alone.

    An item whose statement is but its id has none, as in a scale drafted from a file without labels.
    """
    found = []
    for wording in wordings:
        stated = [item for item in wording.items if plain(item.statement) != plain(item.id)]
        parted = after_question([item.statement for item in stated]) if len(stated) > 1 else None
        whole = [] if after and parted else [item.statement for item in stated]
        rests = parted[1] if parted else []
        for texts in (whole, rests):
            found += [(item.id, plain(text)) for item, text in zip(stated, texts, strict=False)]
    return found


def _wordings(instrument: Instrument) -> list[Instrument]:
    """Return the instrument and its further languages."""
    files = instrument_path(instrument.id).parent.glob(f"{instrument.id}.*.yaml")
    languages = sorted(path.stem.removeprefix(f"{instrument.id}.") for path in files)
    return [instrument, *(load_instrument(instrument.id, language=language) for language in languages)]


def _questions(content: FileContent) -> frozenset[str]:
    """Plain beginnings that words of several columns share."""
    return questions(text for column in content.names for text in (content.labels.get(column, ""), column))


def _texts(content: FileContent, column: str, wordings: list[Instrument], shared: frozenset[str]) -> list[str]:
    """Plain texts of a column's label and name that may be a statement, without what other columns share."""
    stems = [plain(text) for wording in wordings for text in (wording.question, wording.instruction)]
    sources = dict.fromkeys((content.labels.get(column, ""), column))
    return [text for source in sources if source for text in candidates(source, stems) if text not in shared]


def _nearest(texts: list[str], statements: list[tuple[str, str]]) -> str | None:
    """Item whose statement is most like one of the texts; None if none is like them."""
    known = {statement: item for item, statement in statements}
    likeness = {
        statement: difflib.SequenceMatcher(None, text, statement).ratio()
        for text in texts
        if " " in text  # one word alone is like many things
        for statement in difflib.get_close_matches(text, list(known), n=1, cutoff=_NEAR)
    }
    return known[max(likeness, key=lambda statement: likeness[statement])] if likeness else None
