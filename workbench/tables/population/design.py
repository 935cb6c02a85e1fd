"""Tables about the sampling weights: how unequal they are, and what hangs on the largest."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey
from workbench.population.design import WeightDiagnostics
from workbench.population.estimates import QUANTITIES
from workbench.tables.labels import cutoff_words, footnotes, mean_words, share_words
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers

_SHOWN = {0.01: "1 % of the respondents weigh at most", 0.5: "Half weigh at most", 0.99: "99 % weigh at most"}
_ROUGHLY = (
    "Weights are told roughly, and not where fewer than {few} respondents lie beyond: who knows the population could "
    "tell from a weight how many of a group answered."
)


def sampling_weights(diagnostics: ProtectedTable) -> ReportTable:
    """Show Kish's design effect, effective n and the spread of the weights, but no weight of a single respondent."""
    shown = shown_result(diagnostics, WeightDiagnostics)
    row = shown.table.iloc[0]
    most, least, about = ("at most ", "at least about ", "about ") if diagnostics.width > 1 else ("", "", "")
    rows = [
        ("Design effect of unequal weights", f"{most}{numbers.number(row['design_effect'], 1)}"),
        ("Effective number of respondents", f"{least}{numbers.count(row['effective_n'])}"),
    ]
    quantiles = shown.quantiles.set_index("quantile")["relative_weight"]
    known = {words: quantiles[q] for q, words in _SHOWN.items() if not pd.isna(quantiles[q])}
    rows += [(words, f"{about}{weight:.2g} mean weights") for words, weight in known.items()]
    if row["design_effect"] <= 1:
        rows = []
    return ReportTable(
        name="sampling_weights",
        caption="Sampling weights of the respondents with a score",
        columns=(column("What", "term"), column("Value", "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
        nothing="Nothing to show: every respondent weighs the same.",
        notes=((_ROUGHLY.format(few=2 * diagnostics.width),) if diagnostics.width > 1 else ()) + footnotes(diagnostics),
    )


def trimmed_weights(runs: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Compare mean and share with the weights as given and with trimmed ones; no rows without weights."""
    frame, decimals = shown_frame(runs), survey.instrument.score.decimals
    if not survey.design.is_weighted:
        frame = frame.iloc[:0]
    words = [_estimate(row, decimals) for row in frame.to_dict("records")]
    return ReportTable(
        name="trimmed_weights",
        caption="What trimming the largest weights does to the mean score and to the share beyond the cut-off",
        columns=(
            column("What", "what"),
            column("Estimate", "estimate_text"),
            column("Interval", "interval_text", bound="bound"),
        ),
        frame=frame.assign(
            weights_label=frame["term"].astype(str).str.capitalize(),
            what=frame["quantity"].map(
                dict(zip(QUANTITIES, ("Mean score", f"Share with a {cutoff_words(survey, cutoff)}"), strict=True))
            ),
            estimate_text=pd.Series([estimate for estimate, _ in words], index=frame.index, dtype="str"),
            interval_text=pd.Series([ends for _, ends in words], index=frame.index, dtype="str"),
        ),
        width=runs.width,
        notes=footnotes(runs),
        blank="no standard error can be computed.",
        nothing="Nothing to show: the codebook names no weights (design.sampling_weights).",
        grouped_by="weights_label",
    )


def _estimate(row: dict[Hashable, Any], decimals: int) -> tuple[str | None, str | None]:
    """Write mean or share and its interval; nothing for what is not published."""
    estimate, low, high = (float(row[name]) for name in ("estimate", "conf_low", "conf_high"))
    if row["quantity"] == QUANTITIES[1]:
        text, ends = share_words(estimate, str(row["bound"])), numbers.interval(low, high, 1, as_percent=True)
    else:
        text, ends = mean_words(estimate, decimals, str(row["bound"])), numbers.interval(low, high, decimals)
    return None if pd.isna(estimate) else text, None if pd.isna(low) or pd.isna(high) else ends
