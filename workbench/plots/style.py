"""One look for all figures: size, type, colours; legible at the width of a report and of a telephone."""

from __future__ import annotations

import textwrap
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import ScalarFormatter

from workbench.columns import EVERYONE, NOT_ANSWERED, OTHER_LEVELS
from workbench.population.estimates import UNRELIABLE
from workbench.wording import MARK, numbers, say, spoken

INK = "#1b1f24"
MAIN = "#1f4e79"
ACCENT = "#b2532f"
MUTED = "#6f7680"
GRID = "#dfe3e8"

# Narrow on purpose: on the 340 px of a telephone 9.5 pt letters are still about 10 px high.
WIDTH = 4.4
RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "axes.titlesize": 10,
    "axes.labelsize": 9.5,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "figure.facecolor": "white",
    "legend.frameon": False,
    "text.parse_math": False,  # a label such as "$10–$20" is text, not a formula
}
styled = mpl.rc_context(RC)  # decorates every plot function; ReportFigure draws under the same settings
HALO = [withStroke(linewidth=2.5, foreground="white")]  # around letters that stand on lines
_ANSWERS = LinearSegmentedColormap.from_list("answers", [ACCENT, "#e9c9b8", "#e3e3e3", "#aec6de", MAIN])


def new_axes(height: float, *, grid: Literal["x", "y", "both"] = "x") -> tuple[Figure, Axes]:
    """Make an empty figure of report width without pyplot, so that nothing stays open in a long run."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    axes.grid(visible=True, axis=grid)
    return figure, axes


def answer_colours(n_options: int) -> list[tuple[float, float, float, float]]:
    """Colours of the answer options from disagreement to agreement."""
    return [_ANSWERS(i / (n_options - 1)) for i in range(n_options)]


def wrapped(text: str, width: int = 30, *, most_lines: int | None = None) -> str:
    """Break a long label into lines; what does not fit into so many is left to the tables, and … stands for it."""
    return "\n".join(textwrap.wrap(text, width, max_lines=most_lines, placeholder=" …")) or text


def level_words(level: object) -> str:
    """Write a level in the language that is spoken; labels of users stay as they are."""
    own = {NOT_ANSWERED: say("not answered"), OTHER_LEVELS: say("other levels"), EVERYONE: say("all")}
    return own.get(str(level), str(level))


def with_remarks(caption: str, *remarks: str) -> str:
    """Add remarks to a caption; each is a clause of its own."""
    for remark in remarks:
        caption = say("{caption}; {remark}", caption=caption, remark=remark)
    return caption


def mark_words() -> str:
    """Say what the mark beside a group means."""
    return f"{MARK} {spoken(UNRELIABLE).rstrip('.')}"


def without_zero(text: str) -> str:
    """Leave out the zero before the decimal point of a correlation or probability, as English does: `.45`."""
    return text.replace("0.", ".", 1)


class TickNumbers(ScalarFormatter):
    """Numbers of an axis in the language that is spoken."""

    def __call__(self, value: float, place: int | None = None) -> str:
        """Write one number."""
        return numbers.in_signs(super().__call__(value, place))


class EmptyFigure(Figure):
    """A figure without anything but the reason why; a report leaves it out."""


def empty_figure(reason: str) -> EmptyFigure:
    """Make a low figure that says why there is nothing to draw."""
    figure = EmptyFigure(figsize=(WIDTH, 0.9), layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.text(0.5, 0.5, wrapped(reason, 40), ha="center", va="center", transform=axes.transAxes)
    return figure


def row_heights(labels: list[str], *, per_line: float = 0.17, gap: float = 0.14) -> np.ndarray:
    """Height in inches that each of a list of (wrapped) row labels needs, so that none touches its neighbours."""
    return np.array([per_line * (label.count("\n") + 1) + gap for label in labels], dtype=float)


def labelled_rows(
    labels: list[str], *, around: float, gap: float = 0.14, least: float = 0.0
) -> tuple[Figure, Axes, np.ndarray]:
    """Make a figure with one row for each (wrapped) label, first at the top; the vertical axis is in inches.

    Parameters
    ----------
    labels : list of str
    around : float
        Inches above and below the rows, for legend and axis title.
    gap, least : float
        Inches between the labels of two rows, and height of a row that holds several marks.

    Returns
    -------
    tuple of Figure, Axes and array
        The array holds the middle of each row, from the top.
    """
    heights = np.maximum(row_heights(labels, gap=gap), least)
    figure, axes = new_axes(around + heights.sum())
    centres = np.cumsum(heights) - heights / 2
    axes.set(yticks=centres, yticklabels=labels, ylim=(heights.sum(), 0))
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    return figure, axes, centres
