"""A verification in words, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.reports.comparing.cells import ChangedCell, TableChange
from workbench.reports.comparing.lines import MOST, number_of_things, once, shortened
from workbench.reports.comparing.verification import NotVerified, Verification
from workbench.wording import count


def verification_lines(found: Verification | NotVerified) -> list[str]:
    """Say whether a report is the same, and if not where and by how much."""
    if isinstance(found, NotVerified):
        return [f"{found.name}: not verified. {found.reason}"]
    return [_verdict(found), *_surroundings(found), *_differences(found)]


def _verdict(found: Verification) -> str:
    n_cells = sum(table.n_cells for table in found.tables)
    compared = f"{number_of_things(len(found.tables), 'table')} with {count(n_cells)} cells"
    if found.n_figures:
        compared += f", {number_of_things(found.n_figures, 'figure')}"
    compared += f", {number_of_things(found.n_words, 'sentence')}"
    if found.private is not None:
        compared += f", {number_of_things(len(found.private), 'table')} of full precision"
    if not found.same:
        return f"{found.name}: differs. Compared: {compared}."
    if found.rounding:
        n = sum(len(table.changed) for table in found.tables)
        return f"{found.name}: same but for {number_of_things(n, 'step')} of rounding. Compared: {compared}."
    return f"{found.name}: same. Compared: {compared}."


def _surroundings(found: Verification) -> Iterator[str]:
    if found.elsewhere:
        yield (
            "  Another machine or other versions, so that one step of rounding is no difference, and pictures are not "
            f"compared: {'; '.join(found.elsewhere)}."
        )
    if found.program:
        yield f"  {found.program}"


def _differences(found: Verification) -> Iterator[str]:
    for table in found.differing:
        yield from _of_table(f"tables/{table.name}", table)
    for table in (table for table in found.tables if table.name in found.rounding):
        yield f"  tables/{table.name}: {number_of_things(len(table.changed), 'number')} one step of rounding apart."
        yield from shortened(_cell(cell) for cell in table.changed)
    yield from shortened(f"  tables/{name}: published, and not made this time." for name in found.tables_gone)
    yield from shortened(f"  tables/{name}: made this time, and not there." for name in found.tables_new)
    yield from shortened(f"  figures/{name}: another picture." for name in found.figures)
    yield from shortened(f"  {place}: published “{then}”, now “{now}”." for place, (then, now) in once(found.words))
    yield from shortened(
        f"  {place}: rounded otherwise, published “{then}”, now “{now}”."
        for place, (then, now) in once(found.rounded_words)
    )
    yield from shortened(f"  {name} {fate}." for name, fate in found.files.items())
    for table in found.private or ():
        if not table.same:
            yield from _of_table(table.name, table, exact=False)


def _of_table(name: str, table: TableChange, *, exact: bool = True) -> Iterator[str]:
    yield f"  {name}: {'; '.join(_what_differs(table))}."
    yield from shortened((_cell(cell) if exact else _private_cell(cell)) for cell in table.changed)


def _what_differs(table: TableChange) -> Iterator[str]:
    if table.changed:
        word = "differs" if len(table.changed) == 1 else "differ"
        yield f"{number_of_things(len(table.changed), 'cell')} of {count(table.n_cells)} {word}"
    for what, names in (
        ("rows only in the published table", table.rows_gone),
        ("rows only this time", table.rows_new),
        ("columns only in the published table", table.columns_gone),
        ("columns only this time", table.columns_new),
    ):
        if names:
            yield f"{what}: {_listed(names)}"
    if table.reordered:
        yield "the rows stand in another order"


def _cell(cell: ChangedCell) -> str:
    change = "" if cell.change != cell.change else f" ({cell.change:+.4g})"
    return f"    {cell.row}, {cell.column}: published {_shown(cell.before)}, now {_shown(cell.after)}{change}"


def _private_cell(cell: ChangedCell) -> str:
    """Say by how much numbers of full precision differ, and not what they are."""
    scale = abs(float(cell.before)) if cell.change == cell.change else 0.0
    relative = f"by {abs(cell.change) / scale:.1e} of itself" if scale else "from what it was"
    return f"    {cell.row}, {cell.column}: differs {relative}"


def _shown(cell: str) -> str:
    return cell or "nothing"


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST
    return ", ".join(names[:MOST]) + (f" and {rest} more" if rest > 0 else "")
