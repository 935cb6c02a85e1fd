"""Which scale the items of a survey were taken for, how each was matched, and that somebody has looked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.errors import DataError
from workbench.intake.codebook import check_statements, equal_scales, match_instrument
from workbench.intake.files import read_file
from workbench.intake.project import instrument_file
from workbench.intake.survey import Survey
from workbench.wording import listed, say
from workbench.yaml_files import key_text, read_yaml, yaml_in_line

_LONGEST_WORDS = 120
_OPEN = "?"  # what a draft leaves open


def scale_sentence(survey: Survey) -> str:
    """Say which scale the items were taken for, and how many of them were matched by wording and by hand."""
    scale, n = survey.instrument, len(survey.matched)
    by_wording = sum(item.by_wording for item in survey.matched.values())
    how = []
    if by_wording:
        how.append(say("{some} of {n} by the wording of their statements", some=by_wording, n=n))
    if by_hand := n - by_wording:
        how.append(
            say("{some} of {n} by hand (confirmed in the codebook)", some=by_hand, n=n)
            if survey.codebook.confirmed
            else say("{some} of {n} by hand (not confirmed)", some=by_hand, n=n)
        )
    if not how:  # a survey that was not read from a file
        return say("The items were taken for {scale}.", scale=scale.name)
    return say("The items were taken for {scale}: {how}.", scale=scale.name, how=listed(how))


def how_matched(survey: Survey) -> dict[str, str]:
    """Say of each item how its column was matched: `wording` or `by hand`."""
    return {item: "wording" if match.by_wording else "by hand" for item, match in survey.matched.items()}


def order_sentence(survey: Survey) -> str:
    """Say in which order the columns of the items stand in the file, where it is not that of the scale; else empty.

    People answer an item in the light of those before it: another order is another questionnaire.
    """
    asked = survey.items_as_asked
    if asked == survey.instrument.item_ids:
        return ""
    return say(
        "The file has the items in another order than {scale}: {items}. If the questionnaire asked them so, say it "
        "where the results are compared with those of other surveys.",
        scale=survey.instrument.short_name,
        items=", ".join(asked),
    )


@dataclass(frozen=True, kw_only=True)
class NearColumns:
    """An item without a column, its statement, and the columns whose words are near it, with these words.

    `assignments` are what `set_keys` needs for the first of them to be the item, which somebody has to compare.
    """

    item: str
    statement: str
    columns: dict[str, str]
    assignments: tuple[str, ...]


def scales_alike(path: str | Path, *, sheet: str | None = None) -> list[str]:
    """Return the scales of whose statements a survey file has as large a part each; empty where it tells one apart.

    Parameters
    ----------
    path : str or Path
        The survey file.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.
    """
    return [scale.name for scale in equal_scales(read_file(Path(path), None, sheet=sheet, most_rows=1)[1])]


def near_columns(path: str | Path, *, codebook: str | Path) -> list[NearColumns]:
    """Find columns near the statements of items that have no column in a drafted codebook.

    Parameters
    ----------
    path : str or Path
        The survey file.
    codebook : str or Path
        A draft, which need not be whole.
    """
    book = read_yaml(Path(codebook), kind="Draft").content
    name, items = str(book.get("instrument")), book.get("items") or {}
    if name == _OPEN:
        return []
    content = read_file(Path(path), None, sheet=book.get("sheet"))[1]
    match = match_instrument(content, instrument_file(name, beside=Path(codebook).parent))
    statements = {item.id: item.statement for item in match.instrument.items}
    found: list[NearColumns] = []
    assigned: set[str] = set()
    for item, likely in match.near.items():
        if item not in items:
            columns = sorted(likely, key=assigned.__contains__)  # items that share their words get a column each
            assigned.add(columns[0])
            taken = [
                key_text([part, variable])
                for part in ("background", "numeric")
                for variable, entry in (book.get(part) or {}).items()
                if entry["column"] == columns[0]
            ]
            first = (f"{key_text(['items', item])}={yaml_in_line(columns[0])}", *(f"{key}=" for key in taken))
            words = {column: content.labels.get(column, column) for column in columns}
            found.append(NearColumns(item=item, statement=statements[item], columns=words, assignments=first))
    return found


def check_confirmed(survey: Survey) -> None:
    """Refuse items whose statements the file's words do not show, unless the codebook says that somebody compared them.

    Raises
    ------
    DataError
        Items matched by hand, and no `confirmed: true`; columns and statements stand side by side. A column with the
        statement of another item, whatever somebody has confirmed, unless the column of that item has it too.
    """
    check_statements(survey.matched)
    by_hand = {item: match for item, match in survey.matched.items() if not match.by_wording}
    if survey.codebook.confirmed or not by_hand:
        return
    statements = {item.id: item.statement for item in survey.instrument.items}
    pairs = [
        f"{item}: column `{match.column}`{_words(match.column, match.words)} for “{statements[item]}”"
        for item, match in by_hand.items()
    ]
    raise DataError(
        f"The words of the file do not show that {len(by_hand)} of {len(survey.matched)} items are those of "
        f"{survey.instrument.short_name}: {'; '.join(pairs)}. Compare each column with its statement in the "
        "questionnaire; if all agree, write `confirmed: true` in the codebook, and if not, correct `items` or "
        "`instrument`."
    )


def _words(column: str, words: str) -> str:
    return "" if words == column else f" (“{words[:_LONGEST_WORDS]}”)"
