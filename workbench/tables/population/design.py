"""Tables about the sampling weights: how unequal they are, and what hangs on the largest."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.population.design import WeightDiagnostics
from workbench.population.estimates import QUANTITIES
from workbench.tables.labels import cutoff_words, footnotes, mean_words, share_words
from workbench.tables.report_table import ReportTable, column
from workbench.wording import numbers

_SHOWN = {0.01: "1 % of the respondents weigh at most", 0.5: "Half weigh at most", 0.99: "99 % weigh at most"}


def sampling_weights(diagnostics: ProtectedTable) -> ReportTable:
    """Show Kish's design effect, effective n and the spread of the weights, but no weight of a single respondent."""
    shown = shown_result(diagnostics, WeightDiagnostics)
    row = shown.table.iloc[0]
    rows = [
        ("Coefficient of variation", numbers.number(row["variation"], 1)),
        ("Design effect of unequal weights", numbers.number(row["design_effect"], 1)),
        ("Effective number of respondents", f"about {numbers.count(row['effective_n'])}"),
        ("Part of all weight carried by the 1 % with the largest", numbers.percent(row["share_of_largest"], 0)),
    ]
    quantiles = shown.quantiles.set_index("quantile")["relative_weight"]
    rows += [(words, f"{numbers.number(quantiles[q])} mean weights") for q, words in _SHOWN.items()]
    if not row["variation"]:
        rows = []
    return ReportTable(
        name="sampling_weights",
        caption="Sampling weights of the respondents with a score",
        columns=(column("What", "term"), column("Value", "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
        nothing="Nothing to show: every respondent weighs the same.",
        notes=(
            f"The 1 % with the largest weights are at least {max(MINIMUM_RESPONDENTS, diagnostics.width)} respondents.",
            *footnotes(diagnostics),
        ),
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
            column("Moved, of all weight", "trimmed_part", kind="percent", decimals=2),
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
