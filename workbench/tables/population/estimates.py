"""Tables about the score: its mean, the share beyond the cut-off, and what the missing rule does to both."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.tables.labels import cutoff_words, footnotes, mean_words, share_words, with_group_labels
from workbench.tables.report_table import Headline, ReportTable, column
from workbench.wording import numbers

_NO_ERROR = "no standard error can be computed."


def overall(mean: ProtectedTable, share: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the two main numbers: mean score and share beyond the cut-off, for everyone."""
    limit = survey.instrument.cutoff(cutoff)
    words = f"Share with a {cutoff_words(survey, cutoff)} ({limit.label})"
    share_name = f"share_{limit.side.replace(' ', '_')}_cutoff"
    mean_row = shown_frame(mean).assign(term="Mean score")
    share_row = shown_frame(share).assign(term=words)
    common = ["term", "n_respondents", "estimate", "std_error", "conf_low", "conf_high", "bound", "withheld"]
    shown = pd.concat([mean_row[common], share_row[common]], ignore_index=True)
    decimals, hidden = survey.instrument.score.decimals, shown["withheld"].astype(bool)
    text = [
        mean_words(mean_row["estimate"].iloc[0], decimals, str(mean_row["bound"].iloc[0])),
        share_words(share_row["estimate"].iloc[0], str(share_row["bound"].iloc[0])),
    ]
    ends = [
        numbers.interval(mean_row["conf_low"].iloc[0], mean_row["conf_high"].iloc[0], decimals),
        numbers.interval(share_row["conf_low"].iloc[0], share_row["conf_high"].iloc[0], 1, as_percent=True),
    ]
    shown = shown.assign(
        estimate_text=pd.Series(text).mask(hidden),
        interval_text=pd.Series(ends).mask(hidden | shown["conf_low"].isna()),
    )
    return ReportTable(
        name="overall",
        caption=f"Mean score and share with a {limit.score_words}, everyone with a score",
        columns=(
            column("What", "term"),
            column("Estimate", "estimate_text"),
            column("Interval", "interval_text", bound="bound"),
            column("Respondents", "n_respondents", kind="people"),
        ),
        frame=shown,
        width=mean.width,
        notes=(*([limit.remark] if limit.remark else []), *footnotes(mean, share)),
        blank=_NO_ERROR,
        headlines=tuple(
            Headline(
                name=name,
                label=label,
                value=float(row["estimate"]),
                text=row["estimate_text"],
                detail="" if pd.isna(row["interval_text"]) else f"interval {row['interval_text']}",
            )
            for name, label, row in zip(
                ("mean_score", share_name), ("Mean score", words), shown.to_dict("records"), strict=True
            )
            if not row["withheld"]
        ),
    )


def missing_rule(
    complete: tuple[ProtectedTable, ProtectedTable],
    one_missing: tuple[ProtectedTable, ProtectedTable],
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportTable:
    """Compare mean and share of the main result with those of the run that fills one missing answer.

    Where the instrument defines no such run, the main result stands alone.
    """
    decimals, rows = survey.instrument.score.decimals, [("Complete answers only (main result)", complete)]
    if survey.instrument.missing.has_sensitivity_run:
        rows.append(("One missing answer replaced by the mean of the others (sensitivity run)", one_missing))
    frames = []
    for rule, (mean, share) in rows:
        means, shares = shown_frame(mean), shown_frame(share)
        frames.append(
            means[["n_respondents", "estimate", "conf_low", "conf_high", "bound"]].assign(
                missing_rule=rule,
                share=shares["estimate"],
                share_low=shares["conf_low"],
                share_high=shares["conf_high"],
                share_bound=shares["bound"],
                withheld=means["withheld"] | shares["withheld"],
            )
        )
    return ReportTable(
        name="missing_rule",
        caption=f"What the missing rule does to the mean score and to the share with a {cutoff_words(survey, cutoff)}",
        columns=(
            column("Missing answers", "missing_rule"),
            column("Respondents", "n_respondents", kind="people"),
            column("Mean score", "estimate", kind="number", decimals=decimals, bound="bound"),
            column("Interval", "conf_low", "conf_high", kind="interval", decimals=decimals, bound="bound"),
            column(f"Share with a {cutoff_words(survey, cutoff)}", "share", kind="percent", bound="share_bound"),
            column("Interval", "share_low", "share_high", kind="percent_interval", bound="share_bound"),
        ),
        frame=pd.concat(frames, ignore_index=True),
        width=complete[0].width,
        blank=_NO_ERROR,
        notes=(f"Rule of the scale: {survey.instrument.missing.reason}", *footnotes(*complete)),
    )


def score_bands(bands: ProtectedTable) -> ReportTable:
    """Show how the scores are spread, in about ten bands that break at the cut-off."""
    return ReportTable(
        name="score_bands",
        caption="Distribution of the score",
        columns=(
            column("Score", "level"),
            column("Respondents", "n_events", kind="people"),
            column("Share", "estimate", kind="percent", bound="bound"),
            column("Interval", "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=shown_frame(bands),
        width=bands.width,
        notes=footnotes(bands),
        blank=_NO_ERROR,
    )


def shares_by_group(shares: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the share beyond the cut-off in each group."""
    return ReportTable(
        name="shares_by_group",
        caption=f"Share with a {cutoff_words(survey, cutoff)}, by group",
        columns=(
            column("Group", "level_label"),
            column("Respondents", "n_respondents", kind="people"),
            column("Share", "estimate", kind="percent", bound="bound"),
            column("Interval", "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=with_group_labels(shown_frame(shares), survey.codebook),
        width=shares.width,
        notes=footnotes(shares),
        blank=_NO_ERROR,
        grouped_by="variable_label",
    )
