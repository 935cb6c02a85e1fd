"""Published values beside those of the survey."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import MEAN_SCORE, PublishedValues, Survey, share_quantity
from workbench.tables.labels import EVERYONE_LABEL, footnotes, mean_words, share_words
from workbench.tables.population.findings import published_findings
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say, spoken, translated


def beside_published(
    published: PublishedValues,
    means: tuple[ProtectedTable, ProtectedTable],
    shares: tuple[ProtectedTable, ProtectedTable] | None,
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportTable:
    """Set published values beside means and shares of this survey, for description only.

    `means` and `shares` are those of everyone and of the groups. A published share of another cut-off is left out.
    """
    own, names = {MEAN_SCORE: _joined(means)}, {MEAN_SCORE: say("Mean score")}
    if shares is not None:
        limit = survey.instrument.cutoff(cutoff)
        own[share_quantity(limit)] = _joined(shares)
        names[share_quantity(limit)] = say("Share {group}", group=limit.group_words)
    decimals = survey.instrument.score.decimals
    rows = []
    for row in published.table.to_dict("records"):
        if row["quantity"] not in own:
            continue
        frame, is_share = own[row["quantity"]], row["quantity"] != MEAN_SCORE
        found = frame[(frame["variable"] == row["variable"]) & (frame["level"] == row["level"])]
        if not found.empty:
            rows.append(
                {
                    **{key: row[key] for key in ("population", "year", "term", "published", "comparison", "source")},
                    **found.iloc[0][["variable", "level", "estimate", "conf_low", "conf_high", "bound", "withheld"]],
                    "population": translated(str(row["population"])),
                    "quantity": names[row["quantity"]],
                    "is_share": is_share,
                }
            )
    texts = [_texts(row, decimals) for row in rows]
    return ReportTable(
        name="beside_published",
        caption=say("Published values beside those of this survey (descriptive: no uncertainty was published)"),
        columns=(
            column(say("What"), "quantity"),
            column(say("Group"), "group_label"),
            column(say("This survey"), "own_text"),
            column(say("Interval"), "interval_text", bound="bound"),
            column(say("Published"), "published_text"),
            column(say("Published for"), "population"),
            column(say("Year"), "year"),
        ),
        frame=pd.DataFrame([{**row, **text} for row, text in zip(rows, texts, strict=True)], columns=_FRAME),
        width=means[0].width,
        notes=(*_sources(rows, texts), *footnotes(published, means[0], shares[0] if shares else None)) if rows else (),
        findings=published_findings(rows, texts),
        nothing=say(
            "Nothing to show: the codebook names no population and year with a published value (compare_with)."
        ),
    )


_TEXTS = ("group_label", "own_text", "interval_text", "published_text")
_FRAME = [
    *("quantity", "population", "year", "term", "variable", "level", "estimate", "conf_low", "conf_high"),
    *("bound", "published", "comparison", "source", "withheld", *_TEXTS),
]


def _joined(tables: tuple[ProtectedTable, ProtectedTable]) -> pd.DataFrame:
    return pd.concat([shown_frame(table) for table in tables], ignore_index=True)


def _sources(rows: list[dict[str, object]], texts: list[dict[str, str]]) -> tuple[str, ...]:
    """Name each source once: in a column its title would be longer than all the rest."""
    of: dict[str, list[str]] = {}
    for row, text in zip(rows, texts, strict=True):
        of.setdefault(str(row["source"]).rstrip("."), []).append(f"{row['quantity']}, {text['group_label']}")
    if len(of) == 1:
        return (say("Source: {source}.", source=next(iter(of))),)
    return tuple(
        say("Source of {values}: {source}.", values="; ".join(values), source=source) for source, values in of.items()
    )


def _texts(row: dict[str, object], decimals: int) -> dict[str, str]:
    """Write own and published value in the unit of the quantity; a dash for what is withheld."""
    hidden, is_share = bool(row["withheld"]), bool(row["is_share"])

    def words(value: object) -> str:
        return numbers.percent(float(str(value)), 1) if is_share else numbers.number(float(str(value)), decimals)

    low, high, bound = float(str(row["conf_low"])), float(str(row["conf_high"])), str(row["bound"])
    ends = numbers.interval(low, high, 1 if is_share else decimals, as_percent=is_share)
    estimate = float(str(row["estimate"]))
    own = share_words(estimate, bound) if is_share else mean_words(estimate, decimals, bound)
    return {
        "group_label": spoken(EVERYONE_LABEL) if row["variable"] == "all" else str(row["level"]),
        "own_text": numbers.DASH if hidden else own,
        "interval_text": numbers.DASH if hidden else say("no interval") if bound else ends,
        "published_text": _stated(str(row["comparison"]), words(row["published"])),
    }


def _stated(comparison: str, value: str) -> str:
    """Write a published value as exactly as its source states it."""
    stated = {
        "about": say("about {value}", value=value),
        "above": say("above {value}", value=value),
        "below": say("below {value}", value=value),
    }
    return stated.get(comparison, value)
