"""Tables of how large a lack of invariance is, by step and by item."""

from __future__ import annotations

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey
from workbench.psychometrics import InvarianceEffectSizes
from workbench.psychometrics.invariance import step_name
from workbench.tables.labels import footnotes, with_group_labels
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import say

_SIZES = ("rmsea_d", "rmsea_d_low", "rmsea_d_high")


def difference_rmsea(sizes: ProtectedTable) -> ReportTable:
    """Show the RMSEA of each step's difference test."""
    frame = shown_result(sizes, InvarianceEffectSizes).table.drop(columns=["n_respondents"])
    return ReportTable(
        name="difference_rmsea",
        caption=say("RMSEA of the difference tests"),
        columns=(
            column(say("Step"), "step"),
            column(say("RMSEA_D (90 % CI)"), *_SIZES, kind="with_interval", decimals=3),
        ),
        frame=frame.assign(step=frame["step"].map(step_name)),
        notes=(
            say(
                "Misfit that the step adds, for each degree of freedom that it adds (Savalei, Brace & Fouladi 2024); "
                "it stands on the scale of the RMSEA and is no difference of two of them."
            ),
        ),
        blank=say("the step is not tested."),
    )


def item_effect_sizes(sizes: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show d_MACS of each item, with its direction, for each group but the reference."""
    frame = with_group_labels(shown_result(sizes, InvarianceEffectSizes).items, survey.codebook)
    return ReportTable(
        name="item_effect_sizes",
        caption=say("How much each item differs between groups at the same place on the factor (d_MACS)"),
        columns=(
            column(say("Item"), "item"),
            column(say("Group"), "level_label"),
            column(say("Compared with"), "reference"),
            column(say("d_MACS"), "d_macs", kind="number"),
            column(say("With direction"), "d_macs_signed", kind="number"),
        ),
        frame=frame.drop(columns=["group", "n_respondents"]),
        notes=(
            say(
                "Difference of the answers that the item's own parameters in the group and in the reference lead to, "
                "over the factor of the group, in pooled standard deviations of the item. With direction: above 0 "
                "where the group answers higher than the reference at the same place on the factor."
            ),
            *footnotes(sizes),
        ),
        blank=say("the notes say why, or the group has too few respondents."),
    )
