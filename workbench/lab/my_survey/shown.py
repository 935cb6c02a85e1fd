"""What each step shows: what was chosen, beside what the file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workbench.instruments import Instrument
from workbench.intake import quoted
from workbench.intake.codebook import Codebook, CodeOverview, FileOverview, MatchedItem, matched_items
from workbench.intake.files import as_code
from workbench.lab.my_survey.background_fields import MOST_AREAS, band_labels, described, joined_as, kinds_of
from workbench.lab.my_survey.drafts import Draft
from workbench.lab.my_survey.fields import OPEN
from workbench.lab.my_survey.item_fields import entry_of
from workbench.wording import say, spelled_alike

_LONGEST_LABEL = 70


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An entry of a list to choose from."""

    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A statement, the column chosen for it and its words in the file; `same`: these are the statement."""

    id: str
    statement: str
    column: str
    words: str
    same: bool
    reversed: bool
    shift: str
    missing: str
    merge: str
    codes: tuple[CodeOverview, ...]


@dataclass(frozen=True, kw_only=True)
class LevelRow:
    """A code of a background variable: its label in codebook and file, whether it means no answer, and its rows."""

    code: str
    text: str
    in_file: str
    missing: bool
    joined: str
    rows: str

    @property
    def told(self) -> str:
        """The code, with its label in the file if it has one."""
        return f"{self.code} ({self.in_file})" if self.in_file and self.in_file != self.code else self.code


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A background variable or number, with its keys in the codebook and its codes in the file.

    `key` names its fields; `kinds` are what the column can be; `has_others`: there are values that the page does not
    show, or the codebook says what such values are; `alike`: labels that are spelled nearly alike and not joined, the
    most frequent of each group first.
    """

    key: str
    name: str
    kind: str
    kinds: tuple[str, ...]
    entry: dict[str, Any]
    levels: tuple[LevelRow, ...]
    missing: str
    has_others: bool
    alike: tuple[tuple[str, ...], ...]


def column_choices(overview: FileOverview) -> list[Choice]:
    """Return the columns of the file by name and label."""
    return [
        Choice(value=name, text=_shortened(f"{name} – {column.label}" if column.label else name))
        for name, column in overview.columns.items()
    ]


def open_choice(value: Any) -> list[Choice]:
    """Return the choice that nothing is chosen yet, where a draft leaves it to a person; else none."""
    return [Choice(value=OPEN, text=say("Not chosen yet"))] if value == OPEN else []


def item_rows(draft: Draft, scale: Instrument, overview: FileOverview) -> list[ItemRow]:
    """Return the statements of the scale with their columns."""
    words = _words(draft, scale, overview)
    rows = []
    for item in scale.items:
        entry = entry_of(draft.content["items"].get(item.id, ""))
        column = str(entry["column"])
        found, match = overview.columns.get(column), words.get(item.id)
        rows.append(
            ItemRow(
                id=item.id,
                statement=item.statement,
                column=column,
                words=match.words if match else "",
                same=bool(match and match.by_wording),
                reversed=bool(entry.get("reversed")),
                shift=str(entry.get("shift") or ""),
                missing=_listed(entry.get("missing")),
                merge=merged_text(entry),
                codes=(*found.codes, *found.missing) if found else (),
            )
        )
    return rows


def variables(draft: Draft, overview: FileOverview) -> list[Variable]:
    """Return the background variables and numbers in the order of the codebook."""
    found = []
    for key, (kind, name, entry) in described(draft.content).items():
        levels = _bands(entry) if kind == "bands" else _levels(entry, overview)
        variable = Variable(
            key=key,
            name=str(name),
            kind=kind,
            kinds=tuple(dict.fromkeys([*kinds_of(overview.columns.get(str(entry["column"]))), kind])),
            entry=entry,
            levels=levels,
            missing=_listed(entry.get("missing")),
            has_others="others" in entry or _has_rare(overview, str(entry["column"])),
            alike=_alike(levels) if kind == "groups" else (),
        )
        found.append(variable)
    return found


def _alike(levels: tuple[LevelRow, ...]) -> tuple[tuple[str, ...], ...]:
    rows = {level.text: _lowest(level.rows) for level in levels if level.text and not (level.joined or level.missing)}
    return tuple(tuple(sorted(group, key=lambda text: -rows[text])) for group in spelled_alike(rows))


def _lowest(rows: str) -> int:
    """Lower end of a number of rows, as the page shows it."""
    found = re.search(r"\d+", re.sub(r"\s", "", rows))
    return int(found[0]) if found else 0


def _has_rare(overview: FileOverview, column: str) -> bool:
    return column in overview.columns and overview.columns[column].has_rare


def further_columns(draft: Draft, overview: FileOverview) -> list[Choice]:
    """Return the columns that may become background variables: without a part yet, or numbers not cut into groups."""
    groups, measured = ({entry["column"] for entry in draft.content[key].values()} for key in ("background", "numeric"))
    used, found = used_columns(draft), []
    for choice in column_choices(overview):
        kinds = kinds_of(overview.columns[choice.value])
        if choice.value in measured - groups:
            found.append(Choice(value=choice.value, text=say("{column} (in groups as well)", column=choice.text)))
        elif kinds and choice.value.strip() and choice.value not in used:
            kind = say("{column} (groups)", column=choice.text)
            kind = kind if kinds[0] == "groups" else say("{column} (number)", column=choice.text)
            found.append(Choice(value=choice.value, text=kind))
    return found


def year_and_areas(draft: Draft, overview: FileOverview) -> dict[str, Any]:
    """Return the columns that may hold the year or an area, those that do, and one year of all rows if there is one."""
    content, choices = draft.content, column_choices(overview)
    groups = {str(entry["column"]): str(entry["label"]) for entry in content["background"].values()}
    used = used_columns(draft) - set(groups)
    free = [one for one in choices if kinds_of(overview.columns[one.value])[:1] == ["groups"] and one.value not in used]
    offered = [Choice(value=column, text=label) for column, label in groups.items() if column not in overview.columns]
    year = content.get("year")
    return {
        "choices": [*offered, *(one for one in choices if one.value in groups or one in free)],
        "year": str(content["background"][year]["column"]) if isinstance(year, str) else "",
        "year_of_all": "" if isinstance(year, str) else year,
        "areas": [str(content["background"][name]["column"]) for name in content.get("area") or ()][:MOST_AREAS],
        "most_areas": MOST_AREAS,
    }


def unread_numbers(draft: Draft, overview: FileOverview) -> dict[str, str]:
    """Return the columns of numbers that cannot be read as such and have no part yet, with the repair."""
    used = used_columns(draft)
    return {
        name: column.no_number for name, column in overview.columns.items() if column.no_number and name not in used
    }


def used_columns(draft: Draft) -> set[str]:
    """Columns that have a part already, as item, background variable, number, id or in the design."""
    content = draft.content
    used = {str(entry_of(entry)["column"]) for entry in content["items"].values()}
    used |= {str(entry["column"]) for entry in (content["background"] | content["numeric"]).values()}
    used |= {str(content.get("respondent_id"))}
    used |= {str(content["design"].get(key)) for key in ("sampling_weights", "strata")}
    return used | set(map(str, content["design"].get("clusters") or ()))


def merged_text(entry: object) -> str:
    """Options of an item that are joined, as somebody types them."""
    return "; ".join(_listed(options) for options in entry_of(entry).get("merge") or ())


def _levels(entry: dict[str, Any], overview: FileOverview) -> tuple[LevelRow, ...]:
    """Labelled codes in their order, then codes that mean no answer, then what the file has besides.

    A code of the file that no row has gets no label by itself: a codebook names levels that occur.
    """
    column = overview.columns.get(str(entry["column"]))
    found = {code.code: code for code in (*column.codes, *column.missing)} if column else {}
    labels = {as_code(code): str(text) for code, text in (entry.get("labels") or {}).items()}
    missing = [as_code(code) for code in entry.get("missing") or ()]
    joined = joined_as(entry)
    order = dict.fromkeys([*labels, *missing, *found])
    return tuple(
        LevelRow(
            code=str(code),
            text=labels.get(code, found[code].label if code in found and _is_level(found[code], missing) else ""),
            in_file=found[code].label if code in found else "",
            missing=code in missing,
            joined=joined.get(labels.get(code, ""), ""),
            rows=found[code].rows if code in found else "",
        )
        for code in order
        if code is not None
    )


def _is_level(code: CodeOverview, missing: list[Any]) -> bool:
    return code.occurs and code.code not in missing


def _bands(entry: dict[str, Any]) -> tuple[LevelRow, ...]:
    """First number and label of each group that a number is cut into."""
    labels = {**band_labels(entry), **(entry.get("labels") or {})}
    return tuple(
        LevelRow(code=str(code), text=str(text), in_file="", missing=False, joined="", rows="")
        for code, text in labels.items()
    )


def _words(draft: Draft, scale: Instrument, overview: FileOverview) -> dict[str, MatchedItem]:
    """Words of the columns that are chosen so far, and whether they are the statements."""
    columns = {item: str(entry_of(entry)["column"]) for item, entry in draft.content["items"].items()}
    items = {item.id: {"column": columns.get(item.id, "")} for item in scale.items}
    book = Codebook.model_validate({"schema_version": 1, "title": scale.name, "instrument": scale.id, "items": items})
    return {item: match for item, match in matched_items(overview.words, book, scale).items() if columns.get(item)}


def _listed(values: Any) -> str:
    """Write codes as `codes_of` reads them: one with a comma stands in quotes."""
    return ", ".join(quoted([str(value)]) for value in values or ())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
