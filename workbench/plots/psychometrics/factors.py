"""Pictures of the confirmatory factor model: loadings with intervals, path diagram, what the factor leaves."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, FancyArrowPatch, Rectangle

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey
from workbench.plots.psychometrics.dimensionality import LONGEST_NAME, heat_map
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    HALO,
    INK,
    MAIN,
    MUTED,
    WIDTH,
    labelled_rows,
    new_axes,
    styled,
    wrapped,
)
from workbench.psychometrics import ConfirmatoryFactors
from workbench.psychometrics.invariance import check_one_factor, check_testable, check_ungrouped
from workbench.wording import numbers, say, told_apart

_APART = 0.075  # inches between the two marks of one item
# The path diagram, in inches: rows of items, and from left to right factor, loadings, items, residual variances.
_ROW = 0.34
_LEAST_ROW = 0.25  # of scales with more than 20 items
_FACTOR_X, _FACTOR_SIZE = 0.55, (1.0, 0.64)
_LOADING_X = 2.1
_ITEM_X, _ITEM_WIDTH = 2.45, 1.0
_RESIDUAL_X = 3.95


@styled
def standardized_loadings(
    ordinal: ProtectedTable | None, continuous: ProtectedTable | None, *, survey: Survey
) -> ReportFigure:
    """Draw standardised loadings of one or two models with their intervals, items in the order of the instrument."""
    models = [shown_result(each, ConfirmatoryFactors) for each in (ordinal, continuous) if each is not None]
    for model in models:
        check_one_factor(model)
    labels = [wrapped(f"{item.id} {item.statement}", 28) for item in survey.instrument.items]
    figure, axes, centres = labelled_rows(labels, around=1.0)
    marks = ((MAIN, "o", -_APART), (ACCENT, "s", _APART))
    for model, (colour, marker, shift) in zip(models, marks, strict=False):
        rows = model.loadings
        axes.hlines(centres + shift, rows["standardized_low"], rows["standardized_high"], color=colour, linewidth=2)
        name = _of_model(model.estimator)
        axes.plot(rows["standardized"], centres + shift, marker, color=colour, markersize=4.5, label=name)
    low = min(float(model.loadings["standardized_low"].min()) for model in models)
    axes.set(xlim=(min(0.3, np.floor(10 * low - 0.5) / 10), 1.0), xlabel=say("Standardised loading"))
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", fontsize=8.5)
    return ReportFigure(
        name="standardized_loadings",
        caption=say("Standardised loadings on one factor with their intervals"),
        alt=" ".join(map(_range, models)),
        figure=figure,
    )


def _range(model: ConfirmatoryFactors) -> str:
    weakest, *_, strongest = model.loadings.sort_values("standardized", kind="stable").to_dict("records")
    ends = {"low": _with_interval(weakest), "high": _with_interval(strongest), "estimator": model.estimator}
    if model.estimator == "WLSMV":
        return say("With ordered answers ({estimator}) standardised loadings run from {low} to {high}.", **ends)
    return say("With continuous answers ({estimator}) standardised loadings run from {low} to {high}.", **ends)


def _of_model(estimator: str) -> str:
    if estimator == "WLSMV":
        return say("{estimator}, ordered answers", estimator=estimator)
    return say("{estimator}, continuous answers", estimator=estimator)


def _with_interval(row: dict[Hashable, Any]) -> str:
    return say(
        "{loading} ({item}; interval {ends})",
        loading=numbers.number(row["standardized"]),
        item=row["item"],
        ends=numbers.interval(row["standardized_low"], row["standardized_high"]),
    )


@styled
def path_diagram(protected: ProtectedTable) -> ReportFigure:
    """Draw one factor, its items, their standardised loadings and residual variances."""
    model = shown_result(protected, ConfirmatoryFactors)
    check_one_factor(model)
    rows = model.loadings.reset_index(drop=True)
    step = _ROW if len(rows) <= 20 else _LEAST_ROW
    height = max(step * len(rows), _FACTOR_SIZE[1]) + 0.1
    figure, axes = new_axes(height + 0.32)
    axes.set(xlim=(0, WIDTH), ylim=(height, -0.3), aspect="equal")
    axes.set_axis_off()
    heads = (say("Factor"), say("Loading"), say("Item"), say("Residual"))
    for x, text in zip((_FACTOR_X, _LOADING_X, _ITEM_X + _ITEM_WIDTH / 2, _RESIDUAL_X), heads, strict=True):
        axes.text(x, -0.15, text, ha="center", va="center", fontsize=8.5, color=MUTED)
    middle, first = height / 2, (height - step * len(rows)) / 2 + step / 2
    axes.add_patch(Ellipse((_FACTOR_X, middle), *_FACTOR_SIZE, facecolor="white", edgecolor=MAIN, linewidth=1.4))
    axes.text(_FACTOR_X, middle, say("Factor\n(variance 1)"), ha="center", va="center", fontsize=8)
    names = told_apart([str(item) for item in rows["item"]], LONGEST_NAME)
    for place, (name, row) in enumerate(zip(names, rows.to_dict("records"), strict=True)):
        _item(axes, name, float(row["standardized"]), first + step * place, middle, step)
    return ReportFigure(
        name="path_diagram",
        caption=say("Path diagram of the one-factor model, standardised ({estimator})", estimator=model.estimator),
        alt=_path_alt(rows, model.estimator),
        figure=figure,
    )


def _item(axes: Axes, name: str, loading: float, y: float, middle: float, step: float) -> None:
    """One item: arrow from the factor, its loading, the box, and the residual variance with its arrow."""
    box = 0.72 * step
    start = _on_ellipse(y - middle)
    axes.add_patch(
        FancyArrowPatch(
            (start[0], middle + start[1]), (_ITEM_X, y), arrowstyle="-|>", mutation_scale=7, shrinkA=0, shrinkB=0,
            color=MAIN if loading >= 0 else ACCENT, linewidth=0.5 + 1.3 * min(abs(loading), 1.0),
        )
    )  # fmt: skip
    share = (_LOADING_X - start[0]) / (_ITEM_X - start[0])
    along = middle + start[1] + share * (y - middle - start[1])
    axes.text(_LOADING_X, along, numbers.number(loading), ha="center", va="center", fontsize=8, path_effects=HALO,
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})  # fmt: skip
    axes.add_patch(Rectangle((_ITEM_X, y - box / 2), _ITEM_WIDTH, box, facecolor="white", edgecolor=INK, linewidth=0.9))
    axes.text(_ITEM_X + _ITEM_WIDTH / 2, y, name, ha="center", va="center", fontsize=8)
    axes.add_patch(
        FancyArrowPatch((_RESIDUAL_X - 0.16, y), (_ITEM_X + _ITEM_WIDTH, y), arrowstyle="-|>", mutation_scale=6,
                        shrinkA=0, shrinkB=0, color=MUTED, linewidth=0.8)
    )  # fmt: skip
    axes.text(_RESIDUAL_X, y, numbers.number(1 - loading**2), ha="center", va="center", fontsize=8, color=INK)


def _on_ellipse(rise: float) -> tuple[float, float]:
    """Where a line from the factor towards an item leaves the ellipse: x on the page, y from the ellipse's middle."""
    run, (width, height) = _ITEM_X - _FACTOR_X, _FACTOR_SIZE
    scale = 1 / np.hypot(run / (width / 2), rise / (height / 2))
    return _FACTOR_X + scale * run, scale * rise


def _path_alt(rows: pd.DataFrame, estimator: str) -> str:
    loadings = ", ".join(f"{row['item']} {numbers.number(row['standardized'])}" for row in rows.to_dict("records"))
    residuals = rows.assign(uniqueness=1 - rows["standardized"] ** 2).sort_values("uniqueness", kind="stable")
    low, *_, high = residuals.to_dict("records")
    return say(
        "One factor with arrows to {n} items ({estimator}). Standardised loadings: {loadings}. Residual variances run "
        "from {low} ({low_item}) to {high} ({high_item}).",
        n=len(rows),
        estimator=estimator,
        loadings=loadings,
        low=numbers.number(low["uniqueness"]),
        low_item=low["item"],
        high=numbers.number(high["uniqueness"]),
        high_item=high["item"],
    )


@styled
def residual_correlations(protected: ProtectedTable) -> ReportFigure:
    """Draw what the model leaves of the correlations, as a heat map."""
    model = shown_result(protected, ConfirmatoryFactors)
    check_ungrouped(model)
    check_testable(model)
    matrix = model.residual_correlations
    caption = (
        say("Residual correlations: observed (polychoric) less what the model implies (WLSMV)")
        if model.estimator == "WLSMV"
        else say(
            "Residual correlations: observed (Pearson) less what the model implies ({estimator})",
            estimator=model.estimator,
        )
    )
    return heat_map(
        matrix,
        name=f"residual_correlations_{model.estimator.lower()}",
        caption=caption,
        what=say("Residual correlations"),
        limit=max(0.1, float(np.abs(matrix.to_numpy()).max())),
    )
