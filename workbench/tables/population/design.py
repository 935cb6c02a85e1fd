"""Tables about the sampling weights: how unequal they are, and what hangs on the largest."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey
from workbench.population.design import WeightDiagnostics
from workbench.population.estimates import QUANTITIES, weights_words
from workbench.tables.labels import cutoff_words, footnotes, mean_words, share_words
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import at_start, numbers, say


def sampling_weights(diagnostics: ProtectedTable) -> ReportTable:
    """Show Kish's design effect, effective n and the spread of the weights, but no weight of a single respondent."""
    shown = shown_result(diagnostics, WeightDiagnostics)
    row = shown.table.iloc[0]
    rough = diagnostics.width > 1
    effect, effective = numbers.number(row["design_effect"], 1), numbers.count(row["effective_n"])
    rows: list[tuple[str, str]] = [
        (say("Design effect of unequal weights"), say("at most {value}", value=effect) if rough else effect),
        (say("Effective number of respondents"), say("at least about {n}", n=effective) if rough else effective),
    ]
    quantiles = shown.quantiles.set_index("quantile")["relative_weight"].dropna()
    rows += [(words, _weight(quantiles[q], rough)) for q, words in _at_most_words().items() if q in quantiles]
    if row["design_effect"] <= 1:
        rows = []
    return ReportTable(
        name="sampling_weights",
        caption=say("Sampling weights of the respondents with a score"),
        columns=(column(say("What"), "term"), column(say("Value"), "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
        nothing=say("Nothing to show: every respondent weighs the same."),
        notes=(*(_roughly(2 * diagnostics.width) if rough else ()), *footnotes(diagnostics)),
    )


def _at_most_words() -> dict[float, str]:
    return {
        0.01: say("1 % of the respondents weigh at most"),
        0.5: say("Half weigh at most"),
        0.99: say("99 % weigh at most"),
    }


def _weight(relative: float, rough: bool) -> str:
    weight = numbers.in_signs(f"{relative:.2g}")
    return say("about {weight} mean weights", weight=weight) if rough else say("{weight} mean weights", weight=weight)


def _roughly(few: int) -> tuple[str, ...]:
    return (
        say(
            "Weights are told roughly, and not where fewer than {few} respondents lie beyond: who knows the population "
            "could tell from a weight how many of a group answered.",
            few=few,
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
        caption=say("What trimming the largest weights does to the mean score and to the share beyond the cut-off"),
        columns=(
            column(say("What"), "what"),
            column(say("Estimate"), "estimate_text"),
            column(say("Interval"), "interval_text", bound="bound"),
        ),
        frame=frame.assign(
            weights_label=[at_start(weights_words(str(term))) for term in frame["term"]],
            what=frame["quantity"].map(
                {
                    QUANTITIES[0]: say("Mean score"),
                    QUANTITIES[1]: say("Share with a {score}", score=cutoff_words(survey, cutoff)),
                }
            ),
            estimate_text=pd.Series([estimate for estimate, _ in words], index=frame.index, dtype="str"),
            interval_text=pd.Series([ends for _, ends in words], index=frame.index, dtype="str"),
        ),
        width=runs.width,
        notes=footnotes(runs),
        blank=say("no standard error can be computed."),
        nothing=say("Nothing to show: the codebook names no weights (design.sampling_weights)."),
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
