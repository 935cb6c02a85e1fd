"""Tables of odds ratios within groups: models apart, and interactions with their tests."""

from __future__ import annotations

import pandas as pd

from workbench.columns import CROSS
from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey, label_inside_sentence
from workbench.population.regression import InteractionModel, StratifiedModels
from workbench.tables.labels import cutoff_words, footnotes, level_label
from workbench.tables.population.regression import ROUNDED, wald_tests
from workbench.tables.population.regression_merged import merged_notes, too_small
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column, reference_rows
from workbench.wording import say

_RATIOS = ["odds_ratio", "odds_ratio_low", "odds_ratio_high"]
_SIMPLE = [
    "n_respondents",
    "estimate",
    "std_error",
    "p_value",
    "conf_low",
    "conf_high",
    *_RATIOS,
    "withheld",
]


def stratified_odds_ratios(models: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show crude and adjusted odds ratios of models fitted within each group, and which group has none."""
    frame = shown_frame(models)
    crude, adjusted = (frame[frame["model"] == name] for name in ("crude", "adjusted"))
    both = crude[["variable", "level", "reference", "n_respondents", *_RATIOS, "withheld"]].merge(
        adjusted[["variable", "level", *_RATIOS, "p_value"]], on=["variable", "level"], suffixes=("_crude", "_adjusted")
    )
    shown = _with_groups_without(_labelled(both, survey), models, survey)
    references = reference_rows(shown)
    return ReportTable(
        name="stratified_odds_ratios",
        caption=say(
            "Odds ratios of a {score} within groups, one model for each group", score=cutoff_words(survey, cutoff)
        ),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Crude"), "odds_ratio_crude", kind="number"),
            column(say("Interval"), "odds_ratio_low_crude", "odds_ratio_high_crude", kind="interval", blank=references),
            column(say("Adjusted"), "odds_ratio_adjusted", kind="number"),
            column(
                say("Interval"),
                *("odds_ratio_low_adjusted", "odds_ratio_high_adjusted"),
                kind="interval",
                blank=references,
            ),
            column(say("p, adjusted"), "p_value", kind="p_band", blank=references),
        ),
        frame=shown,
        width=models.width,
        left_out=_groups_left_out(models, survey),
        repairs=_repairs(models),
        notes=(*merged_notes(both, survey), ROUNDED, *footnotes(models)),
        blank=_blank(survey),
        nothing=say("Nothing to show: the codebook declares no crossing of this group with a predictor (crossings)."),
        grouped_by="block_label",
    )


def _blank(survey: Survey) -> str:
    return say(
        "a cell or reference {too_small}, a group without a model of its own, or the number of respondents of levels "
        "that are joined, or of a model that leaves a predictor out: it counts other people than the other models do.",
        too_small=too_small(survey),
    )


def _with_groups_without(shown: pd.DataFrame, models: ProtectedTable, survey: Survey) -> pd.DataFrame:
    """Add a row for each group, and predictor within it, that the models leave out."""
    found = shown_result(models, StratifiedModels).without
    names = {
        "block_label": _blocks(found, survey),
        "level_label": say("No odds ratios: too few respondents on one side of the cut-off"),
    }
    rows = found[["variable", "level"]].assign(withheld=False, **names)
    return pd.concat([shown, rows], ignore_index=True) if len(rows) else shown


def _groups_left_out(models: ProtectedTable, survey: Survey) -> tuple[str, ...]:
    found = shown_result(models, StratifiedModels).without
    if found.empty:
        return ()
    return (say("No odds ratios within groups – {groups}.", groups="; ".join(_blocks(found, survey))),)


def _repairs(models: ProtectedTable) -> tuple[str, ...]:
    if shown_result(models, StratifiedModels).without.empty:
        return ()
    return (
        say(
            "For odds ratios within groups join levels (`merge` in the codebook), name only one of `predictors` that "
            "say nearly the same, or choose other groups."
        ),
    )


def _blocks(found: pd.DataFrame, survey: Survey) -> list[str]:
    names = [label_inside_sentence(str(variable), survey.codebook) for variable in found["term"]]
    return [say("{level}: {title}", level=level, title=name) for level, name in zip(found["level"], names, strict=True)]


def simple_effects(models: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show the odds ratios of one variable within each level of another, from models with their interaction."""
    frame = shown_frame(models)[["variable", "level", "reference", *_SIMPLE]]
    references = reference_rows(frame)
    return ReportTable(
        name="simple_effects",
        caption=say(
            "Adjusted odds ratios of a {score} within groups, from models with interaction",
            score=cutoff_words(survey, cutoff),
        ),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Odds ratio"), "odds_ratio", kind="number"),
            column(say("Interval"), "odds_ratio_low", "odds_ratio_high", kind="interval", blank=references),
            column("p", "p_value", kind="p_band", blank=references),
        ),
        frame=_labelled(frame, survey),
        width=models.width,
        notes=(*merged_notes(frame, survey), ROUNDED, *footnotes(models)),
        blank=_blank(survey),
        nothing=say("Nothing to show: the codebook declares no crossing of two predictors (crossings)."),
        grouped_by="block_label",
    )


def interaction_tests(models: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show for each crossing whether the odds ratios differ between the groups."""
    caption = say("Test that odds ratios are the same in all groups (Wald)")
    tests = shown_result(models, InteractionModel).interaction
    return wald_tests("interaction_tests", caption, say("Crossing"), tests, models, survey)


def _labelled(frame: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """Name the block by the group and the second variable, the row by the level of the second variable."""
    blocks, rows = [], []
    for variable, level, reference in zip(frame["variable"], frame["level"], frame["reference"], strict=True):
        first, _, second = str(level).partition(CROSS)
        name = label_inside_sentence(str(variable).split(CROSS)[-1], survey.codebook)
        blocks.append(say("{level}: {title}", level=first, title=name))
        own = level_label(second)
        rows.append(say("{level} (reference)", level=own) if level == reference else own)
    return frame.assign(block_label=blocks, level_label=rows)
