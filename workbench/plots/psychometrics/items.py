"""Picture of item bias: how large it is, whatever the number of respondents makes significant."""

from __future__ import annotations

import numpy as np
import pandas as pd

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
    styled,
    with_remarks,
    without_zero,
    wrapped,
)
from workbench.psychometrics import ItemBias
from workbench.wording import numbers, say

_CRITERIA = (0.035, 0.07)  # Jodoin & Gierl 2001
_KINDS = {"uniform": (MAIN, "o", -0.05), "non-uniform": (ACCENT, "D", 0.05)}


@styled
def item_bias(tests: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the effect size of uniform and non-uniform bias of each item, with the published criteria as lines."""
    frame = shown_result(tests, ItemBias).table.dropna(subset=["nagelkerke_change"])
    caption: str = say("Change of Nagelkerke's R² by item; lines: .035 and .07 (Jodoin & Gierl 2001)")
    if frame.empty:
        withheld = say("The tests are withheld: too few respondents to publish.")
        return ReportFigure(name="item_bias", caption=caption, alt=withheld, figure=empty_figure(withheld))
    labels = [wrapped(f"{item.id} {item.statement}", 30) for item in survey.instrument.items]
    figure, axes, positions = labelled_rows(labels, around=0.95)
    for term, (colour, marker, shift) in _KINDS.items():
        rows = frame[frame["term"] == term].set_index("item").reindex(survey.instrument.item_ids)
        axes.plot(rows["nagelkerke_change"], positions + shift, marker, color=colour, markersize=5, label=_named(term))
    lacking = ~np.isin(survey.instrument.item_ids, frame["item"])
    for position in positions[lacking]:
        axes.text(0.002, position, numbers.DASH, ha="left", va="center", color=MUTED)
    if lacking.any():
        caption = with_remarks(caption, say("{dash} no estimate", dash=numbers.DASH))
    for line in _CRITERIA:
        axes.axvline(line, color=INK, linewidth=0.9, linestyle="--")
    right = max(1.15 * _CRITERIA[1], 1.1 * float(frame["nagelkerke_change"].max()))
    axes.set(
        xlim=(-0.02 * right, right),
        xlabel=say("Change of Nagelkerke's R²"),
        xticks=[0, *_CRITERIA],
        xticklabels=["0", *(without_zero(numbers.shortest(line)) for line in _CRITERIA)],
    )
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5, handlelength=1)
    return ReportFigure(name="item_bias", caption=caption, alt=_alt(frame), figure=figure)


def _named(term: str) -> str:
    return {"uniform": say("uniform"), "non-uniform": say("non-uniform")}[term]


def _alt(frame: pd.DataFrame) -> str:
    parts = []
    for term in _KINDS:
        rows = frame[frame["term"] == term]
        largest = rows.sort_values("nagelkerke_change").to_dict("records")[-1]
        size = numbers.number(largest["nagelkerke_change"], 3)
        parts.append(say("{kind} {size} ({item})", kind=_named(term), size=size, item=largest["item"]))
    above = int((frame[frame["term"].isin(_KINDS)]["nagelkerke_change"] >= _CRITERIA[0]).sum())
    changes = ", ".join(parts)
    if not above:
        return say("Largest changes: {changes}; none at or above .035.", changes=changes)
    return say("Largest changes: {changes}; {n} at or above .035.", changes=changes, n=above)
