"""Pictures for the question whether the items measure one thing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.ticker import MaxNLocator

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MAIN, MUTED, new_axes, styled, without_zero
from workbench.psychometrics import ItemAnalysis, ParallelAnalysis, PolychoricCorrelations
from workbench.wording import correlations_named, numbers, say, told_apart

LONGEST_NAME = 13  # letters of an item beside or below a picture, and in a box of the path diagram
_MOST_NUMBERED = 12  # more numbers beside each other cannot be read at report width


@styled
def scree(protected: ProtectedTable) -> ReportFigure:
    """Draw observed eigenvalues and those of data without correlation."""
    analysis = shown_result(protected, ParallelAnalysis)
    table, factors = analysis.table, analysis.extracted == "factors"
    kind = correlations_named(analysis.correlation)
    figure, axes = new_axes(3.2, grid="y")
    axes.plot(table["component"], table["eigenvalue"], color=MAIN, marker="o", label=_observed(analysis.correlation))
    axes.plot(
        table["component"],
        table["eigenvalue_random"],
        color=ACCENT,
        marker="s",
        markersize=4,
        linestyle="--",
        label=say("Data without correlation (quantile)"),
    )
    axes.axhline(0 if factors else 1, color=MUTED, linewidth=0.8)
    along = say("Number of the factor") if factors else say("Number of the component")
    axes.set(xlabel=along, ylabel=say("Eigenvalue"))
    axes.xaxis.set_major_locator(MaxNLocator(_MOST_NUMBERED, integer=True))
    axes.legend()
    first, second = table["eigenvalue"].iloc[:2]
    caption = (
        say("{kind}: eigenvalues of the survey and of data without correlation (factors)", kind=kind)
        if factors
        else say("{kind}: eigenvalues of the survey and of data without correlation (components)", kind=kind)
    )
    return ReportFigure(
        name=f"scree_{analysis.extracted}",
        caption=caption,
        alt=say(
            "The first eigenvalue is {first}, the second {second}. Leading eigenvalues above those of random data: "
            "{n}.",
            first=numbers.number(first),
            second=numbers.number(second),
            n=analysis.n_above_random,
        ),
        figure=figure,
    )


def _observed(correlation: str) -> str:
    return {
        "pearson": say("Survey, pearson correlations"),
        "polychoric": say("Survey, polychoric correlations"),
    }[correlation]


@styled
def correlations(items: ProtectedTable) -> ReportFigure:
    """Draw the correlations of all pairs of items as a heat map."""
    return heat_map(
        shown_result(items, ItemAnalysis).correlations,
        name="item_correlations",
        caption=say("Correlations between items (Pearson)"),
        what=say("Correlations"),
        limit=1.0,
    )


@styled
def polychoric_correlations(ordinal: ProtectedTable) -> ReportFigure:
    """Draw the polychoric correlations of all pairs of items as a heat map."""
    return heat_map(
        shown_result(ordinal, PolychoricCorrelations).correlations,
        name="polychoric_correlations",
        caption=say("Polychoric correlations between items"),
        what=correlations_named("polychoric"),
        limit=1.0,
    )


def _short(value: float) -> str:
    """Write a correlation short, as the cells of a heat map are narrow."""
    return without_zero(numbers.number(value))


def heat_map(matrix: pd.DataFrame, *, name: str, caption: str, what: str, limit: float) -> ReportFigure:
    """Draw a symmetric matrix of items below its diagonal; numbers only where they can be read."""
    k = len(matrix)
    annotate = k <= _MOST_NUMBERED
    size = min(3.5, 0.45 * k)
    ticks = told_apart([str(item) for item in matrix.columns], LONGEST_NAME)
    figure, axes = new_axes(size + max(0.7, 0.25 + 0.08 * max(map(len, ticks))), grid="both")
    axes.grid(visible=False)
    hide = np.triu(np.ones((k, k), bool))
    palette = sns.blend_palette([ACCENT, "white", MAIN], as_cmap=True)
    words = matrix.map(_short) if annotate else False
    sns.heatmap(
        matrix, mask=hide, vmin=-limit, vmax=limit, cmap=palette, annot=words, fmt="", annot_kws={"size": 7.5},
        square=True, linewidths=0.5, linecolor="white", cbar=not annotate, cbar_kws={"shrink": 0.7}, ax=axes,
        xticklabels=ticks if annotate else "auto", yticklabels=ticks if annotate else "auto",
    )  # fmt: skip
    strengths = [abs(matrix.to_numpy(float)[i, j]) / limit for i in range(k) for j in range(i)]
    for text, strength in zip(axes.texts, strengths, strict=annotate):
        text.set_color("white" if strength > 0.5 else INK)
    axes.set(xlabel="", ylabel="", anchor="W")
    axes.tick_params(axis="x", rotation=90, length=0)
    axes.tick_params(axis="y", rotation=0, length=0)
    items = list(matrix.columns)
    values = matrix.to_numpy(float)
    pairs = sorted(
        (float(values[i, j]), say("{item} and {other}", item=items[j], other=items[i]))
        for i in range(k)
        for j in range(i)
    )
    (low, low_pair), (high, high_pair) = pairs[0], pairs[-1]
    return ReportFigure(
        name=name,
        caption=caption,
        alt=say(
            "{what} of {n} pairs of items run from {low} ({low_pair}) to {high} ({high_pair}).",
            what=what,
            n=len(pairs),
            low=numbers.number(low),
            low_pair=low_pair,
            high=numbers.number(high),
            high_pair=high_pair,
        ),
        figure=figure,
    )
