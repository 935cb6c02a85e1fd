"""Tables of the regressions: who falls beyond the cut-off, what shares and points of score that means, joint tests."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey, label_inside_sentence, variable_label
from workbench.population.regression import LinearModel, LogisticModel, model_words
from workbench.tables.labels import cutoff_words, footnotes, held_rounding, with_group_labels
from workbench.tables.population.findings import joint_findings
from workbench.tables.population.regression_merged import (
    in_no_model,
    merged_notes,
    not_told_apart,
    predictors_left_out,
    repairs,
    too_small,
)
from workbench.tables.population.regression_sides import changed_sides
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import TableColumn, column, reference_rows
from workbench.wording import at_start, numbers, say

_WIDE_SCALE = 20  # points, from which tenths of a point are enough
_SURE = 0.05  # of the intervals, which have a coverage of 95 %
_KEY = ["variable", "level"]
_SHARE = ["estimate", "bound", "std_error", "conf_low", "conf_high"]
_RATIO = ["risk_ratio", "risk_ratio_low", "risk_ratio_high"]
ROUNDED = say(
    "Estimates are published to half a standard error or more coarsely, and p, from less rounded numbers, as a band: "
    "where p and interval disagree, believe p."
)


def odds_ratios(model: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the odds ratios of all models side by side, reference levels named."""
    ratios = ("odds_ratio", "odds_ratio_low", "odds_ratio_high")
    shown, columns = _side_by_side(
        shown_frame(model), shown_result(model, LogisticModel).joint_tests, survey, ratios, decimals=2
    )
    at_odds = p_and_interval_disagree(shown, columns[-1], none=1)
    return ReportTable(
        name="odds_ratios",
        caption=say(
            "Odds ratios of a {score}: each variable alone (crude), then together", score=cutoff_words(survey, cutoff)
        ),
        columns=_columns(columns),
        frame=shown,
        width=model.width,
        left_out=(
            *predictors_left_out(shown, survey, respondents=_modelled(model, LogisticModel)),
            *not_told_apart(shown, survey),
        ),
        repairs=repairs(shown, survey),
        cautions=(_joint_test(), *([ROUNDED] if at_odds else []), *changed_sides(shown, columns, none=1)),
        notes=(
            say("Reference levels have the odds ratio 1 by definition."),
            *merged_notes(shown, survey),
            *([] if at_odds else [ROUNDED]),
            *footnotes(model),
        ),
        blank=say(
            "a level or reference {too_small}, or the number of respondents of levels that are joined.",
            too_small=too_small(survey),
        ),
        grouped_by="block_label",
    )


def score_differences(model: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show differences in score of all models side by side, reference levels named."""
    ends = ("estimate", "conf_low", "conf_high")
    scale = survey.instrument.score
    decimals = 1 if scale.maximum - scale.minimum >= _WIDE_SCALE else 2
    shown, columns = _side_by_side(
        shown_frame(model), shown_result(model, LinearModel).joint_tests, survey, ends, decimals=decimals
    )
    at_odds = p_and_interval_disagree(shown, columns[-1], none=0)
    return ReportTable(
        name="score_differences",
        caption=say("Differences in score from the reference level: each variable alone (crude), then together"),
        columns=_columns(columns),
        frame=shown,
        width=model.width,
        left_out=(
            *predictors_left_out(shown, survey, respondents=_modelled(model, LinearModel)),
            *not_told_apart(shown, survey),
        ),
        repairs=repairs(shown, survey),
        cautions=(_joint_test(), *([ROUNDED] if at_odds else []), *changed_sides(shown, columns, none=0)),
        notes=(
            say("Reference levels have the difference 0 by definition."),
            *merged_notes(shown, survey),
            *([] if at_odds else [ROUNDED]),
            *footnotes(model),
        ),
        blank=say("levels that are joined, or a level or reference that has too few respondents."),
        grouped_by="block_label",
    )


def _modelled(model: ProtectedTable, kind: type[LogisticModel] | type[LinearModel]) -> str:
    """Return the respondents that the models rest on, as they are published."""
    return numbers.about(float(shown_result(model, kind).fit["n_respondents"].iloc[-1]), model.width)


def _side_by_side(
    frame: pd.DataFrame, tests: pd.DataFrame, survey: Survey, ends: tuple[str, str, str], *, decimals: int
) -> tuple[pd.DataFrame, list[TableColumn]]:
    """One row per level, for each model its estimate with the interval; p of the last model, also of each variable."""
    names = [str(name) for name in frame["model"].unique()]
    parts = {name: frame[frame["model"] == name].reset_index(drop=True) for name in names}
    shown = parts[names[-1]][[*_KEY, "reference", "n_respondents", "withheld"]]  # it has every row
    level, columns = numbers.percent(float(frame["conf_level"].iloc[0]), 0), []
    for place, name in enumerate(names):
        own = {end: f"{end}_{name}" if name in ("crude", "adjusted") else f"{end}_{place}" for end in ends}
        kept = [*_KEY, *ends, *(["p_value"] if name == names[-1] else [])]
        shown = shown.merge(parts[name][kept].rename(columns=own), on=_KEY, how="left", validate="one_to_one")
        label = say("{model} ({level} CI)", model=at_start(model_words(name)), level=level)
        outside = shown.index[~shown["variable"].isin(parts[name]["variable"])]
        not_held = dict.fromkeys(outside, say("not in model"))
        columns.append(column(label, *own.values(), kind="with_interval", decimals=decimals, blank=not_held))
    last = tests[tests["model"] == names[-1]].set_index("variable")["p_value"]
    labelled = _with_references(shown.assign(p_value_joint=shown["variable"].map(last)), survey)
    return labelled.assign(block_label=_headings(labelled)), columns


def _headings(frame: pd.DataFrame) -> list[str]:
    """Write the name of each variable with the band of its joint p-value, where it has one."""
    return [
        label if pd.isna(p) else say("{variable} (p {band})", variable=label, band=numbers.p_band(p))
        for label, p in zip(frame["variable_label"], frame["p_value_joint"], strict=True)
    ]


def _columns(models: list[TableColumn]) -> tuple[TableColumn, ...]:
    """Return the columns of a regression as journals print it: levels below their variable and its test."""
    return (
        column(say("Group"), "level_label"),
        column(say("Respondents"), "n_respondents", kind="people"),
        *models,
    )


def _joint_test() -> str:
    return say("p beside the name of a variable: joint test (Wald) of all its levels in the last model.")


def p_and_interval_disagree(frame: pd.DataFrame, last: TableColumn, *, none: float) -> bool:
    """Whether the p of a variable says another thing than the intervals of its levels, as readers see them."""
    _, low, high = (frame[name].astype(float) for name in last.names)
    apart = ((low > none) | (high < none)).groupby(frame["variable"]).any()
    p = frame.groupby("variable")["p_value_joint"].first().dropna()
    return bool((apart[p.index] != (p <= _SURE)).any())


def _with_references(frame: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    labelled = with_group_labels(frame, survey.codebook)
    is_reference = labelled["level"] == labelled["reference"]
    return labelled.assign(
        level_label=[
            say("{level} (reference)", level=label) if compared else label
            for label, compared in zip(labelled["level_label"], is_reference, strict=True)
        ]
    )


def adjusted_shares(model: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show adjusted shares with their differences from the reference level and their ratios to it."""
    found = shown_result(model, LogisticModel)
    differences = found.marginal_effects[[*_KEY, "difference", "conf_low", "conf_high"]].rename(
        columns={"conf_low": "difference_low", "conf_high": "difference_high"}
    )
    shares = found.adjusted_shares[[*_KEY, "reference", "n_respondents", *_SHARE, *_RATIO, "withheld"]]
    frame = _with_references(shares.merge(differences, on=_KEY, validate="one_to_one"), survey)
    own = reference_rows(frame)
    return ReportTable(
        name="adjusted_shares",
        caption=say(
            "Share with a {score} if everybody were in the group, all else as it is", score=cutoff_words(survey, cutoff)
        ),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Adjusted share"), "estimate", kind="percent", bound="bound"),
            column(say("Interval"), "conf_low", "conf_high", kind="percent_interval", bound="bound"),
            column(say("Difference"), "difference", kind="percent", bound="bound", blank=own),
            column(
                say("Interval"),
                *("difference_low", "difference_high"),
                kind="percent_interval",
                bound="bound",
                blank=own,
            ),
            column(say("Risk ratio"), "risk_ratio", kind="number", bound="bound", blank=own),
            column(say("Interval"), "risk_ratio_low", "risk_ratio_high", kind="interval", bound="bound", blank=own),
        ),
        frame=frame,
        width=model.width,
        left_out=predictors_left_out(shares, survey, respondents=_modelled(model, LogisticModel)),
        repairs=repairs(shares, survey),
        notes=(
            say(
                "Difference in percentage points and risk ratio: against the reference level, from shares as published."
            ),
            *held_rounding(found.adjusted_shares, model.width),
            *merged_notes(shares, survey),
            *footnotes(model),
        ),
        blank=say("too few respondents on one side of the cut-off in the level or the reference."),
        grouped_by="variable_label",
    )


def joint_tests(model: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show one test per predictor of the last model: do its levels differ at all, the others held equal."""
    tests = shown_result(model, LogisticModel).joint_tests
    last = tests[tests["model"] == tests["model"].iloc[-1]].reset_index(drop=True)
    table = wald_tests(
        "joint_tests",
        say("Joint test of each predictor in the model that holds all of them (Wald)"),
        say("Predictor"),
        last,
        model,
        survey,
    )
    outside = in_no_model(shown_frame(model), survey)
    if shown_frame(model)["odds_ratio_low"].isna().all():  # the whole population is in the sample
        return table
    labels, lost = (
        [label_inside_sentence(name, survey.codebook) for name in names] for names in (last["variable"], outside)
    )
    return replace(table, findings=joint_findings(labels, list(last["p_value"]), in_no_model=lost))


def wald_tests(
    name: str, caption: str, heading: str, tests: pd.DataFrame, shown: ProtectedTable, survey: Survey
) -> ReportTable:
    """Show joint Wald tests, one per row; of each only the band of its p-value is published."""
    kept = [c for c in ("model", "variable", "term", "df", "p_value", "withheld") if c in tests]
    return ReportTable(
        name=name,
        caption=caption,
        columns=(
            column(heading, "variable_label"),
            column(say("Coefficients tested"), "df", kind="count"),
            column("p", "p_value", kind="p_band"),
        ),
        frame=tests[kept].assign(variable_label=[variable_label(v, survey.codebook) for v in tests["variable"]]),
        notes=footnotes(shown),
        nothing=say("Nothing to show: the codebook declares no crossing of two predictors (crossings)."),
        blank=say(
            "no standard error to test with, as where the whole population is in the sample, a single coefficient that "
            "is not shown, or several in a model of fewer than three predictors, of few levels, or of hardly more "
            "combinations of answers than coefficients."
        ),
    )
