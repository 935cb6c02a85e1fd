"""Pictures for the question whether the items measure one thing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.ticker import MaxNLocator

from workbench.intake.survey import Survey
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MAIN, MUTED, new_axes, row_centres, row_heights, styled, wrapped
from workbench.psychometrics import ExploratoryFactors, ItemAnalysis, ParallelAnalysis, PolychoricCorrelations
from workbench.wording import numbers

_MOST_NUMBERED = 12  # more numbers beside each other cannot be read at report width


@styled
def scree(analysis: ParallelAnalysis) -> ReportFigure:
    """Draw observed eigenvalues and those of data without correlation."""
    table = analysis.table
    figure, axes = new_axes(3.2, grid="y")
    axes.plot(table["component"], table["eigenvalue"], color=MAIN, marker="o", label="Survey")
    axes.plot(
        table["component"],
        table["eigenvalue_random"],
        color=ACCENT,
        marker="s",
        markersize=4,
        linestyle="--",
        label="Data without correlation (quantile)",
    )
    axes.axhline(0 if analysis.extracted == "factors" else 1, color=MUTED, linewidth=0.8)
    axes.set(xlabel=f"Number of the {analysis.extracted.removesuffix('s')}", ylabel="Eigenvalue")
    axes.xaxis.set_major_locator(MaxNLocator(_MOST_NUMBERED, integer=True))
    axes.legend()
    first, second = table["eigenvalue"].iloc[:2]
    return ReportFigure(
        name=f"scree_{analysis.extracted}",
        caption=f"Eigenvalues of the survey and of data without correlation ({analysis.extracted})",
        alt=(
            f"The first eigenvalue is {numbers.number(first)}, the second {numbers.number(second)}. "
            f"Leading eigenvalues above those of random data: {analysis.n_above_random}."
        ),
        figure=figure,
    )


@styled
def one_factor_loadings(factors: ExploratoryFactors, *, survey: Survey) -> ReportFigure:
    """Draw the loading of each item on the one factor."""
    loadings = factors.loadings
    labels = [wrapped(f"{item.id} {item.statement}", 28) for item in survey.instrument.items]
    heights = row_heights(labels)
    figure, axes = new_axes(0.7 + heights.sum())
    positions = row_centres(heights)
    axes.hlines(positions, 0, loadings["loading"], color=MAIN, linewidth=2)
    axes.plot(loadings["loading"], positions, "o", color=MAIN)
    for value, y in zip(loadings["loading"], positions, strict=True):
        axes.annotate(
            numbers.number(value), (value, y), xytext=(7, 0), textcoords="offset points", va="center", fontsize=8
        )
    low = min(0.0, float(loadings["loading"].min()) - 0.15)
    axes.set(xlim=(low, 1.12), ylim=(heights.sum(), 0), yticks=positions, yticklabels=labels, xlabel="Loading")
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    weakest, *_, strongest = loadings.sort_values("loading").to_dict("records")
    return ReportFigure(
        name="one_factor_loadings",
        caption="Loadings of the items on one factor (minres)",
        alt=(
            f"Loadings run from {numbers.number(weakest['loading'])} ({weakest['item']}) to "
            f"{numbers.number(strongest['loading'])} ({strongest['item']})."
        ),
        figure=figure,
    )


@styled
def correlations(items: ItemAnalysis) -> ReportFigure:
    """Draw the correlations of all pairs of items as a heat map."""
    matrix = items.correlations
    return _matrix(
        matrix,
        name="item_correlations",
        caption="Correlations between items (Pearson)",
        what="Correlations",
        limit=1.0,
    )


@styled
def polychoric_correlations(ordinal: PolychoricCorrelations) -> ReportFigure:
    """Draw the polychoric correlations of all pairs of items as a heat map."""
    return _matrix(
        ordinal.correlations,
        name="polychoric_correlations",
        caption="Polychoric correlations between items",
        what="Polychoric correlations",
        limit=1.0,
    )


@styled
def residual_correlations(factors: ExploratoryFactors) -> ReportFigure:
    """Draw what one factor leaves of the correlations."""
    matrix = factors.residual_correlations
    limit = max(0.1, float(np.abs(matrix.to_numpy()).max()))
    return _matrix(
        matrix,
        name="residual_correlations",
        caption="Residual correlations: observed minus what one factor implies",
        what="Residual correlations",
        limit=limit,
    )


def _short(value: float) -> str:
    """Write a correlation without the zero before the point, as the cells of a heat map are narrow."""
    return numbers.number(value).replace("0.", ".", 1)


def _matrix(matrix: pd.DataFrame, *, name: str, caption: str, what: str, limit: float) -> ReportFigure:
    k = len(matrix)
    annotate = k <= _MOST_NUMBERED
    size = min(3.5, 0.45 * k)
    figure, axes = new_axes(size + 0.7, grid="both")
    axes.grid(visible=False)
    hide = np.triu(np.ones((k, k), bool))
    palette = sns.blend_palette([ACCENT, "white", MAIN], as_cmap=True)
    words = matrix.map(_short) if annotate else False
    sns.heatmap(
        matrix, mask=hide, vmin=-limit, vmax=limit, cmap=palette, annot=words, fmt="", annot_kws={"size": 7.5},
        square=True, linewidths=0.5, linecolor="white", cbar=not annotate, cbar_kws={"shrink": 0.7}, ax=axes,
    )  # fmt: skip
    strengths = [abs(matrix.to_numpy(float)[i, j]) / limit for i in range(k) for j in range(i)]
    for text, strength in zip(axes.texts, strengths, strict=annotate):
        text.set_color("white" if strength > 0.5 else INK)
    axes.set(xlabel="", ylabel="", anchor="W")
    axes.tick_params(axis="x", rotation=90, length=0)
    axes.tick_params(axis="y", rotation=0, length=0)
    items = list(matrix.columns)
    values = matrix.to_numpy(float)
    pairs = sorted((float(values[i, j]), f"{items[j]} and {items[i]}") for i in range(k) for j in range(i))
    (low, low_pair), (high, high_pair) = pairs[0], pairs[-1]
    return ReportFigure(
        name=name,
        caption=caption,
        alt=(
            f"{what} of {len(pairs)} pairs of items run from {numbers.number(low)} ({low_pair}) to "
            f"{numbers.number(high)} ({high_pair})."
        ),
        figure=figure,
    )
