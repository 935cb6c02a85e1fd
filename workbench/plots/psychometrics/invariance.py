"""Pictures for the question whether the items measure the same in all groups."""

from __future__ import annotations

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    INK,
    MAIN,
    MUTED,
    empty_figure,
    labelled_rows,
    level_words,
    styled,
    wrapped,
)
from workbench.psychometrics import InvarianceEffects
from workbench.wording import numbers, say

_STYLES = {"none": (MAIN, "o"), "partial": (MUTED, "D"), "full": (ACCENT, "s")}
_APART = 0.16  # inches between the marks of one group


@styled
def invariance_effects(effects: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the difference in mean score of each group from the reference, under each model."""
    frame = shown_result(effects, InvarianceEffects).table
    shown = frame.dropna(subset=["difference"])
    caption = say("Difference in mean score from the reference group under each model, with intervals")
    if shown.empty:
        reason = say("No difference can be shown: the groups are withheld.")
        return ReportFigure(name="invariance_effects", caption=caption, alt=reason, figure=empty_figure(reason))
    levels = list(dict.fromkeys(shown["level"]))
    models = [model for model in _STYLES if model in set(shown["invariance"])]
    labels = [wrapped(level_words(level), 26) for level in levels]
    figure, axes, centres = labelled_rows(labels, around=1.25, gap=0.22, least=_APART * len(models) + 0.14)
    for number, model in enumerate(models):
        colour, marker = _STYLES[model]
        rows = shown[shown["invariance"] == model].set_index("level")
        places = centres + _APART * (number - (len(models) - 1) / 2)
        values = rows.loc[levels]
        axes.hlines(places, values["conf_low"], values["conf_high"], color=colour, linewidth=1.8)
        axes.plot(
            values["difference"], places, marker, color=colour, markersize=5, label=_named(model), linestyle="none"
        )
    axes.axvline(0, color=INK, linewidth=0.9, linestyle="--")
    axes.set_xlabel(say("Score points, compared with {group}", group=level_words(shown["reference"].iloc[0])))
    figure.legend(loc="outside upper left", ncols=1, fontsize=8.5)
    return ReportFigure(name="invariance_effects", caption=caption, alt=_alt(shown, survey), figure=figure)


def _named(model: str) -> str:
    return {
        "none": say("no invariance"),
        "partial": say("partial invariance"),
        "full": say("full invariance"),
    }[model]


def _alt(shown: object, survey: Survey) -> str:
    decimals = survey.instrument.score.decimals
    wide = shown.pivot(index="level", columns="invariance", values="difference")  # type: ignore[attr-defined]
    change = (wide["full"] - wide["none"]).abs()
    level = change.idxmax()
    told = {name: numbers.number(wide.loc[level, name], decimals) for name in ("none", "full")}
    if len(wide) == 1:
        return say(
            "Difference in mean score of {group} from the reference group: {none} score points under a model with no "
            "invariance, {full} under one with full invariance.",
            group=level_words(level),
            **told,
        )
    if told["none"] == told["full"]:
        return say(
            "Differences in mean score from the reference group in {n} groups, under models with no and with full "
            "invariance. None of them changes.",
            n=len(wide),
        )
    return say(
        "Differences in mean score from the reference group in {n} groups, under models with no and with full "
        "invariance. They change most for {group}: from {none} to {full} score points.",
        n=len(wide),
        group=level_words(level),
        **told,
    )
