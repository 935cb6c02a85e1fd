"""Pictures of the answers themselves."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import ResponseQuality, Survey
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    INK,
    MUTED,
    answer_colours,
    empty_figure,
    labelled_rows,
    row_heights,
    styled,
    wrapped,
)
from workbench.wording import numbers, say

_NAME = "response_distribution"
_LEAST_LABEL = 0.07  # a narrower part of a bar has no room for its percentage


@styled
def response_distribution(quality: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the share of each answer option, one bar per item; options of few are one hatched rest at the end."""
    frame = shown_result(quality, ResponseQuality).distribution
    shares = frame.pivot(index="item", columns="response", values="share").loc[survey.instrument.item_ids]
    caption = say("Answers to each item (unweighted, given answers)")
    if not shares.notna().to_numpy().any():
        none = say("No option of any item was chosen by enough respondents for its share to be shown.")
        return ReportFigure(name=_NAME, caption=caption, alt=none, figure=empty_figure(none))
    labels = [wrapped(f"{item.id} {item.statement}", 28) for item in survey.instrument.items]
    figure, axes, positions = labelled_rows(labels, around=0.9)
    thickness = 0.72 * row_heights(labels)
    left = pd.Series(0.0, index=shares.index)
    for option, colour in zip(survey.instrument.options, answer_colours(len(survey.instrument.options)), strict=True):
        part = shares[option.points].fillna(0.0)
        axes.barh(positions, part, left=left, color=colour, height=thickness, label=option.numbered, edgecolor="white",
                  linewidth=0.8)  # fmt: skip  # a line between neighbours that are alike in grey
        for y, start, width in zip(positions, left, part, strict=True):
            if width >= _LEAST_LABEL:
                ink = "white" if sum(colour[:3]) < 1.6 else INK
                axes.text(start + width / 2, y, f"{100 * width:.0f}", ha="center", va="center", color=ink, fontsize=8)
        left += part
    if shares.isna().to_numpy().any():
        rest = (1 - left).clip(lower=0).where(shares.isna().any(axis=1), 0.0)
        axes.barh(positions, rest, left=left, color="white", height=thickness, edgecolor=MUTED, hatch="////",
                  linewidth=0, label=say("options of fewer than {n} respondents", n=quality.width))  # fmt: skip
    axes.set(xlim=(0, 1), xlabel=say("Share of answers, %"))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    axes.spines["left"].set_visible(False)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=2, fontsize=8, handlelength=1)
    return ReportFigure(
        name=_NAME,
        caption=caption,
        alt=_alt(shares, survey),
        figure=figure,
    )


def _alt(shares: pd.DataFrame, survey: Survey) -> str:
    top = shares[survey.instrument.points[-1]].dropna()
    if top.empty:
        return say(
            "Stacked bars of the answer options by item; too few respondents chose the highest option to show it."
        )
    return say(
        "Stacked bars of the answer options by item. The highest option was chosen most often for {most} "
        "({largest} of answers) and least often for {least} ({smallest}).",
        most=str(top.idxmax()),
        largest=numbers.percent(top.max(), 0),
        least=str(top.idxmin()),
        smallest=numbers.percent(top.min(), 0),
    )
