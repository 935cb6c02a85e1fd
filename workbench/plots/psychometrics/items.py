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
    wrapped,
)
from workbench.psychometrics import ItemBias
from workbench.wording import numbers

_CRITERIA = (0.035, 0.07)  # Jodoin & Gierl 2001
_KINDS = {"uniform": (MAIN, "o", -0.05), "non-uniform": (ACCENT, "D", 0.05)}
_ALL_WITHHELD = "The tests are withheld: too few respondents to publish."


@styled
def item_bias(tests: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the effect size of uniform and non-uniform bias of each item, with the published criteria as lines."""
    frame = shown_result(tests, ItemBias).table.dropna(subset=["nagelkerke_change"])
    caption = "Change of Nagelkerke's R² by item; lines: .035 and .07 (Jodoin & Gierl 2001)"
    if frame.empty:
        return ReportFigure(name="item_bias", caption=caption, alt=_ALL_WITHHELD, figure=empty_figure(_ALL_WITHHELD))
    labels = [wrapped(f"{item.id} {item.statement}", 30) for item in survey.instrument.items]
    figure, axes, positions = labelled_rows(labels, around=0.95)
    for term, (colour, marker, shift) in _KINDS.items():
        rows = frame[frame["term"] == term].set_index("item").reindex(survey.instrument.item_ids)
        axes.plot(rows["nagelkerke_change"], positions + shift, marker, color=colour, markersize=5, label=term)
    lacking = ~np.isin(survey.instrument.item_ids, frame["item"])
    for position in positions[lacking]:
        axes.text(0.002, position, numbers.DASH, ha="left", va="center", color=MUTED)
    if lacking.any():
        caption += f"; {numbers.DASH} no estimate"
    for line in _CRITERIA:
        axes.axvline(line, color=INK, linewidth=0.9, linestyle="--")
    right = max(1.15 * _CRITERIA[1], 1.1 * float(frame["nagelkerke_change"].max()))
    axes.set(
        xlim=(-0.02 * right, right),
        xlabel="Change of Nagelkerke's R²",
        xticks=[0, *_CRITERIA],
        xticklabels=["0", *(f"{line:g}".removeprefix("0") for line in _CRITERIA)],
    )
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5, handlelength=1)
    return ReportFigure(name="item_bias", caption=caption, alt=_alt(frame), figure=figure)


def _alt(frame: pd.DataFrame) -> str:
    parts = []
    for term in _KINDS:
        rows = frame[frame["term"] == term]
        largest = rows.sort_values("nagelkerke_change").to_dict("records")[-1]
        parts.append(f"{term} {numbers.number(largest['nagelkerke_change'], 3)} ({largest['item']})")
    above = int((frame[frame["term"].isin(_KINDS)]["nagelkerke_change"] >= _CRITERIA[0]).sum())
    return f"Largest changes: {', '.join(parts)}; {above or 'none'} at or above .035."
