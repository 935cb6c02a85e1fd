"""Tables about the score: its mean, the share beyond the cut-off, and what the missing rule does to both."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.disclosure.gate import ProtectedTable, share_of_counts, shown_frame
from workbench.intake import Survey, band_words
from workbench.tables.labels import cutoff_words, footnotes, has_groups, mean_words, share_words, with_group_labels
from workbench.tables.population.citable import citable_main_numbers
from workbench.tables.population.findings import mean_finding, share_finding
from workbench.tables.report_table import Headline, ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say, spoken, translated

_PEOPLE = ("people", "people_low", "people_high")
_OUTCOME = ("estimate", "conf_low", "conf_high", "share", "share_low", "share_high")


def overall(
    mean: ProtectedTable, share: ProtectedTable | None, *, survey: Survey, cutoff: str | None = None
) -> ReportTable:
    """Show the main numbers for everyone: mean score and, where the scale has a cut-off, the share beyond it."""
    mean_row, decimals = shown_frame(mean), survey.instrument.score.decimals
    rows = [_main_row(mean_row, say("Mean score"), "mean_score", decimals)]
    caption, protected = say("Mean score, everyone with a score"), [mean]
    own: tuple[str, ...] = ()
    findings = mean_finding(mean, survey=survey)
    if share is not None:
        limit = survey.instrument.cutoff(cutoff)
        words = say("Share with a {score} ({label})", score=limit.score_words, label=limit.name)
        rows.append(_main_row(shown_frame(share), words, f"share_{limit.side.replace(' ', '_')}_cutoff", None))
        caption = say("Mean score and share with a {score}, everyone with a score", score=limit.score_words)
        own = (*([translated(spoken(limit.remark))] if limit.remark else []), *_unmoved(share, survey))
        protected = [mean, share]
        findings = (*share_finding(share, survey=survey, cutoff=cutoff), *findings)
    shown = pd.concat(rows, ignore_index=True)
    return ReportTable(
        name="overall",
        caption=caption,
        columns=(
            column(say("What"), "term"),
            column(say("Estimate"), "estimate_text"),
            column(say("Interval"), "interval_text", bound="bound"),
            column(say("Respondents"), "n_respondents", kind="people"),
        ),
        frame=shown.drop(columns="name"),
        width=mean.width,
        notes=(*own, *footnotes(*protected)),
        blank=say("no standard error can be computed."),
        headlines=tuple(
            Headline(
                name=str(row["name"]),
                label=str(row["term"]),
                value=float(row["estimate"]),
                text=row["estimate_text"],
                detail="" if pd.isna(row["interval_text"]) else say("interval {ends}", ends=row["interval_text"]),
            )
            for row in shown.to_dict("records")
            if not row["withheld"]
        ),
        findings=findings,
        citable=citable_main_numbers(mean, share, survey=survey, cutoff=cutoff),
    )


def _unmoved(shares: ProtectedTable, survey: Survey) -> tuple[str, ...]:
    """Say which weighted shares stand as the unweighted ones, because what weights change was rounded to nothing."""
    frame = shown_frame(shares)
    if not survey.design.is_weighted or shares.width == 1 or not share_of_counts(frame).any():
        return ()
    if len(frame) == 1:
        return (
            say(
                "The share is that of the published numbers without weights: what weights change is too little to show "
                "after rounding."
            ),
        )
    return (
        say(
            "In some rows the share is that of the published numbers without weights: what weights change is too "
            "little to show after rounding."
        ),
    )


def _main_row(frame: pd.DataFrame, term: str, name: str, decimals: int | None) -> pd.DataFrame:
    """Write one of the main numbers: the mean with its decimals, or the share in per cent."""
    row = frame.iloc[0]
    estimate, low, high, bound = (row[part] for part in ("estimate", "conf_low", "conf_high", "bound"))
    if decimals is None:
        text, ends = share_words(estimate, str(bound)), numbers.interval(low, high, 1, as_percent=True)
    else:
        text, ends = mean_words(estimate, decimals, str(bound)), numbers.interval(low, high, decimals)
    hidden = bool(row["withheld"])
    kept = ["n_respondents", "estimate", "std_error", "conf_low", "conf_high", "bound", "withheld"]
    kept += [name for name in _PEOPLE if name in frame]
    shown = frame[kept].assign(
        estimate_text=None if hidden else text,
        interval_text=None if hidden or pd.isna(low) else ends,
        name=name,
    )
    shown.insert(0, "term", term)
    return shown


def missing_rule(
    complete: tuple[ProtectedTable, ProtectedTable],
    one_missing: tuple[ProtectedTable, ProtectedTable],
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportTable:
    """Compare mean and share of the main result with those of the run that fills one missing answer.

    Where the instrument defines no such run, the table has no rows; in the report of a group it has the first alone.
    Where both publish the same number of respondents, the second has no outcome: it would have one only if nobody left
    one item unanswered.
    """
    decimals, is_run = survey.instrument.score.decimals, survey.instrument.missing.has_sensitivity_run
    score = cutoff_words(survey, cutoff)
    apart = bool(survey.part_of) and complete[0].width > 1
    n_rows = (1 if apart else 2) if is_run else 0
    rows = [
        (say("Complete answers only (main result)"), complete),
        (say("One missing answer replaced by the mean of the others (sensitivity run)"), one_missing),
    ]
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
    alike = frames[1]["n_respondents"].eq(frames[0]["n_respondents"]).all()
    if alike and complete[0].width > 1:
        frames[1] = frames[1].assign(**dict.fromkeys(_OUTCOME, np.nan), bound="", share_bound="", withheld=True)
    return ReportTable(
        name="missing_rule",
        caption=say("What the missing rule does to the mean score and to the share with a {score}", score=score),
        columns=(
            column(say("Missing answers"), "missing_rule"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Mean score"), "estimate", kind="number", decimals=decimals, bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals, bound="bound"),
            column(say("Share with a {score}", score=score), "share", kind="percent", bound="share_bound"),
            column(say("Interval"), "share_low", "share_high", kind="percent_interval", bound="share_bound"),
        ),
        frame=pd.concat(frames, ignore_index=True).iloc[:n_rows],
        width=complete[0].width,
        blank=say("no standard error can be computed."),
        notes=(
            say("Rule of the scale: {reason}", reason=translated(survey.instrument.missing.reason)),
            *(_of_everyone() if apart and is_run else ()),
            *footnotes(*complete),
        ),
        nothing=say("Nothing to show: the scale defines no run with a missing answer filled in (missing.one_missing)."),
    )


def _of_everyone() -> tuple[str, ...]:
    return (
        say(
            "The run with a missing answer replaced stands in the report of everyone alone: less those of the other "
            "groups it would tell of the few of one group who left out an item."
        ),
    )


def score_bands(bands: ProtectedTable) -> ReportTable:
    """Show how the scores are spread, in about ten bands that break at the cut-off."""
    frame = shown_frame(bands)
    return ReportTable(
        name="score_bands",
        caption=say("Distribution of the score"),
        columns=(
            column(say("Score"), "level"),
            column(say("Respondents"), "n_events", kind="people"),
            column(say("Share"), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=frame.assign(level=[band_words(str(level)) for level in frame["level"]]),
        width=bands.width,
        notes=footnotes(bands),
        blank=say("no standard error can be computed."),
    )


def shares_by_group(shares: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the share beyond the cut-off in each group."""
    frame, score = with_group_labels(shown_frame(shares), survey.codebook), cutoff_words(survey, cutoff)
    return ReportTable(
        name="shares_by_group",
        caption=say("Share with a {score}, by group", score=score)
        if has_groups(frame)
        else say("Share with a {score}", score=score),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Share"), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=frame,
        width=shares.width,
        notes=(*_unmoved(shares, survey), *footnotes(shares)),
        blank=say("no standard error can be computed."),
        grouped_by="variable_label",
    )
