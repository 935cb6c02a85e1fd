"""Tables that say how far a regression may be trusted: fit, other cut-offs, other missing rules."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey
from workbench.population.regression import LogisticModel, diagnostic_words
from workbench.population.regression import cutoff_words as neighbour_words
from workbench.tables.labels import footnotes, with_group_labels
from workbench.tables.population.regression_merged import merged_notes, too_small
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import at_start, numbers, say

_KEY = ["variable", "level"]
_RATIOS = ["odds_ratio", "odds_ratio_low", "odds_ratio_high"]


def diagnostics(model: ProtectedTable) -> ReportTable:
    """Show how well the model predicts, and what strains it."""
    frame = shown_result(model, LogisticModel).diagnostics
    value = ["" if pd.isna(v) else numbers.number(v, 2) for v in frame["estimate"]]
    ends = zip(frame["conf_low"], frame["conf_high"], strict=True)
    interval = ["" if np.isnan(low) else numbers.interval(low, high, 2) for low, high in ends]
    test = ["" if pd.isna(p) else say("p {band}", band=numbers.p_band(p)) for p in frame["p_value"]]
    return ReportTable(
        name="regression_diagnostics",
        caption=say("How far the model that holds all predictors may be trusted"),
        columns=(
            column(say("What"), "term"),
            column(say("Value"), "value_text", blank=say("test alone")),
            column(say("Interval or test"), "detail_text", blank=say("no interval")),
        ),
        frame=frame.assign(
            term=[at_start(diagnostic_words(term)) for term in frame["term"]],
            value_text=value,
            detail_text=[own or other for own, other in zip(interval, test, strict=True)],
        ),
        notes=(
            say(
                "A note under the odds ratios says where fewer than 10 events per coefficient make them unstable. An "
                "area of {chance} is chance, 1 is perfect separation. The test of calibration asks whether predicted "
                "and observed shares differ in any group of risk.",
                chance=numbers.shortest(0.5),
            ),
        ),
        nothing=say(
            "Nothing to show: the model has fewer than three predictors, few levels, or hardly more combinations of "
            "answers than coefficients."
        ),
    )


def cutoff_sensitivity(ratios: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show adjusted odds ratios at neighbouring cut-offs side by side."""
    frame = shown_frame(ratios)
    parts = {at_start(neighbour_words(str(name))): frame[frame["model"] == name] for name in frame["model"].unique()}
    return _beside(
        parts, survey, name="cutoff_sensitivity", caption=say("Adjusted odds ratios at other cut-offs"), shown=ratios
    )


def cutoff_shares(shares: ProtectedTable) -> ReportTable:
    """Show the share of everyone at the cut-off and at neighbouring ones."""
    frame = shown_frame(shares)
    return ReportTable(
        name="cutoff_shares",
        caption=say("Share beyond the cut-off and beyond neighbouring ones, everyone with a score"),
        columns=(
            column(say("Score"), "term"),
            column(say("Share"), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=frame.assign(term=[at_start(neighbour_words(str(term))) for term in frame["term"]]),
        width=shares.width,
        notes=footnotes(shares),
        blank=say("no standard error can be computed."),
    )


def missing_covariates(
    complete: ProtectedTable, category: ProtectedTable, imputed: ProtectedTable, *, survey: Survey
) -> ReportTable:
    """Show the odds ratios of the last model under each rule for missing background answers."""
    rules: dict[str, ProtectedTable] = {
        say("Complete answers"): complete,
        say("Own level"): category,
        say("Imputed"): imputed,
    }
    parts: dict[str, pd.DataFrame] = {}
    for rule, table in rules.items():
        frame = shown_frame(table)
        parts[rule] = frame[frame["model"] == frame["model"].iloc[-1]]
    report = _beside(
        parts,
        survey,
        name="missing_covariates",
        caption=say("Adjusted odds ratios under each rule for missing background answers"),
        shown=imputed,
    )
    return report


def _beside(
    parts: dict[str, pd.DataFrame], survey: Survey, *, name: str, caption: str, shown: ProtectedTable
) -> ReportTable:
    """Put models side by side: odds ratio and interval of each, rows of all."""
    notes = dict.fromkeys(note for frame in parts.values() for note in merged_notes(frame, survey))
    frames, columns = [], []
    for place, (words, frame) in enumerate(parts.items(), start=1):
        renamed = {ratio: f"{ratio}_{place}" for ratio in _RATIOS}
        compared = frame[frame["level"] != frame["reference"]]
        frames.append(compared.set_index(_KEY)[[*_RATIOS, "withheld"]].rename(columns={**renamed, "withheld": place}))
        columns += [
            column(words, renamed["odds_ratio"], kind="number"),
            column(say("Interval"), renamed["odds_ratio_low"], renamed["odds_ratio_high"], kind="interval"),
        ]
    joined = pd.concat(frames, axis=1)
    marks = list(range(1, len(parts) + 1))
    withheld = joined[marks].ne(False).all(axis=1)
    table = joined.drop(columns=marks).assign(withheld=withheld).reset_index()
    return ReportTable(
        name=name,
        caption=caption,
        columns=(column(say("Group"), "level_label"), *columns),
        frame=with_group_labels(table, survey.codebook),
        notes=(*notes, *footnotes(shown)),
        blank=say(
            "the model does not have this level, or it is a level or has a reference {too_small}.",
            too_small=too_small(survey),
        ),
        grouped_by="variable_label",
    )


def left_out(shares: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show whom the regression leaves out because a background answer is missing.

    All groups have a row, also of a variable that alone lacks answers: without them it told that nobody lacks others.
    """
    return ReportTable(
        name="left_out_of_the_regression",
        caption=say(
            "Share left out of the regression for lack of a background answer, by group, of those with a score"
        ),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Left out"), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
        ),
        frame=with_group_labels(shown_frame(shares).reset_index(drop=True), survey.codebook),
        width=shares.width,
        notes=footnotes(shares),
        blank=say("no standard error can be computed."),
        grouped_by="variable_label",
    )
