"""Tables about the sampling weights: how unequal they are, and what hangs on the largest."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.population.design import WeightDiagnostics
from workbench.tables.labels import cutoff_words, doubts, footnotes
from workbench.tables.report_table import ReportTable, column
from workbench.wording import numbers

_SHOWN = {0.01: "1 % of the respondents weigh at most", 0.5: "Half weigh at most", 0.99: "99 % weigh at most"}


def sampling_weights(diagnostics: WeightDiagnostics) -> ReportTable:
    """Show Kish's design effect, effective n and the spread of the weights; no weight of a single respondent."""
    row = diagnostics.table.iloc[0]
    rows = [
        ("Design effect of unequal weights", numbers.number(row["design_effect"])),
        ("Effective number of respondents", numbers.count(round(row["effective_n"]))),
        ("Coefficient of variation", numbers.number(row["variation"])),
        ("Part of all weight carried by the 1 % with the largest", numbers.percent(row["share_of_largest"])),
    ]
    quantiles = diagnostics.quantiles.set_index("quantile")["relative_weight"]
    rows += [(words, f"{numbers.number(quantiles[q])} mean weights") for q, words in _SHOWN.items()]
    return ReportTable(
        name="sampling_weights",
        caption="Sampling weights of the respondents with a score",
        columns=(column("What", "term"), column("Value", "value")),
        frame=pd.DataFrame(rows, columns=["term", "value"]),
        notes=(
            diagnostics.method,
            f"The 1 % with the largest weights are at least {MINIMUM_RESPONDENTS} respondents.",
            *doubts(diagnostics),
        ),
    )


def trimmed_weights(runs: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Compare mean and share with the weights as given and with trimmed ones."""
    frame, decimals = shown_frame(runs), survey.instrument.score.decimals + 1
    return ReportTable(
        name="trimmed_weights",
        caption="What trimming the largest weights does to the mean score and to the share below the cut-off",
        columns=(
            column("Weights", "weights_label"),
            column("Moved, of all weight", "trimmed_part", kind="percent", decimals=2),
            column("Mean score", "estimate", kind="number", decimals=decimals),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=decimals),
            column(f"Share with a {cutoff_words(survey, cutoff)}", "share", kind="percent", decimals=2),
            column("Interval", "share_low", "share_high", kind="percent_interval", decimals=2),
        ),
        frame=frame.assign(weights_label=frame["term"].astype(str).str.capitalize()),
        notes=footnotes(runs),
        blank="no standard error can be computed.",
    )
